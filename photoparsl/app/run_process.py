"""RunProcess: a run in a process of its own, by the command that a person would type."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from photoparsl.fetching import Limits

STOP_SECONDS = 60.0  # that the running tasks have to finish before they are ended

# Settings files are left out: what is measured is what was shown, on this machine.
_COMMAND = (sys.executable, "-P", "-m", "photoparsl", "run", "--no-settings")
_ERROR = "photoparsl: "  # begins the sentence with which a command ends
_MOST_OUTPUT = 20_000  # bytes of the output's end that are read


class RunProcess:
    """A run in a process of its own, by the command that a person would type.

    arguments: those of `photoparsl.run`
    path: the run's folder
    began: when it was started, in seconds since 1970 (UTC)
    is_stopping: whether it was told to stop
    """

    def __init__(self, arguments: Mapping[str, Any], output: Path) -> None:
        """Start it.

        arguments: those of `photoparsl.run`
        output: the file for what it prints
        """
        self.arguments = arguments
        self.path = Path(arguments["run_dir"]).absolute()
        self.began = time.time()
        self.is_stopping = False
        self._output = output
        with output.open("wb") as file:
            self._process = subprocess.Popen(
                [*_COMMAND, *command_line(arguments)],
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C in the terminal is for the app, which stops it
            )

    @property
    def exit_code(self) -> int | None:
        """The process's exit code, or None while it runs."""
        return self._process.poll()

    @property
    def problem(self) -> str:
        """The sentence with which the command ended, if it couldn't begin, go on or finish."""
        with self._output.open("rb") as file:
            file.seek(max(0, file.seek(0, 2) - _MOST_OUTPUT))
            text = file.read().decode("utf-8", "replace")
        return text.rpartition(_ERROR)[2].strip() if _ERROR in text else ""

    def stop(self) -> None:
        """Ask it to stop: what is running is finished and kept."""
        if self.exit_code is None and not self.is_stopping:
            self.is_stopping = True
            self._signal(signal.SIGINT)

    def end(self, seconds: float = STOP_SECONDS) -> None:
        """Stop the process, and wait until it has ended.  After so many seconds, end it at once."""
        self.stop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(seconds)
                return
            self._signal(number)
            seconds = 5.0
        self._process.wait()

    def _signal(self, number: signal.Signals) -> None:
        with suppress(OSError):  # it has just ended
            self._process.send_signal(number)


def command_line(arguments: Mapping[str, Any]) -> list[str]:
    """The arguments of `photoparsl.run` as those of the command.

    >>> command_line({"manifest": "/a b", "fuzzy": True, "date_column": ("-x",), "count": 5})
    ['--fuzzy', '--date-column=-x', '--count=5', '--', '/a b']
    """
    return [*_options(arguments), "--", str(arguments["manifest"])]


def _options(arguments: Mapping[str, Any]) -> Iterator[str]:
    for name, value in arguments.items():
        flag = f"--{name.replace('_', '-')}"
        if isinstance(value, Limits):
            yield from ["--allow-private"] if value.allow_private else []
        elif name == "manifest" or value is None or value is False:
            continue
        elif value is True:
            yield flag
        else:
            values = value if isinstance(value, tuple) else (value,)
            yield from (f"{flag}={entry}" for entry in values)
