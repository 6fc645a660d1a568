"""The jobs of a detached run whose results haven't been taken in, by the scheduler's log."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from photoparsl.results import BatchFolder, PilotSeen
from photoparsl.sites import log_of


@dataclass(frozen=True, slots=True)
class JobStates:
    """The jobs of a run whose results haven't been taken in.

    jobs: those that have been created and haven't ended
    ended: those that have ended
    changes: each change of state of all these jobs, with its time
    uncreated: how many jobs the scheduler will create as others end
    in_jobs: how many photos are in jobs that haven't ended
    to_take_in: how many photos the ended jobs had
    is_over: whether all jobs have ended
    """

    jobs: tuple[PilotSeen, ...]
    ended: tuple[PilotSeen, ...]
    changes: tuple[PilotSeen, ...]
    uncreated: int
    in_jobs: int
    to_take_in: int
    is_over: bool


def read_job_states(run_dir: Path) -> JobStates | None:
    """Return the states of a run's jobs, or None if it has none whose results aren't taken in."""
    folder = BatchFolder(run_dir)
    if (batch := folder.read()) is None:
        return None
    log = log_of(folder, batch)
    latest = {job: log.latest(job) for job in batch.left if job in log.jobs}
    ended = {job for job, seen in latest.items() if seen.state.is_final}
    return JobStates(
        jobs=tuple(seen for job, seen in latest.items() if job not in ended),
        ended=tuple(latest[job] for job in sorted(ended)),
        changes=tuple(seen for job in latest for seen in log.jobs[job].changes),
        uncreated=0 if log.has_ended else len(batch.left) - len(latest),
        in_jobs=sum(
            batch.photos(job) for job in batch.left if job not in ended and not log.is_over
        ),
        to_take_in=sum(batch.photos(job) for job in batch.left if job in ended or log.is_over),
        is_over=log.is_over,
    )
