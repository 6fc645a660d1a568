"""PilotProvider: the base class of the providers that submit pilots to HTCondor and Slurm."""

from __future__ import annotations

import secrets
import time
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from parsl.jobs.states import JobState, JobStatus
from parsl.providers.base import ExecutionProvider
from parsl.providers.errors import ScaleOutFailed

from photoparsl.sites import subprocesses
from photoparsl.sites.janitor import Queue, start_janitor


@dataclass(frozen=True, slots=True)
class JobSeen:
    """What a scheduler reports about one job.

    status: the job's status in Parsl's terms
    host: the machine where it runs, or empty if that isn't known
    started: when it began to run, in seconds since 1970.  0 if that isn't known, None if it isn't
        running
    """

    status: JobStatus
    host: str = ""
    started: float | None = None


class PilotProvider(ExecutionProvider):
    """A Parsl provider for the pilots of a PilotExecutor.

    The subclass for each scheduler defines the abstract methods.

    max_blocks: the most pilots at a time
    cores: the cores of each pilot
    memory_gb: the memory of each pilot, in GB
    walltime: hours after which a pilot takes no more tasks
    worker_init: shell lines that a pilot runs first
    """

    label = "pilots"
    nodes_per_block = 1
    parallelism = 1.0
    poll_seconds = 10  # between two checks of the queue. Parsl's default is 60
    command_seconds = 60.0  # the time limit of a scheduler's command

    is_alive: ClassVar[tuple[str, ...]]  # a command that succeeds if the scheduler answers

    def __init__(
        self,
        *,
        max_blocks: int,
        cores: int,
        memory_gb: float,
        walltime: float,
        worker_init: str,
    ) -> None:
        super().__init__()
        self.init_blocks = self.max_blocks = max_blocks
        self.min_blocks = 0  # pilots that Parsl keeps when there are no tasks
        self.cores_per_node, self.mem_per_node = cores, memory_gb
        self.memory_gb = memory_gb
        self.walltime = walltime
        self.worker_init = worker_init
        self.script_dir: str | None = None  # Parsl sets it when it loads the config
        self.resources: dict[Any, dict[str, Any]] = {}  # by job: its status and its script
        self.hosts: dict[str, str] = {}  # by job: the host where it runs or ran last
        self.idle_until: dict[str, float] = {}  # by job: the latest time when it wasn't running
        self.run_id = secrets.token_hex(8)  # is in all of this run's jobs, and in no other run's
        self.keys: Path | None = None
        self._has_janitor = False

    @property
    def status_polling_interval(self) -> int:
        """Seconds between two checks of the queue."""
        return self.poll_seconds

    @property
    def drain_seconds(self) -> int:
        """Seconds after which a pilot takes no more tasks."""
        return round(self.walltime * 3600)

    def set_keys(self, folder: Path) -> None:
        """Set the folder of the run's keys, small text files that every pilot's job brings."""
        self.keys = folder

    def submit(self, command: str, tasks_per_node: int, job_name: str = "pilot") -> str:
        """Submit a pilot that runs `command`, and return its job's id.

        Raises ScaleOutFailed, with the scheduler's message, if the scheduler refuses it.
        """
        script = self._write_script(job_name, command)
        self._start_janitor()
        output = subprocesses.run_command(
            *self._submit_command(script), seconds=self.command_seconds, folder=script.parent
        )
        job = self._job_id(output.stdout)
        if output.returncode or not job:
            raise ScaleOutFailed(self.label, subprocesses.first_words(output))
        self.resources[job] = {"status": JobStatus(JobState.PENDING), "script": script}
        return job

    def status(self, job_ids: Sequence[object]) -> list[JobStatus]:
        """Query the scheduler about all jobs that haven't ended.

        Return the status of `job_ids`.
        """
        if job_ids:
            self._update()
        return [self.resources[job]["status"] for job in job_ids]

    def has_ended(self, job: str) -> bool:
        """Whether a job is known to have ended."""
        return job in self.resources and bool(self.resources[job]["status"].terminal)

    def answers(self) -> bool:
        """Whether the scheduler answers just now."""
        return self._run(*self.is_alive).returncode == 0

    @abstractmethod
    def submit_file(self, script: Path) -> str:
        """Return the submit file, or the like, of the pilot that runs `script`."""

    @abstractmethod
    def cancel_all(self) -> None:
        """Remove all jobs of this run from the queue."""

    @abstractmethod
    def _write_script(self, job_name: str, command: str) -> Path:
        """Write the script that runs `command` in a pilot, and return its path.

        Any other file that is needed to submit it is written too.
        """

    @abstractmethod
    def _submit_command(self, script: Path) -> Sequence[str]:
        """Return the command that submits the script.  It is run in the script's folder."""

    @abstractmethod
    def _job_id(self, output: str) -> str:
        """Return the job's id from that command's output, or empty if there is none."""

    @abstractmethod
    def _jobs_seen(self, jobs: Sequence[str]) -> Mapping[str, JobSeen] | None:
        """Return what the scheduler reports about these jobs, by id.

        Return None if it doesn't answer.
        """

    @abstractmethod
    def _queue(self) -> Queue:
        """Return the commands with which the janitor finds and removes this run's jobs."""

    def _update(self) -> None:
        jobs = [job for job, entry in self.resources.items() if not entry["status"].terminal]
        queried = time.time()
        seen = self._jobs_seen(jobs) if jobs else {}
        if seen is None:
            return  # keep the earlier status
        for job in jobs:
            self.resources[job]["status"] = seen[job].status
            if seen[job].host:
                self.hosts[job] = seen[job].host
            started = seen[job].started
            self.idle_until[job] = (
                queried if started is None else max(started, self.idle_until.get(job, 0.0))
            )

    def _start_janitor(self) -> None:
        """Start the janitor, unless it runs already: it removes the jobs when this process ends."""
        if not self._has_janitor:
            self._has_janitor = True
            start_janitor(self._queue())

    def _run(self, *command: str) -> subprocesses.Output:
        return subprocesses.run_command(*command, seconds=self.command_seconds)

    @property
    def script_folder(self) -> Path:
        """The folder of the pilots' scripts."""
        return Path(self.script_dir or ".").resolve()
