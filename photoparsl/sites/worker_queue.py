"""A queue between a worker pool and its workers that outlives a worker that is killed.

A worker holds a lock of multiprocessing's queue as long as it waits for a task, and another while
it writes a result.  These locks are semaphores: if the worker is killed, nobody releases them, and
no other worker gets a task, or writes a result, again.  The kernel releases the lock of a file.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
import time
from multiprocessing import context, queues, reduction
from typing import TYPE_CHECKING, Any

_POLL_SECONDS = 0.01  # between two tries to get the lock


class FileLock:
    """A lock among processes, which the kernel releases when its holder ends.

    It is the process's: threads of one process don't exclude each other.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  open as long as the lock is used

    def acquire(self, block: bool = True, timeout: float | None = None) -> bool:
        """Wait for the lock, for `timeout` seconds at most; return whether this process has it."""
        end = None if timeout is None else time.monotonic() + timeout
        while True:
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if not block or (end is not None and time.monotonic() >= end):
                    return False
                time.sleep(_POLL_SECONDS)
            else:
                return True

    def release(self) -> None:
        """Release the lock."""
        fcntl.lockf(self._file, fcntl.LOCK_UN)

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()

    def __getstate__(self) -> Any:
        context.assert_spawning(self)
        return reduction.DupFd(self._file.fileno())

    def __setstate__(self, state: Any) -> None:
        self._file = os.fdopen(state.detach(), "w+b")


if TYPE_CHECKING:
    _Queue = queues.Queue[Any]
else:
    _Queue = queues.Queue  # which isn't generic when it runs


class WorkerQueue(_Queue):
    """multiprocessing's queue, whose readers and whose writers take turns by FileLocks."""

    def __init__(self) -> None:
        super().__init__(ctx=context.SpawnContext())
        self._rlock, self._wlock = FileLock(), FileLock()
