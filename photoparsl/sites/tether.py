"""Parsl's processes, tied to the program that started them.

`python -m photoparsl.sites.tether PID MODULE ARGUMENTS` runs a module as `python -m MODULE` does,
in a child, and ends it with all that it has started as soon as process PID is no more, or the
child itself, or when the child has lost a process of its own and doesn't replace it.

By itself Parsl's interchange outlives a program that was killed and keeps its port; a manager
that was killed leaves processes behind; one that lost its helper (multiprocessing's
SyncManager) stays, never to work again; and Ctrl-C, meant for the program that will finish
what is running, would reach the interchange and end it first.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

import psutil

from photoparsl.sites import parslmain

CHECK_SECONDS = 1
REPAIR_SECONDS = 15  # that a worker pool has to replace a process that it lost


def interchange_command(module: str = parslmain.INTERCHANGE) -> list[str]:
    """What HighThroughputExecutor's `interchange_launch_cmd` should be.

    Through this interpreter: Parsl's default needs `interchange.py` on the PATH, which only
    an activated virtual environment has.
    """
    return [*_tethered(), module]


def worker_pool_command() -> list[str]:
    """The words that start a pool of workers on this machine, before its arguments."""
    return [*_tethered(), parslmain.POOL]


def main() -> None:
    """Run the module named on the command line until it ends or its parent does."""
    parent, module = psutil.Process(int(sys.argv[1])), sys.argv[2]
    if os.getpgrp() == os.getpgid(parent.pid):
        os.setsid()  # away from the terminal's Ctrl-C, and from a signal to the whole group
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tether = os.getpid()
    child = os.fork()
    if child:
        sys.exit(_watch(parent, child))
    threading.Thread(target=_end_with, args=(tether,), daemon=True).start()
    parslmain.run(module, sys.argv[3:])


def _tethered() -> list[str]:
    # -P: what lies in the folder that a person works in isn't imported.
    return [sys.executable, "-P", "-m", "photoparsl.sites.tether", str(os.getpid())]


def _watch(parent: psutil.Process, child: int) -> int:
    """Wait for an end of the child, the parent, or the child's repairs; return an exit code."""
    signal.signal(signal.SIGTERM, lambda number, frame: os.kill(child, number))
    pool = psutil.Process(child)
    most, whole = 0, time.monotonic()  # processes that the child had, and when it last had them
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            _sweep()
            return abs(os.waitstatus_to_exitcode(status))
        now, size = time.monotonic(), len(pool.children())
        if size >= most:
            most, whole = size, now
        gone = not parent.is_running() or parent.status() == psutil.STATUS_ZOMBIE
        if gone or now - whole > REPAIR_SECONDS:
            _sweep()
        time.sleep(CHECK_SECONDS)


def _end_with(tether: int) -> None:
    """The child's side: should the tether be killed, end everything too."""
    while os.getppid() == tether:
        time.sleep(CHECK_SECONDS)
    _sweep()
    os.kill(os.getpid(), signal.SIGKILL)


def _sweep() -> None:
    """Kill what else is in this process group, but for those that we were started by."""
    spared = {os.getpid(), *(process.pid for process in psutil.Process().parents())}
    for pid in set(psutil.pids()) - spared:
        try:
            if os.getpgid(pid) == os.getpgrp():
                os.kill(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue  # it has ended by itself, or isn't ours


if __name__ == "__main__":
    main()
