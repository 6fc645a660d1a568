"""Runs the commands of a batch system, with a time limit."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TypeAlias

from photoparsl.errors import error_text

SECONDS = 30.0  # the default time limit of a command

Output: TypeAlias = "subprocess.CompletedProcess[str]"


def run_command(*command: str, seconds: float = SECONDS, folder: Path | None = None) -> Output:
    """Run a command, and return its exit code and output.

    If the command isn't installed or exceeds the time limit, the exit code is 1, and the reason is
    in the standard error.

    command: the program and its arguments
    seconds: the command's time limit, in seconds
    folder: where it runs (default: the current one)
    """
    try:
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            errors="replace",  # a path in the output may not be UTF-8
            timeout=seconds,
            check=False,
            cwd=folder,
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", f"no answer in {seconds:g} s")
    except OSError as error:
        return subprocess.CompletedProcess(command, 1, "", f"{command[0]}: {error_text(error)}")


def first_words(output: Output) -> str:
    """Return a command's standard error, or else its standard output, in one line."""
    return " ".join((output.stderr or output.stdout).split())
