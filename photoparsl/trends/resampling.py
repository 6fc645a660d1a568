"""Medians of resampled photos or clusters: how far chance alone would move them.

Photos of one box, album or photographer belong together.  Where it is known what does, whole
clusters are drawn, with replacement, as many as there are; each of them brings all its photos.
Source: A. C. Davison and D. V. Hinkley, "Bootstrap Methods and their Application", 1997,
section 3.8.

The draws depend on nothing but the number of the clusters, so the results are the same every time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from photoparsl.trends.quantiles import Array, Cells

REPLICATES = 1000

_SEED = 1839
_MOST_DRAWN = 200  # photos of a cell; of more, the middle rank is drawn from its distribution


def cluster_medians(cells: Cells, cluster: Array, replicates: int = REPLICATES) -> Array:
    """Return the median of each cell in each replicate, of shape (replicates, cells).

    cells: the photos' values
    cluster: each photo's cluster, from 0, by the photo's number
    replicates: how many times the clusters are drawn

    NaN where a replicate has no photo in a cell.
    """
    of_entry = cluster[cells.photo]
    medians = np.empty((replicates, len(cells.ends)))
    ends = np.concatenate([[0], cells.ends])
    for replicate, times in enumerate(_multiplicities(int(cluster.max()) + 1, replicates)):
        weights = times[of_entry]
        sums = np.cumsum(weights if cells.weight is None else weights * cells.weight)
        bounds = np.concatenate([[0], sums])[ends]
        middle = (bounds[1:] + bounds[:-1]) / 2
        # The cell's first value at which the sum reaches the middle, and the first beyond it.
        lower, upper = (np.searchsorted(sums, middle, side) for side in ("left", "right"))
        last = len(sums) - 1
        found = (cells.value[lower.clip(max=last)] + cells.value[upper.clip(max=last)]) / 2
        medians[replicate] = np.where(bounds[1:] > bounds[:-1], found, np.nan)
    return medians


def photo_medians(cells: Cells, replicates: int = REPLICATES) -> Array:
    """Return the same with each photo drawn for itself; the cells are independent then."""
    counts = [int(effective + 1e-9) for effective in cells.effective()]
    columns = []
    for start, end, n, shares in zip(
        cells.starts, cells.ends, counts, middle_shares(counts, replicates), strict=True
    ):
        if shares is None:
            columns.append(np.full(replicates, np.nan))
            continue
        values = cells.value[start:end]
        if cells.weight is None:
            found = (shares * n).astype(np.intp)
        else:
            sums = np.cumsum(cells.weight[start:end])
            found = np.searchsorted(sums, shares * sums[-1])
        columns.append(values[found.clip(max=len(values) - 1)].mean(axis=1))
    return np.array(columns).reshape(-1, replicates).T


def middle_shares(counts: Iterable[int], replicates: int) -> Iterator[Array | None]:
    """Yield where the middles of resampled values lie among the sorted values, from 0 to 1.

    counts: how many values each cell has; None is yielded where it has none

    An array has the shape (replicates, 1), or (replicates, 2) for an even number, which has two.
    """
    bits = np.random.PCG64(_SEED)
    for n in counts:
        yield _middles(bits, n, replicates) if n else None


def _multiplicities(clusters: int, replicates: int) -> Iterator[Array]:
    """Yield how often each cluster is drawn, for each replicate."""
    bits = np.random.PCG64(_SEED)  # its raw numbers are the same in every version of numpy
    for _ in range(replicates):
        high = bits.random_raw(clusters) >> np.uint64(32)
        drawn = (high * np.uint64(clusters)) >> np.uint64(32)
        yield np.bincount(drawn.astype(np.intp), minlength=clusters).astype(np.int32)


def _middles(bits: np.random.PCG64, n: int, replicates: int) -> Array:
    """Return the middle of n numbers drawn between 0 and 1, of shape (replicates, 1 or 2)."""
    if n <= _MOST_DRAWN:
        drawn = np.sort(_uniform(bits, (replicates, n)), axis=1)
        middles: Array = drawn[:, (n - 1) // 2 : n // 2 + 1]
        return middles
    # The middle of n numbers has a beta distribution, which is near a normal one.
    radius = np.sqrt(-2 * np.log(1 - _uniform(bits, (replicates, 1))))
    normal = radius * np.cos(2 * np.pi * _uniform(bits, (replicates, 1)))
    spread: Array = (0.5 + normal / (2 * np.sqrt(n + 2))).clip(0, 1 - 1e-12)
    return spread


def _uniform(bits: np.random.PCG64, shape: tuple[int, int]) -> Array:
    raw = bits.random_raw(shape[0] * shape[1]) >> np.uint64(11)
    return raw.reshape(shape) * 2.0**-53
