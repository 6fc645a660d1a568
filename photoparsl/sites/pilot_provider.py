"""PilotProvider: what HTCondor's and Slurm's providers of pilots have in common."""

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
    """What a scheduler says of one job.

    status: as Parsl has it
    host: where it runs, empty where that isn't known
    started: when it began to run, in seconds since 1970; 0 where that isn't known, None where it
        doesn't run
    """

    status: JobStatus
    host: str = ""
    started: float | None = None


class PilotProvider(ExecutionProvider):
    """A provider of Parsl's for pilots, whose jobs PilotExecutor submits and looks after.

    A scheduler's provider defines the methods that are abstract here.

    max_blocks: the most pilots at a time
    cores: of a pilot
    memory_gb: of a pilot
    walltime: hours, after which a pilot takes no more tasks
    worker_init: shell lines that a pilot runs first
    """

    label = "pilots"
    nodes_per_block = 1
    parallelism = 1.0
    poll_seconds = 10  # between two looks at the queue; Parsl's 60 are a minute before any news
    command_seconds = 60.0  # that a command of the scheduler's may take

    is_alive: ClassVar[tuple[str, ...]]  # a command that succeeds where the scheduler answers

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
        self.min_blocks = 0  # pilots that stay when nothing is left to do
        self.cores_per_node, self.mem_per_node = cores, memory_gb
        self.memory_gb = memory_gb
        self.walltime = walltime
        self.worker_init = worker_init
        self.script_dir: str | None = None  # Parsl sets it when it loads the config
        self.resources: dict[Any, dict[str, Any]] = {}  # by job: its status and its script
        self.hosts: dict[str, str] = {}  # of the pilots that run or ran, by job
        self.idle_until: dict[str, float] = {}  # by job: until when it certainly didn't run
        self.run_mark = secrets.token_hex(8)  # no other run's, wherever its folder is
        self.keys: Path | None = None
        self._has_janitor = False

    @property
    def status_polling_interval(self) -> int:
        """Seconds between two looks at the queue."""
        return self.poll_seconds

    @property
    def drain_seconds(self) -> int:
        """Seconds after which a pilot takes no more tasks."""
        return round(self.walltime * 3600)

    def bring(self, folder: Path) -> None:
        """Have every pilot bring this folder of small text files, the run's keys."""
        self.keys = folder

    def submit(self, command: str, tasks_per_node: int, job_name: str = "pilot") -> str:
        """Submit a pilot that runs `command`, and return its job's id.

        Raises ScaleOutFailed with the scheduler's message.
        """
        script = self._write_script(job_name, command)
        self._start_janitor()
        output = subprocesses.run(
            *self._submit_command(script), seconds=self.command_seconds, folder=script.parent
        )
        job = self._job_id(output.stdout)
        if output.returncode or not job:
            raise ScaleOutFailed(self.label, subprocesses.first_words(output))
        self.resources[job] = {"status": JobStatus(JobState.PENDING), "script": script}
        return job

    def status(self, job_ids: Sequence[object]) -> list[JobStatus]:
        """Ask the scheduler for the jobs that haven't ended, and return the status of these."""
        if job_ids:
            self._update()
        return [self.resources[job]["status"] for job in job_ids]

    def answers(self) -> bool:
        """Whether the scheduler answers just now."""
        return self._run(*self.is_alive).returncode == 0

    @abstractmethod
    def submit_file(self, script: Path) -> str:
        """Return what the scheduler is told of the pilot that runs `script`."""

    @abstractmethod
    def cancel_all(self) -> None:
        """Remove all jobs of this run from the queue."""

    @abstractmethod
    def _write_script(self, job_name: str, command: str) -> Path:
        """Write the script that runs `command` in a pilot, with all that submitting it needs."""

    @abstractmethod
    def _submit_command(self, script: Path) -> Sequence[str]:
        """The command line that submits the script, run in the script's folder."""

    @abstractmethod
    def _job_id(self, output: str) -> str:
        """The id of the job in that command's output; empty where there is none."""

    @abstractmethod
    def _jobs_seen(self, jobs: Sequence[str]) -> Mapping[str, JobSeen] | None:
        """What the scheduler says of these jobs, by id; None where it doesn't answer."""

    @abstractmethod
    def _queue(self) -> Queue:
        """The commands by which the janitor finds and removes this run's jobs."""

    def _update(self) -> None:
        jobs = [job for job, entry in self.resources.items() if not entry["status"].terminal]
        queried = time.time()
        seen = self._jobs_seen(jobs) if jobs else {}
        if seen is None:
            return  # what was known still holds
        for job in jobs:
            self.resources[job]["status"] = seen[job].status
            if seen[job].host:
                self.hosts[job] = seen[job].host
            started = seen[job].started
            self.idle_until[job] = (
                queried if started is None else max(started, self.idle_until.get(job, 0.0))
            )

    def _start_janitor(self) -> None:
        """See to it that no job of this run outlives this process."""
        if not self._has_janitor:
            self._has_janitor = True
            start_janitor(self._queue())

    def _run(self, *command: str) -> subprocesses.Output:
        return subprocesses.run(*command, seconds=self.command_seconds)

    @property
    def script_folder(self) -> Path:
        """The folder of the pilots' scripts."""
        return Path(self.script_dir or ".").resolve()
