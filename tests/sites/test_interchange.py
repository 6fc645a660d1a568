"""Parsl's interchange with what photoparsl adds to it, and a real manager."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import parsl
import psutil
import pytest
from parsl.config import Config
from parsl.executors import HighThroughputExecutor
from parsl.executors.high_throughput.errors import ManagerLost

from photoparsl.sites import parslmain
from photoparsl.sites.local import LocalExecutor
from photoparsl.sites.pilot_executor import PilotExecutor
from photoparsl.sites.tether import interchange_command

call = parsl.python_app(subprocess.call)  # which a worker can import wherever it is


@pytest.fixture
def executor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HighThroughputExecutor]:
    """One worker, whose manager may be silent for longer than the test takes."""
    monkeypatch.chdir(tmp_path)  # by which its processes are known
    executor = LocalExecutor(max_workers_per_node=1, heartbeat_period=1, heartbeat_threshold=300)
    executor.interchange_launch_cmd = interchange_command(parslmain.PILOT_INTERCHANGE)
    config = Config([executor], run_dir=str(tmp_path), strategy="none", initialize_logging=False)
    with parsl.load(config):
        yield executor


def pool(executor: HighThroughputExecutor, folder: Path) -> Iterator[psutil.Process]:
    """The manager's processes, which hang elsewhere in the tree."""
    assert executor.interchange_proc
    interchange = psutil.Process(executor.interchange_proc.pid)
    others = {psutil.Process(), interchange, *interchange.children(recursive=True)}
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.cwd() == str(folder) and process not in others:
                yield process


def wait_until(true: Callable[[], object], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.1)


def last_call(executor: HighThroughputExecutor, manager: str) -> float:
    """When the manager called last, in seconds since 1970; now, if that isn't known."""
    called = PilotExecutor.heartbeats(executor)  # type: ignore[arg-type]
    return called.get(manager, time.time())


def test_the_tasks_of_a_manager_that_is_known_to_be_gone_come_back_at_once(
    executor: HighThroughputExecutor, tmp_path: Path
) -> None:
    """And it is known when it called last, while it may still come back."""
    began = time.time()
    assert call(["true"]).result(timeout=60) == 0
    lost = call(["sleep", "100"])
    wait_until(lambda: executor.connected_managers()[0]["tasks"] == 1, 60)
    (manager,) = executor.connected_managers()
    stopped = list(pool(executor, tmp_path))
    for process in stopped:
        process.suspend()
    try:
        wait_until(lambda: time.time() - last_call(executor, manager["manager"]) > 1.5, 10)
        assert began < last_call(executor, manager["manager"])
        assert not lost.done()
        executor._hold_manager(manager["manager"])
        with pytest.raises(ManagerLost):
            lost.result(timeout=60)
        assert executor.connected_managers() == []
    finally:
        for process in stopped:
            process.kill()
