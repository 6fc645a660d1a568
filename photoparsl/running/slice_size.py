"""How many photos a slice holds: what keeps every worker busy at the speed that is measured."""

from __future__ import annotations

import statistics
from collections import deque
from collections.abc import Iterator
from math import ceil

from photoparsl.manifests import Slice, Source
from photoparsl.results import SliceResult
from photoparsl.running.plan import Plan

FIRST = 20  # photos, as long as no speed is known
MOST = 1_000  # photos: a task's arguments and results stay below some hundred kilobytes
SECONDS = 20  # of work that a slice is made for: what is lost with a worker, and seldom asked for
FEWEST_SECONDS = 0.5  # of work, below which the cost of a task shows
ROUNDS = 2  # slices that each worker is left with, at least, until there is too little for that


class SliceSize:
    """Sizes of slices, from the number of workers and their speed so far.

    Each is made for SECONDS of work.  Towards the end it is a share of what is left, so that
    the last slices are short and the workers end together.
    """

    def __init__(self, left: int) -> None:
        self._left = left  # photos that no slice has yet
        self._speeds: deque[float] = deque(maxlen=50)  # of the latest slices, in photos a second

    def slices(self, plan: Plan, source: Source, workers: int) -> Iterator[Slice]:
        """The plan's slices, each cut when it is asked for."""
        for slice_ in plan.slices(source, self._sizes(workers)):
            self._left -= len(slice_.photos)
            yield slice_

    def heard(self, result: SliceResult) -> None:
        """Take notice of the time that a slice took."""
        photos = len(result.measurements) + len(result.failures)
        self._speeds.append(photos / max(result.execution.seconds, 1e-3))

    def _sizes(self, workers: int) -> Iterator[int]:
        while True:
            speed = statistics.median(self._speeds) if self._speeds else FIRST / SECONDS
            yield size(self._left, workers, speed)


def size(left: int, workers: int, speed: float) -> int:
    """Photos of the next slice, at `speed` photos a second of one worker.

    >>> size(10_000_000, 12, 40)
    800
    >>> size(5_576, 12, 40), size(600, 12, 40), size(50, 12, 40)
    (233, 25, 20)
    >>> size(10_000_000, 12, 0.1), size(10_000_000, 12, 1e6)
    (2, 1000)
    """
    share = max(left / (ROUNDS * workers), speed * FEWEST_SECONDS)
    return max(1, min(MOST, ceil(min(speed * SECONDS, share))))
