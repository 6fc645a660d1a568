"""What runs the jobs of detached runs: HTCondor or Slurm, each as the same functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from photoparsl.errors import SiteError
from photoparsl.options import option
from photoparsl.results import Batch, BatchFolder, Scheduler
from photoparsl.sites import detached_jobs, detached_slurm
from photoparsl.sites.htcondor import HTCondorProvider
from photoparsl.sites.pilot_provider import PilotProvider
from photoparsl.sites.site import Options, Site
from photoparsl.sites.slurm import SlurmPilotProvider


@dataclass(frozen=True, slots=True)
class JobScheduler:
    """The functions with which the jobs of detached runs are submitted, counted and removed.

    name: the scheduler
    provider: the class of the provider in a site's config
    most_jobs: how many jobs may be submitted at once
    text: returns what is submitted, for display
    submit: submits the jobs, and returns the number that they share
    are_queued: whether jobs of a run are left
    remove: removes the jobs of a run
    keeps: whether what running jobs have measured is kept when they are removed
    require: raises SiteError if its commands aren't there
    """

    name: Scheduler
    provider: type[PilotProvider]
    most_jobs: int
    text: Callable[[Any, BatchFolder, int], str]
    submit: Callable[[Any, BatchFolder, Sequence[str], int], str]
    are_queued: Callable[[str], bool]
    remove: Callable[[str], None]
    keeps: Callable[[], bool]
    require: Callable[[], None]


HTCONDOR = JobScheduler(
    Scheduler.HTCONDOR,
    HTCondorProvider,
    1_000_000,
    detached_jobs.detached_text,
    detached_jobs.submit_jobs,
    detached_jobs.are_queued,
    detached_jobs.remove_jobs,
    detached_jobs.can_transfer,
    detached_jobs.require_htcondor,
)
SLURM = JobScheduler(
    Scheduler.SLURM,
    SlurmPilotProvider,
    1_000,  # Slurm's default of MaxArraySize is 1001
    detached_slurm.slurm_text,
    detached_slurm.submit_array,
    detached_slurm.is_array_queued,
    detached_slurm.cancel_array,
    lambda: True,
    detached_slurm.require_slurm,
)


def scheduler_of(batch: Batch) -> JobScheduler:
    """Return what runs the jobs of a run."""
    return SLURM if batch.scheduler is SLURM.name else HTCONDOR


def scheduler_of_site(site: Site, options: Options) -> tuple[JobScheduler, PilotProvider]:
    """Return what would run the jobs of a site, and the site's provider.

    Raises SiteError if the site's jobs are neither HTCondor's nor Slurm's.
    """
    for executor in site.fresh_config(options).executors:
        provider = getattr(executor, "provider", None)
        for scheduler in (HTCONDOR, SLURM):
            if isinstance(provider, scheduler.provider):
                return scheduler, provider
    raise SiteError(
        f"{option('--detach')} needs a site whose jobs HTCondor or Slurm runs, such as ospool, and "
        f"{site.name} isn't one"
    )
