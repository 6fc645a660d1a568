"""What a run knows about a host that refuses photos, can't be reached or has a bot wall."""

from __future__ import annotations

import time
from dataclasses import dataclass

from photoparsl.fetching import MOST_UNREACHED, MOST_WALLED

FIRST_PAUSE_SECONDS = 5.0  # doubled with every slice whose photos the host refuses at every try
MOST_PAUSE_SECONDS = 600.0  # even if the host asks for more, so that the run goes on
LOOK_SECONDS = 120.0  # between two slices that try whether a host answers again
MOST_LOOKS = 32  # slices that try a host with a bot wall before it is left alone


@dataclass(slots=True)
class HostTrouble:
    """What is known about one host in trouble.  Times are seconds of the monotonic clock.

    share: how many slices with photos of the host may be pending at once
    pause_seconds: how long its next pause is at least
    paused_until: when its pause ends
    unreached: how many photos in a row got no answer
    look_at: when a slice may try again whether the host answers
    walled: how many photos in a row were behind a bot wall
    looks: how many slices have tried the host since its bot wall was found
    """

    share: int
    pause_seconds: float = 0.0
    paused_until: float = 0.0
    unreached: int = 0
    look_at: float = 0.0
    walled: int = 0
    looks: int = 0

    @property
    def is_down(self) -> bool:
        """Whether the host can't be reached."""
        return self.unreached >= MOST_UNREACHED

    @property
    def is_walled(self) -> bool:
        """Whether the host's photos are behind a bot wall."""
        return self.walled >= MOST_WALLED

    def is_left_alone(self) -> bool:
        """Whether the slice that is submitted now requests none of the host's photos.

        Call it once per slice: it counts the slices that try the host again.
        """
        self.looks += self.is_walled
        now = time.monotonic()
        if not self.is_down and self.looks <= MOST_LOOKS:
            return False
        if now < self.look_at:
            return True
        self.look_at = now + LOOK_SECONDS  # this slice tries whether the host answers again
        return False

    def pause(self, seconds: float, *, for_good: bool) -> float:
        """Begin a pause, and return its length in seconds.

        seconds: the pause that the host asks for
        for_good: whether the host refused a photo at every try, which doubles the next pause
        """
        least = max(FIRST_PAUSE_SECONDS, self.pause_seconds if for_good else 0.0)
        pause = min(MOST_PAUSE_SECONDS, max(seconds, least))
        self.share = max(1, self.share // 2)
        self.pause_seconds = min(MOST_PAUSE_SECONDS, 2 * least)
        self.paused_until = time.monotonic() + pause
        return pause

    def add_answer(self) -> None:
        """Record an answer: allow one more slice at a time, and clear everything else."""
        self.unreached = self.walled = self.looks = 0
        self.pause_seconds = 0.0
        self.share += 1
