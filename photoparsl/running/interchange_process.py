"""Finds out whether somebody has stopped the process of Parsl's interchange, and ends it."""

from __future__ import annotations

import subprocess
import time
from contextlib import suppress
from typing import Any

import psutil

STOPPED_SECONDS = 10.0  # after which a stopped interchange counts as lost
LOOK_SECONDS = 2.0  # a longer time between two checks counts as this: we may have been stopped
_CHECK_SECONDS = 2.0  # between two checks, which read the list of all processes


class StoppedWatch:
    """Tells when an interchange has been stopped (SIGSTOP) for STOPPED_SECONDS.

    Time in which this process was stopped doesn't count: Ctrl-Z may stop both.
    """

    def __init__(self) -> None:
        self._stopped = 0.0  # seconds
        self._checked = time.monotonic()

    def has_stopped(self, process: subprocess.Popen[Any]) -> bool:
        """Whether the interchange has been suspended too long.

        Call it regularly: it adds up the time between its calls.
        """
        now = time.monotonic()
        passed = now - self._checked
        if passed < _CHECK_SECONDS:
            return False
        self._checked = now
        self._stopped = self._stopped + min(passed, LOOK_SECONDS) if _is_stopped(process) else 0.0
        return self._stopped > STOPPED_SECONDS

    @property
    def sentence(self) -> str:
        """How long the interchange was suspended, for a message."""
        return f"Parsl's interchange was stopped (SIGSTOP) for {self._stopped:.0f} s"


def kill(process: subprocess.Popen[Any]) -> None:
    """Kill the interchange and what it has started, and wait for its end."""
    for part in _parts(process):
        with suppress(psutil.Error):
            part.kill()
    process.kill()
    process.wait()


def _is_stopped(process: subprocess.Popen[Any]) -> bool:
    for part in _parts(process):
        with suppress(psutil.Error):
            if part.status() == psutil.STATUS_STOPPED:
                return True
    return False


def _parts(process: subprocess.Popen[Any]) -> list[psutil.Process]:
    """Return the process, which may be a tether, and its children, or nothing if it has ended."""
    with suppress(psutil.Error):
        main = psutil.Process(process.pid)
        return [main, *main.children(recursive=True)]
    return []
