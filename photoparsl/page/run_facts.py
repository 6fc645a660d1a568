"""Facts about the run, apart from the photos: how many failed and why, where it ran, how fast."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from photoparsl.page.failed_places import FailedPlaces
from photoparsl.redact import below, published, published_text, visible
from photoparsl.results import Execution, Failure, OutcomeCounts, SliceResult

LISTED = 50  # the most failed photos, and the most photos without a year, that the page lists
LONGEST_REASON = 200  # characters. The reasons of photoparsl are shorter
RATE_STEPS = 60


@dataclass(frozen=True, slots=True)
class MeasuredAt:
    """The host and the resource where photos were measured."""

    host: str
    resource: str  # that the host belongs to: `Execution.resource`
    photos: int  # measured or failed there


@dataclass(frozen=True, slots=True)
class Rate:
    """How fast the run was, in RATE_STEPS equal steps of time."""

    started: float  # seconds since 1970
    step: float  # seconds a step
    busy: float  # seconds during which at least one slice was being measured
    photos_a_second: tuple[float, ...]  # measured, for each step


class RunFacts:
    """Collects facts about the run, slice by slice.

    counts: how many photos were measured and failed
    versions: each measure's version, by its name
    listed: the first LISTED failures by row, redacted
    failed_places: how many failed by host and reason
    """

    def __init__(self, folders: Sequence[str] = ()) -> None:
        """Begin without facts.

        folders: as in `PageMetadata`
        """
        self._folders = folders
        self.counts = OutcomeCounts()
        self._bytes = 0.0
        self.versions: dict[str, int] = {}
        self.listed: list[Failure] = []
        self.failed_places = FailedPlaces()
        self._photos: Counter[int] = Counter()  # by the number of host and resource
        self._numbers: dict[tuple[str, str], int] = {}
        self._spans: Counter[tuple[float, float]] = Counter()  # measured photos, by start and end

    @property
    def bytes(self) -> int:
        """Bytes that were fetched."""
        return round(self._bytes)

    def add(self, result: SliceResult) -> list[int]:
        """Add a slice's facts.  Return the number of each photo's host and resource."""
        self.counts.add(result)
        self.versions.update({visible(name): n for name, n in result.measures.items()})
        failures = [redacted_failure(failure, self._folders) for failure in result.failures]
        self.failed_places.add(failures)
        self.listed = heapq.nsmallest(LISTED, [*self.listed, *failures], key=lambda f: f.row)
        if not result.partial_executions:
            number = self._add_execution(result.execution, len(result.measurements), 1.0)
            self._photos[number] += result.photo_count
            return [number] * len(result.measurements)
        numbers: dict[int, int] = {}
        measured = {m.row for m in result.measurements}
        for part in result.executions():
            rows = [row for start, stop in part.rows for row in range(start, stop)]
            share = len(rows) / max(part.photos, 1)
            count = sum(row in measured for row in rows)
            number = self._add_execution(part.execution, count, share)
            numbers |= dict.fromkeys(rows, number)
        self._photos.update(numbers.values())  # a photo of several passes counts at the latest
        return [numbers[m.row] for m in result.measurements]

    def _add_execution(self, execution: Execution, measured: int, share: float) -> int:
        """Add an execution's facts.  Return the number of its host and resource.

        measured: to how many of the slice's measurements it gave values
        share: the share of its photos that are in this slice, from 0 to 1
        """
        self._bytes += execution.bytes * share
        key = (visible(execution.host), visible(execution.resource))
        if execution.started > 0:
            end = execution.started + max(0.0, execution.seconds)
            self._spans[execution.started, end] += measured
        return self._numbers.setdefault(key, len(self._numbers))

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """How many photos failed for each reason, most first."""
        photos: Counter[str] = Counter()
        for reason, count in self.counts.reasons.items():
            photos[visible(reason)[:LONGEST_REASON]] += count
        return sorted(photos.items(), key=lambda item: (-item[1], item[0]))

    @property
    def examples(self) -> list[Failure]:
        """Failures that a page lists: the first ones, and some of each host and reason."""
        shown = {f.row: f for f in [*self.failed_places.examples, *self.listed]}
        return [shown[row] for row in sorted(shown)]

    @property
    def missing(self) -> list[tuple[str, int]]:
        """How many measured photos have no value, by the measure's name, most first."""
        found = ((visible(name), photos) for name, photos in self.counts.missing.items())
        return sorted(found, key=lambda item: (-item[1], item[0]))

    @property
    def measured_at(self) -> list[MeasuredAt]:
        """Where photos were measured, in the order of their numbers."""
        return [
            MeasuredAt(host, resource, self._photos[number])
            for (host, resource), number in self._numbers.items()
        ]

    @property
    def resources(self) -> list[tuple[str, int]]:
        """How many photos were measured or failed at each resource, most first."""
        resources: Counter[str] = Counter()
        for there in self.measured_at:
            resources[there.resource] += there.photos
        return sorted(resources.items(), key=lambda item: (-item[1], item[0]))

    def rate(self) -> Rate | None:
        """How fast the run was, or None if the results have no times."""
        if not self._spans:
            return None
        start, end = min(self._spans)[0], max(end for _, end in self._spans)
        step = (end - start) / RATE_STEPS
        if step <= 0:
            return None
        photos = [0.0] * RATE_STEPS
        for (began, ended), measured in self._spans.items():
            first = min(int((began - start) / step), RATE_STEPS - 1)
            last = min(int((ended - start) / step), RATE_STEPS - 1)
            for index in range(first, last + 1):
                photos[index] += measured / (last - first + 1)
        rates = tuple(round(number / step, 4) for number in photos)
        return Rate(start, step, _covered(self._spans), rates)


def redacted_failure(failure: Failure, folders: Sequence[str] = ()) -> Failure:
    """The failure without secrets, hidden characters, and what leads to a run's folder.

    folders: as in `PageMetadata`
    """
    url = published(below(failure.url, folders))
    detail = failure.detail.replace(failure.url, url) if failure.url else failure.detail
    return Failure(failure.row, url, failure.year, visible(failure.reason), published_text(detail))


def _covered(spans: Iterable[tuple[float, float]]) -> float:
    """How many seconds at least one of the spans covers.  Each has a start and an end."""
    total, until = 0.0, float("-inf")
    for start, end in sorted(spans):
        total += max(0.0, end - max(start, until))
        until = max(until, end)
    return total
