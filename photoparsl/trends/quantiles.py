"""Quantiles of sorted values, which may have weights, and the interval of their median."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from photoparsl.trends.arrays import Array
from photoparsl.trends.intervals import median_ranks
from photoparsl.trends.weights import Weights

LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)
MEDIAN = LEVELS.index(0.5)


def quantiles_of(values: Array, weights: Weights | None, levels: tuple[float, ...]) -> Array:
    """Return quantiles of sorted values, or NaN if there are none.

    Without weights they are those of numpy, with linear interpolation.  With weights a quantile is
    the value at which the sum of the weights reaches the level.  If the sum reaches it just between
    two values, it is their mean.
    """
    if not len(values):
        return np.full(len(levels), np.nan)
    if weights is None:
        at = np.array(levels) * (len(values) - 1)
        before = np.floor(at).astype(np.intp)
        after = np.minimum(before + 1, len(values) - 1)
        linear: Array = values[before] + (at - before) * (values[after] - values[before])
        return linear
    found = np.empty(len(levels))
    for index, level in enumerate(levels):
        exact = Fraction(level).limit_denominator(1000)
        lower, upper = weights.first_from(exact), weights.first_from(exact, beyond=True)
        found[index] = (values[lower] + values[upper]) / 2
    return found


def median_interval(values: Array, weights: Weights | None, n: int) -> tuple[float, float] | None:
    """Return the ends of the median's 95 % interval, or None for fewer than LEAST_PHOTOS.

    values: sorted, and independent of each other
    weights: each value's weight, or None if all are 1
    n: how many equally weighted photos they are worth
    """
    if (ranks := median_ranks(n)) is None:
        return None
    if weights is None:
        return float(values[ranks[0]]), float(values[ranks[1]])
    lower, upper = (weights.first_from(Fraction(rank + 1, n)) for rank in ranks)
    return float(values[lower]), float(values[upper])
