"""Where a run's tasks ran and for how long its pilots ran, by its events and by HTCondor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from photoparsl.results import PilotState
from photoparsl.results.events import Event, PilotSeen, RunBegan, RunEnded, TaskDone, read_events
from photoparsl.sites import condor

CONDOR_SECONDS = 10  # that HTCondor has to answer
_ATTRIBUTES = ("RemoteWallClockTime", "LastRemoteHost", "NumJobStarts", "RemoveReason", "JobStatus")


@dataclass(frozen=True, slots=True)
class PilotHistory:
    """What is known of one pilot.

    pilot: the id of its job
    submitted: when it was first seen, in seconds since 1970 (UTC)
    seconds: for how long it ran, over all its starts
    starts: how often its job was started
    host: the latest machine it ran on
    state: its latest state
    why: the latest reason that was given for a state, after that state
    """

    pilot: str
    submitted: float
    seconds: float
    starts: int
    host: str
    state: PilotState
    why: str


def pilots_of(run: Path) -> list[PilotHistory]:
    """The run's pilots in their order, with what HTCondor remembers of them, if it answers."""
    pilots = _by_events(read_events(run))
    jobs = [pilot for pilot in pilots if condor.is_job_id(pilot)]
    ads: dict[str, condor.Ad] = {}
    if jobs:
        for query in (condor.history, condor.queue):
            ads |= query(jobs, _ATTRIBUTES, CONDOR_SECONDS) or {}
    return [_by_ad(pilot, ads.get(pilot.pilot, {})) for pilot in pilots.values()]


def tasks_of(run: Path) -> Iterable[TaskDone]:
    """The tasks that have returned results, in their order."""
    return (event for event in read_events(run) if isinstance(event, TaskDone))


def tasks_by_resource(run: Path) -> Counter[str]:
    """How many tasks have returned results from each resource."""
    return Counter(task.resource for task in tasks_of(run))


def _by_events(events: Iterable[Event]) -> dict[str, PilotHistory]:
    pilots: dict[str, PilotHistory] = {}
    since: dict[str, float] = {}  # when the pilots that run now were started
    now = 0.0

    def stop(pilot: str, time: float) -> None:
        if (start := since.pop(pilot, None)) is not None:
            before = pilots[pilot]
            pilots[pilot] = replace(before, seconds=before.seconds + time - start)

    for event in events:
        if isinstance(event, PilotSeen):
            starts = event.state.has_slot and event.pilot not in since
            pilots[event.pilot] = _next(pilots.get(event.pilot), event, starts=starts)
            if starts:
                since[event.pilot] = event.time
            elif not event.state.has_slot:
                stop(event.pilot, event.time)
        elif isinstance(event, RunBegan | RunEnded):
            for pilot in list(since):
                stop(pilot, now if isinstance(event, RunBegan) else event.time)
        now = event.time
    for pilot in list(since):
        stop(pilot, now)
    return pilots


def _next(before: PilotHistory | None, event: PilotSeen, *, starts: bool) -> PilotHistory:
    """A pilot's history after one more event; the reason of a hold stays when the hold is over."""
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
    """A pilot with what its job's ClassAd adds."""
    if not ad:
        return pilot
    return replace(
        pilot,
        seconds=ad.get("RemoteWallClockTime") or pilot.seconds,
        starts=ad.get("NumJobStarts") or pilot.starts,
        host=str(ad.get("LastRemoteHost") or pilot.host).rpartition("@")[2],
        why=pilot.why or ("" if pilot.state.is_final else ad.get("RemoveReason", "")),
    )
