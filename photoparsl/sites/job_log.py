"""What is known of the jobs of a detached run, whatever runs them."""

from __future__ import annotations

from photoparsl.results import Batch, BatchFolder, Scheduler
from photoparsl.sites.array_log import array_log
from photoparsl.sites.condor_log import ClusterLog, cluster_log_of


def log_of(folder: BatchFolder, batch: Batch) -> ClusterLog:
    """Return what is known of a run's jobs, and of no earlier ones."""
    is_slurm = batch.scheduler is Scheduler.SLURM
    return array_log(folder, batch) if is_slurm else cluster_log_of(folder, batch)
