"""However a command ends, it ends with one of the documented codes and a sentence."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from photoparsl.cli import main
from photoparsl.commands import ending
from photoparsl.commands.ending import ended
from tests.conftest import Archive

CODES = (0, 1, 2, 3, 70, 130)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a space, a quote and an umlaut, and a home of its own."""
    here = tmp_path / "Ann's größe"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(here / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(here / "cache"))
    return here


def ends(*arguments: str) -> int:
    """The exit code, argparse's too."""
    try:
        return main(list(arguments))
    except SystemExit as ended:
        return int(ended.code or 0)


def sentence(capsys: pytest.CaptureFixture[str]) -> str:
    """What was said last, which must be a sentence that says something."""
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert "Traceback" not in said and not said.endswith("None")
    assert not re.search(r": ?$|: :|^photoparsl: :", said), said
    return said


def program(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "photoparsl", *arguments]
    environment = {**os.environ, **more}
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("staus",), "did you mean 'status'?"),
        (("run", "m.txt", "--mesures", "all"), "did you mean '--measures'?"),
        (("run", "m.txt", "--config", "slrum"), "did you mean 'slurm'?"),
        (("run", "m.txt", "--measures", "luminence"), "did you mean 'luminance'?"),
        (("serve", ".", "--port", "70000"), "70000 is not from 0 to 65,535"),
        (("run", "m.txt", "--port", "65536"), "not from 1 to 65,535"),
        (("run", "m.txt", "--count", "9" * 30), "is not from 1 to"),
        (("run", "m.txt", "--start", "9" * 9000), "is not from 0 to"),
        (("run", "m.txt", "--memory", "nan"), "'nan' is not a number from"),
        (("run", "m.txt", "--walltime", "inf"), "'inf' is not a number from"),
        (("run", "m.txt", "--timeout", "0"), "0 is not from 1 to"),
        (("tutorial", "t", "--photos", "0"), "0 is not from 1 to"),
    ],
)
def test_what_is_misspelt_or_out_of_range_is_said(
    arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("m.txt").write_text("a.jpg 1900\n")
    assert ends(*arguments) == 2
    assert words in sentence(capsys)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("pilots = 0", "pilots is 0, and should be a number from 1"),
        ("port = 70000", "from 1 to 65,535"),
        ("memory = -2", "memory is -2.0, and should be"),
        ("pilts = 3", "did you mean 'pilots'?"),
        ("pilots =", "isn't TOML"),
    ],
)
def test_a_setting_out_of_range_is_said_with_its_file(
    text: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("config/photoparsl").mkdir(parents=True)
    Path("config/photoparsl/site.toml").write_text(text)
    Path("m.txt").write_text("a.jpg 1900\n")
    assert ends("run", "m.txt", "--config", "slurm") == 2
    said = sentence(capsys)
    assert words in said and "site.toml" in said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def public_dir(options):\n    return {}['folder']\n", "own.py:2: KeyError: 'folder'"),
        ("1 / 0\n", "own.py:1: ZeroDivisionError"),
        ("import sys\nsys.exit()\n", "own.py:2: SystemExit"),
        ("def public_dir(options):\n    return None\n", "public_dir gave None"),
        ("", "has no function public_dir"),
        ("def public_dir(:", "SyntaxError"),
    ],
)
def test_whatever_a_sites_own_file_does_is_a_sentence_with_its_line(
    text: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("own.py").write_text(text)
    Path("m.txt").write_text("a.jpg 1900\n")
    assert ends("run", "m.txt", "--config", "own.py") == 2
    assert words in sentence(capsys)


def test_whatever_a_measures_own_file_does_is_a_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("broken_measure.py").write_text("assert not 'ready'\n")
    Path("m.txt").write_text("a.jpg 1900\n")
    assert ends("run", "m.txt", "--measures", "broken_measure:f") == 2
    assert "can't be imported: AssertionError" in sentence(capsys)


def test_a_port_that_is_taken_or_not_ours_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        assert ends("serve", ".", "--port", port) == 2
        assert f"port {port} of 127.0.0.1 can't be had: Address already in use" in sentence(capsys)
    for host in ("192.0.2.1", "no.such.invalid"):
        assert ends("serve", ".", "--host", host) == 2
        assert f"{host}: isn't an address of this machine" in sentence(capsys)


def test_photoparsl_alone_prints_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert ends() == 0
    assert "provenance" in capsys.readouterr().out


def test_what_nobody_has_foreseen_leaves_its_traceback_in_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending.tempfile, "tempdir", str(tmp_path))

    def fail() -> int:
        raise IndexError("a \x1b[2Jb")

    assert ended(fail) == 70
    said = sentence(capsys)
    (report,) = tmp_path.glob("photoparsl-fault-*")
    assert str(report) in said and "IndexError: a" in said and "\x1b" not in said
    assert "in fail" in report.read_text() and report.stat().st_mode & 0o077 == 0
    monkeypatch.setattr(ending.tempfile, "tempdir", str(tmp_path / "nowhere"))
    assert ended(fail) == 70
    assert "in fail" in capsys.readouterr().err


def test_every_error_of_the_system_says_something(capsys: pytest.CaptureFixture[str]) -> None:
    def fail(error: BaseException) -> int:
        def act() -> int:
            raise error

        return ended(act)

    assert fail(OSError(28, "No space left on device")) == 2
    assert "photoparsl: No space left on device: make room" in sentence(capsys)
    assert fail(OSError(5, None)) == 2
    assert "photoparsl: OSError" not in sentence(capsys)
    assert fail(OSError("odd")) == 70
    assert "OSError: odd" in sentence(capsys)
    assert fail(MemoryError()) == 2
    assert "memory" in sentence(capsys)
    assert fail(ModuleNotFoundError("No module named 'numpy'", name="numpy")) == 2
    assert "lacks numpy" in sentence(capsys)
    assert fail(KeyError()) == 70
    assert "(KeyError)" in sentence(capsys)


def test_a_reader_that_has_had_enough_ends_a_command_quietly(archive: Archive) -> None:
    assert ends("run", str(archive.manifest), "--config", "threads", "--run-dir", "r") == 0
    photoparsl = f"'{sys.executable}' -m photoparsl"
    for arguments in ("status r", "history r", "run --help", "provenance r", "check r"):
        line = f"{photoparsl} {arguments} | true; echo ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
        assert (done.stderr, int(done.stdout) in CODES) == ("", True), (arguments, done)


def test_an_output_that_cant_be_written_is_said(archive: Archive) -> None:
    assert ends("run", str(archive.manifest), "--config", "threads", "--run-dir", "r") == 0
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "photoparsl", "status", "r"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("photoparsl: No space left on device: make room")
    assert done.stderr.count("\n") == 1
