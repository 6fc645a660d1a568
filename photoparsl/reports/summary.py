"""What a run has come to, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from photoparsl.reports.cost import Cost
from photoparsl.results import SliceResult


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

    `asked` are the rows that the run is to measure.
    """

    def __init__(self, asked: range) -> None:
        self._asked = asked
        self._measured = self._undated = self._done = 0
        self._tasks: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()
        self._examples: dict[str, str] = {}

    def counted(self, results: Iterable[SliceResult]) -> Iterator[SliceResult]:
        """The same results, counted as they pass."""
        for result in results:
            self._measured += len(result.measurements)
            self._undated += sum(m.year is None for m in result.measurements)
            self._done += sum(row in self._asked for row in range(result.start, result.stop))
            self._tasks[result.execution.resource] += 1
            for failure in result.failures:
                self._reasons[failure.reason] += 1
                self._examples.setdefault(failure.reason, failure.url)
            yield result

    def summary(self, page: Path, url: str) -> Summary:
        """What has been counted."""
        return Summary(
            measured=self._measured,
            failed=self._reasons.total(),
            undated=self._undated,
            left=len(self._asked) - self._done,
            page=str(page),
            url=url,
            tasks=dict(self._tasks),
            reasons=dict(self._reasons.most_common()),
            examples=self._examples,
        )
