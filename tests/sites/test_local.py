"""Workers of this machine, when they can't be started."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import parsl
import psutil
import pytest
from parsl.executors.errors import BadStateException

from photoparsl.sites import LocalExecutor, Options, parsl_config

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
