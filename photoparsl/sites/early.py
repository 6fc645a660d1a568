"""Starts Parsl's processes on this machine early, before their settings are known.

They import Parsl, which takes longest, while the run reads its manifest.  The interchange then
waits for its settings, as it always does, and the manager for its arguments.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from photoparsl.sites import parslmain

END_SECONDS = 5.0  # a process that isn't needed has this long to end before it is killed

_waiting: dict[str, subprocess.Popen[bytes]] = {}  # by module


def start_early(options: object = None) -> None:
    """Start an interchange and a manager, and import Parsl.

    `end_early` ends those that nobody has taken.

    options: unused.  A site's file may have this function, which then gets the site's options
    """
    from photoparsl.sites import tether  # noqa: PLC0415  imports psutil

    commands = {
        parslmain.INTERCHANGE: tether.interchange_command(),
        parslmain.POOL: [*tether.worker_pool_command(), tether.WAIT],
    }
    for module, command in commands.items():
        with suppress(OSError):  # too many processes: it is said when Parsl starts
            _waiting[module] = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
    parslmain.import_parsl()


def end_early() -> None:
    """End the processes that nobody has taken."""
    while _waiting:
        _, process = _waiting.popitem()
        assert process.stdin
        with suppress(OSError):
            process.stdin.close()
        process.terminate()
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def take_manager(arguments: Sequence[str], output: str, errors: str) -> Any:
    """Give the waiting manager its arguments, and return its process, or None if there is none.

    output, errors: paths of the files that it writes to
    """
    process = _take(parslmain.POOL)
    if process and process.stdin:
        message = json.dumps({"arguments": arguments, "output": output, "errors": errors})
        with suppress(OSError):  # it has just ended, which is noticed as that of any manager
            process.stdin.write(f"{message}\n".encode())
            process.stdin.close()
    return process


@contextmanager
def early_interchange(launcher: str) -> Iterator[None]:
    """In this context, give a module the waiting interchange when it tries to start one.

    launcher: the name of the module, which calls `subprocess.Popen`
    """
    module: Any = sys.modules[launcher]
    process = _take(parslmain.INTERCHANGE)
    if process is None:
        yield
        return
    module.subprocess = _Started(process)
    try:
        yield
    finally:
        module.subprocess = subprocess


def _take(module: str) -> subprocess.Popen[bytes] | None:
    process = _waiting.pop(module, None)
    return process if process and process.poll() is None else None


class _Started:
    """Looks like the module `subprocess`.  Its Popen returns a process that was started before."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def Popen(self, *arguments: object, **options: object) -> subprocess.Popen[bytes]:  # noqa: N802
        return self._process

    def __getattr__(self, name: str) -> Any:
        return getattr(subprocess, name)
