"""The workers of a pool as forks of one process, which has imported what they need.

A pool has threads, and can't fork safely itself.  multiprocessing's fork server has none.  If it
ends, its workers end with it, and the pool starts others.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from multiprocessing import forkserver, reduction
from multiprocessing.context import ForkServerProcess
from typing import Any

_DEATH_SIGNAL = 1  # of prctl(2): the signal that a process gets when its parent ends


class WorkerProcess(ForkServerProcess):
    """A worker.  It writes to the pool's output, wherever the fork server's goes."""

    _outputs: tuple[Any, ...]
    _server: int

    def __getstate__(self) -> dict[str, Any]:
        """Add the pool's outputs and its fork server, which the worker can't look up itself."""
        forkserver.ensure_running()
        outputs = tuple(reduction.DupFd(number) for number in (1, 2))
        server = getattr(forkserver, "_forkserver")._forkserver_pid  # noqa: B009  no public name
        return {**self.__dict__, "_outputs": outputs, "_server": server}

    def run(self) -> None:
        """Do a worker's work, in the worker's process."""
        for number, output in enumerate(self._outputs, start=1):
            fd = output.detach()
            os.dup2(fd, number)
            os.close(fd)
        _end_with_parent(self._server)
        super().run()


def start_server(module: str) -> None:
    """Start the fork server, which imports a module and then waits."""
    forkserver.set_forkserver_preload([module])
    forkserver.ensure_running()


def _end_with_parent(parent: int) -> None:
    """Let the kernel kill this process when its parent ends, where the system can do it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it has ended meanwhile
        os._exit(1)
