"""What the providers of this package share: no text of theirs passes through a shell."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from parsl.jobs.states import JobStatus
from parsl.providers.base import ExecutionProvider


class JobProvider(ExecutionProvider):
    """A provider of Parsl's that keeps the state of its jobs in `resources`, by job id.

    Parsl's own put the path of a job's script unquoted into a shell's command line, so that the
    name of a folder can be code.  Those that inherit from this class give a program its words one
    by one (`asking.run`, `subprocess.Popen`).

    name : of the scheduler
    blocks : how many to begin with, and how many at most
    least_blocks : how many are kept, even if there is little to do
    poll_seconds : between two looks at the jobs
    """

    nodes_per_block = 1
    parallelism = 1.0  # as many blocks as are useful

    def __init__(
        self, name: str, *, blocks: int = 1, least_blocks: int = 0, poll_seconds: int = 10
    ) -> None:
        super().__init__()
        self._name = name
        self.init_blocks = self.max_blocks = blocks
        self.min_blocks = least_blocks
        self.poll_seconds = poll_seconds
        self.script_dir: str | None = None  # Parsl sets it when it loads the config
        self.resources: dict[Any, dict[str, Any]] = {}  # each with its "status", a JobStatus

    @property
    def label(self) -> str:
        """The scheduler's name."""
        return self._name

    @property
    def status_polling_interval(self) -> int:
        """Seconds between two looks at the jobs."""
        return self.poll_seconds

    def status(self, job_ids: Sequence[object]) -> list[JobStatus]:
        """Look at the jobs, and return the status of these."""
        if job_ids:
            self._status()
        return [self.resources[job]["status"] for job in job_ids]

    @abstractmethod
    def _status(self) -> None:
        """Look at the jobs, and write into `resources` what has become of them."""

    def _scripts(self) -> Path:
        """The folder of this run for scripts and what jobs print."""
        return Path(self.script_dir or ".").resolve()
