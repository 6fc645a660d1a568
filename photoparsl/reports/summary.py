"""What a run has come to, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from photoparsl.reports.cost import Cost
from photoparsl.results import SliceResult
from photoparsl.results.counts import OutcomeCounts


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run has come to, over all the times that it was started.

    measured: photos that have a measurement
    failed: photos that have a failure
    undated: measured photos without a year
    left: photos of the run that have neither
    page: the page's file
    url: the page's address on the web, if the site has one
    tasks: finished slices by resource
    reasons: failed photos by reason, most first
    examples: for each reason, the place of a photo that failed for it
    cost: None where nothing was left to do
    missing: measured photos without a value, by the measure's name, most first
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
    missing: dict[str, int] = field(default_factory=dict)


class SummaryCounter:
    """Counts results while they pass, so that the page and the summary need one reading.

    wanted: the rows that the run is to measure; the results may have others too
    """

    def __init__(self, wanted: range) -> None:
        self._wanted = wanted
        self._all = OutcomeCounts()
        self._of_wanted = OutcomeCounts()
        self._tasks: Counter[str] = Counter()
        self._examples: dict[str, str] = {}

    def counted(self, results: Iterable[SliceResult]) -> Iterator[SliceResult]:
        """The same results, each counted as it passes."""
        for result in self._of_wanted.counted(self._all.counted(results), self._wanted):
            self._tasks[result.execution.resource] += 1
            for failure in result.failures:
                self._examples.setdefault(failure.reason, failure.url)
            yield result

    def summary(self, page: Path, url: str) -> Summary:
        """The summary of the results that have passed."""
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
            missing=dict(self._all.missing.most_common()),
        )
