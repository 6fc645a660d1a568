"""Medians of resampled clusters: photos of one box, album or photographer belong together.

Whole clusters are drawn, with replacement, as many as there are.  Each brings all its photos.
Source: A. C. Davison and D. V. Hinkley, "Bootstrap Methods and their Application", 1997, section
3.8.

A replicate weights each photo by how often its cluster is drawn.  The sums of these weights are
made once a replicate, along all photos.  A window's photos, sorted by their values, are cut into
blocks.  As a window consists of a few pieces that are sorted already (a year each), the weight
before each block is a sum of differences of these sums.  So the middle's block is found by halving,
and only its photos are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from photoparsl.trends.arrays import Array
from photoparsl.trends.resampling import SEED

_SMALLEST_BLOCK = 64  # photos
_MARGIN = 1e-9  # of a window's weights: a sum that is nearer to the middle is in the middle
_MOST_PLACES = 4_000_000  # in the table of the blocks, so that its memory is bounded


@dataclass(frozen=True, slots=True)
class SortedWindow:
    """A window's photos, by their values.

    entry_index: each photo's index among all entries
    piece: the number of each photo's piece, from 0.  The indices of a piece ascend without a gap
    factor: each piece's factor, by which its photos' weights are multiplied, or None if all are 1
    """

    entry_index: Array
    piece: Array
    factor: Array | None


def cluster_middles(
    cluster: Array, weight: Array | None, windows: Sequence[SortedWindow], replicates: int
) -> Iterator[tuple[Array, Array]]:
    """Yield for each replicate where the windows' weighted medians are.

    cluster: each entry's cluster, from 0
    weight: each entry's weight, or None if all are 1
    windows: the windows
    replicates: how many times the clusters are drawn

    Each time it yields two arrays with an index for each window: the median is the mean of the
    values of these two entries.  The index is -1 if the replicate has no photo in the window.
    """
    blocks = _Blocks(windows)
    for times in multiplicities(int(cluster.max()) + 1, replicates):
        weights = times[cluster] if weight is None else times[cluster] * weight
        sums = np.zeros(len(weights) + 1, np.int64 if weight is None else float)
        np.cumsum(weights, out=sums[1:])
        yield blocks.middles(weights, sums)


def multiplicities(clusters: int, replicates: int) -> Iterator[Array]:
    """Yield how often each cluster is drawn, for each replicate."""
    bits = np.random.PCG64(SEED)
    for _ in range(replicates):
        high = bits.random_raw(clusters) >> np.uint64(32)
        drawn = (high * np.uint64(clusters)) >> np.uint64(32)
        yield np.bincount(drawn.astype(np.intp), minlength=clusters).astype(np.int32)


class _Blocks:
    """The windows' photos in blocks of the same size."""

    def __init__(self, windows: Sequence[SortedWindow]) -> None:
        sizes = np.array([len(window.entry_index) for window in windows], np.int64)
        pieces = max(int(window.piece.max()) + 1 for window in windows)
        self._size = max(_SMALLEST_BLOCK, int(sizes.sum()) * pieces // _MOST_PLACES + 1)
        self._entry_index = np.concatenate([window.entry_index for window in windows])
        self._begin = np.cumsum(sizes) - sizes  # of each window, in `_entry_index`
        self._end = np.cumsum(sizes)
        self._blocks = -(-sizes // self._size)
        self._row = np.cumsum(self._blocks + 1) - self._blocks - 1  # of each window's first block
        # Where each piece is continued in each block, and after the last one.
        self._table = np.zeros((int((self._blocks + 1).sum()), pieces), np.int32)
        for number, window in enumerate(windows):
            self._fill(number, window)
        self._start = self._table[self._row]
        self._of_piece = self._of_photo = None  # factors
        if any(window.factor is not None for window in windows):
            self._of_piece = np.ones((len(windows), pieces))
            for number, window in enumerate(windows):
                if window.factor is not None:
                    self._of_piece[number, : len(window.factor)] = window.factor
            self._of_photo = np.concatenate(
                [self._of_piece[number, window.piece] for number, window in enumerate(windows)]
            )

    def _fill(self, number: int, window: SortedWindow) -> None:
        pieces = self._table.shape[1]
        block = np.arange(len(window.entry_index)) // self._size
        counts = np.bincount(
            block * pieces + window.piece, minlength=int(self._blocks[number]) * pieces
        ).reshape(-1, pieces)
        first = np.zeros(pieces, np.int64)
        there, begins = np.unique(window.piece, return_index=True)
        first[there] = window.entry_index[begins]
        rows = self._table[self._row[number] : self._row[number] + self._blocks[number] + 1]
        rows[0] = first
        rows[1:] = first + np.cumsum(counts, axis=0)

    def middles(self, weights: Array, sums: Array) -> tuple[Array, Array]:
        """Return the windows' middles, as `cluster_middles` does for one replicate."""
        base = sums[self._start]

        def before(block: Array) -> Array:
            parts = sums[self._table[self._row + block]] - base
            found: Array = (parts if self._of_piece is None else parts * self._of_piece).sum(axis=1)
            return found

        total = before(self._blocks)
        exact = sums.dtype.kind == "i" and self._of_piece is None
        margin = 0.0 if exact else _MARGIN * total  # so that rounding doesn't break a tie
        both = []
        for side, middle in (("left", total / 2 - margin), ("right", total / 2 + margin)):
            low, high = np.zeros_like(self._blocks), self._blocks.copy()
            while (high - low > 1).any():  # the last block before which less than half is
                half = (low + high) // 2
                sum_before = before(half)
                less = sum_before < middle if side == "left" else sum_before <= middle
                low, high = np.where(less, half, low), np.where(less, high, half)
            both.append(self._within(low, before(low), middle, weights, side))
        nothing = total <= 0
        return np.where(nothing, -1, both[0]), np.where(nothing, -1, both[1])

    def _within(
        self, block: Array, before: Array, middle: Array, weights: Array, side: str
    ) -> Array:
        """Return the first index of the block at which the sum reaches the middle, or passes it."""
        at = (self._begin + block * self._size)[:, None] + np.arange(self._size)
        inside = at < self._end[:, None]
        at = np.minimum(at, self._end[:, None] - 1)
        here = weights[self._entry_index[at]] * inside
        if self._of_photo is not None:
            here = here * self._of_photo[at]
        sums = before[:, None] + np.cumsum(here, axis=1)
        reached = sums >= middle[:, None] if side == "left" else sums > middle[:, None]
        last = inside.sum(axis=1) - 1
        found = np.where(reached.any(axis=1), reached.argmax(axis=1), last)
        indices: Array = self._entry_index[at[np.arange(len(at)), found]]
        return indices
