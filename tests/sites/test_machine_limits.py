"""A run that its shell doesn't allow enough says so, before a library ends the process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.calls import write_photos


def run_with(limit: str, *words: str) -> subprocess.CompletedProcess[str]:
    line = f'{limit}; exec "$0" "$@"'
    command = ["bash", "-c", line, sys.executable, *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize(
    ("limit", "code", "sentence"),
    [
        ("ulimit -n 24", 2, "open files, and 24 are allowed: start it in a shell"),
        ("ulimit -v 400000", 2, "bytes of virtual memory, and 409,600,000 are allowed"),
    ],
)
def test_a_limit_that_is_too_low_is_said_in_a_sentence(
    limit: str, code: int, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_photos(3)
    done = run_with(limit, "-m", "photoparsl", "run", "m.txt", "--config", "local")
    assert done.returncode == code, done.stderr
    assert sentence in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr and "fault" not in done.stderr
