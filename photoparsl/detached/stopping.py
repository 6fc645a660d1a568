"""Removes the jobs of a detached run."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from photoparsl.detached.taking import take_in
from photoparsl.errors import RunError
from photoparsl.results import BatchFolder, RunDirectory
from photoparsl.sites import Scheduler, log_of, scheduler_of

GONE_SECONDS = 60.0  # in which removed jobs leave the queue


@dataclass(frozen=True, slots=True)
class Stopped:
    """What stopping a run does, or has done.

    jobs: how many jobs are removed from the queue
    photos: how many photos they have in all
    keeps: whether what running jobs have measured comes back
    """

    jobs: int
    photos: int
    keeps: bool


def jobs_to_stop(run: Path) -> Stopped:
    """Return what stopping a run would remove.

    Raises RunError if the run has no jobs, and SiteError without HTCondor.
    """
    folder = BatchFolder(run)
    batch = folder.read()
    if batch is None:
        raise RunError(f"{run}: has no jobs of --detach")
    scheduler = scheduler_of(batch)
    scheduler.require()
    log = log_of(folder, batch)
    left = [job for job in batch.left if not (j := log.jobs.get(job)) or not j.state.is_final]
    return Stopped(len(left), sum(map(batch.photos, left)), scheduler.keeps())


def stop_jobs(run: Path) -> Stopped:
    """Take in what has come back, and remove the run's jobs.

    Raises RunError if the run has no jobs or is at work, and SiteError without HTCondor.
    """
    stopped = jobs_to_stop(run)
    folder = BatchFolder(run)
    with RunDirectory(run) as directory:
        batch = folder.read()
        if batch:
            scheduler_of(batch).remove(batch.mark)
            _wait_until_gone(scheduler_of(batch), batch.mark)
            take_in(directory, folder)
    return stopped


def _wait_until_gone(scheduler: Scheduler, mark: str) -> None:
    """Wait until no job with a mark is in the queue, or GONE_SECONDS are over."""
    end = time.monotonic() + GONE_SECONDS
    while time.monotonic() < end and scheduler.are_queued(mark):
        time.sleep(1)
