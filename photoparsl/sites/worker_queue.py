"""The objects that a worker pool and its workers share, which outlive a killed worker.

multiprocessing's queue is a pipe with semaphores.  A worker that is killed while it waits for a
task, or while it writes a result, never releases its semaphore, and leaves half a message in the
pipe.  Then no other worker gets a task or writes a result.

A WorkerQueue is a pair of connected sockets, which need no locks: the kernel hands each message to
one reader, whole.  The message is a file in memory, so that its length doesn't matter.

A worker may be killed after it has taken a task and before it has told the pool so.  Each message
therefore brings the end of a pipe, which the kernel closes with the worker.
"""

from __future__ import annotations

import errno
import os
import pickle
import socket
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from multiprocessing import context, reduction
from multiprocessing.sharedctypes import RawValue
from queue import Empty
from typing import Any, BinaryIO

_UNCONFIRMED: list[int] = []  # this process's ends of the pipes of messages that it has taken
_read_queues: list[WorkerQueue] = []  # at most one: the queue that this process has read last
_RETRY_SECONDS = 0.01  # between two tries to send, while too many messages are on their way


class WorkerQueue:
    """A queue with the methods of multiprocessing's that a worker pool calls.

    `put` returns after the message has been sent: a worker that is killed later doesn't lose it.
    A message whose reader is killed before it confirms the message is sent once more, when the pool
    starts the next worker.
    """

    def __init__(self) -> None:
        # Datagrams: one is sent and received as a whole or not at all, even by a killed process.
        self._sockets = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._is_pool = True  # this process made the queue
        self._ahead: tuple[Any, list[int]] | None = None  # a message, and the ends of its pipe
        self._sent: dict[
            int, bytes
        ] = {}  # what the pool has sent, by its end of the message's pipe
        self._lock = threading.Lock()  # for `_sent`, which the pool's threads share

    def put(self, message: object) -> None:
        """Send a message.  Wait while the queue is full."""
        pickled = pickle.dumps(message)
        if not self._is_pool:
            _confirm()
            self._send(pickled)
            return
        self.send_lost()
        read_end, write_end = os.pipe()
        os.set_blocking(read_end, False)
        with self._lock:
            self._sent[read_end] = pickled
        self._send(pickled, write_end)
        os.close(write_end)

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        """Wait for a message, for `timeout` seconds at most.  Raises Empty if there is none.

        Confirms the message before, if WorkerCount hasn't.  All processes that read a queue give a
        timeout, or none does: they share its mode.
        """
        _confirm()
        _read_queues[:] = [self]
        message, ends = self._ahead or self._receive(timeout if block else 0.0)
        self._ahead = None
        _UNCONFIRMED.extend(ends)
        return message

    def look_ahead(self) -> Any:
        """Return the message that `get` returns next, without confirming it (None: not yet there).

        If this process is killed before `get`, the message is sent to another.
        """
        if self._ahead is None:
            with suppress(Empty, OSError):  # what can't be received now is sent again
                self._ahead = self._receive(0.0)
        return self._ahead[0] if self._ahead else None

    def _receive(self, timeout: float | None) -> tuple[Any, list[int]]:
        """Receive a message and the ends of its pipe.  Raises Empty after `timeout` seconds."""
        reader = self._sockets[1]
        reader.settimeout(timeout)
        try:
            _, numbers, _, _ = socket.recv_fds(reader, 1, 2)
        except (BlockingIOError, TimeoutError) as error:
            raise Empty from error
        if not numbers:
            raise OSError(errno.EMFILE, "too many open files to receive a message")
        with os.fdopen(numbers[0], "rb") as file:
            file.seek(0)
            return pickle.load(file), list(numbers[1:])

    def qsize(self) -> int:
        """Raise NotImplementedError, as multiprocessing's queue does on some systems."""
        raise NotImplementedError

    def send_lost(self) -> None:
        """Send again the messages whose readers ended before they confirmed them."""
        for pickled in self._pop_lost():
            self._send(pickled)

    def _pop_lost(self) -> list[bytes]:
        """Return the lost messages.  Forget the confirmed ones."""
        lost = []
        with self._lock:
            for read_end in list(self._sent):
                with suppress(BlockingIOError):  # it waits for a reader, or its reader works on it
                    is_confirmed = os.read(read_end, 1)
                    os.close(read_end)
                    pickled = self._sent.pop(read_end)
                    if not is_confirmed:
                        lost.append(pickled)
        return lost

    def _send(self, pickled: bytes, *pipe: int) -> None:
        """Send a message, and the end of its pipe if the pool watches it."""
        with _memory_file() as file:
            file.write(pickled)
            file.flush()
            while True:
                try:
                    socket.send_fds(self._sockets[0], [b"."], [file.fileno(), *pipe])
                    return
                except OSError as error:
                    if error.errno not in (errno.ETOOMANYREFS, errno.ENOBUFS):
                        raise
                time.sleep(_RETRY_SECONDS)

    def __getstate__(self) -> Any:
        context.assert_spawning(self)
        self.send_lost()  # the pool starts a worker after another has ended
        return [reduction.DupFd(end.fileno()) for end in self._sockets]

    def __setstate__(self, state: Any) -> None:
        writer, reader = state
        self._sockets = (
            socket.socket(fileno=writer.detach()),
            socket.socket(fileno=reader.detach()),
        )
        self._is_pool, self._sent, self._lock = False, {}, threading.Lock()
        self._ahead = None


def next_message() -> Any:
    """Return the message that this process gets next, if it is there already, else None."""
    return _read_queues[0].look_ahead() if _read_queues else None


class WorkerCount:
    """A number that workers count up and down, for a line in Parsl's log.

    A worker counts itself as busy once the pool knows which task it has.  So counting confirms the
    task.

    It has no lock, since a worker that is killed would keep it, and a wrong number does no harm.
    """

    def __init__(self, kind: str, value: int) -> None:
        self._number: Any = RawValue(kind, value)

    @property
    def value(self) -> int:
        """The number, which all processes see."""
        return int(self._number.value)

    @value.setter
    def value(self, value: int) -> None:
        """Set the number, and tell the pool that this process has its task."""
        self._number.value = value
        _confirm()

    def get_lock(self) -> AbstractContextManager[None]:
        """Return a context that locks nothing."""
        return nullcontext()


def _confirm() -> None:
    """Tell the pool not to send again what this process has taken."""
    while _UNCONFIRMED:
        end = _UNCONFIRMED.pop()
        with suppress(BrokenPipeError):  # the pool has ended
            os.write(end, b".")
        os.close(end)


def _memory_file() -> BinaryIO:
    """Return a file that exists only while it is open, in memory if the system can."""
    create: Callable[[str], int] | None = getattr(os, "memfd_create", None)
    with suppress(OSError):  # an old kernel or a sandbox doesn't know or allow it
        if create:
            return os.fdopen(create("message"), "w+b")
    return tempfile.TemporaryFile()
