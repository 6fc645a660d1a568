"""The journal of a run: what happens, as it happens, for those who watch and for afterwards.

RUN/events.jsonl    a line an event, only ever added to
RUN/progress.json   how far the run is, replaced about once a second

The running process writes both, and nothing else does: who watches needs no word with it.
Times are seconds since 1970 (UTC) by the access point's clock, unless said otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypeAlias

from photoparsl.errors import NewerFormatError, RunError
from photoparsl.files import write_atomically
from photoparsl.results.heartbeat import Heartbeat, Life
from photoparsl.results.states import PilotState, RunState
from photoparsl.results.typed import KEY, fields_of, typed
from photoparsl.results.types import FORMAT, check_format

EVENTS = "events.jsonl"
PROGRESS = "progress.json"
TAIL_BYTES = 20_000  # of the events, that are looked at for the latest


@dataclass(frozen=True, slots=True)
class Began:
    """The run, or its resumption, has begun; `cores` are a pilot's, or all of this machine's."""

    time: float
    config: str
    photos: int
    cores: int


@dataclass(frozen=True, slots=True)
class PilotSeen:
    """A pilot (by its job's id) is in another state than before.

    `why` is the reason in words, where there is one.  `host` is empty where the provider
    doesn't tell.
    """

    time: float
    pilot: str
    state: PilotState
    host: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class TaskDone:
    """A task has brought its slice, rows `start` to `stop` - 1; `started` is the worker's clock."""

    time: float
    start: int
    stop: int
    host: str
    resource: str = field(metadata={KEY: "site"})
    started: float
    seconds: float
    measured: int
    failed: int
    bytes: int


@dataclass(frozen=True, slots=True)
class TaskLost:
    """A task that was `sent` has been lost with its worker or manager on `host`."""

    time: float
    start: int
    stop: int
    host: str
    sent: float
    why: str


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A slice won't be tried again this time."""

    time: float
    start: int
    stop: int
    why: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The run has ended, with so many photos left."""

    time: float
    left: int


Event: TypeAlias = Began | PilotSeen | TaskDone | TaskLost | GivenUp | Ended

_KINDS: dict[str, type[Event]] = {
    "began": Began,
    "pilot": PilotSeen,
    "task": TaskDone,
    "task-lost": TaskLost,
    "given-up": GivenUp,
    "ended": Ended,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    `photos` are those that were asked for, `done` those that have ended, at whatever time, and
    `failed` those of them that failed this time.  `rate` is photos a second, lately.  `pilots`
    has the latest of each that there is, and `gone` how many have gone, by state.  `ended` is
    None while the run goes on, and then how it ended, complete or incomplete.  `pauses` are
    hosts that asked to be left alone for long, and until when.  `rate` is of those measured,
    `pace` of all that have ended; `life` is the process that runs it.  `waiting` says what the
    run waits for, where no pilot brings anything.
    """

    config: str
    began: float
    updated: float
    photos: int
    done: int
    failed: int
    tasks_done: int
    tasks_pending: int
    tasks_lost: int
    rate: float
    pilots: tuple[PilotSeen, ...] = ()
    gone: dict[str, int] = field(default_factory=dict)
    ended: RunState | None = None
    pauses: dict[str, float] = field(default_factory=dict)
    pace: float = 0.0
    life: Life = Life()
    waiting: str = ""


class Journal:
    """Writes the journal of the run in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mend = _is_torn(folder / EVENTS)
        self._heartbeat = Heartbeat(folder / PROGRESS)

    def begin(self) -> None:
        """Show from now on that this process is alive, also while it writes nothing."""
        self._heartbeat.start()

    def end(self) -> None:
        """Show it no more."""
        self._heartbeat.stop()

    def add(self, events: Iterable[Event]) -> None:
        """Add events, whole lines at a time."""
        lines = "".join(
            json.dumps({"event": _NAMES[type(event)], **fields_of(event)}) + "\n"
            for event in events
        )
        if lines:
            with (self._folder / EVENTS).open("a", encoding="utf-8") as file:
                file.write("\n" * self._mend + lines)
            self._mend = False

    def show(self, progress: Progress) -> None:
        """Replace what is known of how far it is."""
        fields = {"format": FORMAT, **asdict(progress), "ended": progress.ended or ""}
        text = json.dumps(fields, indent=1)
        write_atomically(self._folder / PROGRESS, f"{text}\n".encode(), synced=False)


def read_events(folder: Path) -> Iterator[Event]:
    """The events in their order; a line that is torn, or of another version, is left out."""
    path = folder / EVENTS
    if path.exists():
        with path.open("rb") as file:
            yield from _parsed(file)


def latest_events(folder: Path) -> list[Event]:
    """The last of the events, however many there are."""
    path = folder / EVENTS
    if not path.exists():
        return []
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL_BYTES))
        return list(_parsed(file))


def read_progress(folder: Path) -> Progress | None:
    """How far the run is, or None where it hasn't begun; RunError where a newer one wrote it."""
    try:
        told = json.loads((folder / PROGRESS).read_bytes())
        check_format(told)
        del told["format"]
        pilots = tuple(typed(PilotSeen, pilot) for pilot in told.pop("pilots"))
        life = typed(Life, told.pop("life", {}))
        ended = RunState(told.pop("ended")) if told.get("ended") else None
        return typed(Progress, {**told, "pilots": pilots, "life": life, "ended": ended})
    except NewerFormatError as error:
        raise RunError(f"{folder / PROGRESS}: {error}") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _parsed(lines: Iterable[bytes]) -> Iterator[Event]:
    for line in lines:
        try:
            told = json.loads(line)
            yield typed(_KINDS[told.pop("event")], told)
        except (ValueError, KeyError, TypeError, AttributeError):
            continue


def _is_torn(path: Path) -> bool:
    """Whether the last line is half of one, as a kill may leave it."""
    if not path.exists() or not path.stat().st_size:
        return False
    with path.open("rb") as file:
        file.seek(-1, 2)
        return file.read() != b"\n"
