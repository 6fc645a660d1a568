"""Runs on real workers that are interrupted or killed, and what remains of them."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from photoparsl.results import Failure, Measurement
from photoparsl.results.run_directory import RunDirectory
from tests.conftest import ROWS, Archive, Flow


def command(archive: Archive, run_dir: Path, *more: str) -> list[str]:
    program = [sys.executable, "-m", "photoparsl", "run", str(archive.manifest)]
    return [*program, "--slice-size", "20", "--run-dir", str(run_dir), *more]


@contextmanager
def running(archive: Archive, run_dir: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
    """The program at work, in a session of its own; killed at the end if it still is."""
    process = subprocess.Popen(
        command(archive, run_dir, *more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        cwd=run_dir.parent,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def finish(archive: Archive, run_dir: Path, *more: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        command(archive, run_dir, *more), capture_output=True, text=True, timeout=120, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def finished(run_dir: Path) -> int:
    return len(list((run_dir / "slices").glob("slice-*.json")))


def until(condition: Callable[[], object], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it didn't happen in time"
        time.sleep(0.02)


def until_said(process: subprocess.Popen[str], words: str) -> None:
    """Read what the program prints up to a line with these words."""
    assert process.stdout
    while words not in (line := process.stdout.readline()):
        assert line, f"it ended without {words!r}"


def outcomes(run_dir: Path) -> list[Measurement | Failure]:
    return [outcome for result in RunDirectory(run_dir).results() for outcome in result.outcomes]


def ours(run_dir: Path, title: str = "") -> list[psutil.Process]:
    """The run's processes, wherever they hang in the tree: known by the folder they work in."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.cwd() == str(run_dir.parent) and title in " ".join(process.cmdline()):
                found.append(process)
        except psutil.Error:
            continue
    return found


def test_a_killed_run_leaves_no_process_and_goes_on_where_it_was(
    slow: Archive, flow: Flow, tmp_path: Path
) -> None:
    run_dir = tmp_path / "run"
    flow.hold()
    with running(slow, run_dir) as process:
        until(lambda: finished(run_dir) >= 5)
        left = ours(run_dir)
        assert len(left) >= 5, "the program, its interchange, a manager, workers"
        process.kill()
        process.wait()
        until(lambda: not any(p.is_running() for p in left))
        flow.release()
        kept = finished(run_dir)
        assert finish(slow, run_dir).returncode == 0
    assert finish(slow, tmp_path / "undisturbed").returncode == 0
    assert outcomes(run_dir) == outcomes(tmp_path / "undisturbed")
    assert kept >= 5


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_ends_a_run_in_good_order(
    slow: Archive, flow: Flow, tmp_path: Path, number: signal.Signals
) -> None:
    run_dir = tmp_path / "run"
    flow.hold()
    with running(slow, run_dir) as process:
        until(lambda: finished(run_dir) >= 3)
        os.killpg(process.pid, number)  # as a terminal does, to the whole group
        until_said(process, "Stopping")
        flow.release()
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "run the same command again" in said
    assert "Traceback" not in said
    until(lambda: not ours(run_dir))
    rows = [outcome.row for outcome in outcomes(run_dir)]
    assert 0 < len(rows) < ROWS
    assert len(rows) % 20 == 0, "what was running was finished"
    assert (
        f"{len(rows)} of {ROWS} photographs so far" in (run_dir / "public/scatter.html").read_text()
    )
    assert finish(slow, run_dir).returncode == 0
    assert len(outcomes(run_dir)) == ROWS


def test_a_second_ctrl_c_ends_it_at_once(slow: Archive, flow: Flow, tmp_path: Path) -> None:
    """And not when the photos that it waits for come, or are given up after 30 s."""
    run_dir = tmp_path / "run"
    flow.hold()
    with running(slow, run_dir) as process:
        until(lambda: finished(run_dir) >= 3)
        left = ours(run_dir)
        process.send_signal(signal.SIGINT)
        until_said(process, "Stopping")  # two signals at the same time are one
        process.send_signal(signal.SIGINT)
        until_said(process, "Stopped at once")
        assert process.wait(timeout=20) == 130
    until(lambda: not any(p.is_running() for p in left))


# As configs/local.py, but quicker to notice what is gone.
QUICK = """
from parsl.config import Config
from photoparsl.sites import LocalExecutor, Options, parsl_config

def fresh_config(options: Options) -> Config:
    executor = LocalExecutor(
        max_workers_per_node=options.workers, heartbeat_period=1, heartbeat_threshold=5
    )
    return parsl_config(options, executor, poll_seconds=0.2)
"""
VICTIMS = {  # the order in which they were started tells who they are
    "the interchange": ("HTEX interchange", 0),
    "its tether": (".interchange", 0),
    "the manager's tether": ("process_worker_pool", 0),
    "the manager": ("process_worker_pool", -1),
    "the manager's helper": ("spawn_main", 0),
    "the workers' fork server": ("multiprocessing.forkserver", 0),
    "a worker": ("multiprocessing.forkserver", -1),
}


@pytest.mark.parametrize("victim", VICTIMS)
def test_a_run_outlives_parsls_processes(
    slow: Archive, flow: Flow, tmp_path: Path, victim: str
) -> None:
    run_dir = tmp_path / "run"
    flow.hold()
    (tmp_path / "quick.py").write_text(QUICK)
    title, place = VICTIMS[victim]
    with running(slow, run_dir, "--config", "quick.py") as process:
        until(lambda: finished(run_dir) >= 3)
        ours(run_dir, title)[place].kill()
        flow.release()
        said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert [outcome.row for outcome in outcomes(run_dir)] == list(range(ROWS))
    until(lambda: not ours(run_dir))


def test_runs_killed_at_random_moments_end_as_an_undisturbed_one(
    slow: Archive, tmp_path: Path
) -> None:
    rng = random.Random(1860)
    assert finish(slow, tmp_path / "undisturbed").returncode == 0
    run_dir = tmp_path / "run"
    for _ in range(int(os.environ.get("PHOTOPARSL_KILLS", "3"))):
        with running(slow, run_dir):
            time.sleep(rng.uniform(0.1, 4))
    assert finish(slow, run_dir).returncode == 0
    assert outcomes(run_dir) == outcomes(tmp_path / "undisturbed")
