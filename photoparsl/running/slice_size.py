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
SECONDS = 20  # of work in a slice, so that little is lost with a worker and tasks cost little
FEWEST_SECONDS = 0.5  # of work, below which the cost of a task shows
ROUNDS = 2  # slices that are left for each worker, until too few photos are left for that


class SliceSize:
    """Chooses the sizes of slices, from the number of workers and their speed so far.

    Each slice is made for SECONDS of work.  Towards the end it is a share of what is left, so that
    the last slices are short and the workers end together.

    left: photos to measure
    workers: the most workers that the site can have
    fixed: the size of every slice, where the user has chosen it
    """

    def __init__(self, left: int, workers: int, fixed: int | None = None) -> None:
        self._left = left  # photos that no slice has yet
        self._workers = workers
        self._fixed = fixed
        self._speeds: deque[float] = deque(maxlen=50)  # of the latest slices, in photos a second

    def slices(self, plan: Plan, source: Source) -> Iterator[Slice]:
        """The plan's slices; the size of each is chosen when it is taken."""
        for slice_ in plan.slices(source, self._sizes()):
            self._left -= len(slice_.photos)
            yield slice_

    def add_result(self, result: SliceResult) -> None:
        """Note the speed at which a slice was measured."""
        photos = len(result.measurements) + len(result.failures)
        self._speeds.append(photos / max(result.execution.seconds, 1e-3))

    def _sizes(self) -> Iterator[int]:
        while True:
            speed = statistics.median(self._speeds) if self._speeds else FIRST / SECONDS
            yield self._fixed or next_size(self._left, self._workers, speed)


def next_size(left: int, workers: int, speed: float) -> int:
    """Photos of the next slice, at `speed` photos a second of one worker.

    >>> next_size(10_000_000, 12, 40)
    800
    >>> next_size(5_576, 12, 40), next_size(600, 12, 40), next_size(50, 12, 40)
    (233, 25, 20)
    >>> next_size(10_000_000, 12, 0.1), next_size(10_000_000, 12, 1e6)
    (2, 1000)
    """
    share = max(left / (ROUNDS * workers), speed * FEWEST_SECONDS)
    return max(1, min(MOST, ceil(min(speed * SECONDS, share))))
