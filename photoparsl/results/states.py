"""The states of a pilot and of a run.  Their values are written to files and printed."""

from __future__ import annotations

from enum import StrEnum


class PilotState(StrEnum):
    """The state of a pilot, as its scheduler and its manager show it, in the order of output."""

    RUNNING = "running"  # its manager is connected
    STARTING = "starting"  # its job runs, and its manager has not connected yet
    IDLE = "idle"  # its job waits in the scheduler's queue
    HELD = "held"  # the scheduler holds its job back
    LOST = "lost"  # its job runs, and its manager has stopped answering
    ENDED = "ended"
    REMOVED = "removed"
    FAILED = "failed"
    UNKNOWN = "unknown"  # the scheduler does not say

    @property
    def is_final(self) -> bool:
        """Whether a pilot never leaves this state."""
        return self in (PilotState.ENDED, PilotState.REMOVED, PilotState.FAILED)

    @property
    def has_slot(self) -> bool:
        """Whether a pilot in this state occupies a slot."""
        return self in (PilotState.STARTING, PilotState.RUNNING, PilotState.LOST)


class RunState(StrEnum):
    """The state of a run, as its files and its process show it."""

    AT_WORK = "at work"
    STOPPED = "stopped"  # its process is suspended, as by Ctrl-Z
    KILLED = "killed"  # its process is gone and has not finished the run
    SILENT = "silent"  # its process is on another machine and has given no sign of life lately
    DETACHED = "detached"  # its jobs are in the queue, and no process of it has to stay
    COMPLETE = "complete"  # it has ended, and every photo has a measurement or a failure
    INCOMPLETE = "incomplete"  # it has ended, and photos are left
