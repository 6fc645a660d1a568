"""The events of a run's tasks."""

from __future__ import annotations

import time

from photoparsl.manifests import Slice
from photoparsl.results import SliceResult, TaskDone, TaskLost, without_valueless


def task_done(slice_: Slice, result: SliceResult) -> TaskDone:
    """Return the event of a slice that has been measured."""
    execution = result.execution
    digests = {photo.row: photo.known.digest for photo in slice_.photos if photo.known}
    changed = sum(
        bool(known := digests.get(m.row)) and known != m.digest for m in result.measurements
    )
    result = without_valueless(result)
    return TaskDone(
        time=time.time(),
        start=result.start,
        stop=result.stop,
        host=execution.host,
        resource=execution.resource,
        started=execution.started,
        seconds=execution.seconds,
        measured=len(result.measurements),
        failed=len(result.failures),
        bytes=execution.bytes,
        changed=changed,
    )


def task_lost(slice_: Slice, submitted: float, error: BaseException) -> TaskLost:
    """Return the event of a slice that was lost; `submitted` in seconds since 1970."""
    host = getattr(error, "hostname", "")
    return TaskLost(time.time(), slice_.start, slice_.stop, host, submitted, str(error))
