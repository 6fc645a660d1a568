"""What a run has cost, by its journal, over all the times that it was started."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from photoparsl.results import PilotState
from photoparsl.results.events import Event, PilotSeen, RunBegan, RunEnded, TaskDone, TaskLost


@dataclass(frozen=True, slots=True)
class Cost:
    """Core-hours that the pilots had (`asked`), and of them those that went into photos (`used`).

    `lost` is the share of what they had that went into tasks which were lost, or done twice.
    `bytes` were fetched, and `rates` has photos a second by site, from a site's first slice to
    its last.
    """

    asked: float
    used: float
    lost: float
    bytes: int
    rates: dict[str, float]


def cost_of(events: Iterable[Event]) -> Cost:
    """Add the events up, in one pass."""
    tally = _Tally()
    for event in events:
        tally.add(event)
    tally.stop(tally.now)
    asked = max(tally.core_seconds, tally.used)  # a pilot may have run before it was first seen
    return Cost(
        asked=asked / 3600,
        used=tally.used / 3600,
        lost=min(1.0, tally.lost / asked) if asked else 0.0,
        bytes=tally.bytes,
        rates={site: n / max(tally.site_seconds[site], 1e-9) for site, n in tally.photos.items()},
    )


@dataclass(slots=True)
class _Tally:
    cores: int = 1
    began: float | None = None
    now: float = 0.0
    has_pilots: bool = False
    core_seconds: float = 0.0
    used: float = 0.0
    lost: float = 0.0
    bytes: int = 0
    since: dict[str, float] = field(default_factory=dict)  # a pilot has its slot
    heard: dict[str, float] = field(default_factory=dict)  # of a host, last
    done: set[int] = field(default_factory=set)  # first rows of slices
    photos: Counter[str] = field(default_factory=Counter)  # by site
    site_seconds: Counter[str] = field(default_factory=Counter)
    first: dict[str, float] = field(default_factory=dict)  # a site's first slice began, this time
    last: dict[str, float] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        if isinstance(event, RunBegan):
            self.stop(self.now)  # what a kill left open
            self.cores, self.began = event.cores, event.time
        elif isinstance(event, PilotSeen):
            self._pilot(event)
        elif isinstance(event, TaskDone):
            self._done(event)
        elif isinstance(event, TaskLost):
            # It can't have begun before its host's last result, as far as one worker goes.
            began = max(event.sent, self.heard.get(event.host, 0.0))
            self.lost += max(0.0, event.time - began)  # a clock may have been set back
        elif isinstance(event, RunEnded):
            self.stop(event.time)
        self.now = event.time

    def stop(self, now: float) -> None:
        """Close what is open: the run is over, for now."""
        if self.began is not None and not self.has_pilots:
            self.core_seconds += max(0.0, now - self.began) * self.cores
        for pilot in list(self.since):
            self._leave(pilot, now)
        for site, first in self.first.items():
            self.site_seconds[site] += self.last[site] - first  # type: ignore[assignment]
        self.first.clear()
        self.began = None

    def _pilot(self, event: PilotSeen) -> None:
        self.has_pilots = True
        if event.state.has_slot:
            self.since.setdefault(event.pilot, event.time)
        elif event.state is not PilotState.UNKNOWN:
            self._leave(event.pilot, event.time)

    def _leave(self, pilot: str, now: float) -> None:
        if (since := self.since.pop(pilot, None)) is not None:
            self.core_seconds += max(0.0, now - since) * self.cores

    def _done(self, event: TaskDone) -> None:
        self.bytes += event.bytes
        self.heard[event.host] = event.time
        if event.start in self.done:
            self.lost += event.seconds
            return
        self.done.add(event.start)
        self.used += event.seconds
        self.photos[event.resource] += (
            event.measured
        )  # those that failed took no time worth telling
        ended = event.started + event.seconds
        self.first[event.resource] = min(self.first.get(event.resource, ended), event.started)
        self.last[event.resource] = max(self.last.get(event.resource, ended), ended)
