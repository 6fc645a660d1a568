"""Reads HTCondor's event log of a cluster: the state of each of its jobs.

The log says what happened even if the queue doesn't answer, or has forgotten the jobs.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from photoparsl.files import read_regular
from photoparsl.results import Batch, BatchFolder, PilotSeen, PilotState

# An event: its code, cluster, process, time, and its text up to a line of three dots.
_EVENT = re.compile(
    r"^(?P<code>\d{3}) \((?P<cluster>\d+)\.(?P<process>-?\d+)\.\d+\) (?P<time>\S+ \S+) "
    r"(?P<text>.*?)^\.\.\.$",
    re.MULTILINE | re.DOTALL,
)
_HOST = re.compile(r"SlotName: (?:\S+@)?(\S+)|alias=([\w.-]+)")
_CODE = re.compile(r"return value (-?\d+)")
_SIGNAL = re.compile(r"signal (\d+)")
_MEMORY = re.compile(r"^\s*Memory = (\d+)", re.MULTILINE)
REMOVAL_SECONDS = 2  # in which a job that is removed or held is evicted first

_CLUSTER_ENDED = "036"
_STATES = {"009": PilotState.REMOVED, "012": PilotState.HELD}


@dataclass(frozen=True, slots=True)
class LoggedJob:
    """What the log says of a job.

    state: its last state
    host: the machine where it runs or ran last, or empty if it never ran
    why: the reason for the state, in the pool's words
    starts: how often it was started
    evictions: how often it was evicted
    code: its exit code, or None if it didn't end by itself
    memory: of its latest slot, in MB, or 0 if that isn't known
    held_memory: the same when it was held, until it is started again
    changes: its states in the order of time, each with the time when it began
    """

    state: PilotState = PilotState.IDLE
    host: str = ""
    why: str = ""
    starts: int = 0
    evictions: int = 0
    code: int | None = None
    memory: int = 0
    held_memory: int = 0
    changes: tuple[PilotSeen, ...] = field(default=(), compare=False)


@dataclass(slots=True)
class ClusterLog:
    """What the log says of the cluster that was submitted last.

    cluster: its number, or empty if none was submitted
    has_ended: whether no job of it will be created any more
    jobs: by their process numbers, those that have been created
    separator: between the cluster's number and a job's, in the job's id
    """

    cluster: str = ""
    has_ended: bool = False
    jobs: dict[int, LoggedJob] = field(default_factory=dict)
    separator: str = "."

    def name_of(self, process: int) -> str:
        """Return a job's id."""
        return f"{self.cluster}{self.separator}{process}"

    def latest(self, process: int) -> PilotSeen:
        """Return a job's latest state as that of a pilot, since when it has it if that is known.

        Raises KeyError for a job that hasn't been created.
        """
        job = self.jobs[process]
        since = job.changes[-1].time if job.changes else time.time()
        return PilotSeen(since, self.name_of(process), job.state, job.host, job.why)

    @property
    def is_over(self) -> bool:
        """Whether all jobs have ended, and no other will be created."""
        return self.has_ended and all(job.state.is_final for job in self.jobs.values())


def cluster_log_of(folder: BatchFolder, batch: Batch) -> ClusterLog:
    """Return what HTCondor's log says of a run's jobs, and of no earlier ones."""
    log = read_cluster_log(folder.log)
    return log if not batch.cluster or log.cluster == batch.cluster else ClusterLog(batch.cluster)


def read_cluster_log(path: Path) -> ClusterLog:
    """Return what a log says.  Without a log, no cluster is known."""
    log = ClusterLog()
    for event in _events(path):
        cluster = str(int(event["cluster"]))  # the log has at least three digits
        if cluster != log.cluster:
            log = ClusterLog(cluster)
        process = int(event["process"])
        if event["code"] == _CLUSTER_ENDED:
            log.has_ended = True
        elif process >= 0:
            log.jobs[process] = _with_change(log, process, event)
    return log


def read_job_log(path: Path, job: str) -> LoggedJob:
    """Return what a log says of a job.  `job` is its id."""
    return read_cluster_log(path).jobs.get(int(job.rpartition(".")[2]), LoggedJob())


def _events(path: Path) -> Iterator[re.Match[str]]:
    if path.is_file():
        yield from _EVENT.finditer(read_regular(path).decode(errors="replace"))


def _with_change(log: ClusterLog, process: int, event: re.Match[str]) -> LoggedJob:
    """Return a job after an event.  If the event changed anything, it is among the changes."""
    before = log.jobs.get(process)
    job = _after(before or LoggedJob(), event)
    if job == before:
        return job
    since, name = _seconds(event["time"]), log.name_of(process)
    started = since if job.state is PilotState.RUNNING else 0.0
    seen = PilotSeen(since, name, job.state, job.host, job.why, started)
    changes = job.changes
    is_taken_away = job.state in (PilotState.REMOVED, PilotState.HELD)
    if is_taken_away and changes and changes[-1].state is PilotState.IDLE:
        # HTCondor evicts a job before it removes or holds it.
        changes = changes[:-1] if since - changes[-1].time <= REMOVAL_SECONDS else changes
    return replace(job, changes=(*changes, seen))


def _seconds(text: str) -> float:
    """Return the time of an event, which the log has in local time, or now if it can't be read."""
    with suppress(ValueError, OverflowError, OSError):
        return datetime.fromisoformat(text).timestamp()
    return time.time()


def _after(job: LoggedJob, event: re.Match[str]) -> LoggedJob:
    """Return the job after an event."""
    code, text = event["code"], event["text"]
    if code == "040" and text.startswith("Started transferring input files"):
        job = replace(job, state=PilotState.STARTING, host=_host(text), why="")
    elif code == "001":
        job = _started(job, text)
    elif code == "004":
        why = f"it was evicted from {job.host or 'its host'}"
        job = replace(job, state=PilotState.IDLE, why=why, evictions=job.evictions + 1)
    elif code == "005":
        job = _ended(job, text)
    elif code == "013":
        job = replace(job, state=PilotState.IDLE, why="")
    elif code == "022":
        why = f"{job.host or 'its host'} can't be reached from here; it may go on there"
        job = replace(job, state=PilotState.LOST, why=why)
    elif code == "023":
        job = replace(job, state=PilotState.RUNNING, why="")
    elif code in ("007", "024"):
        why = f"it has lost its host: {_reason(text)}"
        job = replace(job, state=PilotState.IDLE, why=why)
    elif code in _STATES:
        job = replace(job, state=_STATES[code], why=_reason(text), held_memory=job.memory)
    return job


def _host(text: str) -> str:
    """Return the machine that an event names, or an empty text."""
    host = _HOST.search(text)
    return (host[1] or host[2]) if host else ""


def _started(job: LoggedJob, text: str) -> LoggedJob:
    """Return the job after its start.  If it has more memory than when it was held, that is why."""
    found = _MEMORY.search(text)
    memory, before = int(found[1]) if found else 0, job.held_memory
    why = f"with {memory:,} MB of memory, after {before:,} MB" if memory > before > 0 else ""
    job = replace(job, state=PilotState.RUNNING, host=_host(text), why=why, starts=job.starts + 1)
    return replace(job, memory=memory, held_memory=0)


def _ended(job: LoggedJob, text: str) -> LoggedJob:
    if code := _CODE.search(text):
        exit_code = int(code[1])
        why = f"it ended with exit code {exit_code}" if exit_code else ""
        state = PilotState.FAILED if exit_code else PilotState.ENDED
        return replace(job, state=state, why=why, code=exit_code)
    number = _SIGNAL.search(text)
    why = f"it was killed by signal {number[1]}" if number else "it didn't end by itself"
    return replace(job, state=PilotState.FAILED, why=why)


def _reason(text: str) -> str:
    """Return the line below an event's first."""
    lines = text.splitlines()
    return lines[1].strip() if len(lines) > 1 else ""
