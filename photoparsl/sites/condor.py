"""Asks HTCondor for jobs' attributes: of jobs in the queue, and of jobs that have left it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from photoparsl.sites.subprocesses import SECONDS, run

MOST_JOBS = 100  # of one command

Ad = dict[str, Any]  # a job's ClassAd, with the attributes that were asked for


_JOB_ID = re.compile(r"\d+\.\d+")  # CLUSTER.PROCESS


def is_job_id(pilot: str) -> bool:
    """Whether a pilot's id is that of an HTCondor job."""
    return bool(_JOB_ID.fullmatch(pilot))


def queue(
    jobs: Sequence[str], attributes: Iterable[str], seconds: float = SECONDS
) -> dict[str, Ad] | None:
    """Return these jobs' ads, by id, from the schedd; None where it doesn't answer."""
    return _ads("condor_q", jobs, attributes, seconds)


def history(
    jobs: Sequence[str], attributes: Iterable[str], seconds: float = SECONDS
) -> dict[str, Ad] | None:
    """Return the ads of jobs that have left the queue, by id; None without an answer."""
    return _ads("condor_history", jobs, attributes, seconds)


def _ads(
    command: str, jobs: Sequence[str], attributes: Iterable[str], seconds: float
) -> dict[str, Ad] | None:
    names = ",".join(("ClusterId", "ProcId", *attributes))
    found: dict[str, Ad] = {}
    for first in range(0, len(jobs), MOST_JOBS):
        part = jobs[first : first + MOST_JOBS]
        output = run(command, *part, "-json", "-attributes", names, seconds=seconds)
        try:
            ads = None if output.returncode else json.loads(output.stdout or "[]")
        except ValueError:
            ads = None  # half an answer, or one with warnings in it
        if ads is None:
            return None
        for ad in ads:
            found[f"{ad['ClusterId']}.{ad['ProcId']}"] = ad
    return found
