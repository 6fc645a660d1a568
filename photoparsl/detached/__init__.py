"""Detached runs: HTCondor jobs that measure without the program that submitted them.

The run's command cuts what is left into jobs, submits them and ends.  Each job measures its photos
on its host as a run of its own.  The same command, later, *takes in* what has come back.  It checks
the results that ended jobs have returned, and writes them into the run's folder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from photoparsl.importing import lazy_names

if TYPE_CHECKING:
    from photoparsl.detached.detach_or_execute import execute_or_submit
    from photoparsl.detached.stopping import LeftJobs, left_jobs, stop_jobs
    from photoparsl.detached.submitting import submit_file

__all__ = ["LeftJobs", "execute_or_submit", "left_jobs", "stop_jobs", "submit_file"]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "detach_or_execute": ["execute_or_submit"],
        "stopping": ["LeftJobs", "left_jobs", "stop_jobs"],
        "submitting": ["submit_file"],
    },
)
