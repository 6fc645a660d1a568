"""How far a run is: RUN/progress.json, replaced about once a second while the run goes on.

Times are seconds since 1970 (UTC) by the access point's clock.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from photoparsl.errors import NewerFormatError, RunError
from photoparsl.files import read_json_file
from photoparsl.results.events import PilotSeen
from photoparsl.results.fields import OLD_KEY, dataclass_of, fields_of, with_new_keys
from photoparsl.results.heartbeat import ProcessIdentity
from photoparsl.results.slice_text import FORMAT, check_format
from photoparsl.results.states import PilotState, RunState

PROGRESS = "progress.json"


@dataclass(frozen=True, slots=True)
class RunFigures:
    """What both the progress of a run and its status hold.

    config: the site's name
    began: when the run began or was resumed
    updated: when these figures were written
    photos: how many photos the run is to measure
    done: how many photos were measured or failed, since the run was first started
    failed: how many photos have failed since `began`.  Of an ended run `status` has all that failed
    tasks_done, tasks_pending, tasks_lost: how many tasks returned, are pending and were lost, since
        `began`
    rate: measured photos a second during the last minute
    waiting: what the run waits for, if no pilot sends results
    is_detached: whether jobs measure, which need no process of the run
    stopped_by: the fault of the disk that ended the run, or empty if none did
    photos_pending: how many photos the tasks on their way have: if the run is stopped, these are
        finished
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
    waiting: str = ""
    is_detached: bool = False
    stopped_by: str = ""
    photos_pending: int = 0


@dataclass(frozen=True, slots=True)
class Progress(RunFigures):
    """How far a run is, as its process writes it.

    pilots: the pilots whose state isn't final
    final_counts: how many pilots are in each final state
    ended: how the run ended, or None while it goes on
    pauses: by host and port that asked for a long pause, when the pause ends
    ended_rate: photos a second that were measured or failed during the last minute
    process: the run's process
    """

    pilots: tuple[PilotSeen, ...] = ()
    final_counts: dict[PilotState, int] = field(default_factory=dict, metadata={OLD_KEY: "gone"})
    ended: RunState | None = None
    pauses: dict[str, float] = field(default_factory=dict)
    ended_rate: float = field(default=0.0, metadata={OLD_KEY: "pace"})
    process: ProcessIdentity = field(default=ProcessIdentity(), metadata={OLD_KEY: "life"})


def progress_text(progress: Progress) -> str:
    """Return the text of the file."""
    values = {"format": FORMAT, **fields_of(progress), "ended": progress.ended or ""}
    return json.dumps(values, indent=1, default=fields_of) + "\n"


def read_progress(run_dir: Path) -> Progress | None:
    """Return the progress of the run in a folder, or None if there is none, or if it is damaged.

    Raises RunError if a newer photoparsl wrote it.
    """
    try:
        values = read_json_file(run_dir / PROGRESS)
        check_format(values)
        del values["format"]
        values = with_new_keys(Progress, values)
        values["pilots"] = tuple(dataclass_of(PilotSeen, pilot) for pilot in values["pilots"])
        values["process"] = dataclass_of(ProcessIdentity, values.get("process", {}))
        counts = values.get("final_counts", {})
        values["final_counts"] = {PilotState(state): number for state, number in counts.items()}
        values["ended"] = RunState(values["ended"]) if values.get("ended") else None
        return dataclass_of(Progress, values)
    except NewerFormatError as error:
        raise RunError(f"{run_dir / PROGRESS}: {error}") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
