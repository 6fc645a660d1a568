"""The interval of a slope, from the slopes of resampled medians.

Its ends are made of two quantiles of these slopes, to which only the lowest and the highest matter.
So the others aren't computed: of each replicate it is counted how many pairs of years have a slope
that is as low (or as high), which is faster than to find their median.
"""

from __future__ import annotations

import math

import numpy as np

from photoparsl.trends.arrays import Array

_MOST_PAIRS = 125_000  # of years, in memory at a time: 1 MB in each of a few arrays
_MARGIN = 1e-12  # of the largest numbers: what rounding adds to a difference is less


def enclosing_interval(slope: float, lower: float, upper: float) -> tuple[float, float]:
    """Return an interval that holds the slope, from two quantiles of resampled slopes.

    It has what lies between the quantiles, and that mirrored at the slope.

    slope: of the medians themselves
    lower, upper: the quantiles, or NaN for no interval

    Source: P. Hall, The Bootstrap and Edgeworth Expansion, 1992, section 1.3 (both intervals).

    >>> enclosing_interval(3.0, 2.0, 5.0), enclosing_interval(3.0, 4.0, 5.0)
    ((1.0, 5.0), (1.0, 5.0))
    """
    return min(lower, slope - (upper - slope)), max(upper, slope + (slope - lower))


def slope_interval(years: Array, replicates: Array, level: float) -> tuple[float, float]:
    """Return the `level` and the `1 - level` quantile of the replicates' slopes, per year.

    years: of the medians, ascending
    replicates: resampled medians, of shape (replicates, years), NaN where there is none
    level: e.g. 0.025

    They are NaN if no replicate has a slope.
    """
    low, low_slopes, low_bound = _lowest(years, replicates, level)
    high, high_slopes, high_bound = _lowest(years, -replicates, level)
    # All other replicates get one number between the low and the high slopes; at a bound of 0, 0.
    middle = 0.0 if 0 in (low_bound, high_bound) else np.fmax.reduce(low_slopes)
    slopes = np.full(len(replicates), middle)
    slopes[low], slopes[high] = low_slopes, -high_slopes
    if np.isnan(slopes).all():
        return math.nan, math.nan
    lower, upper = np.nanquantile(slopes, [level, 1 - level]).tolist()
    return lower, upper


def _lowest(years: Array, replicates: Array, level: float) -> tuple[Array, Array, float]:
    """Return the replicates with the lowest slopes, as far as a quantile needs them.

    Returns the replicates' indices, their slopes, and a bound: the needed slopes are at most as
    high.  Replicates without a slope are among them, with NaN.  If the bound is 0, replicates with
    a slope of 0 are left out: where most values are the same, these are nearly all.
    """
    needed = math.ceil(level * (len(replicates) - 1)) + 2
    rough = _rough_slopes(years, replicates)
    likely = np.argsort(rough, kind="stable")[: needed + needed // 4]
    found = np.sort(slopes_of(years, replicates[likely]))  # NaN comes last
    # As many slopes as are needed are at most this high; so the lowest ones are, too.
    bound = found[needed - 1] if needed <= len(found) else np.nan
    which = np.flatnonzero(_may_be_as_low(years, replicates, bound))
    return which, slopes_of(years, replicates[which]), float(bound)


def slopes_of(years: Array, rows: Array) -> Array:
    """Return the slope of Theil and Sen of each row of medians, per year, or NaN for less than two.

    Source: P. K. Sen, "Estimates of the Regression Coefficient Based on Kendall's Tau", Journal
    of the American Statistical Association 63, 1968.
    """
    count = rows.shape[1]
    pairs = count * (count - 1) // 2
    step = max(1, _MOST_PAIRS // max(1, pairs))
    found = np.empty(len(rows))
    for start in range(0, len(rows), step):
        part = rows[start : start + step]
        slopes = np.empty((len(part), pairs))
        at = 0
        for lag in range(1, count):
            of_lag = slopes[:, at : at + count - lag]
            np.subtract(part[:, lag:], part[:, :-lag], out=of_lag)
            of_lag /= years[lag:] - years[:-lag]
            at += count - lag
        found[start : start + step] = _medians(slopes)
    return found


def _medians(rows: Array) -> Array:
    """Return the median of each row, without its NaN."""
    value_counts = np.full(len(rows), rows.shape[1]) - np.isnan(rows).sum(axis=1)
    if not len(rows) or not rows.shape[1]:
        return np.full(len(rows), np.nan)
    if (value_counts == rows.shape[1]).all():
        half = rows.shape[1] // 2
        parted = np.partition(rows, half, axis=1)  # a second middle takes three times as long
        high = parted[:, half]
        low = high if rows.shape[1] % 2 else parted[:, :half].max(axis=1)
    else:
        ordered, numbers = np.sort(rows, axis=1), np.arange(len(rows))  # NaN comes last
        low, high = ordered[numbers, (value_counts - 1) // 2], ordered[numbers, value_counts // 2]
    middle: Array = np.where(low == high, low, (low + high) / 2)
    return middle


def _rough_slopes(years: Array, replicates: Array) -> Array:
    """Return slopes of least squares.

    Their order is nearly that of the slopes of Theil and Sen.
    """
    has_value = ~np.isnan(replicates)
    with np.errstate(over="ignore", invalid="ignore"):  # of numbers near the largest: no order
        sums = np.where(has_value, replicates, 0).sum(axis=0)
        mean = sums / np.maximum(has_value.sum(axis=0), 1)
        rough: Array = np.where(has_value, replicates - mean, 0) @ (years - years.mean())
    return rough


def _may_be_as_low(years: Array, replicates: Array, bound: float) -> Array:
    """Return which replicates may have a slope of at most `bound`: all that have, and a few more.

    Half of their pairs of years have such a slope.  If `bound` is 0, only lower slopes count.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        turned = np.ascontiguousarray((replicates - bound * (years - years.mean())).T)
        largest = np.fmax.reduce(np.abs([turned, replicates.T]), axis=None)
    if not math.isfinite(bound) or not math.isfinite(largest):
        return np.ones(len(replicates), bool)
    raised, count = turned + _MARGIN * largest if bound else turned, len(years)
    is_as_low = np.less_equal if bound else np.less
    as_low = np.zeros(len(replicates), np.int64)
    for lag in range(1, count):
        for first in range(0, count - lag, 255):  # so that their number fits into a byte
            last = min(first + 255, count - lag)
            fall = is_as_low(turned[first + lag : last + lag], raised[first:last])
            as_low += np.add.reduce(fall.view(np.uint8), axis=0, dtype=np.uint8)
    value_counts = (~np.isnan(replicates)).sum(axis=1)
    enough: Array = as_low >= value_counts * (value_counts - 1) // 2 // 2
    return enough
