"""What a run knows of a host in trouble."""

from __future__ import annotations

import time
from dataclasses import dataclass

from photoparsl.fetching import MOST_UNREACHED, MOST_WALLED

FIRST_PAUSE_SECONDS = 5.0  # doubled with every slice of which the host refuses photos for good
MOST_PAUSE_SECONDS = 600.0  # whatever the host asks for: so long a run may seem to stand still
LOOK_SECONDS = 120.0  # between two slices that look whether a host is back
MOST_LOOKS = 32  # slices that look whether a bot wall stands before all of a host's photos


@dataclass(slots=True)
class HostTrouble:
    """What is known of a host in trouble; times are in seconds of the monotonic clock.

    share: how many slices may have photos of it at a time
    pause_seconds: how long its next pause is at least, if it goes on to refuse photos
    paused_until: when its pause ends
    unreached: photos in a row for which nobody answered
    look_at: when the next slice looks whether it is back
    walled: photos in a row behind a bot wall
    looks: slices that have looked behind the bot wall since
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
        """Whether it can't be reached."""
        return self.unreached >= MOST_UNREACHED

    @property
    def is_walled(self) -> bool:
        """Whether a bot wall stands before its photos."""
        return self.walled >= MOST_WALLED

    def is_left_alone(self) -> bool:
        """Whether the slice that is submitted now asks for none of its photos; counts its looks."""
        self.looks += self.is_walled
        now = time.monotonic()
        if not self.is_down and self.looks <= MOST_LOOKS:
            return False
        if now < self.look_at:
            return True
        self.look_at = now + LOOK_SECONDS  # this slice looks whether it is back
        return False

    def pause(self, seconds: float, *, for_good: bool) -> float:
        """Begin a pause, and return its seconds.

        seconds: that the host asks for
        for_good: whether it refused a photo at every try; the next pause is then twice as long
        """
        least = max(FIRST_PAUSE_SECONDS, self.pause_seconds if for_good else 0.0)
        pause = min(MOST_PAUSE_SECONDS, max(seconds, least))
        self.share = max(1, self.share // 2)
        self.pause_seconds = min(MOST_PAUSE_SECONDS, 2 * least)
        self.paused_until = time.monotonic() + pause
        return pause

    def add_answer(self) -> None:
        """It has answered: one more slice may ask for its photos, and all else is forgotten."""
        self.unreached = self.walled = self.looks = 0
        self.pause_seconds = 0.0
        self.share += 1
