"""However a command ends, it ends with a documented exit code and at most a sentence."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from photoparsl.commands.terminal.command_exit import exit_code_of
from tests.commands.calls import call, last_error, write_photos
from tests.conftest import Archive, run_script

pytestmark = pytest.mark.usefixtures("own_folder")


CODES = (0, 1, 2, 3, 70, 130)


def test_an_unforeseen_error_leaves_its_traceback_in_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def fail() -> int:
        raise IndexError("a \x1b[2Jb")

    assert exit_code_of(fail) == 70
    message = last_error(capsys)
    (report,) = tmp_path.glob("photoparsl-fault-*")
    assert str(report) in message and "IndexError: a" in message and "\x1b" not in message
    assert "in fail" in report.read_text() and report.stat().st_mode & 0o077 == 0
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    assert exit_code_of(fail) == 70
    assert "in fail" in capsys.readouterr().err


def test_every_error_of_the_system_becomes_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    def fail(error: BaseException) -> int:
        def act() -> int:
            raise error

        return exit_code_of(act)

    assert fail(OSError(28, "No space left on device")) == 2
    assert "photoparsl: No space left on device: make room" in last_error(capsys)
    assert fail(OSError(5, None)) == 2
    assert "photoparsl: OSError" not in last_error(capsys)
    assert fail(OSError(22, "Invalid argument")) == 70, "it tells a user nothing"
    assert "OSError: [Errno 22]" in last_error(capsys)
    assert fail(OSError(22, "Invalid argument", "a.csv")) == 2
    assert "photoparsl: a.csv: Invalid argument" in last_error(capsys)
    assert fail(OSError(24, "Too many open files", "a.csv")) == 2
    assert "photoparsl: Too many open files: allow more, as with 'ulimit -n" in last_error(capsys)
    assert fail(OSError("odd")) == 70
    assert "OSError: odd" in last_error(capsys)
    assert fail(MemoryError()) == 2
    assert "memory" in last_error(capsys)
    assert fail(ModuleNotFoundError("No module named 'numpy'", name="numpy")) == 2
    assert "the package numpy isn't installed" in last_error(capsys)
    assert fail(KeyError()) == 70
    assert "(KeyError)" in last_error(capsys)


def test_a_closed_pipe_ends_a_command_without_a_message(archive: Archive) -> None:
    assert call("run", str(archive.manifest), "--config", "threads", "--run-dir", "r") == 0
    photoparsl = f"{shlex.quote(sys.executable)} -m photoparsl"
    for arguments in ("status r", "history r", "run --help", "provenance r", "check r"):
        line = f"{photoparsl} {arguments} | true; echo ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
        assert (done.stderr, int(done.stdout) in CODES) == ("", True), (arguments, done)


def test_a_standard_output_that_cant_be_written_is_reported_once(archive: Archive) -> None:
    assert call("run", str(archive.manifest), "--config", "threads", "--run-dir", "r") == 0
    for arguments in (
        "status r", "watch r", "history r", "histogram r", "check r", "trend r", "provenance r",
        "export r", "page r", "--version", "run --help", "",
    ):  # fmt: skip
        _assert_reported(arguments, "")
    for arguments in ("--help", "status r --json", "watch r"):
        _assert_reported(arguments, "1")


def _assert_reported(arguments: str, unbuffered: str) -> None:
    done = _full(arguments.split(), unbuffered)
    assert done.returncode == 2, (arguments, done)
    said = done.stderr.splitlines()[-1]
    assert said.startswith("photoparsl: standard output: No space left on device: make room")
    assert done.stderr.count("standard output") == 1


def _full(arguments: list[str], unbuffered: str) -> subprocess.CompletedProcess[str]:
    """A command whose standard output is a full disk."""
    with Path("/dev/full").open("w") as full:
        return subprocess.run(
            [sys.executable, "-m", "photoparsl", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            text=True,
            check=False,
        )


@pytest.mark.parametrize("closed", ["stdout", "stderr", "stdin", "stdin stdout stderr"])
def test_a_command_works_with_closed_standard_streams(closed: str) -> None:
    write_photos(2)
    shut = " ".join({"stdin": "<&-", "stdout": ">&-", "stderr": "2>&-"}[s] for s in closed.split())
    for arguments, code in (
        ("run m.txt --config local", 0),
        ("check runs/m", 0),
        ("check nowhere", 2),
        ("export runs/m", 0),
        ("run", 2),
    ):
        line = f"{shlex.quote(sys.executable)} -m photoparsl {arguments} {shut}"
        done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
        assert done.returncode == code and "Traceback" not in done.stderr, (line, done)
    assert Path("runs/m/lock").read_bytes() == b""  # nothing was printed into another's file


def test_a_closed_standard_input_is_an_empty_manifest() -> None:
    line = f"{shlex.quote(sys.executable)} -m photoparsl run - <&-"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "holds no photos" in done.stderr


SIGNAL_WHERE_EXCEPTIONS_ARE_DROPPED = """
import os, signal, time
from photoparsl.commands.terminal.command_exit import exit_code_of

class Kept:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.01)

def command():
    Kept()
    time.sleep(60)
    return 0

raise SystemExit(exit_code_of(command))
"""


def test_a_signal_that_arrives_where_python_drops_exceptions_ends_a_command(tmp_path: Path) -> None:
    ended = run_script(tmp_path, SIGNAL_WHERE_EXCEPTIONS_ARE_DROPPED)
    assert ended.returncode == 130
    assert ended.stderr == "photoparsl: interrupted\n"
