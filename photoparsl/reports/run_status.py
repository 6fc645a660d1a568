"""The status of a run, read from its folder and, if its pilots are HTCondor jobs, from the queue.

This works without the run's process, which may be on another machine, or gone.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from photoparsl.redact import without_secrets
from photoparsl.reports.job_states import read_job_states
from photoparsl.reports.pauses import pause_sentence
from photoparsl.reports.run_folders import find_run, without_progress
from photoparsl.reports.run_state import state_of
from photoparsl.results import (
    Event,
    PilotSeen,
    PilotState,
    Progress,
    RunFigures,
    RunState,
    SliceGivenUp,
    TaskLost,
    is_locked,
    latest_events,
    read_progress,
    resource_name,
)
from photoparsl.sites import condor

QUIET_SECONDS = 30  # without an update, after which the rate is out of date
ENDED_SECONDS = 600  # without an update, after which a run on another machine counts as ended
_ATTRIBUTES = ("JobStatus", "HoldReason", "RemoteHost", "LastRemoteHost")
_CONDOR_SECONDS = 5  # the time limit of a query to HTCondor: a status is to come at once
LATEST = 5  # events that are listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(RunFigures):
    """The status of a run at a moment.

    run: the run's folder
    state: whether the run is at work, or how it ended
    left_seconds: the time until it ends at its present pace, or None if that can't be estimated
    pilot_counts: how many pilots are in each state
    troubled: the pilots that are held or lost
    latest: a sentence for each of the latest events in which something went wrong
    pauses: a sentence for each host that asked for a long pause
    pilots_by_resource: how many pilots have a slot now, by resource where that is known, most first
    resources_by_state: the same resources by the pilots' state, most first
    idle_since: since when the longest waiting pilot is idle, or None if none is
    uncreated: how many jobs of a detached run will be created as others end
    in_jobs: how many photos are in its jobs that haven't ended
    to_take_in: how many photos its ended jobs had whose results the same command will take in
    """

    run: str
    state: RunState
    left_seconds: float | None
    pilot_counts: dict[PilotState, int]
    troubled: tuple[PilotSeen, ...]
    latest: tuple[str, ...]
    pauses: tuple[str, ...] = ()
    pilots_by_resource: dict[str, int] = field(default_factory=dict)
    resources_by_state: dict[PilotState, tuple[str, ...]] = field(default_factory=dict)
    idle_since: float | None = None
    uncreated: int = 0
    in_jobs: int = 0
    to_take_in: int = 0


def status_of(run_dir: Path) -> Status:
    """Return the status of the run in a folder.

    Raises RunError if the folder holds no run, or if the run's progress can't be read.
    """
    progress = read_progress(find_run(run_dir))
    if progress is None:
        raise without_progress(run_dir)
    batch = read_job_states(run_dir) if progress.ended else None
    state, progress = state_of(run_dir, progress, batch)
    pilots = _by_queue(progress.pilots if batch is None else batch.jobs)
    if state is RunState.KILLED:
        pilots = [_after_kill(pilot) for pilot in pilots]
    troubled = tuple(
        replace(p, host=without_secrets(p.host), why=without_secrets(p.why))
        for p in pilots
        if p.state in (PilotState.HELD, PilotState.LOST)
    )
    by_state = _pilots_by_resource(pilots)
    pauses = {host: until for host, until in progress.pauses.items() if until > time.time()}
    rate, left = _pace(progress, state, pauses)
    ended = batch.ended if batch else ()
    return Status(
        **_figures(progress, rate),
        run=str(run_dir),
        state=state,
        left_seconds=left,
        pilot_counts=dict(
            Counter(p.state for p in (*pilots, *ended)) + Counter(progress.final_counts)
        ),
        troubled=troubled,
        latest=_latest_troubles(run_dir, progress, troubled, batch.changes if batch else ()),
        pauses=tuple(pause_sentence(host, until) for host, until in pauses.items()),
        pilots_by_resource=dict(sum(by_state.values(), Counter()).most_common()),
        resources_by_state={state: tuple(dict(n.most_common())) for state, n in by_state.items()},
        idle_since=min((p.time for p in pilots if p.state is PilotState.IDLE), default=None),
        uncreated=batch.uncreated if batch else 0,
        in_jobs=batch.in_jobs if batch else 0,
        to_take_in=batch.to_take_in if batch else 0,
    )


def _pilots_by_resource(pilots: Iterable[PilotSeen]) -> dict[PilotState, Counter[str]]:
    """Return how many pilots have a slot, by state and resource, where that is known."""
    by_state = defaultdict[PilotState, Counter[str]](Counter)
    for pilot in pilots:
        if pilot.state.has_slot and pilot.host:
            by_state[pilot.state][resource_name(without_secrets(pilot.host), {})] += 1
    return by_state


def has_ended(status: Status) -> bool:
    """Whether the run has ended, or seems to: its process is gone, or silent for long.

    It hasn't while a process has its lock, to write its page or to begin again.
    """
    if status.state is RunState.SILENT:
        return abs(time.time() - status.updated) > ENDED_SECONDS
    has_ended = status.state in (RunState.COMPLETE, RunState.INCOMPLETE, RunState.KILLED)
    return has_ended and not is_locked(Path(status.run))


def _pace(
    progress: Progress, state: RunState, pauses: Mapping[str, float]
) -> tuple[float, float | None]:
    """The photos measured in a second, and the seconds left.  0 and None if not at work."""
    is_quiet = abs(time.time() - progress.updated) > QUIET_SECONDS
    ended_rate = 0.0 if is_quiet or state is not RunState.AT_WORK else progress.ended_rate
    left = (progress.photos - progress.done) / ended_rate if ended_rate else None
    if left is not None and max(pauses.values(), default=0.0) > time.time() + left:
        left = None  # the rest waits for a host, and perhaps isn't fetched at all
    return progress.rate if ended_rate else 0.0, left


def _figures(progress: Progress, rate: float) -> dict[str, Any]:
    known = {field.name: getattr(progress, field.name) for field in fields(RunFigures)}
    config, fault = without_secrets(progress.config), without_secrets(progress.stopped_by)
    return known | {"config": config, "rate": rate, "stopped_by": fault}


def _by_queue(pilots: tuple[PilotSeen, ...]) -> list[PilotSeen]:
    """Return the pilots with their state in HTCondor's queue, or unchanged if it is silent."""
    jobs = [pilot.pilot for pilot in pilots if condor.is_job_id(pilot.pilot)]
    ads = condor.queue(jobs, _ATTRIBUTES, _CONDOR_SECONDS) if jobs else None
    if ads is None:
        return list(pilots)
    return [_by_ad(pilot, ads.get(pilot.pilot)) for pilot in pilots]


def _after_kill(pilot: PilotSeen) -> PilotSeen:
    """Return a pilot of a killed run.  Its state is UNKNOWN unless HTCondor's queue has it."""
    if condor.is_job_id(pilot.pilot) or pilot.state.is_final:
        return pilot
    return replace(pilot, state=PilotState.UNKNOWN, why="")


def _by_ad(pilot: PilotSeen, ad: condor.Ad | None) -> PilotSeen:
    """Return a pilot with the state in its job's ClassAd.  Without an ad, its job has ended."""
    if not condor.is_job_id(pilot.pilot):
        return pilot
    if ad is None:
        return replace(pilot, state=PilotState.ENDED, why="")
    state = condor.PILOT_STATES.get(ad["JobStatus"])
    if state is PilotState.HELD:
        return replace(pilot, state=state, why=str(ad.get("HoldReason", "")))
    if state is PilotState.IDLE:
        return replace(pilot, state=state, host="", why="")
    if state is PilotState.RUNNING and pilot.state in (PilotState.IDLE, PilotState.HELD):
        return replace(pilot, state=PilotState.STARTING, host=condor.host_of(ad), why="")
    return pilot


def _latest_troubles(
    run_dir: Path,
    progress: Progress,
    troubled: tuple[PilotSeen, ...],
    changes: tuple[PilotSeen, ...],
) -> tuple[str, ...]:
    """Return sentences about the latest faults since the run began, without `troubled` pilots.

    changes: the changes of jobs that haven't been taken in, whose events the run doesn't have yet
    """
    listed = {(pilot.pilot, pilot.state) for pilot in troubled}
    events = sorted({*latest_events(run_dir), *changes}, key=lambda event: event.time)
    sentences = [
        f"{time.strftime('%H:%M:%S', time.localtime(event.time))}  {trouble}"
        for event in events
        if event.time >= int(progress.began)
        and (trouble := _trouble(event, "job" if progress.is_detached else "pilot"))
        and not (isinstance(event, PilotSeen) and (event.pilot, event.state) in listed)
    ]
    return tuple(map(without_secrets, sentences[-LATEST:]))


def _trouble(event: Event, noun: str) -> str:
    """Return what went wrong in an event, of a pilot or a job, or empty if nothing did."""
    match event:
        case TaskLost():
            return f"rows {event.start} to {event.stop - 1}: lost: {event.why}"
        case SliceGivenUp():
            return f"rows {event.start} to {event.stop - 1}: given up: {event.why}"
        case PilotSeen() if event.why:
            return f"{noun} {event.pilot}: {event.state}: {event.why}"
    return ""
