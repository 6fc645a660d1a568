"""The events of a run: RUN/events.jsonl, to which each event adds a line of JSON.

Times are seconds since 1970 (UTC) by the access point's clock, unless stated otherwise.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeAlias

from photoparsl.files import open_regular, parse_json
from photoparsl.results.fields import OLD_KEY, dataclass_of, fields_of
from photoparsl.results.measures_shown import without_valueless
from photoparsl.results.slice_result import SliceResult
from photoparsl.results.states import PilotState

EVENTS = "events.jsonl"
_LONGEST_LINE = 1 << 20  # bytes. A longer one, which no run writes, is read as several
TAIL_BYTES = 20_000  # at the end of the file, in which `latest_events` looks


@dataclass(frozen=True, slots=True)
class RunBegan:
    """The run has begun, or has been resumed.

    config: the site's name
    photos: how many the run is to measure
    cores: the cores of each pilot, or of this machine where there are no pilots
    """

    time: float
    config: str
    photos: int
    cores: int


@dataclass(frozen=True, slots=True)
class PilotSeen:
    """A pilot has changed its state or its host.

    pilot: the id of its job
    host: the machine.  Empty where the provider doesn't know it
    why: the reason for the state, if there is one
    started: when it got its slot, if it has one, or 0 if that isn't known
    """

    time: float
    pilot: str
    state: PilotState
    host: str = ""
    why: str = ""
    started: float = 0.0


@dataclass(frozen=True, slots=True)
class TaskDone:
    """A task has returned the result of its slice.

    start, stop: the slice's rows, from `start` up to, but not including, `stop`
    resource: where it ran, `Execution.resource`
    started: when it started, by the worker's clock
    seconds: how long it took
    measured, failed: photos
    bytes: how many were fetched
    changed: how many photos had other bytes than when they were measured before
    """

    time: float
    start: int
    stop: int
    host: str
    resource: str = field(metadata={OLD_KEY: "site"})
    started: float
    seconds: float
    measured: int
    failed: int
    bytes: int
    changed: int = 0

    @classmethod
    def of(cls, result: SliceResult, changed: int = 0) -> TaskDone:
        """Return the event for a slice whose result has just arrived.

        changed: how many of its photos had other bytes than when they were measured before
        """
        result, ran = without_valueless(result), result.execution
        return cls(
            time=time.time(),
            start=result.start,
            stop=result.stop,
            host=ran.host,
            resource=ran.resource,
            started=ran.started,
            seconds=ran.seconds,
            measured=len(result.measurements),
            failed=len(result.failures),
            bytes=ran.bytes,
            changed=changed,
        )


@dataclass(frozen=True, slots=True)
class TaskLost:
    """A task has been lost with its worker or its manager.

    host: the machine where it was lost.  Empty where that isn't known
    sent: when it was submitted
    """

    time: float
    start: int
    stop: int
    host: str
    sent: float
    why: str


@dataclass(frozen=True, slots=True)
class SliceGivenUp:
    """A slice isn't submitted again until the run is resumed."""

    time: float
    start: int
    stop: int
    why: str


@dataclass(frozen=True, slots=True)
class RunEnded:
    """The run has ended.

    left: how many photos have neither a measurement nor a failure
    changed: how many rows took over the outcome of another row with the same place, of a photo
        whose bytes had changed
    """

    time: float
    left: int
    changed: int = 0


Event: TypeAlias = RunBegan | PilotSeen | TaskDone | TaskLost | SliceGivenUp | RunEnded

_CLASSES: dict[str, type[Event]] = {
    "began": RunBegan,
    "pilot": PilotSeen,
    "task": TaskDone,
    "task-lost": TaskLost,
    "given-up": SliceGivenUp,
    "ended": RunEnded,
}
_WORDS = {kind: word for word, kind in _CLASSES.items()}  # by class: its name in the file


def event_line(event: Event) -> str:
    """Return the event's line in the file."""
    return json.dumps({"event": _WORDS[type(event)], **fields_of(event)}) + "\n"


def read_events(run_dir: Path) -> Iterator[Event]:
    """Yield the events of the run in a folder, in their order.

    A line that is incomplete, or that another version wrote, is left out.
    """
    path = run_dir / EVENTS
    if path.is_file():
        with open_regular(path) as file:
            yield from _parsed(iter(partial(file.readline, _LONGEST_LINE), b""))


def latest_events(run_dir: Path) -> list[Event]:
    """Return the events in the last TAIL_BYTES of the file."""
    path = run_dir / EVENTS
    if not path.is_file():
        return []
    with open_regular(path) as file:
        file.seek(max(0, path.stat().st_size - TAIL_BYTES))
        return list(_parsed(file))


def unrecorded(run_dir: Path, changes: Iterable[PilotSeen]) -> list[PilotSeen]:
    """Return those changes of pilots or jobs that the events of the run in a folder don't have."""
    left = {(change.time, change.pilot, change.state): change for change in changes}
    for event in read_events(run_dir) if left else ():
        if isinstance(event, PilotSeen):
            left.pop((event.time, event.pilot, event.state), None)
    return list(left.values())


def is_torn(path: Path) -> bool:
    """Whether the file's last line is incomplete, as after a kill."""
    if not path.is_file() or not path.stat().st_size:
        return False
    with open_regular(path) as file:
        file.seek(-1, 2)
        return file.read() != b"\n"


def _parsed(lines: Iterable[bytes]) -> Iterator[Event]:
    for line in lines:
        try:
            values = parse_json(line)
            yield dataclass_of(_CLASSES[values.pop("event")], values)
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
