"""The run's own facts, apart from the photos: what failed, where it ran, how fast."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from photoparsl.redact import published, published_text, visible
from photoparsl.results import Failure, SliceResult

LISTED = 50
LONGEST_REASON = 200  # characters; ours are shorter
RATE_STEPS = 60


@dataclass(frozen=True, slots=True)
class Place:
    """A host of a site, and how many photos were measured there or failed."""

    host: str
    site: str
    photos: int


@dataclass(frozen=True, slots=True)
class Rate:
    """How fast it went: measured photos a second in equal steps from `started` on (since 1970).

    `busy` is for how many seconds anything was being measured, `step` how long a step is.
    """

    started: float
    step: float
    busy: float
    photos_a_second: tuple[float, ...]


class Facts:
    """Gathers the facts of slices as they come."""

    def __init__(self) -> None:
        self.measured = self.failed = self.undated = self.bytes = 0
        self.versions: dict[str, int] = {}
        self.listed: list[Failure] = []
        self._reasons: Counter[str] = Counter()
        self._photos: Counter[tuple[str, str]] = Counter()
        self._numbers: dict[tuple[str, str], int] = {}
        self._spells: list[tuple[float, float, int]] = []  # start, end, photos measured

    def add(self, result: SliceResult) -> int:
        """Add a slice's, and return the number of the place where it was measured."""
        ran, photos = result.execution, len(result.measurements) + len(result.failures)
        self.measured += len(result.measurements)
        self.undated += sum(photo.year is None for photo in result.measurements)
        self.failed += len(result.failures)
        self.bytes += ran.bytes
        self.versions.update({visible(name): n for name, n in result.measures.items()})
        self._reasons.update(visible(f.reason)[:LONGEST_REASON] for f in result.failures)
        listed = heapq.nsmallest(LISTED, result.failures, key=lambda f: f.row)
        self.listed = heapq.nsmallest(
            LISTED, [*self.listed, *map(shown_failure, listed)], key=lambda f: f.row
        )
        place = (visible(ran.host), visible(ran.resource))
        self._photos[place] += photos
        if ran.started > 0:
            end = ran.started + max(0.0, ran.seconds)
            self._spells.append((ran.started, end, len(result.measurements)))
        return self._numbers.setdefault(place, len(self._numbers))

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """How many photos failed for each reason, most first."""
        return sorted(self._reasons.items(), key=lambda item: (-item[1], item[0]))

    @property
    def places(self) -> list[Place]:
        """Where it ran, in the order of the places' numbers."""
        return [Place(host, site, self._photos[host, site]) for host, site in self._numbers]

    @property
    def sites(self) -> list[tuple[str, int]]:
        """How many photos each site took, most first."""
        sites: Counter[str] = Counter()
        for place in self.places:
            sites[place.site] += place.photos
        return sorted(sites.items(), key=lambda item: (-item[1], item[0]))

    def rate(self) -> Rate | None:
        """How fast it went, or None where no time is known."""
        if not self._spells:
            return None
        start, end = min(s[0] for s in self._spells), max(s[1] for s in self._spells)
        step = (end - start) / RATE_STEPS
        if step <= 0:
            return None
        photos = [0.0] * RATE_STEPS
        for begun, ended, count in self._spells:
            first = min(int((begun - start) / step), RATE_STEPS - 1)
            last = min(int((ended - start) / step), RATE_STEPS - 1)
            for place in range(first, last + 1):
                photos[place] += count / (last - first + 1)
        each = tuple(round(number / step, 4) for number in photos)
        return Rate(start, step, _covered(self._spells), each)


def shown_failure(failure: Failure) -> Failure:
    """The failure without secrets, folders and hidden characters."""
    url = published(failure.url)
    detail = failure.detail.replace(failure.url, url) if failure.url else failure.detail
    return Failure(failure.row, url, failure.year, visible(failure.reason), published_text(detail))


def _covered(spells: Iterable[tuple[float, float, int]]) -> float:
    """For how long at least one of the spells lasted."""
    total, until = 0.0, float("-inf")
    for begun, ended, _ in sorted(spells):
        total += max(0.0, ended - max(begun, until))
        until = max(until, ended)
    return total
