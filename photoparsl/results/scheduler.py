"""Scheduler: what runs the pilots or the jobs of a grid."""

from __future__ import annotations

from enum import StrEnum


class Scheduler(StrEnum):
    """A scheduler of pilots and jobs."""

    HTCONDOR = "htcondor"
    SLURM = "slurm"

    @property
    def text(self) -> str:
        """The scheduler's name for people."""
        return "HTCondor" if self is Scheduler.HTCONDOR else "Slurm"
