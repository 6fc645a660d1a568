"""Limits on time, memory and requests, which protect archives and the machines of a run.

To add a limit, add a field.  To make it an option, declare the field with `option_field`.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field, fields, replace

from photoparsl.options import Settable, check_options, option_field


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits for one photo, and for one worker.

    connections: requests of a worker at the same time
    per_host: requests at the same time to one host other than loopback, by all workers of the run.
        In a task, the worker's share of these
    tries: requests for one photo, not counting redirects
    connect_seconds: seconds to establish a connection
    idle_seconds: seconds without data within a request
    total_seconds: seconds for a photo from its first request, all tries together.  Decoding other
        photos doesn't count
    most_redirects: successive redirects
    most_bytes: bytes of a photo, unpacked
    most_held_bytes: bytes of all photos that a worker receives at the same time.  The oldest
        transfer alone may exceed it, up to `most_bytes`
    most_pixels: pixels of a photo
    most_memory_bytes: bytes of memory for a photo's pixels and their conversion
    allow_private: whether a manifest from the web may name private addresses
    """

    connections: int = option_field(
        64,
        "N",
        "connections that a worker has open",
        most=10_000,
        settable=Settable.IN_FOLDER,
    )
    per_host: int = option_field(
        8,
        "N",
        "requests at a time to one host, by all workers",
        settable=Settable.IN_FOLDER,
        most=10_000,
    )
    tries: int = 4
    connect_seconds: float = 15
    idle_seconds: float = 30
    total_seconds: float = option_field(
        120,
        "S",
        "seconds for a photo, with all retries",
        flag="--timeout",
        settable=Settable.IN_FOLDER,
        least=0.1,
        most=86_400,
    )
    most_redirects: int = field(default=5, metadata={"least": 0})
    most_bytes: int = option_field(
        256_000_000,
        "BYTES",
        "bytes of a photo's file",
        flag="--max-bytes",
        settable=Settable.IN_FOLDER,
    )
    most_held_bytes: int = 32_000_000
    most_pixels: int = option_field(
        200_000_000, "N", "pixels of a photo", flag="--max-pixels", settable=Settable.IN_FOLDER
    )
    most_memory_bytes: int = option_field(
        1_500_000_000,
        "BYTES",
        "bytes of memory for a photo's pixels",
        flag="--max-memory",
        settable=Settable.IN_FOLDER,
    )
    allow_private: bool = False

    def __post_init__(self) -> None:
        check_options(self)

    def __reduce__(self) -> tuple[object, tuple[type[Limits], bytes]]:
        """Pickle as one string of bytes, which Parsl serializes faster (`Slice.__reduce__`)."""
        values = [getattr(self, limit.name) for limit in fields(self)]
        return _unpickled, (type(self), pickle.dumps(values))

    def per_worker(self, workers: int) -> Limits:
        """The limits for one of so many workers: its share of `per_host`, at least 1.

        >>> Limits(per_host=8).per_worker(3).per_host
        2
        """
        return replace(self, per_host=max(1, self.per_host // max(1, workers)))


def _unpickled(kind: type[Limits], values: bytes) -> Limits:
    return kind(*pickle.loads(values))
