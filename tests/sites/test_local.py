"""Workers of this machine, when they can't be started."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import parsl
import psutil
import pytest
from parsl.executors.errors import BadStateException
from parsl.jobs.states import JobState

from photoparsl.sites import LocalExecutor, Options, parsl_config
from photoparsl.sites.local import ProcessProvider

call = parsl.python_app(subprocess.call)  # which a worker can import wherever it is


def test_a_run_whose_folder_was_deleted_says_so(tmp_path: Path) -> None:
    executor = LocalExecutor(max_workers_per_node=1)
    options = Options(tmp_path / "run", 1)
    with parsl.load(parsl_config(options, executor, poll_seconds=0.2)):
        assert call(["true"]).result(timeout=60) == 0
        (job,) = executor.blocks_to_job_id.values()
        shutil.rmtree(options.run_dir)
        for process in psutil.Process(int(str(job))).children(recursive=True):
            process.kill()
        with pytest.raises(BadStateException, match=r"the run's folder is gone: .*/run/parsl"):
            call(["true"]).result(timeout=60)


def test_a_manager_that_was_ended_leaves_no_zombie(tmp_path: Path) -> None:
    provider = ProcessProvider()
    provider.script_dir = str(tmp_path)
    job = provider.submit(f"{shlex.quote(sys.executable)} -c 'import time; time.sleep(60)'", 1)
    assert psutil.pid_exists(int(job))
    provider.cancel([job])
    until = time.monotonic() + 20
    while psutil.pid_exists(int(job)):  # nobody asks for its status
        assert time.monotonic() < until, psutil.Process(int(job)).status()
        time.sleep(0.01)
    while provider.status([job])[0].state == JobState.RUNNING:
        assert time.monotonic() < until
        time.sleep(0.01)
    assert provider.status([job])[0].state == JobState.CANCELLED
