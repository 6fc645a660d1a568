"""Throttle: says when work is due, so that the work takes a small share of the time."""

from __future__ import annotations

import time

FIRST_SECONDS = 10.0  # a run that is over by then writes its page once
LEAST_SECONDS = 30.0
SHARE = 0.03  # of all time, which the work takes at most


class Throttle:
    """Says when a piece of work is due again.  The work is done within its context.

    The work is first due after `first` seconds.  Then it is due LEAST_SECONDS after its last end,
    or later if it would otherwise take more than SHARE of the time.

    first: seconds until the work is first due
    """

    def __init__(self, first: float = FIRST_SECONDS) -> None:
        self._due = time.monotonic() + first
        self._began = 0.0

    def is_due(self) -> bool:
        """Whether enough time has passed."""
        return time.monotonic() >= self._due

    def __enter__(self) -> None:
        self._began = time.monotonic()

    def __exit__(self, *exception: object) -> None:
        ended = time.monotonic()
        self._due = ended + max(LEAST_SECONDS, (ended - self._began) / SHARE)
