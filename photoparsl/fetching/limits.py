"""What a run may cost the archives it reads and the machines it runs on."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Limits:
    """What one photo may cost at most, and how much one worker takes on at a time.

    connections        requests at the same time, of a worker
    per_host           requests at the same time to one host other than loopback: of the whole run,
                       as a person gives it; a worker's share of that, as a worker gets it
    tries              requests for one photo, redirects apart
    connect_seconds    for a connection
    idle_seconds       the longest silence within a request
    total_seconds      for a photo from its first request on, all tries together; the clock
                       stands still while other photos are decoded
    most_redirects     one after the other
    most_bytes         of a photo, unpacked
    most_held_bytes    of all photos underway in a worker; the eldest goes on to `most_bytes`
    most_pixels        of a photo
    most_memory_bytes  for a photo's pixels, with their conversion
    allow_private      whether a manifest from the web may name private addresses
    down               hosts, with their ports, that aren't asked: the run found nobody there
    walled             hosts, with their ports, that are asked for a few photos only: the run knows
                       of a bot wall there
    elsewhere          the name of a machine that asks for no photo: another is to try them
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
        """Pickle as one string of bytes, for the same reason as `Slice`."""
        return _limits, (pickle.dumps([getattr(self, field.name) for field in fields(self)]),)

    def divided(self, workers: int) -> Limits:
        """The limits of each of so many workers, which share `per_host`.

        >>> Limits(per_host=8).divided(3).per_host
        2
        """
        return replace(self, per_host=max(1, self.per_host // max(1, workers)))


def _limits(values: bytes) -> Limits:
    return Limits(*pickle.loads(values))
