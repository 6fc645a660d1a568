"""Temporary folders go with the process that made them, also if it is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from photoparsl.files import make_temporary_folder, remove_temporary_folder, temporary_folder
from tests.commands.calls import write_photos

MAKER = """
import os, sys, time
from pathlib import Path
from photoparsl.files import make_temporary_folder
print(make_temporary_folder(Path(sys.argv[1])), flush=True)
time.sleep(60)
"""


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_the_next_folder_replaces_that_of_a_killed_process_and_no_other(tmp_path: Path) -> None:
    command = [sys.executable, "-c", MAKER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        other = Path(process.stdout.readline().rstrip("\n"))
        (other / "pymp").mkdir()
        own = make_temporary_folder(tmp_path)
        assert set(tmp_path.iterdir()) == {other, own}
        assert own.stat().st_mode & 0o077 == 0
        process.kill()
    third = make_temporary_folder(tmp_path)
    assert set(tmp_path.iterdir()) == {own, third}
    files = len(list(Path("/proc/self/fd").iterdir()))
    remove_temporary_folder(own)
    remove_temporary_folder(third)
    assert list(tmp_path.iterdir()) == []
    assert len(list(Path("/proc/self/fd").iterdir())) == files - 2


def test_folders_that_only_have_such_a_name_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "photoparsl-run-file").touch()
    (tmp_path / "target").mkdir()
    (tmp_path / "photoparsl-run-link").symlink_to(tmp_path / "target")
    before = set(tmp_path.iterdir())
    with temporary_folder() as folder:
        assert set(tmp_path.iterdir()) == {*before, folder}
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize("end", ["done", "SIGTERM", "SIGKILL"])
def test_a_run_leaves_nothing_in_tmpdir(
    end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_photos(4)
    monkeypatch.setattr("tempfile.tempdir", None)
    folder = Path(tempfile.mkdtemp(prefix="Åsa's "))  # short enough for the paths of sockets
    Path("slow.py").write_text(
        "import time\ndef slow(photo):\n    time.sleep(60)\n    return 1.0\n"
    )
    measures = [] if end == "done" else ["--measures", "slow:slow"]
    process = subprocess.Popen(
        [sys.executable, "-m", "photoparsl", "run", "m.txt", *measures],
        env={**os.environ, "TMPDIR": str(folder), "PYTHONPATH": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    if end != "done":
        until(lambda: any(folder.glob("photoparsl-run-*/pymp-*")))
        process.send_signal(signal.Signals[end])
        if end == "SIGTERM":
            time.sleep(1)
            process.send_signal(signal.SIGTERM)
    process.wait(timeout=120)
    until(lambda: not list(folder.iterdir()))
    folder.rmdir()
