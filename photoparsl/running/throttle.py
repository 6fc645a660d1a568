"""Things that are done now and then beside the work, and never cost much of it."""

from __future__ import annotations

import time
from collections.abc import Callable

FIRST_SECONDS = 5.0
LEAST_SECONDS = 30.0
SHARE = 0.03  # of the time, at most


class Throttle:
    """Calls `act` when enough time has passed since it was done last.

    It is done after FIRST_SECONDS, and then no more often than every LEAST_SECONDS, and so seldom
    that it takes no more than SHARE of the time.
    """

    def __init__(self, act: Callable[[], object], first: float = FIRST_SECONDS) -> None:
        self._act = act
        self._next = time.monotonic() + first

    def __call__(self) -> None:
        """Do it if it is time."""
        begun = time.monotonic()
        if begun < self._next:
            return
        try:
            self._act()
        finally:
            ended = time.monotonic()
            self._next = ended + max(LEAST_SECONDS, (ended - begun) / SHARE)
