"""Reads jobs' attributes from HTCondor's queue and history."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from photoparsl.results import PilotState
from photoparsl.sites.subprocesses import SECONDS, run_command

MOST_JOBS = 100  # per command

# Values of JobStatus in a job's ClassAd.
IDLE, RUNNING, REMOVED, COMPLETED, HELD, TRANSFERRING_OUTPUT, SUSPENDED = range(1, 8)
PILOT_STATES = {  # by JobStatus
    IDLE: PilotState.IDLE,
    RUNNING: PilotState.RUNNING,
    REMOVED: PilotState.REMOVED,
    COMPLETED: PilotState.ENDED,
    HELD: PilotState.HELD,
}

Ad = dict[str, Any]  # a job's ClassAd, with the requested attributes

_ARRAY = re.compile(r"^\[(?=\s*[{\]])", re.MULTILINE)
_JOB_ID = re.compile(r"\d+\.\d+")  # CLUSTER.PROCESS


def is_job_id(pilot: str) -> bool:
    """Whether a pilot's id is an HTCondor job id."""
    return bool(_JOB_ID.fullmatch(pilot))


def host_of(ad: Ad) -> str:
    """Return the machine where a job runs or, if it doesn't, ran last.  Empty if it never ran."""
    return str(ad.get("RemoteHost") or ad.get("LastRemoteHost") or "").rpartition("@")[2]


def queue(
    jobs: Sequence[str], attributes: Iterable[str], seconds: float = SECONDS
) -> dict[str, Ad] | None:
    """Return the ClassAds, by id, of the jobs that are still queued.

    Return None if the schedd doesn't answer.
    """
    return _ads("condor_q", jobs, attributes, seconds)


def history(
    jobs: Sequence[str], attributes: Iterable[str], seconds: float = SECONDS
) -> dict[str, Ad] | None:
    """Return the ClassAds, by id, of the jobs that have left the queue.

    Return None if the schedd doesn't answer.
    """
    return _ads("condor_history", jobs, attributes, seconds)


def parsed(text: str) -> list[Ad] | None:
    """Return the ClassAds in what a command printed, or None if that is incomplete.

    Attributes without a value, which are null, are left out.  A hold's reason with quotation marks
    in it has none.
    It may print an array for each schedd, and notices before and after.
    """
    ads, decoder, end = list[Ad](), json.JSONDecoder(), 0
    for start in _ARRAY.finditer(text):
        if start.start() < end:
            continue  # it is within the one before
        try:
            array, end = decoder.raw_decode(text, start.start())
        except ValueError:
            return None
        ads += [{name: value for name, value in ad.items() if value is not None} for ad in array]
    return ads if end or not text.strip() else None


def _ads(
    command: str, jobs: Sequence[str], attributes: Iterable[str], seconds: float
) -> dict[str, Ad] | None:
    names = ",".join(("ClusterId", "ProcId", *attributes))
    found: dict[str, Ad] = {}
    for first in range(0, len(jobs), MOST_JOBS):
        part = jobs[first : first + MOST_JOBS]
        output = run_command(command, *part, "-json", "-attributes", names, seconds=seconds)
        ads = None if output.returncode else parsed(output.stdout)
        if ads is None:
            return None
        for ad in ads:
            found[f"{ad['ClusterId']}.{ad['ProcId']}"] = ad
    return found
