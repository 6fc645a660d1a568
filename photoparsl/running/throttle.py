"""A function that is called now and then beside the work, and never takes much of the time."""

from __future__ import annotations

import time
from collections.abc import Callable

FIRST_SECONDS = 5.0
LEAST_SECONDS = 30.0
SHARE = 0.03  # of the time, at most


class Throttle:
    """Calls a function when enough time has passed since it was called last.

    It is called after `first` seconds, and then no more often than every LEAST_SECONDS, and so
    seldom that it takes no more than SHARE of the time.

    function: what is called
    first: seconds before the first call
    """

    def __init__(self, function: Callable[[], object], first: float = FIRST_SECONDS) -> None:
        self._function = function
        self._next = time.monotonic() + first

    def __call__(self) -> None:
        """Call the function if enough time has passed."""
        began = time.monotonic()
        if began < self._next:
            return
        try:
            self._function()
        finally:
            ended = time.monotonic()
            self._next = ended + max(LEAST_SECONDS, (ended - began) / SHARE)
