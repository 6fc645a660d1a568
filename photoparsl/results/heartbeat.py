"""Whether the process of a run is alive.

On the process's own machine, the kernel tells whether it is alive.  For other machines that share
the disk, the process touches a file every few seconds, whatever else it is doing.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from photoparsl.results.fields import OLD_KEY
from photoparsl.results.states import RunState

BEAT_SECONDS = 5.0  # between two touches
SILENT_SECONDS = 30.0  # without a touch, after which a process elsewhere has probably ended
CLOCK_SECONDS = 2.0  # by which a touch may lie in the future. Beyond it, the file is watched


@dataclass(frozen=True, slots=True)
class ProcessIdentity:
    """Identifies a process among all processes, or empty if the system has no /proc.

    pid: the process's number
    start_ticks: when it started, in the kernel's clock ticks since boot
    machine: its machine, the boot, and the namespace of process numbers
    """

    pid: int = 0
    start_ticks: int = field(default=0, metadata={OLD_KEY: "started"})
    machine: str = ""


class Heartbeat:
    """Touches a file every BEAT_SECONDS until it is stopped.  The file must exist."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def start(self) -> None:
        """Start to touch the file."""
        self._thread.start()

    def stop(self) -> None:
        """Stop touching the file."""
        self._end.set()
        if self._thread.is_alive():
            self._thread.join()

    def _beat(self) -> None:
        while not self._end.wait(BEAT_SECONDS):
            try:
                os.utime(self._path)
            except OSError:
                continue  # the run itself reports a disk that fails


def this_process() -> ProcessIdentity:
    """Return the identity of this process, or empty if there is no /proc."""
    try:
        return ProcessIdentity(os.getpid(), _start_ticks(os.getpid()), _machine())
    except (OSError, ValueError, IndexError):
        return ProcessIdentity()


def process_state(process: ProcessIdentity, touched: Path) -> RunState:
    """Return a run's state, as its process shows it: at work, stopped, killed or silent.

    process: the run's process, which hasn't written how the run ended
    touched: the file that the process touches
    """
    try:
        if process.machine and process.machine == _machine():
            return _state_here(process)
    except OSError:
        pass
    return RunState.AT_WORK if _is_touched(touched) else RunState.SILENT


def _state_here(process: ProcessIdentity) -> RunState:
    try:
        fields = _stat(process.pid)
    except OSError:
        return RunState.KILLED
    if int(fields[19]) != process.start_ticks or fields[0] in "ZX":
        return RunState.KILLED
    return RunState.STOPPED if fields[0] in "Tt" else RunState.AT_WORK


def _is_touched(path: Path) -> bool:
    """Whether the file was touched lately.

    If its time lies in the future, because two clocks differ, wait for the next touch.
    """
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


def _start_ticks(pid: int) -> int:
    return int(_stat(pid)[19])


def _stat(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat (proc(5)) that follow the name, which may hold spaces."""
    text = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    return text.rpartition(")")[2].split()


def _machine() -> str:
    """Return this machine's name, its boot and the namespace of process numbers (containers)."""
    boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return f"{socket.gethostname()} {boot} {Path('/proc/self/ns/pid').readlink()}"
