"""The events of detached jobs, for the journal of their run."""

from __future__ import annotations

import time

from photoparsl.results import PilotSeen, PilotState, SliceResult, TaskDone
from photoparsl.sites import LoggedJob


def job_ended(name: str, logged: LoggedJob, why: str) -> PilotSeen:
    """Return the event of a job's end; one that the log doesn't know any more was removed."""
    state = logged.state if logged.state.is_final else PilotState.REMOVED
    return PilotSeen(time.time(), name, state, logged.host, logged.why or why)


def task_done(result: SliceResult) -> TaskDone:
    """Return the event of a slice that a job has brought back."""
    ran = result.execution
    return TaskDone(
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
    )
