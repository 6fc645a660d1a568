"""What HTCondor tells of jobs; whoever asks works without an answer too."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from photoparsl.sites.subprocesses import SECONDS, run

SOME = 100  # jobs at most that one command is asked about

Ad = dict[str, Any]  # a job's ClassAd, as far as it was asked for


_JOB_ID = re.compile(r"\d+\.\d+")  # CLUSTER.PROCESS


def is_job_id(pilot: str) -> bool:
    """Whether a pilot's id is that of an HTCondor job."""
    return bool(_JOB_ID.fullmatch(pilot))


def queue(
    jobs: Sequence[str], attributes: Iterable[str], seconds: float = SECONDS
) -> dict[str, Ad] | None:
    """What the schedd tells of these jobs, by id; None when it doesn't answer."""
    return _told("condor_q", jobs, attributes, seconds)


def history(
    jobs: Sequence[str], attributes: Iterable[str], seconds: float = SECONDS
) -> dict[str, Ad] | None:
    """What it remembers of those that have left the queue, by id; None when it doesn't answer."""
    return _told("condor_history", jobs, attributes, seconds)


def _told(
    command: str, jobs: Sequence[str], attributes: Iterable[str], seconds: float
) -> dict[str, Ad] | None:
    asked = ",".join(("ClusterId", "ProcId", *attributes))
    found: dict[str, Ad] = {}
    for first in range(0, len(jobs), SOME):
        some = jobs[first : first + SOME]
        said = run(command, *some, "-json", "-attributes", asked, seconds=seconds)
        try:
            ads = None if said.returncode else json.loads(said.stdout or "[]")
        except ValueError:
            ads = None  # half an answer, or words among it
        if ads is None:
            return None
        for ad in ads:
            found[f"{ad['ClusterId']}.{ad['ProcId']}"] = ad
    return found
