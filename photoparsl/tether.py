"""Parsl's processes, tied to the program that started them.

`python -m photoparsl.tether PID MODULE ARGUMENTS` runs a module as `python -m MODULE` does,
and ends it, with its children, as soon as process PID is no more.  By itself Parsl's
interchange outlives a parent that was killed and keeps its port; and Ctrl-C, meant for the
program that will finish what is running, would reach the interchange and end it first.
"""

from __future__ import annotations

import os
import runpy
import shlex
import signal
import sys
import threading
import time

import psutil
from parsl.executors.high_throughput.executor import DEFAULT_LAUNCH_CMD

CHECK_SECONDS = 0.5

_HTEX = "parsl.executors.high_throughput"


def interchange_command() -> list[str]:
    """What HighThroughputExecutor's `interchange_launch_cmd` should be.

    Through this interpreter: Parsl's default needs `interchange.py` on the PATH, which only
    an activated virtual environment has.
    """
    return [*_tethered(), f"{_HTEX}.interchange"]


def worker_pool_command() -> str:
    """What HighThroughputExecutor's `launch_cmd` should be for workers on this machine."""
    pool = shlex.join([*_tethered(), f"{_HTEX}.process_worker_pool"])
    return str(DEFAULT_LAUNCH_CMD).replace("process_worker_pool.py", pool, 1)


def _tethered() -> list[str]:
    return [sys.executable, "-m", "photoparsl.tether", str(os.getpid())]


def _end_with(parent: psutil.Process) -> None:
    while parent.is_running() and parent.status() != psutil.STATUS_ZOMBIE:
        time.sleep(CHECK_SECONDS)
    for child in psutil.Process().children(recursive=True):
        child.kill()
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Run the module named on the command line until it ends or its parent does."""
    parent, module = psutil.Process(int(sys.argv[1])), sys.argv[2]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    sys.argv = sys.argv[2:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
