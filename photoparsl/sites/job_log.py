"""The log of a detached run's jobs, from HTCondor or from Slurm."""

from __future__ import annotations

from photoparsl.results import Batch, BatchFolder, Scheduler
from photoparsl.sites.array_log import array_log
from photoparsl.sites.condor_log import ClusterLog, cluster_log_of


def log_of(folder: BatchFolder, batch: Batch) -> ClusterLog:
    """Return the log of the jobs in a batch, without those of the run's earlier batches."""
    is_slurm = batch.scheduler is Scheduler.SLURM
    return array_log(folder, batch) if is_slurm else cluster_log_of(folder, batch)
