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
from photoparsl.files import list_matching
from photoparsl.redact import without_secrets
from photoparsl.results import PilotState, RunState
from photoparsl.results.heartbeat import state_of
from photoparsl.results.journal import (
    PROGRESS,
    GivenUp,
    PilotSeen,
    TaskLost,
    latest_events,
    read_progress,
)
from photoparsl.running.pauses import asked_for_a_pause
from photoparsl.sites import condor

QUIET_SECONDS = 30  # without news, after which a rate says nothing any more
CONDOR_SECONDS = 5  # that its queue has to answer
LATEST = 5  # events that went wrong
RUNS = Path("runs")

_JOB = re.compile(r"\d+\.\d+")  # how HTCondor names one
_IDLE, _RUNNING, _HELD = 1, 2, 5


@dataclass(frozen=True, slots=True)
class Status:
    """A run at a moment.

    `pilots` counts them by state, `troubled` are those held
    or lost, and `latest` says in words what went wrong last.  `waiting` says what the run waits
    for, where no pilot brings anything.  `left_seconds` is None where it can't be told.
    """

    run: str
    state: RunState
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
    pauses: tuple[str, ...] = ()
    waiting: str = ""


def find_run(run: Path | None) -> Path:
    """This run, or the newest; RunError where there is none."""
    run = run or newest_run()
    if read_progress(run) is None:
        raise _unknown(run)
    return run


def _unknown(run: Path) -> RunError:
    if (run / PROGRESS).exists():
        return RunError(f"{run / PROGRESS}: damaged; it is written anew when the run goes on")
    return RunError(f"{run}: is no run's folder, or the run hasn't begun")


def newest_run() -> Path:
    """The run under `runs/` that was at work last."""
    runs = [run for run in list_matching(RUNS, "*") if _has_begun(run)]
    if not runs:
        raise RunError(f"there is no run in {RUNS.resolve()}: name the run's folder")
    return max(runs, key=lambda run: (run / "progress.json").stat().st_mtime)


def _has_begun(run: Path) -> bool:
    """Whether a folder is a run's; others' that can't be read don't count."""
    try:
        return (run / PROGRESS).exists()
    except PermissionError:
        return False


def status_of(run: Path) -> Status:
    """Look at a run; RunError where there is none."""
    progress = read_progress(run)
    if progress is None:
        raise _unknown(run)
    pilots = _asked(progress.pilots)
    counts = Counter(str(pilot.state) for pilot in pilots)
    troubled = tuple(
        replace(p, host=without_secrets(p.host), why=without_secrets(p.why))
        for p in pilots
        if p.state in (PilotState.HELD, PilotState.LOST)
    )
    left = progress.photos - progress.done
    state = progress.ended or state_of(progress.life, run / PROGRESS)
    is_quiet = abs(time.time() - progress.updated) > QUIET_SECONDS
    pace = 0.0 if is_quiet or state is not RunState.AT_WORK else progress.pace
    return Status(
        run=str(run),
        state=state,
        config=without_secrets(progress.config),
        began=progress.began,
        updated=progress.updated,
        photos=progress.photos,
        done=progress.done,
        failed=progress.failed,
        tasks_done=progress.tasks_done,
        tasks_pending=progress.tasks_pending,
        tasks_lost=progress.tasks_lost,
        rate=progress.rate if pace else 0.0,
        left_seconds=left / pace if pace else None,
        pilots=dict(counts + Counter(progress.gone)),
        troubled=troubled,
        latest=_latest(run, progress.began, {(p.pilot, p.state) for p in troubled}),
        pauses=tuple(
            asked_for_a_pause(host, until)
            for host, until in progress.pauses.items()
            if until > time.time()
        ),
        waiting=progress.waiting,
    )


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
        return replace(pilot, state=PilotState.ENDED, why="")
    if ad["JobStatus"] == _HELD:
        return replace(pilot, state=PilotState.HELD, why=ad.get("HoldReason", ""))
    if ad["JobStatus"] == _IDLE:
        return replace(pilot, state=PilotState.IDLE, host="", why="")
    if ad["JobStatus"] == _RUNNING and pilot.state in (PilotState.IDLE, PilotState.HELD):
        return replace(pilot, state=PilotState.STARTING, why="")
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
    return tuple(map(without_secrets, words[-LATEST:]))
