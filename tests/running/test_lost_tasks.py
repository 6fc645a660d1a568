"""A run ends although a worker dies between taking a task and telling the pool that it has it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from photoparsl.results.run_directory import RunDirectory
from tests.conftest import Archive

RUN = "a-run"

# Each process of Parsl's imports this as it starts.  The first worker that takes a task dies.
DEADLY = """
import os, signal
from photoparsl.sites.worker_queue import WorkerQueue

get = WorkerQueue.get

def get_and_die(queue, *arguments, **named):
    message = get(queue, *arguments, **named)
    if isinstance(message, dict):
        try:
            os.close(os.open(os.environ["DIED"], os.O_CREAT | os.O_EXCL))
            os.kill(os.getpid(), signal.SIGKILL)
        except FileExistsError:
            pass
    return message

WorkerQueue.get = get_and_die
"""


ALONE = """
from parsl.config import Config
from photoparsl.sites import LocalExecutor, Options, parsl_config

def fresh_config(options: Options) -> Config:
    executor = LocalExecutor(max_workers_per_node=1)
    return parsl_config(options, executor, poll_seconds=0.2)
"""


@pytest.mark.parametrize("rows", [8, 60])
def test_a_run_with_one_worker_measures_the_slice_that_a_killed_worker_had_taken(
    archive: Archive, tmp_path: Path, rows: int
) -> None:
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(DEADLY)
    (archive.folder / "alone.py").write_text(ALONE)
    archive.write_manifest(rows)
    command = (
        f"run --config alone.py --slice-size 8 --run-dir {RUN} {archive.manifest.name}".split()
    )
    done = subprocess.run(
        [sys.executable, "-m", "photoparsl", *command],
        env=os.environ | {"PYTHONPATH": str(tmp_path / "hook"), "DIED": str(tmp_path / "died")},
        cwd=archive.folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "died").exists(), "no worker died"
    assert "twice" not in (archive.folder / RUN / "run.log").read_text()
    results = RunDirectory(archive.folder / RUN).results()
    assert [outcome.row for result in results for outcome in result.outcomes] == list(range(rows))
