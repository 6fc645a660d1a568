"""Tasks that are sent to an interchange that has ended, before anybody has seen that."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import parsl
import psutil
import pytest
import zmq
from parsl.executors.errors import BadStateException

from photoparsl.running import parsl_start
from photoparsl.running.parsl_start import load_parsl
from photoparsl.sites import LocalExecutor, Options, parsl_config
from tests.running.test_survival import until

call = parsl.python_app(subprocess.call)  # which a worker can import wherever it is


def test_a_task_for_an_ended_interchange_holds_up_no_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parsl_start, "SEND_SECONDS", 1)
    monkeypatch.setattr(parsl_start, "COMMAND_SECONDS", 1)
    executor = LocalExecutor(max_workers_per_node=1)
    kernel = load_parsl(parsl_config(Options(tmp_path / "run", 1), executor, poll_seconds=0.2))
    assert call(["true"]).result(timeout=60) == 0
    assert executor.interchange_proc
    tether = psutil.Process(executor.interchange_proc.pid)
    (interchange,) = tether.children()
    tether.suspend()
    interchange.kill()
    until(lambda: interchange.status() == psutil.STATUS_ZOMBIE)
    time.sleep(0.5)  # in which its connections are seen to be gone
    future = call(["true"])
    tether.kill()
    with pytest.raises((zmq.Again, BadStateException)):
        future.result(timeout=30)
    executor.set_bad_state_and_fail_all(RuntimeError("it has ended"))
    if executor.provider:
        executor.provider.cancel(list(executor.blocks_to_job_id.values()))
    began = time.monotonic()
    kernel.cleanup()
    assert time.monotonic() - began < 30
