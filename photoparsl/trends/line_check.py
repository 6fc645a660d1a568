"""Whether a straight line describes yearly medians.

A slope sums up medians that lie about a line.  Of medians that jump, or rise and fall, it says
little, and an interval of resampled slopes seldom holds the slope of the true medians.
"""

from __future__ import annotations

import numpy as np

from photoparsl.trends.arrays import Array

# Medians don't follow a line if they are farther from one than this share of those resampled.
_MOST_NEARER = 0.9
_MOST_SMALLER = 0.95  # of the resampled ones: how many may be smaller than a jump
_GAP = 5  # years from a median to the next: over more, a jump is looked for
_FEWEST = 3  # medians before a gap, and after it
_ROUNDING = 1e-9  # of the largest number: what rounding adds to a distance is less


def follows_line(years: Array, medians: Array, replicates: Array) -> bool:
    """Return whether medians are about a line, as far as chance lets one tell.

    years: of the medians, ascending
    medians: one a year, none NaN
    replicates: resampled medians, of shape (replicates, years), NaN where there is none

    From year to year, the medians' distances from their line of least squares are summed.  The
    sum that is farthest from 0 is compared with those of the changes that resampling makes.  So is
    the jump over the widest gap between the medians: that between two parallel lines of least
    squares, of those before it and of those after it.

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

    def is_beyond(found: Array, by_chance: Array, most: float) -> bool:
        return bool((found > by_chance + _ROUNDING).mean() > most)

    sums = _farthest_sums(years, medians[None]), _farthest_sums(years, changes)
    if is_beyond(*sums, _MOST_NEARER):
        return False
    side = _sides_of_gap(years)
    return side is None or not is_beyond(abs(side @ medians), abs(changes @ side), _MOST_SMALLER)


def _sides_of_gap(years: Array) -> Array | None:
    """Return what a jump over the widest gap adds to each median, apart from a line.

    Medians times this are summed to a number in proportion to their jump.  None if there is no
    wide gap with medians enough before and after it.
    """
    gaps = np.diff(years)
    gap = int(gaps.argmax()) + 1
    if gaps[gap - 1] <= _GAP or not _FEWEST <= gap <= len(years) - _FEWEST:
        return None
    x, side = years - years.mean(), (np.arange(len(years)) >= gap) - (1 - gap / len(years))
    rest: Array = side - (side @ x / (x @ x)) * x
    return rest


def _farthest_sums(years: Array, rows: Array) -> Array:
    """Return how far from 0 the running sum of each row's distances from its line goes."""
    x = years - years.mean()
    rest = rows - rows.mean(axis=1, keepdims=True)
    rest -= np.outer(rest @ x / (x @ x), x)
    sums: Array = np.abs(np.cumsum(rest, axis=1)).max(axis=1)
    return sums
