"""The summary of a run: how many photos were measured and failed, where and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from photoparsl.reports.cost import Cost
from photoparsl.reports.same_bytes import SameBytes
from photoparsl.results import Event, OutcomeCounts, RunBegan, SliceResult, TaskDone


@dataclass(frozen=True, slots=True)
class Summary:
    """The outcome of a run, over all the times that it was started.

    measured: how many photos were measured
    failed: how many photos failed
    undated: how many of the measured photos have no year
    left: how many photos of the run have no outcome yet, or lack a measure that hasn't been tried
    page: the page's file
    url: the page's URL
    tasks: how many slices were measured at each resource
    reasons: how many photos failed for each reason, most first
    examples: by reason, the place of a photo that failed for it
    cost: what the run has cost, or None if nothing was left to do
    missing: how many measured photos have no value, by the measure's name, most first
    same_bytes: how many photos have the same bytes as another
    duplicates: how many photos have the same bytes as an earlier one
    same_sets: how many photos have the same bytes as each other, by the place of one of them.  It
        has the few largest of such sets, the largest first
    same_titles: the title in the manifest, by such a place
    without_digest: how many measured photos have no digest, so that their bytes aren't known
    lacking: how many measured photos lack a measure since they couldn't be measured again, by
        `measure: reason`, most first
    unsure: how many photos without a digest have values of several passes, perhaps of other bytes
    changed: how many photos had other bytes when they were measured again, at the latest start that
        measured any
    archive: how many photos the archive has of which the manifest is a sample, or 0 if it is none
    medians_margin: how far half of the 95 % intervals of the first measure's yearly medians reach
        at most from their middles.  None for a manifest that is no sample, or without intervals
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
    same_bytes: int = 0
    duplicates: int = 0
    same_sets: dict[str, int] = field(default_factory=dict)
    same_titles: dict[str, str] = field(default_factory=dict)
    without_digest: int = 0
    lacking: dict[str, int] = field(default_factory=dict)
    unsure: int = 0
    changed: int = 0
    archive: int = 0
    medians_margin: float | None = None


class SummaryCounter:
    """Counts results while the page reads them, so that one reading serves both.

    wanted: the rows that the run is to measure.  The results may have other rows too
    """

    def __init__(self, wanted: range) -> None:
        self._wanted = wanted
        self._all = OutcomeCounts()
        self._of_wanted = OutcomeCounts()
        self._tasks: Counter[str] = Counter()
        self._seen: set[int] = set()  # executions whose photos are in several slices
        self._examples: dict[str, str] = {}
        self._unsure = 0

    def counted(self, results: Iterable[SliceResult]) -> Iterator[SliceResult]:
        """Yield the same results, and count each."""
        for result in self._of_wanted.counted(self._all.counted(results), self._wanted):
            self._count_tasks(result)
            self._unsure += _unsure(result)
            for failure in result.failures:
                self._examples.setdefault(failure.reason, failure.url)
            yield result

    def _count_tasks(self, result: SliceResult) -> None:
        """Count the slice's executions.  One whose photos are in several slices counts once."""
        for part in result.executions():
            execution = part.execution
            if part.photos != part.photos_here:
                known = hash((execution.host, execution.started, execution.seconds))
                if known in self._seen:
                    continue
                self._seen.add(known)
            self._tasks[execution.resource] += 1

    def summary(self, page: Path, url: str, same: SameBytes) -> Summary:
        """Return the summary of the results that `counted` has yielded.

        page, url: the page's path and URL
        same: what is known of photos with the same bytes
        """
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
            same_bytes=same.photos,
            duplicates=same.duplicates,
            same_sets={found.url: found.photos for found in same.sets},
            same_titles={found.url: found.title for found in same.sets if found.title},
            without_digest=same.unknown,
            lacking=dict(self._all.lacking.most_common()),
            unsure=self._unsure,
        )


def changed_photos(events: Iterable[Event]) -> int:
    """How many photos had other bytes when they were measured again, at the latest start.

    A photo may change before each of several passes, and which photos did isn't kept.
    """
    changed = 0
    for event in events:
        if isinstance(event, RunBegan):
            changed = 0
        elif isinstance(event, TaskDone):  # not rows that took over its outcome: it is one photo
            changed += event.changed
    return changed


def _unsure(result: SliceResult) -> int:
    """How many of a slice's photos have values of several passes, perhaps of other bytes."""
    passes = [rows for part in result.partial_executions if part.measures for rows in part.rows]
    if not passes:
        return 0
    rows = {row for start, stop in passes for row in range(start, stop)}
    return sum(not m.digest and m.row in rows for m in result.measurements)
