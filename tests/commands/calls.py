"""Calling a command as a terminal does, in a folder of the test's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from photoparsl.commands.main import main
from tests.conftest import jpeg


def call(*arguments: str) -> int:
    """Call `photoparsl` with the arguments, and return the exit code, also argparse's."""
    try:
        return main(list(arguments))
    except SystemExit as ended:
        return int(ended.code or 0)


def last_error(capsys: pytest.CaptureFixture[str]) -> str:
    """The last line on standard error, which must be a sentence."""
    line = capsys.readouterr().err.strip().splitlines()[-1]
    assert "Traceback" not in line and not line.endswith("None")
    assert not re.search(r": ?$|: :|^photoparsl: :", line), line
    return line


def write_photos(number: int) -> None:
    """Write photos into the current folder, and a manifest of them, m.txt."""
    Path("m.txt").write_text("".join(f"{n}.jpg {1900 + n}\n" for n in range(number)))
    for n in range(number):
        Path(f"{n}.jpg").write_bytes(jpeg(40 + n))


def run_here(*more: str) -> int:
    """Run m.txt in threads, and return the exit code."""
    return call("run", "m.txt", "--config", "threads", *more)
