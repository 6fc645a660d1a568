"""Throttle: calls a function now and then, so that it takes a small share of the time."""

from __future__ import annotations

import time
from collections.abc import Callable

FIRST_SECONDS = 5.0
LEAST_SECONDS = 30.0
SHARE = 0.03  # of all time, which the calls take at most


class Throttle:
    """Calls a function when enough time has passed since its last call.

    The first call comes after `first` seconds.  Later calls come at least LEAST_SECONDS apart, and
    further apart if the function would otherwise take more than SHARE of the time.

    function: the function to call
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
