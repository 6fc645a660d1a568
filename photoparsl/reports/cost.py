"""What a run has cost, by its events, over all the times that it was started."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from photoparsl.results import PilotState
from photoparsl.results.events import Event, PilotSeen, RunBegan, RunEnded, TaskDone, TaskLost
from photoparsl.results.fields import KEY


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run has cost.

    core_hours: that its pilots had, from when they got their slots until they left them
    used_core_hours: of these, what went into slices whose results were kept
    lost_share: the share of them that went into tasks that were lost, or done twice; from 0 to 1
    bytes: how many were fetched
    rates: measured photos a second by resource, from its first slice's start to its last's end
    """

    core_hours: float = field(metadata={KEY: "asked"})
    used_core_hours: float = field(metadata={KEY: "used"})
    lost_share: float = field(metadata={KEY: "lost"})
    bytes: int
    rates: dict[str, float]


def cost_of(events: Iterable[Event]) -> Cost:
    """Add the events up, in one pass."""
    meter = _Meter()
    for event in events:
        meter.add(event)
    meter.stop(meter.now)
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
    """Adds up what events cost.

    cores: of each pilot, or of this machine
    began: when the run began; None while it doesn't run
    now: the time of the latest event
    has_pilots: whether any pilot was seen; else this machine's cores count
    core_seconds: that pilots had
    used, lost: core-seconds of tasks whose results were kept, and of the others
    bytes: how many were fetched
    slot_since: when each pilot that has a slot got it
    latest_result: when each host returned its latest result
    done: the first rows of slices that have results
    photos: measured photos, by resource
    resource_seconds: from the start of a resource's first slice to the end of its last
    first, last: these two times, since the run began or was resumed
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
            self.stop(self.now)  # what a kill left open
            self.cores, self.began = event.cores, event.time
        elif isinstance(event, PilotSeen):
            self._add_pilot(event)
        elif isinstance(event, TaskDone):
            self._add_task(event)
        elif isinstance(event, TaskLost):
            # With one worker, it began after its host's latest result at the earliest.
            began = max(event.sent, self.latest_result.get(event.host, 0.0))
            self.lost += max(0.0, event.time - began)  # a clock may have been set back
        elif isinstance(event, RunEnded):
            self.stop(event.time)
        self.now = event.time

    def stop(self, now: float) -> None:
        """Close what is open, as at the end of the run."""
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
            self.slot_since.setdefault(event.pilot, event.time)
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
