"""What Slurm's queue, and the jobs' own files, say of the jobs of a detached run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from photoparsl.files import head_of
from photoparsl.results import Batch, BatchFolder, PilotSeen, PilotState
from photoparsl.sites import subprocesses
from photoparsl.sites.condor_log import ClusterLog, LoggedJob

HELD_REASONS = {
    "JobHeldUser": "held by its user (JobHeldUser); 'scontrol release' lets it go",
    "JobHeldAdmin": "held by an administrator (JobHeldAdmin)",
}

_RUNNING = {"RUNNING", "COMPLETING", "STAGE_OUT"}
_HELD = {"SUSPENDED", "STOPPED", "REQUEUE_HOLD", "SPECIAL_EXIT"}


def named(run_id: str) -> str:
    """Return the option that selects the jobs of the run."""
    return f"--name=photoparsl-{run_id}"


def array_log(folder: BatchFolder, batch: Batch) -> ClusterLog:
    """Return what Slurm's queue and the jobs' own files say.

    If Slurm doesn't answer, no job is known.
    """
    form = "--format=%K|%T|%r|%N"
    output = subprocesses.run_command("squeue", "--noheader", "--array", form, named(batch.run_id))
    log = ClusterLog(batch.cluster, separator="_")
    if output.returncode:
        return log
    rows = [line.strip().split("|") for line in output.stdout.splitlines() if line.strip()]
    queued = {int(number): row for number, *row in rows if number.isdecimal()}
    log.has_ended = not rows
    for job in range(len(batch.rows)):
        logged = _queued(*queued[job]) if job in queued else _ended(folder, job)
        changes = tuple(_changes(folder, job, log.name_of(job), logged))
        log.jobs[job] = replace(logged, changes=changes)
    return log


def _changes(folder: BatchFolder, job: int, name: str, logged: LoggedJob) -> Iterator[PilotSeen]:
    """Yield when a job began and ended, by the files that it has written about both."""
    began, ended = (folder.job(job) / file for file in (BatchFolder.HOST, BatchFolder.ENDED))
    if logged.host and began.is_file():
        since = began.stat().st_mtime
        yield PilotSeen(since, name, PilotState.RUNNING, logged.host, "", since)
    if logged.state.is_final and ended.is_file():
        yield PilotSeen(ended.stat().st_mtime, name, logged.state, logged.host, logged.why)


def _queued(word: str, reason: str, node: str) -> LoggedJob:
    if word in _RUNNING:
        return LoggedJob(PilotState.RUNNING, node)
    is_held = word in _HELD or reason.startswith("JobHeld")
    why = HELD_REASONS.get(reason, reason) if is_held else ""
    return LoggedJob(PilotState.HELD if is_held else PilotState.IDLE, node, why)


def _ended(folder: BatchFolder, job: int) -> LoggedJob:
    """Return what a job that has left the queue has written about its end."""
    host, code = (_read(folder, job, name) for name in (BatchFolder.HOST, BatchFolder.ENDED))
    if code == "0":
        return LoggedJob(PilotState.ENDED, host, code=0)
    why = f"it ended with exit code {code}" if code.isdecimal() else "it didn't end by itself"
    if not host:
        why = "it didn't begin, or its node doesn't see the run's folder"
    return LoggedJob(PilotState.FAILED, host, why)


def _read(folder: BatchFolder, job: int, name: str) -> str:
    path = folder.job(job) / name
    return head_of(path).decode(errors="replace").strip()[:255]
