"""What squeue says of a job, as Parsl's job states."""

from __future__ import annotations

from parsl.jobs.states import JobState

from photoparsl.sites.array_log import HELD_REASONS

_STATES = {
    "PENDING": JobState.PENDING,
    "CONFIGURING": JobState.PENDING,
    "REQUEUED": JobState.PENDING,
    "REQUEUE_HOLD": JobState.HELD,
    "SPECIAL_EXIT": JobState.HELD,
    "RUNNING": JobState.RUNNING,
    "COMPLETING": JobState.RUNNING,
    "STAGE_OUT": JobState.RUNNING,
    "SUSPENDED": JobState.HELD,
    "STOPPED": JobState.HELD,
    "COMPLETED": JobState.COMPLETED,
    "CANCELLED": JobState.CANCELLED,
    "TIMEOUT": JobState.TIMEOUT,
    "DEADLINE": JobState.TIMEOUT,
    "PREEMPTED": JobState.TIMEOUT,
}  # all others are FAILED


def slurm_state(word: str, reason: str) -> tuple[JobState, str | None]:
    """Return a job's state, and the reason for it if the job is held or has failed.

    Parsl's SlurmProvider reports a held job as pending.

    word, reason: the job's state and its reason, as squeue prints them

    >>> slurm_state("PENDING", "Priority")
    (<JobState.PENDING: 1>, None)
    >>> slurm_state("BOOT_FAIL", "NodeDown")
    (<JobState.FAILED: 5>, 'NodeDown')
    """
    state = _STATES.get(word, JobState.FAILED)
    if state is JobState.PENDING and reason.startswith("JobHeld"):
        state = JobState.HELD
    is_told = state in (JobState.HELD, JobState.FAILED)
    return state, HELD_REASONS.get(reason, reason) if is_told else None
