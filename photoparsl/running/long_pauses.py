"""LongPauses: the hosts whose long pauses a run shows to the user."""

from __future__ import annotations

import time

from photoparsl.reports import pause_sentence
from photoparsl.running.log import LOG

LONG_PAUSE_SECONDS = 60.0  # the least pause that is shown to the user
_MOST_SHOWN = 10  # hosts whose pauses are shown at a time


class LongPauses:
    """Knows the long pauses that hosts have asked for, and logs a sentence about each.

    ends: by host and port, when its pause ends, in seconds since 1970
    """

    def __init__(self) -> None:
        self.ends: dict[str, float] = {}

    def add(self, server: str, seconds: float) -> None:
        """Add a pause that begins now if it is long, and remove those that have ended."""
        if seconds < LONG_PAUSE_SECONDS:
            return
        now = time.time()
        until = now + seconds
        for other in [other for other, end in self.ends.items() if end < now]:
            del self.ends[other]
        if server in self.ends or len(self.ends) < _MOST_SHOWN:
            if until > self.ends.get(server, 0.0) + LONG_PAUSE_SECONDS:
                LOG.warning("%s", pause_sentence(server, until))
            self.ends[server] = max(until, self.ends.get(server, 0.0))
