"""What a run has come to, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from photoparsl.reports.cost import Cost
from photoparsl.results import SliceResult
from photoparsl.results.counts import OutcomeCounts


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run has come to, over all the times that it was started.

    `left` are photos that were asked for and have neither a value nor a failure; `tasks`
    counts slices by site; `examples` holds one failed photo's place for each reason;
    `cost` is None where nothing was left to do.
    """

    measured: int
    failed: int
    undated: int
    left: int
    page: str
    url: str
    tasks: dict[str, int]
    reasons: dict[str, int]
    examples: dict[str, str]
    cost: Cost | None = None


class Tally:
    """Counts results on their way to where they are needed: one pass over them serves both.

    `wanted` are the rows that the run is to measure; the folder may hold others too.
    """

    def __init__(self, wanted: range) -> None:
        self._wanted = wanted
        self._all = OutcomeCounts()
        self._of_wanted = OutcomeCounts()
        self._tasks: Counter[str] = Counter()
        self._examples: dict[str, str] = {}

    def counted(self, results: Iterable[SliceResult]) -> Iterator[SliceResult]:
        """The same results, counted as they pass."""
        for result in self._of_wanted.counted(self._all.counted(results), self._wanted):
            self._tasks[result.execution.resource] += 1
            for failure in result.failures:
                self._examples.setdefault(failure.reason, failure.url)
            yield result

    def summary(self, page: Path, url: str) -> Summary:
        """What has been counted."""
        return Summary(
            measured=self._all.measured,
            failed=self._all.failed,
            undated=self._all.undated,
            left=len(self._wanted) - self._of_wanted.ended,
            page=str(page),
            url=url,
            tasks=dict(self._tasks),
            reasons=dict(self._all.reasons.most_common()),
            examples=self._examples,
        )
