"""StopRequest: the user's request to end a run early."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


class StopRequest:
    """A request to end a run early: `set` lets running tasks finish, `interrupt_now` doesn't.

    A signal handler calls `interrupt_now`, and so it may run between any two statements of the
    main thread.  If it raised an exception inside Parsl's code, Parsl could keep a lock or a
    socket, and its shutdown would fail.  So KeyboardInterrupt is raised only where the run calls
    `check`, and within `interruptible`.

    leaves_threads: whether tasks still run in threads of this process, which nothing can end
    """

    def __init__(self) -> None:
        self.leaves_threads = False
        self._is_set = self._is_now = self._is_interruptible = False

    def set(self) -> None:
        """Ask the run to submit no more tasks, and to end when the running tasks have finished."""
        self._is_set = True

    def is_set(self) -> bool:
        """Whether the user ends the run early."""
        return self._is_set

    def interrupt_now(self) -> None:
        """Ask the run to end without waiting for the running tasks.

        Raises KeyboardInterrupt within `interruptible`.
        """
        self._is_set = self._is_now = True
        if self._is_interruptible:
            self._is_interruptible = False
            raise KeyboardInterrupt

    def raise_if_interrupted(self) -> None:
        """Raise KeyboardInterrupt if `interrupt_now` has been called."""
        if self._is_now:
            raise KeyboardInterrupt

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """Let `interrupt_now` raise KeyboardInterrupt anywhere in this context."""
        self.raise_if_interrupted()
        self._is_interruptible = True
        try:
            yield
        finally:
            self._is_interruptible = False
        self.raise_if_interrupted()


@contextmanager
def stopped_by(
    numbers: list[signal.Signals], stop: StopRequest, on_signal: Callable[[int], None]
) -> Iterator[None]:
    """Set `stop` and call `on_signal` whenever one of these signals arrives in this context.

    Only the main thread gets signals.  In another thread this context does nothing.
    """

    def handle(number: int, frame: FrameType | None) -> None:
        on_signal(number)
        stop.set()

    before = {}
    if threading.current_thread() is threading.main_thread():
        before = {number: signal.signal(number, handle) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
