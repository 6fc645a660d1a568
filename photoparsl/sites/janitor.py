"""The janitor: removes a run's pilots from the queue after the program that submitted them.

`python -m photoparsl.sites.janitor PID QUEUE` waits, in a session of its own, until process PID is
no more.  Then it removes what is left of the run's jobs, and ends when it has found none twice: a
job may be on its way into the queue.  Without it the pilots of a run that was killed would go on
until their heartbeats fail, and those in the queue would start only to do the same.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass

import psutil

from photoparsl.sites import subprocesses

CHECK_SECONDS = 1  # between two looks at the process
SWEEP_SECONDS = 3  # between two looks at the queue
FORCE_SECONDS = 40  # after which jobs are removed by force, as those on a host that is gone
MOST_SECONDS = 900  # after which it gives up, since the queue doesn't answer


@dataclass(frozen=True, slots=True)
class Queue:
    """Command lines about one run's jobs.

    left: prints a line for each job in the queue
    remove: removes them
    force: removes them by force
    """

    left: tuple[str, ...]
    remove: tuple[str, ...]
    force: tuple[str, ...]


def start_janitor(queue: Queue) -> None:
    """Start a process that removes the queue's jobs when this process has ended."""
    subprocess.Popen(
        [sys.executable, "-P", "-m", __name__, str(os.getpid()), json.dumps(asdict(queue))],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # away from the terminal's Ctrl-C
    )


def remove_all(queue: Queue) -> bool:
    """Remove the run's jobs, and return whether all are gone."""
    began, times_empty = time.monotonic(), 0
    while (seconds := time.monotonic() - began) < MOST_SECONDS:
        left = subprocesses.run(*queue.left)
        is_empty = not left.returncode and not left.stdout.strip()
        times_empty = times_empty + 1 if is_empty else 0
        if times_empty > 1:
            return True
        if not is_empty:
            subprocesses.run(*(queue.remove if seconds < FORCE_SECONDS else queue.force))
        time.sleep(SWEEP_SECONDS)
    return False


def main() -> None:
    """Wait until the process on the command line has ended, then remove its run's jobs."""
    commands = json.loads(sys.argv[2])
    queue = Queue(**{name: tuple(command) for name, command in commands.items()})
    try:
        program = psutil.Process(int(sys.argv[1]))
        while program.is_running() and program.status() != psutil.STATUS_ZOMBIE:
            time.sleep(CHECK_SECONDS)
    except psutil.NoSuchProcess:
        pass  # it has ended already
    sys.exit(not remove_all(queue))


if __name__ == "__main__":
    main()
