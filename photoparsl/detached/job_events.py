"""Writes what happened to the jobs of a detached run into the run's log and its events, once."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping

from photoparsl.results import Batch, PilotSeen, PilotState, RunDirectory, unrecorded
from photoparsl.sites import ClusterLog, LoggedJob


def new_changes(
    directory: RunDirectory, log: ClusterLog, batch: Batch, ended: Mapping[int, str]
) -> list[PilotSeen]:
    """Return the changes of jobs that the run's events don't have yet, in the order of time.

    While a job has its slot, its getting the slot is left out: a later call returns it with its
    end, so that no start of the run comes between the two.

    ended: the jobs that have ended, and of each what it didn't bring back, or an empty text
    """
    changes = list[PilotSeen]()
    for job in batch.left:
        logged, name = log.jobs.get(job, LoggedJob()), log.name_of(job)
        if job in ended:
            changes += _until_end(name, logged, ended[job])
        else:
            closed = list(logged.changes)
            while closed and closed[-1].state.has_slot:
                closed.pop()
            changes += closed
    return sorted(unrecorded(directory.path, changes), key=lambda change: change.time)


def log_changes(directory: RunDirectory, changes: Iterable[PilotSeen]) -> None:
    """Add a line to the run's log for each change, with the time that the scheduler says."""
    for change in changes:
        when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(change.time))
        host = f" on {change.host}" if change.host and change.state is not PilotState.IDLE else ""
        why = f": {change.why}" if change.why else ""
        directory.log(f"job {change.pilot}: at {when} {change.state}{host}{why}")


def _until_end(name: str, logged: LoggedJob, why: str) -> Iterator[PilotSeen]:
    """Yield a job's states until its end.  A job whose end the log doesn't know was removed.

    why: a phrase that says what it didn't bring back
    """
    *before, last = logged.changes or (PilotSeen(time.time(), name, logged.state, logged.host),)
    yield from before
    if last.state.is_final:
        yield PilotSeen(last.time, name, last.state, last.host, last.why or why)
    else:
        yield last
        yield PilotSeen(time.time(), name, PilotState.REMOVED, logged.host, why)
