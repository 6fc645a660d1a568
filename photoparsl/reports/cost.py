"""Computes the cost of a run from its events, over all its starts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from photoparsl.results import (
    Event,
    PilotSeen,
    PilotState,
    RunBegan,
    RunEnded,
    TaskDone,
    TaskLost,
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run has cost.

    core_hours: the cores of its pilots, times the hours that the pilots had their slots
    used_core_hours: the core-hours spent on slices whose results were kept
    lost_share: the share of `core_hours` spent on tasks that were lost or done twice, from 0 to 1
    bytes: the bytes of photos that were fetched
    rates: by resource, measured photos a second from its first slice's start to its last's end
    """

    core_hours: float
    used_core_hours: float
    lost_share: float
    bytes: int
    rates: dict[str, float]


def cost_of(events: Iterable[Event], now: float | None = None) -> Cost:
    """Return the cost of a run, from all its events, which are read once.

    now: until when pilots that still have slots are counted (default: the latest event)
    """
    meter = _Meter()
    for event in events:
        meter.add(event)
    meter.stop(now or meter.now)
    core_seconds = max(meter.core_seconds, meter.used)  # a pilot may run before it is first seen
    return Cost(
        core_hours=core_seconds / 3600,
        used_core_hours=meter.used / 3600,
        lost_share=min(1.0, meter.lost / core_seconds) if core_seconds else 0.0,
        bytes=meter.bytes,
        rates={
            resource: photos / max(meter.resource_seconds[resource], 1e-9)
            for resource, photos in meter.photos.items()
        },
    )


@dataclass(slots=True)
class _Meter:
    """Adds up the cost of events.

    cores: the cores of each pilot, or of this machine
    began: when the run began, or None while it isn't running
    now: the time of the latest event
    has_pilots: whether there was any pilot.  If not, this machine's cores count
    core_seconds: the core-seconds of the pilots' slots: their cores, times the seconds that the
        pilots had them
    used: the core-seconds of tasks whose results were kept
    lost: the core-seconds of all other tasks
    bytes: the bytes that were fetched
    slot_since: by pilot that has a slot, when it got it
    latest_result: by host, when it returned its latest result
    done: the first rows of slices that have results, since the run began or was resumed
    photos: by resource, how many photos were measured
    resource_seconds: by resource, the time from its first slice's start to its last slice's end
    first, last: by resource, these two times since the run began or was resumed
    """

    cores: int = 1
    began: float | None = None
    now: float = 0.0
    has_pilots: bool = False
    core_seconds: float = 0.0
    used: float = 0.0
    lost: float = 0.0
    bytes: int = 0
    slot_since: dict[str, float] = field(default_factory=dict)
    latest_result: dict[str, float] = field(default_factory=dict)
    done: set[int] = field(default_factory=set)
    photos: Counter[str] = field(default_factory=Counter)
    resource_seconds: Counter[str] = field(default_factory=Counter)
    first: dict[str, float] = field(default_factory=dict)
    last: dict[str, float] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        if isinstance(event, RunBegan):
            self.stop(self.now)  # the earlier process may have been killed
            self.cores, self.began = event.cores, event.time
            self.done.clear()  # a later pass, or an edited manifest, begins slices at any row
        elif isinstance(event, PilotSeen):
            self._add_pilot(event)
        elif isinstance(event, TaskDone):
            self._add_task(event)
        elif isinstance(event, TaskLost):
            # With one worker per host, it can't have begun before the host's latest result.
            began = max(event.sent, self.latest_result.get(event.host, 0.0))
            self.lost += max(0.0, event.time - began)  # a clock may have been set back
        elif isinstance(event, RunEnded):
            self.stop(event.time)
        self.now = event.time

    def stop(self, now: float) -> None:
        """Add the cost of everything that is still running, as at the end of the run."""
        if self.began is not None and not self.has_pilots:
            self.core_seconds += max(0.0, now - self.began) * self.cores
        for pilot in list(self.slot_since):
            self._leave_slot(pilot, now)
        for resource, first in self.first.items():
            self.resource_seconds[resource] += self.last[resource] - first  # type: ignore[assignment]
        self.first.clear()
        self.began = None

    def _add_pilot(self, event: PilotSeen) -> None:
        self.has_pilots = True
        if event.state.has_slot:
            self.slot_since.setdefault(event.pilot, event.started or event.time)
        elif event.state is not PilotState.UNKNOWN:
            self._leave_slot(event.pilot, event.time)

    def _leave_slot(self, pilot: str, now: float) -> None:
        if (since := self.slot_since.pop(pilot, None)) is not None:
            self.core_seconds += max(0.0, now - since) * self.cores

    def _add_task(self, event: TaskDone) -> None:
        self.bytes += event.bytes
        self.latest_result[event.host] = event.time
        if event.start in self.done:
            self.lost += event.seconds
            return
        self.done.add(event.start)
        self.used += event.seconds
        resource, ended = event.resource, event.started + event.seconds
        self.photos[resource] += event.measured  # failed photos take too little time to count
        self.first[resource] = min(self.first.get(resource, ended), event.started)
        self.last[resource] = max(self.last.get(resource, ended), ended)
