"""What ran where and for how long: a run's pilots, by its journal and HTCondor's history."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from photoparsl.results import PilotState
from photoparsl.results.journal import Began, Ended, Event, PilotSeen, TaskDone, read_events
from photoparsl.sites import condor

CONDOR_SECONDS = 10  # that it has to answer
_ASKED = ("RemoteWallClockTime", "LastRemoteHost", "NumJobStarts", "RemoveReason", "JobStatus")
_JOB = re.compile(r"\d+\.\d+")  # how HTCondor names one


@dataclass(frozen=True, slots=True)
class PilotRan:
    """One pilot: when it was submitted, how many seconds and how often it ran, how it ended.

    `why` is the latest reason that was given for a state, with that state.
    """

    pilot: str
    submitted: float
    seconds: float
    starts: int
    host: str
    state: PilotState
    why: str


def pilots_of(run: Path) -> list[PilotRan]:
    """The run's pilots in their order, with what HTCondor remembers of them, if it answers."""
    ran = _by_journal(read_events(run))
    jobs = [pilot for pilot in ran if _JOB.fullmatch(pilot)]
    told: dict[str, condor.Ad] = {}
    if jobs:
        for ask in (condor.history, condor.queue):
            told |= ask(jobs, _ASKED, CONDOR_SECONDS) or {}
    return [_with(one, told.get(pilot, {})) for pilot, one in ran.items()]


def tasks_of(run: Path) -> Iterable[TaskDone]:
    """The tasks that have brought results, in their order."""
    return (event for event in read_events(run) if isinstance(event, TaskDone))


def sites_of(run: Path) -> Counter[str]:
    """How many tasks ran at each site."""
    return Counter(task.resource for task in tasks_of(run))


def _by_journal(events: Iterable[Event]) -> dict[str, PilotRan]:
    ran: dict[str, PilotRan] = {}
    since: dict[str, float] = {}
    now = 0.0

    def leave(pilot: str, time: float) -> None:
        if (start := since.pop(pilot, None)) is not None:
            ran[pilot] = replace(ran[pilot], seconds=ran[pilot].seconds + time - start)

    for event in events:
        if isinstance(event, PilotSeen):
            pilot = event.pilot
            before = ran.get(pilot) or PilotRan(pilot, event.time, 0.0, 0, "", event.state, "")
            begins = event.state.has_slot and pilot not in since
            ran[pilot] = replace(
                before,
                starts=before.starts + begins,
                host=event.host or before.host,
                state=event.state,
                # A hold that is over is told too.
                why=f"{event.state}: {event.why}" if event.why else before.why,
            )
            if begins:
                since[pilot] = event.time
            elif not event.state.has_slot:
                leave(pilot, event.time)
        elif isinstance(event, Began | Ended):
            for pilot in list(since):
                leave(pilot, now if isinstance(event, Began) else event.time)
        now = event.time
    for pilot in list(since):
        leave(pilot, now)
    return ran


def _with(ran: PilotRan, ad: condor.Ad) -> PilotRan:
    if not ad:
        return ran
    return replace(
        ran,
        seconds=ad.get("RemoteWallClockTime") or ran.seconds,
        starts=ad.get("NumJobStarts") or ran.starts,
        host=str(ad.get("LastRemoteHost") or ran.host).rpartition("@")[2],
        why=ran.why or (ad.get("RemoveReason", "") if not ran.state.is_final else ""),
    )
