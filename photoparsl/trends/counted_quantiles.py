"""Medians and their intervals from histograms, where there are too many photos to keep each value.

A histogram has the number of photos in each bin of values.
"""

from __future__ import annotations

import numpy as np

from photoparsl.trends.arrays import Array
from photoparsl.trends.intervals import median_ranks
from photoparsl.trends.resampling import middle_shares


def quantiles_of_counts(counts: Array, edges: Array, levels: tuple[float, ...]) -> Array:
    """Return quantiles of each row of counts, of shape (rows, levels), or NaN for a row of none.

    counts: photos in each bin, of shape (rows, bins)
    edges: the limits of the bins, of shape (bins + 1,)

    The photos of a bin are taken as spread evenly over it.
    """
    found = np.full((len(counts), len(levels)), np.nan)
    for row, of_row in enumerate(counts):
        sums = np.concatenate([[0], np.cumsum(of_row)])
        if sums[-1]:
            found[row] = np.interp(np.array(levels) * sums[-1], sums, edges)
    return found


def intervals_of_counts(counts: Array, edges: Array) -> Array:
    """Return the ends of each row's 95 % interval of the median, of shape (rows, 2).

    They are the outer edges of the bins that hold the two values, so an interval is never narrower
    than a bin.  NaN for a row of fewer than six photos.
    """
    found = np.full((len(counts), 2), np.nan)
    for row, of_row in enumerate(counts):
        sums = np.cumsum(of_row)
        if ranks := median_ranks(int(sums[-1])):
            lower, upper = np.searchsorted(sums, ranks, "right")
            found[row] = edges[lower], edges[upper + 1]
    return found


def medians_of_counts(counts: Array, edges: Array, replicates: int) -> Array:
    """Return resampled medians, each photo drawn for itself, of shape (replicates, rows)."""
    middles = (edges[1:] + edges[:-1]) / 2
    found = np.full((len(counts), replicates), np.nan)
    for row, (of_row, shares) in enumerate(
        zip(counts, middle_shares(counts.sum(axis=1).tolist(), replicates), strict=True)
    ):
        if shares is not None:
            sums = np.cumsum(of_row)
            bins = np.searchsorted(sums, shares * sums[-1], "right").clip(max=len(middles) - 1)
            found[row] = middles[bins].mean(axis=1)
    return found.T
