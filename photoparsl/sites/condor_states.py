"""What condor_q says of a job, as Parsl's job states.

Parsl's CondorProvider treats a held job as failed, so that one held pilot ends the other pilots'
tasks, and a suspended one as unknown, so that the pilot is never replaced.
"""

from __future__ import annotations

from math import inf

from parsl.jobs.states import JobState

from photoparsl.sites import condor

JOB_ATTRIBUTES = (
    "JobStatus", "HoldReason", "RemoteHost", "EnteredCurrentStatus", "JobCurrentStartDate",
)  # fmt: skip
_STATES = {
    condor.IDLE: JobState.PENDING,
    condor.RUNNING: JobState.RUNNING,
    condor.REMOVED: JobState.CANCELLED,
    condor.COMPLETED: JobState.COMPLETED,
    condor.HELD: JobState.HELD,
    condor.TRANSFERRING_OUTPUT: JobState.RUNNING,
    condor.SUSPENDED: JobState.HELD,
}


def condor_state(ad: condor.Ad) -> tuple[JobState, str | None]:
    """Return a job's state, and the reason for it if the job is held.

    >>> condor_state({"JobStatus": condor.HELD, "HoldReason": "the disk is full"})
    (<JobState.HELD: 7>, 'the disk is full')
    """
    code = ad["JobStatus"]
    return _STATES.get(code, JobState.UNKNOWN), ad.get(
        "HoldReason"
    ) if code == condor.HELD else None


def is_removed(ad: condor.Ad) -> bool:
    """Whether the job was removed, or has left the queue (an empty ClassAd)."""
    return bool(ad.get("JobStatus", condor.REMOVED) == condor.REMOVED)


def slot_since(ad: condor.Ad) -> float | None:
    """Return since when a job has run, in seconds since 1970 (UTC), or None if it doesn't run."""
    return ad.get("JobCurrentStartDate", 0.0) if ad["JobStatus"] == condor.RUNNING else None


def held_since(ad: condor.Ad) -> float:
    """Return since when a job is held, in seconds since 1970 (UTC), or infinity if it isn't."""
    since: float = ad.get("EnteredCurrentStatus", inf) if ad["JobStatus"] == condor.HELD else inf
    return since
