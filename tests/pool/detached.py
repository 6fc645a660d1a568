"""Detached runs on the pool: how they are submitted, waited for and looked at."""

from __future__ import annotations

import json
from pathlib import Path
from subprocess import CompletedProcess

from tests.pool.pool import Pool, wait_until


def detach(pool: Pool, manifest: str, run: str, *more: str) -> CompletedProcess[str]:
    """Run the user's command, which submits what is missing, and ends."""
    command = ["photoparsl", "run", manifest, "--config", "osgconnect", "--run-dir", run]
    return pool.at(*command, "--detach", *more)


def wait_for_jobs(pool: Pool, seconds: float = 120) -> None:
    """Wait until no job is in the queue, and none is to be created."""
    wait_until(lambda: not jobs(pool) and not factories(pool), seconds)


def jobs(pool: Pool, constraint: str = "true") -> list[str]:
    """The ids of the jobs in the queue."""
    return pool.at("condor_q", "-constraint", constraint, "-af:j", "JobStatus").stdout.split()[::2]


def factories(pool: Pool) -> list[str]:
    """The clusters that have jobs to create."""
    return pool.at("condor_q", "-factory", "-af", "ClusterId").stdout.split()


def batch(pool: Pool, run: str) -> dict[str, object]:
    """What the run knows of its jobs."""
    found: dict[str, object] = json.loads((folder(pool, run) / "batch.json").read_text())
    return found


def folder(pool: Pool, run: str) -> Path:
    """The folder of the run's jobs."""
    return pool.home / run / "jobs"
