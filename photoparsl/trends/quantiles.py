"""Quantiles of sorted values, which may have weights, and the interval of their median."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from photoparsl.trends.intervals import median_ranks

Array = npt.NDArray[Any]

LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)
MEDIAN = LEVELS.index(0.5)


def effective_number(weights: Array | None, count: int) -> int:
    """Return how many equally weighted photos these are worth: (sum of w)^2 / sum of w^2.

    weights: each photo's weight; None if all are 1
    count: how many photos there are

    Source: L. Kish, "Survey Sampling", 1965.
    """
    if weights is None:
        return count
    squares = float((weights**2).sum())
    return int(float(weights.sum()) ** 2 / squares + 1e-9) if squares else 0


def quantiles_of(values: Array, weights: Array | None, levels: tuple[float, ...]) -> Array:
    """Return quantiles of sorted values; NaN if there are none.

    Without weights they are those of numpy, with linear interpolation.  With weights a quantile is
    the value at which the sum of the weights reaches the level; the mean of two values if it
    reaches it just between them.
    """
    if not len(values):
        return np.full(len(levels), np.nan)
    if weights is None:
        at = np.array(levels) * (len(values) - 1)
        before = np.floor(at).astype(np.intp)
        after = np.minimum(before + 1, len(values) - 1)
        found: Array = values[before] + (at - before) * (values[after] - values[before])
        return found
    sums = np.cumsum(weights)
    wanted = np.array(levels) * sums[-1]
    margin = 1e-9 * sums[-1]
    last = len(values) - 1
    lower = np.searchsorted(sums, wanted - margin).clip(max=last)
    upper = np.searchsorted(sums, wanted + margin).clip(max=last)
    between: Array = (values[lower] + values[upper]) / 2
    return between


def median_interval(values: Array, weights: Array | None, n: int) -> tuple[float, float] | None:
    """Return the ends of the median's 95 % interval; None of fewer than LEAST_PHOTOS.

    values: sorted, and independent of each other
    weights: each value's weight; None if all are 1
    n: how many equally weighted photos they are worth
    """
    if (ranks := median_ranks(n)) is None:
        return None
    if weights is None:
        return float(values[ranks[0]]), float(values[ranks[1]])
    sums = np.cumsum(weights)
    levels = np.array([ranks[0] + 1, ranks[1] + 1]) / n * sums[-1]
    lower, upper = np.searchsorted(sums, levels * (1 - 1e-12)).clip(max=len(values) - 1)
    return float(values[lower]), float(values[upper])
