"""How a person ends a run early."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


class Stop:
    """A request to end a run early: the first lets tasks that run finish, the second doesn't.

    `interrupt_now` is called by a signal's handler, and so between any two statements of the main
    thread.  An exception that came out of Parsl's code there could leave a lock or a socket of its
    behind, on which its shutdown then fails.  So KeyboardInterrupt is raised where the run calls
    `check`, and elsewhere only within `interruptible`.
    """

    def __init__(self) -> None:
        self._is_set = self._is_now = self._is_interruptible = False

    def set(self) -> None:
        """Send no more tasks, and end when those that run have finished."""
        self._is_set = True

    def is_set(self) -> bool:
        """Whether the run is to end early."""
        return self._is_set

    def interrupt_now(self) -> None:
        """End the run without waiting for the tasks that run."""
        self._is_set = self._is_now = True
        if self._is_interruptible:
            self._is_interruptible = False
            raise KeyboardInterrupt

    def check(self) -> None:
        """Raise KeyboardInterrupt if the run is to end now."""
        if self._is_now:
            raise KeyboardInterrupt

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """Let `interrupt_now` raise KeyboardInterrupt anywhere in this context."""
        self.check()
        self._is_interruptible = True
        try:
            yield
        finally:
            self._is_interruptible = False
        self.check()


@contextmanager
def stopped_by(
    numbers: list[signal.Signals], stop: Stop, on_signal: Callable[[int], None]
) -> Iterator[None]:
    """Call `on_signal` at each of these signals, and set `stop` at the first.

    Only the main thread gets signals: in another one this does nothing.
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
