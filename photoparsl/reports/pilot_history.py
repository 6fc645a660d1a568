"""The history of a run's pilots and tasks, from its events and from HTCondor."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from photoparsl.reports.job_states import read_job_states
from photoparsl.reports.run_state import state_by_process
from photoparsl.results import (
    Event,
    PilotSeen,
    PilotState,
    RunBegan,
    RunEnded,
    RunState,
    TaskDone,
    read_events,
    read_progress,
    unrecorded,
)
from photoparsl.sites import condor

_CONDOR_SECONDS = 10  # the time limit of a query to HTCondor
_HOSTS = ("RemoteHost", "LastRemoteHost")
_ATTRIBUTES = ("RemoteWallClockTime", *_HOSTS, "NumJobStarts", "RemoveReason", "JobStatus")


@dataclass(frozen=True, slots=True)
class PilotHistory:
    """The history of one pilot.

    pilot: the id of its job
    submitted: when it first appeared in the events, in seconds since 1970 (UTC)
    seconds: how long it ran in all, over all its starts
    starts: how often its job was started
    host: the machine that it ran on last
    state: its latest state
    why: 'STATE: REASON' for the latest state that had a reason, or empty if none had
    """

    pilot: str
    submitted: float
    seconds: float
    starts: int
    host: str
    state: PilotState
    why: str


def pilots_of(run_dir: Path) -> list[PilotHistory]:
    """Return the run's pilots by submission, with HTCondor's data about them if it answers."""
    progress, batch = read_progress(run_dir), read_job_states(run_dir)
    updated = time.time() if batch else progress.updated if progress else 0.0
    since = unrecorded(run_dir, batch.changes) if batch else ()
    pilots = _by_events(chain(read_events(run_dir), since), updated)
    if progress and state_by_process(run_dir, progress) is RunState.KILLED:
        pilots = {pilot: _left(history) for pilot, history in pilots.items()}
    jobs = [pilot for pilot in pilots if condor.is_job_id(pilot)]
    ads: dict[str, condor.Ad] = {}
    if jobs:
        for query in (condor.history, condor.queue):
            ads |= query(jobs, _ATTRIBUTES, _CONDOR_SECONDS) or {}
    return [_by_ad(pilot, ads.get(pilot.pilot, {})) for pilot in pilots.values()]


def tasks_of(run_dir: Path) -> Iterable[TaskDone]:
    """Return the tasks that have returned results, in the order in which they ended."""
    return (event for event in read_events(run_dir) if isinstance(event, TaskDone))


def tasks_by_resource(run_dir: Path) -> Counter[str]:
    """Return how many tasks have returned results from each resource, where that is known."""
    return Counter(task.resource for task in tasks_of(run_dir) if task.resource)


def _by_events(events: Iterable[Event], updated: float) -> dict[str, PilotHistory]:
    """Return the pilots' histories by their ids.

    updated: when the run's process last gave a sign of life
    """
    pilots: dict[str, PilotHistory] = {}
    since: dict[str, float] = {}  # by running pilot: when it was started
    now = 0.0

    def stop(pilot: str, when: float) -> None:
        if (start := since.pop(pilot, None)) is not None:
            before = pilots[pilot]
            pilots[pilot] = replace(before, seconds=before.seconds + when - start)

    for event in events:
        if isinstance(event, PilotSeen):
            starts = event.state.has_slot and event.pilot not in since
            pilots[event.pilot] = _next(pilots.get(event.pilot), event, starts=starts)
            if starts:
                since[event.pilot] = event.started or event.time
            elif not event.state.has_slot:
                stop(event.pilot, event.time)
        elif isinstance(event, RunBegan | RunEnded):
            for pilot in list(since):
                stop(pilot, now if isinstance(event, RunBegan) else event.time)
            # Those whose end wasn't seen are of a process that was killed.
            pilots = {pilot: _left(history) for pilot, history in pilots.items()}
        now = event.time
    for pilot in list(since):
        stop(pilot, max(now, updated))
    return pilots


def _left(pilot: PilotHistory) -> PilotHistory:
    """Return a pilot's history after the run's process has ended, which can't see its end then."""
    return pilot if pilot.state.is_final else replace(pilot, state=PilotState.UNKNOWN)


def _next(before: PilotHistory | None, event: PilotSeen, *, starts: bool) -> PilotHistory:
    """Return a pilot's history after one more event.

    An event without a reason keeps the earlier reason, such as that of a hold that is over.
    """
    return PilotHistory(
        pilot=event.pilot,
        submitted=before.submitted if before else event.time,
        seconds=before.seconds if before else 0.0,
        starts=(before.starts if before else 0) + starts,
        host=event.host or (before.host if before else ""),
        state=event.state,
        why=f"{event.state}: {event.why}" if event.why else before.why if before else "",
    )


def _by_ad(pilot: PilotHistory, ad: condor.Ad) -> PilotHistory:
    """Return the pilot's history with the values of its job's ClassAd."""
    if not ad:
        return pilot
    state = pilot.state
    if state is PilotState.UNKNOWN:
        state = condor.PILOT_STATES.get(ad.get("JobStatus", 0), state)
    return replace(
        pilot,
        state=state,
        # Of a running job, HTCondor counts no second of its present start yet.
        seconds=max(pilot.seconds, ad.get("RemoteWallClockTime") or 0.0),
        starts=max(pilot.starts, ad.get("NumJobStarts") or 0),
        host=condor.host_of(ad) or pilot.host,
        why=pilot.why or ("" if pilot.state.is_final else ad.get("RemoveReason", "")),
    )
