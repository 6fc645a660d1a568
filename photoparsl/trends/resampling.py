"""Medians of resampled photos: how far chance alone would move them.

The draws depend on nothing but how many photos there are, so the results are the same every time.
`clusters` has the same for photos that belong together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np

from photoparsl.trends.arrays import Array
from photoparsl.trends.weights import Weights

REPLICATES = 1000
SEED = 1839

_MOST_DRAWN = 200  # photos of a window; of more, the middle rank is drawn from its distribution


def photo_medians(windows: Sequence[tuple[Array, Weights | None]], replicates: int) -> Array:
    """Return resampled medians of windows, of shape (replicates, windows).

    windows: the sorted values of each, and their weights (None if all are 1)

    Each photo is drawn for itself, and the windows are independent of each other.
    """
    counts = [len(values) if weights is None else weights.effective for values, weights in windows]
    columns = []
    for (values, weights), n, shares in zip(
        windows, counts, middle_shares(counts, replicates), strict=True
    ):
        if shares is None:
            columns.append(np.full(replicates, np.nan))
            continue
        if weights is None:
            found = (shares * n).astype(np.intp)
        else:
            found = np.searchsorted(weights.sums, shares * weights.sums[-1])
        columns.append(values[found.clip(max=len(values) - 1)].mean(axis=1))
    return np.array(columns).reshape(-1, replicates).T


def middle_shares(counts: Iterable[int], replicates: int) -> Iterator[Array | None]:
    """Yield where the middles of resampled values lie among the sorted values, from 0 to 1.

    counts: how many values each window has.  None is yielded where it has none

    An array has the shape (replicates, 1), or (replicates, 2) for an even number, which has two.
    """
    yield from _all_middles(tuple(counts), replicates)


@lru_cache(maxsize=4)  # the measures of an archive mostly have the same counts
def _all_middles(counts: tuple[int, ...], replicates: int) -> tuple[Array | None, ...]:
    bits = np.random.PCG64(SEED)  # its raw numbers are the same in every version of numpy
    return tuple(_middles(bits, n, replicates) if n else None for n in counts)


def _middles(bits: np.random.PCG64, n: int, replicates: int) -> Array:
    """Return the middle of n numbers drawn between 0 and 1, of shape (replicates, 1 or 2)."""
    if n <= _MOST_DRAWN:
        low, high = (n - 1) // 2, n // 2
        drawn = np.partition(_uniform(bits, (replicates, n)), (low, high), axis=1)
        middles: Array = drawn[:, low : high + 1].copy()  # without the rest of what was drawn
        return middles
    # The middle of n numbers has a beta distribution, which is near a normal one.
    spread: Array = (0.5 + _normals(bits, (replicates, 1)) / (2 * np.sqrt(n + 2))).clip(
        0, 1 - 1e-12
    )
    return spread


def normals(shape: tuple[int, int]) -> Array:
    """Return numbers that are normally distributed, always the same ones."""
    return _normals(np.random.PCG64(SEED), shape)


def _normals(bits: np.random.PCG64, shape: tuple[int, int]) -> Array:
    radius = np.sqrt(-2 * np.log(1 - _uniform(bits, shape)))
    normal: Array = radius * np.cos(2 * np.pi * _uniform(bits, shape))
    return normal


def _uniform(bits: np.random.PCG64, shape: tuple[int, int]) -> Array:
    raw = bits.random_raw(shape[0] * shape[1]) >> np.uint64(11)
    return raw.reshape(shape) * 2.0**-53
