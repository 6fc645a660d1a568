"""The janitor: removes a run's pilots from the queue when the program that runs it has ended.

`python -m photoparsl.sites.janitor PID QUEUE` waits, in a session of its own, until process PID has
ended.  Then it removes the run's remaining jobs.  It ends when it has found none in two checks,
since a job may still be on its way into the queue.

Without the janitor, the running pilots of a killed run would go on until their heartbeats fail.
The queued pilots would still start and then do the same.
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

CHECK_SECONDS = 1  # between two checks of the process
SWEEP_SECONDS = 3  # between two checks of the queue
FORCE_SECONDS = 40  # after which jobs are removed by force: their host may be gone
MOST_SECONDS = 900  # after which the janitor gives up, since the queue doesn't answer


@dataclass(frozen=True, slots=True)
class Queue:
    """Command lines about one run's jobs.

    left: the command that prints a line for each job in the queue
    remove: the command that removes the jobs
    force: the command that removes the jobs by force
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
        start_new_session=True,  # so that the terminal's Ctrl-C doesn't reach it
    )


def remove_all(queue: Queue) -> bool:
    """Remove the run's jobs, and return whether all are gone."""
    began, times_empty = time.monotonic(), 0
    while (seconds := time.monotonic() - began) < MOST_SECONDS:
        left = subprocesses.run_command(*queue.left)
        is_empty = not left.returncode and not left.stdout.strip()
        times_empty = times_empty + 1 if is_empty else 0
        if times_empty > 1:
            return True
        if not is_empty:
            subprocesses.run_command(*(queue.remove if seconds < FORCE_SECONDS else queue.force))
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
