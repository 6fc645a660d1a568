"""How a run is doing, read from its folder and, where there is one, from HTCondor's queue.

Never from the process that runs it: it may be elsewhere, or no more.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from photoparsl.errors import RunError
from photoparsl.grid import condor
from photoparsl.storage.journal import (
    GivenUp,
    PilotSeen,
    Progress,
    TaskLost,
    latest_events,
    read_progress,
)

SILENT_SECONDS = 30  # without a sign, after which a run has probably been killed
CONDOR_SECONDS = 5  # that its queue has to answer
LATEST = 5  # events that went wrong
RUNS = Path("runs")

_JOB = re.compile(r"\d+\.\d+")  # how HTCondor names one
_IDLE, _RUNNING, _HELD = 1, 2, 5


@dataclass(frozen=True, slots=True)
class Status:
    """A run at a moment; `state` is `at work`, `silent`, `complete` or `incomplete`.

    `pilots` counts them by state, `troubled` are those held or lost, and `latest` says in
    words what went wrong last.  `waiting` says what the run waits for, where no pilot brings
    anything.  `left_seconds` is None where it can't be told.
    """

    run: str
    state: str
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
    left_seconds: float | None
    pilots: dict[str, int]
    troubled: tuple[PilotSeen, ...]
    latest: tuple[str, ...]
    waiting: str = ""


def find_run(run: Path | None) -> Path:
    """This run, or the newest; RunError where there is none."""
    run = run or newest_run()
    if read_progress(run) is None:
        raise RunError(f"{run}: is no run's folder, or the run hasn't begun")
    return run


def newest_run() -> Path:
    """The run under `runs/` that was at work last."""
    runs = [path.parent for path in RUNS.glob("*/progress.json")]
    if not runs:
        raise RunError(f"there is no run in {RUNS.resolve()}: name the run's folder")
    return max(runs, key=lambda run: (run / "progress.json").stat().st_mtime)


def status_of(run: Path) -> Status:
    """Look at a run; RunError where there is none."""
    progress = read_progress(run)
    if progress is None:
        raise RunError(f"{run}: is no run's folder, or the run hasn't begun")
    pilots = _asked(progress.pilots)
    counts = Counter(pilot.state for pilot in pilots)
    troubled = tuple(p for p in pilots if p.state in ("held", "lost"))
    left = progress.photos - progress.done
    return Status(
        run=str(run),
        state=_state(progress),
        config=progress.config,
        began=progress.began,
        updated=progress.updated,
        photos=progress.photos,
        done=progress.done,
        failed=progress.failed,
        tasks_done=progress.tasks_done,
        tasks_pending=progress.tasks_pending,
        tasks_lost=progress.tasks_lost,
        rate=progress.rate,
        left_seconds=left / progress.rate if progress.rate and not progress.ended else None,
        pilots=dict(counts + Counter(progress.gone)),
        troubled=troubled,
        latest=_latest(run, progress.began, {(p.pilot, p.state) for p in troubled}),
        waiting=progress.waiting,
    )


def _state(progress: Progress) -> str:
    if progress.ended:
        return progress.ended
    return "at work" if time.time() - progress.updated < SILENT_SECONDS else "silent"


def _asked(pilots: tuple[PilotSeen, ...]) -> list[PilotSeen]:
    """The pilots as HTCondor's queue has them now, as far as it answers."""
    jobs = [pilot.pilot for pilot in pilots if _JOB.fullmatch(pilot.pilot)]
    found = condor.queue(jobs, ("JobStatus", "HoldReason"), CONDOR_SECONDS) if jobs else None
    if found is None:
        return list(pilots)
    return [_now(pilot, found.get(pilot.pilot)) for pilot in pilots]


def _now(pilot: PilotSeen, ad: condor.Ad | None) -> PilotSeen:
    if not _JOB.fullmatch(pilot.pilot):
        return pilot
    if ad is None:
        return replace(pilot, state="ended", why="")
    if ad["JobStatus"] == _HELD:
        return replace(pilot, state="held", why=ad.get("HoldReason", ""))
    if ad["JobStatus"] == _IDLE:
        return replace(pilot, state="idle", host="", why="")
    if ad["JobStatus"] == _RUNNING and pilot.state in ("idle", "held"):
        return replace(pilot, state="starting", why="")
    return pilot


def _latest(run: Path, began: float, told: set[tuple[str, str]]) -> tuple[str, ...]:
    """What went wrong last, since the run was started, but for pilots in states that are told."""
    words = []
    for event in latest_events(run):
        if event.time < began:
            continue
        clock = time.strftime("%H:%M:%S", time.localtime(event.time))
        if isinstance(event, TaskLost | GivenUp):
            what = "lost" if isinstance(event, TaskLost) else "given up"
            words.append(f"{clock}  rows {event.start} to {event.stop - 1}: {what}: {event.why}")
        elif isinstance(event, PilotSeen) and event.why and (event.pilot, event.state) not in told:
            words.append(f"{clock}  pilot {event.pilot}: {event.state}: {event.why}")
    return tuple(words[-LATEST:])
