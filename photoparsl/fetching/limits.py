"""What a run may cost the archives it reads and the machines it runs on."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Limits:
    """What one photo may cost at most, and what one worker takes on at a time.

    `connections` are one worker's.  `per_host` counts requests at the same time to one host
    other than loopback: as a person gives it, of the whole run; as a worker is given it, its
    share (`divided`).  `total_seconds` holds over all tries of a photo, from its first request
    on, and `idle_seconds` is the longest silence within one; the clock stands still while
    other photos are decoded.  `most_held_bytes` is of all photos that are underway, save that
    the eldest goes on to `most_bytes`.  `most_memory_bytes` is for one photo's pixels.
    From the hosts in `down`, with their ports, nothing is asked for: the run has found that
    nobody answers there.
    Of those in `walled` it knows that a bot wall stands before photos: a few are asked for.
    On the machine `elsewhere` nothing is asked for: the photos are to be tried on another.
    """

    connections: int = 64
    per_host: int = 8
    tries: int = 4
    connect_seconds: float = 15
    idle_seconds: float = 30
    total_seconds: float = 120
    most_redirects: int = 5
    most_bytes: int = 256_000_000
    most_held_bytes: int = 32_000_000
    most_pixels: int = 200_000_000
    most_memory_bytes: int = 1_500_000_000
    allow_private: bool = False
    down: frozenset[str] = frozenset()
    walled: frozenset[str] = frozenset()
    elsewhere: str = ""

    def __reduce__(self) -> tuple[object, tuple[bytes]]:
        """As one string of bytes, for the same reason as `Slice`."""
        return _limits, (pickle.dumps([getattr(self, each.name) for each in fields(self)]),)

    def divided(self, workers: int) -> Limits:
        """The share of each of so many workers.

        >>> Limits(per_host=8).divided(3).per_host
        2
        """
        return replace(self, per_host=max(1, self.per_host // max(1, workers)))


def _limits(values: bytes) -> Limits:
    return Limits(*pickle.loads(values))
