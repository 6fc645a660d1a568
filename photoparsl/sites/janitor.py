"""What removes a run's pilots from the queue, should the program that submitted them be killed.

`python -m photoparsl.sites.janitor PID QUEUE` waits, in a session of its own, until process PID is
no more.  Then it removes what is left of the run's jobs, and ends when twice there were none: one
may have been on its way.  Without it a killed run's pilots would call, and wait, for as long as
their heartbeats let them, and others wait in the queue only to do the same.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass

import psutil

from photoparsl.sites import subprocesses as asking

CHECK_SECONDS = 1  # between two looks at the process
SWEEP_SECONDS = 3  # between two looks at the queue
FORCE_SECONDS = 40  # after which what doesn't go is forced, as are those of a host that is gone
MOST_SECONDS = 900  # after which it gives up: the queue doesn't answer


@dataclass(frozen=True, slots=True)
class Queue:
    """Command lines about one run's jobs: print those there are, remove them, and by force."""

    left: tuple[str, ...]
    remove: tuple[str, ...]
    force: tuple[str, ...]


def attend(queue: Queue) -> None:
    """Have a janitor wait for the end of this process."""
    subprocess.Popen(
        [sys.executable, "-P", "-m", __name__, str(os.getpid()), json.dumps(asdict(queue))],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # away from the terminal's Ctrl-C
    )


def sweep(queue: Queue) -> bool:
    """Remove the run's jobs, and say whether all are gone."""
    began, empty = time.monotonic(), 0
    while (taken := time.monotonic() - began) < MOST_SECONDS:
        left = asking.run(*queue.left)
        empty = empty + 1 if not left.returncode and not left.stdout.strip() else 0
        if empty > 1:
            return True
        if not empty:
            asking.run(*(queue.remove if taken < FORCE_SECONDS else queue.force))
        time.sleep(SWEEP_SECONDS)
    return False


def main() -> None:
    """Wait for the process's end, and sweep."""
    told = json.loads(sys.argv[2])
    queue = Queue(*(tuple(told[name]) for name in ("left", "remove", "force")))
    try:
        program = psutil.Process(int(sys.argv[1]))
        while program.is_running() and program.status() != psutil.STATUS_ZOMBIE:
            time.sleep(CHECK_SECONDS)
    except psutil.NoSuchProcess:
        pass  # it has ended already
    sys.exit(not sweep(queue))


if __name__ == "__main__":
    main()
