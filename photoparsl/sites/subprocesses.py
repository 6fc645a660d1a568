"""A batch system's commands, asked with a time limit."""

from __future__ import annotations

import subprocess
from pathlib import Path

SECONDS = 30  # that a command has


def run(
    *command: str, seconds: float = SECONDS, folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command, in a folder where one is given.

    One that isn't there or doesn't answer has failed, with words for why.
    """
    try:
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            errors="replace",  # a path in what it prints may be of any bytes
            timeout=seconds,
            check=False,
            cwd=folder,
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", f"no answer in {seconds:g} s")
    except OSError as error:
        return subprocess.CompletedProcess(command, 1, "", f"{command[0]}: {error.strerror}")
