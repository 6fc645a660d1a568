from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from photoparsl.sites import janitor
from photoparsl.sites.janitor import Queue, remove_all

PROGRAM = """
import sys, time
from photoparsl.sites.janitor import Queue, start_janitor
start_janitor(Queue(("cat", sys.argv[1]), ("truncate", "-s", "0", sys.argv[1]), ("false",)))
print("attended", flush=True)
time.sleep(60)
"""


@pytest.fixture
def jobs(tmp_path: Path) -> Path:
    """A queue that is a file."""
    path = tmp_path / "jobs"
    path.write_text("7.0\n8.0\n")
    return path


def test_a_killed_programs_jobs_are_removed(jobs: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(jobs)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as program:
        assert program.stdout and program.stdout.readline() == b"attended\n"
        time.sleep(1)
        assert jobs.read_text()
        program.kill()
        program.wait()
        for _ in range(600):
            if not jobs.read_text():
                break
            time.sleep(0.1)
        assert not jobs.read_text()


def test_what_doesnt_go_is_forced(jobs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(janitor, "SWEEP_SECONDS", 0.1)
    monkeypatch.setattr(janitor, "FORCE_SECONDS", 0.5)
    queue = Queue(("cat", str(jobs)), ("true",), ("truncate", "-s", "0", str(jobs)))
    began = time.monotonic()
    assert remove_all(queue)
    assert time.monotonic() - began > 0.5


def test_a_queue_that_doesnt_answer_is_given_up(
    jobs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(janitor, "SWEEP_SECONDS", 0.1)
    monkeypatch.setattr(janitor, "MOST_SECONDS", 0.5)
    assert not remove_all(Queue(("false",), ("false",), ("false",)))
