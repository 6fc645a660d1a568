"""LocalExecutor: HighThroughputExecutor on this machine, started without a shell."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
from parsl.executors import HighThroughputExecutor
from parsl.executors.high_throughput.executor import DEFAULT_LAUNCH_CMD
from parsl.executors.status_handling import BlockProviderExecutor
from parsl.jobs.states import JobState, JobStatus
from parsl.providers.base import ExecutionProvider

from photoparsl.redact import visible
from photoparsl.sites import early, tether

MOST_FAILED = 3  # managers in a row that end before they connect, after which the run ends

# HighThroughputExecutor formats this once. The doubled braces are filled in at a manager's start.
_LAUNCH = (
    DEFAULT_LAUNCH_CMD.replace("process_worker_pool.py", "")
    .replace("{cert_dir}", "{{cert_dir}}")
    .replace("{logdir}", "{{logdir}}")
)


class ProcessProvider(ExecutionProvider):
    """Starts managers as processes on this machine.  A job's id is the id of its process.

    Parsl's LocalProvider puts a script's path unquoted into a shell command, where the name of a
    folder could be executed.
    """

    label = "local"
    nodes_per_block = init_blocks = min_blocks = max_blocks = 1
    parallelism = 1.0
    status_polling_interval = 1  # seconds

    def __init__(self) -> None:
        super().__init__()
        self.script_dir: str | None = None  # Parsl sets it when it loads the config
        self.resources: dict[Any, dict[str, Any]] = {}  # by job id

    def submit(self, command: str, tasks_per_node: int, job_name: str = "manager") -> str:
        """Start `command` in a session of its own, without a shell, and return the process's id."""
        output, errors = (
            Path(self.script_dir or ".", f"{job_name}.{kind}") for kind in ("out", "err")
        )
        arguments, start = shlex.split(command), tether.worker_pool_command()
        with output.open("wb") as out, errors.open("wb") as err:
            process = None
            if arguments[: len(start)] == start:
                process = early.take_manager(arguments[len(start) :], str(output), str(errors))
            process = process or subprocess.Popen(
                arguments,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,  # also a new process group, which `cancel` ends
            )
        status = JobStatus(JobState.RUNNING, stdout_path=str(output), stderr_path=str(errors))
        self.resources[str(process.pid)] = {"status": status, "process": process}
        return str(process.pid)

    def cancel(self, job_ids: Sequence[object]) -> list[bool]:
        """End these jobs and all processes that they have started.  Return True for each."""
        for job in job_ids:
            self.resources[job]["cancelled"] = True
            process = self.resources[job]["process"]
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            # Without a wait, the ended process would stay in the system's table as a zombie.
            threading.Thread(target=process.wait, name="reap", daemon=True).start()
        return [True for _ in job_ids]

    def cpu_seconds(self) -> float:
        """Return the processor time, in seconds, that the running managers have used."""
        processes = [job["process"] for job in list(self.resources.values())]
        return sum(_cpu_seconds(process.pid) for process in processes if process.returncode is None)

    def status(self, job_ids: Sequence[object]) -> list[JobStatus]:
        """Return the status of these jobs."""
        self._update()
        return [self.resources[job]["status"] for job in job_ids]

    def _update(self) -> None:
        for job in list(self.resources.values()):  # another thread may start one
            code = job["process"].poll()
            if code is not None and not job["status"].terminal:
                job["status"] = JobStatus(
                    _ended(code, "cancelled" in job),
                    f"ended by signal {-code}" if code < 0 else f"ended with code {code}",
                    abs(code),
                    job["status"].stdout_path,
                    job["status"].stderr_path,
                )


def _cpu_seconds(tether: int) -> float:
    """Return the processor time of a manager, without that of its tether, which always uses some.

    tether: the id of the tether's process.  The manager is its child
    """
    seconds = 0.0
    with suppress(psutil.Error):
        process = psutil.Process(tether)
        for child in process.children(recursive=True) or [process]:
            with suppress(psutil.Error):  # the process has just ended
                seconds += sum(child.cpu_times()[:2])
    return seconds


def _ended(code: int, cancelled: bool) -> JobState:
    if cancelled:
        return JobState.CANCELLED
    return JobState.FAILED if code else JobState.COMPLETED


class LocalExecutor(HighThroughputExecutor):
    """HighThroughputExecutor for workers on this machine, which listens on 127.0.0.1 only.

    Parsl's own executor builds its launch command without quotes and formats it twice, so that a
    space or a brace in a folder's name breaks it.

    max_workers_per_node: workers on this machine
    label: the name of the executor in Parsl, and of its folder
    heartbeat_period: seconds between two heartbeats of the manager
    heartbeat_threshold: seconds without a heartbeat, after which the manager is lost
    """

    def __init__(
        self,
        *,
        max_workers_per_node: int,
        label: str = "local",
        heartbeat_period: int = 2,
        heartbeat_threshold: int = 20,
    ) -> None:
        super().__init__(
            label=label,
            address="127.0.0.1",
            max_workers_per_node=max_workers_per_node,
            prefetch_capacity=max_workers_per_node,  # a worker's next slice is here before its end
            provider=ProcessProvider(),
            interchange_launch_cmd=tether.interchange_command(),
            launch_cmd=_LAUNCH,
            heartbeat_period=heartbeat_period,
            heartbeat_threshold=heartbeat_threshold,
            block_error_handler=give_up_when_none_starts,
        )

    def _start_local_interchange_process(self) -> None:
        """Start the interchange, or take the one that has been started already."""
        with early.early_interchange(HighThroughputExecutor.__module__):
            super()._start_local_interchange_process()

    def _get_launch_command(self, block_id: str) -> str:
        values = {"block_id": block_id, "cert_dir": self.cert_dir, "logdir": self.worker_logdir}
        arguments = [word.format(**values) for word in str(self.launch_cmd).split()]
        return shlex.join([*tether.worker_pool_command(), *arguments])


class NoManagerStartsError(Exception):
    """Set as the executor's error when managers can't start, or end before they connect."""


def give_up_when_none_starts(
    executor: BlockProviderExecutor, status: Mapping[str, JobStatus]
) -> None:
    """Fail all tasks if the newest MOST_FAILED managers have all ended before they connected.

    Parsl calls this after each check of its blocks' status.
    """
    if executor.bad_state_is_set:
        return
    newest = [status[block] for block in sorted(status, key=int)[-MOST_FAILED:]]
    if len(newest) == MOST_FAILED and all(map(_never_called, newest)):
        executor.set_bad_state_and_fail_all(NoManagerStartsError(_sentence(executor, newest[-1])))


def _never_called(status: JobStatus) -> bool:
    """Whether a block ended before its manager connected, or couldn't be started.

    Parsl's state is MISSING for the first, and FAILED without an exit code for the second.
    """
    return status.state is JobState.MISSING or (
        status.state is JobState.FAILED and status.exit_code is None
    )


def _sentence(executor: BlockProviderExecutor, last: JobStatus) -> str:
    if executor.run_dir and not Path(executor.run_dir).is_dir():
        return f"the run's folder is gone: {visible(str(executor.run_dir))} has been deleted"
    lines = (last.stderr_summary or last.stdout_summary or "").strip().splitlines()
    why = ": ".join(visible(line.strip()) for line in (last.message, *lines[-1:]) if line)
    where = f"; its output is in {last.stderr_path}" if last.stderr_path else ""
    return f"no worker could be started here: {MOST_FAILED} managers failed, the last: {why}{where}"
