"""What a worker pool and its workers share, so that it outlives a worker that is killed.

multiprocessing's queue is a pipe with semaphores.  A worker that is killed while it waits for a
task, or while it writes a result, never releases its semaphore, and leaves half a message in the
pipe.  Then no other worker gets a task or writes a result.

A WorkerQueue is a pair of connected sockets, which need no locks: the kernel hands each message to
one reader, whole.  The message is a file in memory, so that its length doesn't matter.
"""

from __future__ import annotations

import errno
import os
import pickle
import socket
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from multiprocessing import context, reduction
from multiprocessing.sharedctypes import RawValue
from queue import Empty
from typing import Any, BinaryIO

_RETRY_SECONDS = 0.01  # between two tries to send, while too many messages are on their way


class WorkerQueue:
    """A queue with the methods of multiprocessing's that a worker pool calls.

    `put` returns after the message has been sent: a worker that is killed later doesn't lose it.
    """

    def __init__(self) -> None:
        # Datagrams: one is sent and received as a whole or not at all, even by a killed process.
        self._sockets = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)

    def put(self, message: object) -> None:
        """Send a message.  Wait while the queue is full."""
        with _memory_file() as file:
            pickle.dump(message, file)
            file.flush()
            while True:
                try:
                    socket.send_fds(self._sockets[0], [b"."], [file.fileno()])
                    return
                except OSError as error:
                    if error.errno not in (errno.ETOOMANYREFS, errno.ENOBUFS):
                        raise
                time.sleep(_RETRY_SECONDS)

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        """Wait for a message, for `timeout` seconds at most.  Raises Empty if there is none.

        All processes that read a queue give a timeout, or none does: they share its mode.
        """
        reader = self._sockets[1]
        reader.settimeout(timeout if block else 0.0)
        try:
            _, (number,), _, _ = socket.recv_fds(reader, 1, 1)
        except (BlockingIOError, TimeoutError) as error:
            raise Empty from error
        with os.fdopen(number, "rb") as file:
            file.seek(0)
            return pickle.load(file)

    def qsize(self) -> int:
        """Raise NotImplementedError, as multiprocessing's queue does on some systems."""
        raise NotImplementedError

    def __getstate__(self) -> Any:
        context.assert_spawning(self)
        return [reduction.DupFd(end.fileno()) for end in self._sockets]

    def __setstate__(self, state: Any) -> None:
        writer, reader = state
        self._sockets = (
            socket.socket(fileno=writer.detach()),
            socket.socket(fileno=reader.detach()),
        )


class WorkerCount:
    """A number that workers count up and down, for a line in Parsl's log.

    It has no lock, since a worker that is killed would keep it, and a wrong number does no harm.
    """

    def __init__(self, kind: str, value: int) -> None:
        self._number: Any = RawValue(kind, value)

    @property
    def value(self) -> int:
        """The number."""
        return int(self._number.value)

    @value.setter
    def value(self, value: int) -> None:
        self._number.value = value

    def get_lock(self) -> AbstractContextManager[None]:
        """Return a context that locks nothing."""
        return nullcontext()


def _memory_file() -> BinaryIO:
    """Return a file that exists only as long as it is open, in memory where the system can."""
    create: Callable[[str], int] | None = getattr(os, "memfd_create", None)
    return os.fdopen(create("message"), "w+b") if create else tempfile.TemporaryFile()
