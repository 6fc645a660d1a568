"""Whether a straight line describes yearly medians.

A slope sums up medians that lie about a line.  Of medians that jump, or rise and fall, it says
little, and an interval of resampled slopes seldom holds the slope of the true medians.
"""

from __future__ import annotations

import numpy as np

from photoparsl.trends.arrays import Array

# Medians don't follow a line if they are farther from one than this share of those resampled.
_MOST_NEARER = 0.9
_ROUNDING = 1e-9  # of the largest number: what rounding adds to a distance is less


def follows_line(years: Array, medians: Array, replicates: Array) -> bool:
    """Return whether medians are about a line, as far as chance lets one tell.

    years: of the medians, ascending
    medians: one a year, none NaN
    replicates: resampled medians, of shape (replicates, years), NaN where there is none

    From year to year, the medians' distances from their line of least squares are summed.  The
    sum that is farthest from 0 is compared with those of the changes that resampling makes.

    Source: W. Stute, W. González Manteiga and M. Presedo Quindimil, "Bootstrap Approximations in
    Model Checks for Regression", Journal of the American Statistical Association 93, 1998.

    >>> years, noise = np.arange(20.0), np.random.default_rng(1).normal(size=(200, 20))
    >>> rise, step = years + noise[0], 9.0 * (years > 10) + noise[0]
    >>> follows_line(years, rise, rise + noise), follows_line(years, step, step + noise)
    (True, False)
    """
    with np.errstate(over="ignore", invalid="ignore"):
        largest = float(np.fmax.reduce(np.abs(replicates), axis=None, initial=0.0))
        largest = max(largest, float(np.abs(medians).max())) or 1.0
        medians, replicates = medians / largest, replicates / largest
    changes = np.nan_to_num(replicates - medians)
    farthest = _farthest_sums(years, medians[None])[0]
    by_chance = _farthest_sums(years, changes)
    return bool((farthest > by_chance + _ROUNDING).mean() <= _MOST_NEARER)


def _farthest_sums(years: Array, rows: Array) -> Array:
    """Return how far from 0 the running sum of each row's distances from its line goes."""
    x = years - years.mean()
    rest = rows - rows.mean(axis=1, keepdims=True)
    rest -= np.outer(rest @ x / (x @ x), x)
    sums: Array = np.abs(np.cumsum(rest, axis=1)).max(axis=1)
    return sums
