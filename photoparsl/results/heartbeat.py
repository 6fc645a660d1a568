"""Signs of life: which process runs something, and whether it still does.

On the machine where the process is, the kernel tells.  From any other that shares the disk, a
file tells that the process touches every few seconds, whatever else it is doing.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from photoparsl.results.states import RunState

BEAT_SECONDS = 5.0  # between two touches
SILENT_SECONDS = 30.0  # without one, after which a process elsewhere has probably ended
CLOCK_SECONDS = 2.0  # that the clocks of two machines may be apart without a closer look


@dataclass(frozen=True, slots=True)
class Life:
    """A process: its number, when it started (in the kernel's ticks) and on which machine.

    Empty where the system can't tell.
    """

    pid: int = 0
    started: int = 0
    machine: str = ""


class Heartbeat:
    """Touches a file that is there, until it is stopped."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._end.set()
        if self._thread.is_alive():
            self._thread.join()

    def _beat(self) -> None:
        while not self._end.wait(BEAT_SECONDS):
            try:
                os.utime(self._path)
            except OSError:
                continue  # the run itself will tell of a disk that is gone


def this_process() -> Life:
    """This process; empty where there is no /proc."""
    try:
        return Life(os.getpid(), _started(os.getpid()), _machine())
    except (OSError, ValueError, IndexError):
        return Life()


def state_of(life: Life, touched: Path) -> RunState:
    """The state of a run that hasn't ended, by its process and by the file that this touches."""
    try:
        if life.machine and life.machine == _machine():
            return _state_here(life)
    except OSError:
        pass
    return RunState.AT_WORK if _beats(touched) else RunState.SILENT


def _state_here(life: Life) -> RunState:
    try:
        fields = _stat(life.pid)
    except OSError:
        return RunState.KILLED
    if int(fields[19]) != life.started or fields[0] in "ZX":
        return RunState.KILLED
    return RunState.STOPPED if fields[0] in "Tt" else RunState.AT_WORK


def _beats(path: Path) -> bool:
    """Whether the file has been touched lately, or, where the clocks don't agree, is just now."""
    try:
        before = path.stat().st_mtime_ns
        age = time.time() - before / 1e9
        if -CLOCK_SECONDS <= age < SILENT_SECONDS:
            return True
        end = time.monotonic() + 1.5 * BEAT_SECONDS
        while age < 0 and time.monotonic() < end:
            time.sleep(0.2)
            if path.stat().st_mtime_ns != before:
                return True
    except OSError:
        pass
    return False


def _started(pid: int) -> int:
    return int(_stat(pid)[19])


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on; the name before may hold anything."""
    text = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    return text.rpartition(")")[2].split()


def _machine() -> str:
    """This machine since it was started, and its processes' numbers; containers differ."""
    boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return f"{socket.gethostname()} {boot} {Path('/proc/self/ns/pid').readlink()}"
