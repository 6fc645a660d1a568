"""Facts about the run, apart from the photos: how many failed and why, where it ran, how fast."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from photoparsl.redact import published, published_text, visible
from photoparsl.results import Failure, OutcomeCounts, SliceResult

LISTED = 50  # the most failed photos, and the most photos without a year, that the page lists
LONGEST_REASON = 200  # characters; photoparsl's own reasons are shorter
RATE_STEPS = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where photos were measured."""

    host: str
    site: str  # the computing resource that the host belongs to
    photos: int  # measured or failed there


@dataclass(frozen=True, slots=True)
class Rate:
    """How fast the run was, in RATE_STEPS equal steps of time."""

    started: float  # seconds since 1970
    step: float  # seconds a step
    busy: float  # seconds during which at least one slice was being measured
    photos_a_second: tuple[float, ...]  # measured, for each step


@dataclass(frozen=True, slots=True, order=True)
class _Span:
    """When a slice was measured."""

    start: float  # seconds since 1970
    end: float
    measured: int  # photos


class RunFacts:
    """Collects facts about the run, slice by slice.

    counts: how many photos were measured and failed
    bytes: bytes that were fetched
    versions: each measure's version, by its name
    listed: the first LISTED failures by row, redacted
    """

    def __init__(self) -> None:
        self.counts = OutcomeCounts()
        self.bytes = 0
        self.versions: dict[str, int] = {}
        self.listed: list[Failure] = []
        self._photos: Counter[tuple[str, str]] = Counter()
        self._numbers: dict[tuple[str, str], int] = {}
        self._spans: list[_Span] = []

    def add(self, result: SliceResult) -> int:
        """Add a slice's facts, and return the number of the place where it was measured."""
        execution = result.execution
        self.counts.add(result)
        self.bytes += execution.bytes
        self.versions.update({visible(name): n for name, n in result.measures.items()})
        listed = heapq.nsmallest(LISTED, result.failures, key=lambda f: f.row)
        self.listed = heapq.nsmallest(
            LISTED, [*self.listed, *map(redacted_failure, listed)], key=lambda f: f.row
        )
        place = (visible(execution.host), visible(execution.resource))
        self._photos[place] += result.photo_count
        if execution.started > 0:
            end = execution.started + max(0.0, execution.seconds)
            self._spans.append(_Span(execution.started, end, len(result.measurements)))
        return self._numbers.setdefault(place, len(self._numbers))

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """How many photos failed for each reason, most first."""
        photos: Counter[str] = Counter()
        for reason, count in self.counts.reasons.items():
            photos[visible(reason)[:LONGEST_REASON]] += count
        return sorted(photos.items(), key=lambda item: (-item[1], item[0]))

    @property
    def missing(self) -> list[tuple[str, int]]:
        """How many measured photos have no value, by the measure's name; most first."""
        found = ((visible(name), photos) for name, photos in self.counts.missing.items())
        return sorted(found, key=lambda item: (-item[1], item[0]))

    @property
    def places(self) -> list[Place]:
        """Where photos were measured, in the order of the places' numbers."""
        return [Place(host, site, self._photos[host, site]) for host, site in self._numbers]

    @property
    def sites(self) -> list[tuple[str, int]]:
        """How many photos were measured or failed at each site, most first."""
        sites: Counter[str] = Counter()
        for place in self.places:
            sites[place.site] += place.photos
        return sorted(sites.items(), key=lambda item: (-item[1], item[0]))

    def rate(self) -> Rate | None:
        """How fast the run was, or None if the results have no times."""
        if not self._spans:
            return None
        start, end = min(s.start for s in self._spans), max(s.end for s in self._spans)
        step = (end - start) / RATE_STEPS
        if step <= 0:
            return None
        photos = [0.0] * RATE_STEPS
        for span in self._spans:
            first = min(int((span.start - start) / step), RATE_STEPS - 1)
            last = min(int((span.end - start) / step), RATE_STEPS - 1)
            for place in range(first, last + 1):
                photos[place] += span.measured / (last - first + 1)
        rates = tuple(round(number / step, 4) for number in photos)
        return Rate(start, step, _covered(self._spans), rates)


def redacted_failure(failure: Failure) -> Failure:
    """The failure without secrets, folders and hidden characters."""
    url = published(failure.url)
    detail = failure.detail.replace(failure.url, url) if failure.url else failure.detail
    return Failure(failure.row, url, failure.year, visible(failure.reason), published_text(detail))


def _covered(spans: Iterable[_Span]) -> float:
    """How many seconds at least one of the spans covers."""
    total, until = 0.0, float("-inf")
    for span in sorted(spans):
        total += max(0.0, span.end - max(span.start, until))
        until = max(until, span.end)
    return total
