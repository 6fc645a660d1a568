"""Removes the jobs of a detached run."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path

from photoparsl.detached.taking import take_in
from photoparsl.errors import RunError
from photoparsl.reports import find_run
from photoparsl.results import BatchFolder, RunDirectory
from photoparsl.sites import JobScheduler, log_of, scheduler_of

GONE_SECONDS = 60.0  # in which removed jobs leave the queue


@dataclass(frozen=True, slots=True)
class LeftJobs:
    """The jobs of a detached run that haven't ended.

    jobs: how many they are
    photos: how many photos they have in all
    keeps: whether what running jobs have measured comes back when they are removed
    taken: how many photos' outcomes were taken in, of these jobs and of those that had ended
    """

    jobs: int
    photos: int
    keeps: bool
    taken: int = 0


def left_jobs(run_dir: Path) -> LeftJobs:
    """Return the jobs of a run that haven't ended.

    Raises RunError if there is no run or it has no jobs, and SiteError without HTCondor.
    """
    folder = BatchFolder(run_dir)
    batch = folder.read()
    if batch is None:
        find_run(run_dir)
        raise RunError(f"{run_dir}: has no jobs of a detached run: there is nothing to stop")
    scheduler = scheduler_of(batch)
    scheduler.require()
    log = log_of(folder, batch)
    left = [job for job in batch.left if not (j := log.jobs.get(job)) or not j.state.is_final]
    return LeftJobs(len(left), sum(map(batch.photos, left)), scheduler.keeps())


def stop_jobs(run_dir: Path) -> LeftJobs:
    """Take in what has come back, remove the run's jobs, and return those that hadn't ended.

    Raises RunError if the run has no jobs or is at work, and SiteError without HTCondor.
    """
    left = left_jobs(run_dir)
    folder = BatchFolder(run_dir)
    with RunDirectory(run_dir) as directory:
        batch = folder.read()
        if batch:
            scheduler_of(batch).remove(batch.run_id)
            _wait_until_gone(scheduler_of(batch), batch.run_id)
            left = replace(left, taken=take_in(directory, folder).photos)
    return left


def _wait_until_gone(scheduler: JobScheduler, run_id: str) -> None:
    """Wait until no job of the run is in the queue, or GONE_SECONDS are over."""
    end = time.monotonic() + GONE_SECONDS
    while time.monotonic() < end and scheduler.are_queued(run_id):
        time.sleep(1)
