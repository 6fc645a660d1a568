"""Chooses how many photos a slice holds, so that all workers stay busy."""

from __future__ import annotations

import statistics
from collections import deque
from collections.abc import Iterator
from math import ceil

from photoparsl.manifests import Slice, Source
from photoparsl.planning import HostMix, Plan
from photoparsl.results import SLICE_SECONDS, SliceResult

FIRST = 20  # photos in a slice, while no speed is known
MOST_PHOTOS_IN_SLICE = (
    1_000  # photos in a slice: its arguments and results stay below a few hundred kilobytes
)
LEAST_SECONDS = 2  # the same with few workers, so that a result comes about every second
FEWEST_SECONDS = 0.5  # of work in a slice: in a shorter one a task's overhead would show
ROUNDS = 2  # slices that the remaining photos must still make for each worker


class SliceSize:
    """Chooses the sizes of slices, from the number of workers and their speed so far.

    A slice holds about as many seconds of work as there are workers, but at least LEAST_SECONDS and
    at most SLICE_SECONDS.  So a result comes about every second.  Towards the end slices get
    smaller, so that all workers finish at about the same time.

    left: how many photos are to be measured
    workers: the most workers that the site can have
    fixed: the size of every slice, if the user has chosen it
    """

    def __init__(self, left: int, workers: int, fixed: int | None = None) -> None:
        self._left = left  # photos that are in no slice yet
        self._workers = workers
        self._fixed = fixed
        self._speeds: deque[float] = deque(maxlen=50)  # of the latest slices, in photos a second

    def slices(self, plan: Plan, source: Source, mix: HostMix | None = None) -> Iterator[Slice]:
        """Yield the plan's slices.  The size of each is chosen when it is taken.

        mix: how slices mix hosts (`Plan.slices`)
        """
        for slice_ in plan.slices(source, self._sizes(), mix):
            self._left -= len(slice_.photos)
            yield slice_

    def add_result(self, result: SliceResult) -> None:
        """Record the speed at which a slice was measured."""
        photos = result.photo_count
        self._speeds.append(photos / max(result.execution.seconds, 1e-3))

    def _sizes(self) -> Iterator[int]:
        while True:
            speed = statistics.median(self._speeds) if self._speeds else FIRST / SLICE_SECONDS
            yield self._fixed or next_size(self._left, self._workers, speed)


def next_size(left: int, workers: int, speed: float) -> int:
    """Return how many photos the next slice holds.

    left: how many photos are in no slice yet
    workers: the most workers that the site can have
    speed: photos a second of one worker

    >>> next_size(10_000_000, 12, 40), next_size(10_000_000, 100, 40)
    (480, 800)
    >>> next_size(5_576, 12, 40), next_size(600, 12, 40), next_size(50, 12, 40)
    (233, 25, 20)
    >>> next_size(10_000_000, 12, 0.1), next_size(10_000_000, 12, 1e6)
    (2, 1000)
    """
    seconds = min(SLICE_SECONDS, max(LEAST_SECONDS, workers))
    share = max(left / (ROUNDS * workers), speed * FEWEST_SECONDS)
    return max(1, min(MOST_PHOTOS_IN_SLICE, ceil(min(speed * seconds, share))))
