"""Runs whose workers or interchange start slowly, badly or not at all, or are stopped."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import psutil
import pytest

from photoparsl.commands.main import main
from photoparsl.running import first_call, interchange_process, parsl_start
from tests.conftest import ROWS, Archive
from tests.running.test_survival import finish, finished, outcomes, until

SLOW_TO_START = """
import sys, time
if any("process_worker_pool" in word for word in sys.orig_argv):
    {what}
"""


def starting_slowly(monkeypatch: pytest.MonkeyPatch, folder: Path, what: str) -> None:
    """Have Python do something first in each manager of this machine."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(SLOW_TO_START.format(what=what))
    monkeypatch.setenv("PYTHONPATH", str(folder))


def test_a_run_without_any_worker_says_so_and_ends(
    archive: Archive,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    starting_slowly(monkeypatch, tmp_path / "site", "time.sleep(3600)")
    monkeypatch.setattr(first_call, "QUIET_SECONDS", 2)
    run_dir = tmp_path / "run"
    assert main(["run", str(archive.manifest), "--run-dir", str(run_dir)]) == 2
    said = capsys.readouterr().err
    assert "no worker has called" in said
    (log,) = run_dir.glob("parsl/*/submit_scripts/*.err")
    assert str(log) in said


def test_a_worker_that_is_slow_on_a_busy_machine_is_waited_for(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = "while time.process_time() < 4: pass"
    starting_slowly(monkeypatch, tmp_path / "site", busy)
    monkeypatch.setattr(first_call, "QUIET_SECONDS", 2)
    assert main(["run", str(archive.manifest), "--run-dir", str(tmp_path / "run")]) == 0


def test_a_run_whose_managers_all_fail_at_once_ends_with_their_last_words(
    archive: Archive,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    starting_slowly(monkeypatch, tmp_path / "site", "sys.exit('this Python is broken')")
    assert main(["run", str(archive.manifest), "--run-dir", str(tmp_path / "run")]) == 2
    said = capsys.readouterr().err
    assert "no worker could be started here" in said
    assert "this Python is broken" in said
    assert said.count("photoparsl: ") == 1


DIES_AT_ONCE = """
import os, sys
from pathlib import Path
if any("high_throughput.interchange" in word for word in sys.orig_argv):
    begun = Path({folder!r}, f"begun-{{os.getpid()}}")
    begun.touch()
    if len(list(begun.parent.glob("begun-*"))) <= {times}:
        os.kill(os.getpid(), 9)
"""


@pytest.mark.parametrize(("times", "code"), [(1, 0), (2, 0), (99, 3)])
def test_an_interchange_that_ends_as_it_starts_is_started_again(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int, code: int
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    text = DIES_AT_ONCE.format(folder=str(tmp_path), times=times)
    (site / "sitecustomize.py").write_text(text)
    monkeypatch.setenv("PYTHONPATH", str(site))
    done = finish(archive, tmp_path / "run")
    assert done.returncode == code, done.stderr
    assert len(list(tmp_path.glob("begun-*"))) == min(times + 1, 4), "one early, and three loads"
    if code:
        assert "Parsl's interchange ended by signal 9 as it started" in done.stderr
        assert "the same command goes on" in done.stderr


STOPS_ITSELF = """
import os, signal, sys
from pathlib import Path
if any("high_throughput.interchange" in word for word in sys.orig_argv):
    begun = Path({folder!r}, f"begun-{{os.getpid()}}")
    begun.touch()
    if len(list(begun.parent.glob("begun-*"))) <= 1:
        os.kill(os.getpid(), signal.SIGSTOP)
"""


def test_an_interchange_that_is_stopped_is_soon_replaced_at_its_start_and_later(
    slow: Archive,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(STOPS_ITSELF.format(folder=str(tmp_path)))
    monkeypatch.setenv("PYTHONPATH", str(site))
    monkeypatch.setattr(interchange_process, "STOPPED_SECONDS", 1.5)
    monkeypatch.setattr(parsl_start, "COMMAND_SECONDS", 1)
    run_dir = tmp_path / "run"
    begun: list[int] = []

    def stop_the_second() -> None:
        until(lambda: finished(run_dir) >= 3)
        begun.extend(int(path.name.partition("-")[2]) for path in tmp_path.glob("begun-*"))
        tether = psutil.Process(next(pid for pid in begun if psutil.pid_exists(pid)))
        interchange = tether.children()[0]
        begun.append(interchange.pid)
        interchange.suspend()

    stopping = threading.Thread(target=stop_the_second)
    stopping.start()
    command = ["run", str(slow.manifest), "--slice-size", "20", "--run-dir", str(run_dir)]
    assert main(command) == 0
    stopping.join()
    assert [outcome.row for outcome in outcomes(run_dir)] == list(range(ROWS))
    log = (run_dir / "run.log").read_text()
    assert re.search(r"stopped \(SIGSTOP\) for \d+ s as it started, and has been killed", log)
    assert re.search(r"stopped \(SIGSTOP\) for \d+ s: it is killed", log)
    assert len(begun) == 3
    until(lambda: not any(map(psutil.pid_exists, begun)))
