"""Lets idle pilots end by themselves at the end of a run.  Says why a pilot didn't work."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from photoparsl.options import grid_option, option
from photoparsl.sites.parslmain import DRAIN
from photoparsl.sites.pilot_provider import PilotProvider

END_SECONDS = 15.0  # idle pilots have this long to end before they are removed
POLL_SECONDS = 0.5

_NO_CONNECTION = "No viable ZMQ url"  # what Parsl's manager prints if it can't connect
_CLOSED_PORT = (
    f"it can't connect to the pilots' port here: ask for that port to be open, give another with "
    f"{grid_option('--port')}, or use {option('--detach')}, which needs none"
)


def let_end(folder: Path, provider: PilotProvider, pilots: Iterable[str | None]) -> None:
    """Ask managers without tasks to end, and wait until their jobs have ended.

    The scheduler lists these jobs as completed, not as removed.

    folder: the executor's folder, in which the interchange looks for the file DRAIN
    provider: knows the states of the jobs
    pilots: the ids of the managers' jobs, or None for a job that isn't known
    """
    jobs = [job for job in pilots if job is not None]
    late = time.monotonic() + END_SECONDS
    (folder / DRAIN).touch()
    try:
        while jobs and time.monotonic() < late:
            time.sleep(POLL_SECONDS)
            states = zip(jobs, provider.status(jobs), strict=True)
            jobs = [job for job, status in states if not status.terminal]
    finally:
        (folder / DRAIN).unlink(missing_ok=True)  # later managers are to stay


def last_words(output: str) -> str:
    """Return the last line of a pilot's output, or a sentence if its manager couldn't connect.

    >>> last_words("ConnectionError: No viable ZMQ url from: tcp://192.0.2.1:54321")[:40]
    "it can't connect to the pilots' port her"
    """
    line = output.strip().rpartition("\n")[2].strip()
    return _CLOSED_PORT if _NO_CONNECTION in output else line
