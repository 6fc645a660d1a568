"""The tether: ends Parsl's processes when the program that started them has ended.

`python -m photoparsl.sites.tether PID MODULE ARGUMENTS` runs a module in a child process, as
`python -m MODULE` does.  It kills the child and all processes that the child has started

- when process PID has ended,
- when the child has ended,
- when the child has lost one of its processes and hasn't replaced it within REPAIR_SECONDS.

It gives them a temporary folder of their own as TMPDIR, and removes it in the end: processes that
are killed leave what they have made there.

Without a tether, Parsl's interchange outlives a program that was killed, and keeps its port.  A
manager that was killed leaves processes behind.  A manager that lost its helper (multiprocessing's
SyncManager) stays and does no work.  And Ctrl-C, which asks the program to finish what is running,
also reaches the interchange and ends it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil

from photoparsl.files import (
    NAME_LENGTH,
    make_temporary_folder,
    remove_temporary_folder,
)
from photoparsl.sites import parslmain

WAIT = "-"  # as the only argument: they come on standard input, when they are known
FORK_SERVER = "multiprocessing.forkserver"  # in the command line of a process that forks workers
CHECK_SECONDS = 1
REPAIR_SECONDS = 15  # that a worker pool has to replace a lost process


def interchange_command(module: str = parslmain.INTERCHANGE) -> list[str]:
    """Return the value for HighThroughputExecutor's `interchange_launch_cmd`.

    The command starts this interpreter.  Parsl's default command needs `interchange.py` on PATH,
    which is only there in an activated virtual environment.

    module: the module of the interchange, by default Parsl's own
    """
    return [*_tethered(), module]


def worker_pool_command() -> list[str]:
    """Return the command that starts a worker pool on this machine, without its arguments."""
    return [*_tethered(), parslmain.POOL]


def main() -> None:
    """Run a module, the second argument, until it ends or a process, the first argument, ends.

    The first argument is the process's ID.  Those after the second are the module's own.
    """
    parent, module = psutil.Process(int(sys.argv[1])), sys.argv[2]
    if os.getpgrp() == os.getpgid(parent.pid):
        os.setsid()  # so that the terminal's Ctrl-C and signals to the group don't reach it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tether = os.getpid()
    folder = make_temporary_folder(_parent_of_sockets())
    child = os.fork()
    if child:
        try:
            code = _watch(parent, child)
        finally:
            remove_temporary_folder(folder)
        sys.exit(code)
    os.environ["TMPDIR"], tempfile.tempdir = str(folder), None
    threading.Thread(target=_die_with, args=(tether, folder), daemon=True).start()
    arguments = sys.argv[3:]
    if arguments == [WAIT]:
        parslmain.import_early(module)
        arguments = _read_arguments()
    parslmain.run_module(module, arguments)


def _parent_of_sockets() -> Path:
    """Return TMPDIR, or /tmp if the paths of sockets below TMPDIR would be too long."""
    parent = tempfile.gettempdir()
    length = len(os.fsencode(parent)) + 1 + NAME_LENGTH
    return Path(parent if length <= parslmain.LONGEST_TEMPORARY else "/tmp")


def _read_arguments() -> list[str]:
    """Wait for the arguments, and for the files of the output.  Ends if nobody needs this."""
    line = sys.stdin.readline()
    if not line:
        sys.exit()
    message = json.loads(line)
    for number, path in ((1, message["output"]), (2, message["errors"])):
        file = os.open(path, os.O_WRONLY | os.O_APPEND)
        os.dup2(file, number)
        os.close(file)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return list(message["arguments"])


def _tethered() -> list[str]:
    # -P: import nothing from the current folder.
    return [sys.executable, "-P", "-m", "photoparsl.sites.tether", str(os.getpid())]


def _watch(parent: psutil.Process, child: int) -> int:
    """Wait until the child or the parent ends, or the child is broken.  Return the exit code."""
    signal.signal(signal.SIGTERM, lambda number, frame: os.kill(child, number))
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
    pool = psutil.Process(child)
    # The most processes that the child has had, and the last time when it had as many.
    most, whole = 0, time.monotonic()
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            _kill_group()
            return abs(os.waitstatus_to_exitcode(status))
        now, processes = time.monotonic(), _processes_of(pool)
        # A dead one may be lost before it was counted. Its parent soon forgets it, if it can.
        if len(processes) >= most and psutil.STATUS_ZOMBIE not in processes:
            most, whole = len(processes), now
        gone = not parent.is_running() or parent.status() == psutil.STATUS_ZOMBIE
        if gone or now - whole > REPAIR_SECONDS:
            _kill_group()
        _wait_for_child()


def _processes_of(pool: psutil.Process) -> list[str]:
    """The statuses of a worker pool's processes.  They are its children and its forked workers.

    What workers start themselves isn't among them.
    """
    children = _children_of(pool)
    for child in list(children):
        with suppress(psutil.Error):
            if FORK_SERVER in " ".join(child.cmdline()):
                children += _children_of(child)
    statuses: list[str] = []
    for child in children:
        with suppress(psutil.Error):
            statuses.append(child.status())
    return statuses


def _children_of(process: psutil.Process) -> list[psutil.Process]:
    with suppress(psutil.Error):
        return list(process.children())
    return []


def _wait_for_child() -> None:
    """Wait for CHECK_SECONDS, or until a child has ended where the system can tell it."""
    if hasattr(signal, "sigtimedwait"):  # not on macOS
        signal.sigtimedwait([signal.SIGCHLD], CHECK_SECONDS)
    else:
        time.sleep(CHECK_SECONDS)


def _die_with(tether: int, folder: Path) -> None:
    """In the child: kill the process group when the tether has been killed.

    folder: the temporary folder, which is then removed
    """
    while os.getppid() == tether:
        time.sleep(CHECK_SECONDS)
    _kill_group()
    remove_temporary_folder(folder)
    os.kill(os.getpid(), signal.SIGKILL)


def _kill_group() -> None:
    """Kill the other processes of this process group, but not those that started this one."""
    spared = {os.getpid(), *(process.pid for process in psutil.Process().parents())}
    for pid in set(psutil.pids()) - spared:
        try:
            if os.getpgid(pid) == os.getpgrp():
                os.kill(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue  # it has ended by itself, or belongs to another user


if __name__ == "__main__":
    main()
