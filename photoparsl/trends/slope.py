"""How fast a median changes: the slope of Theil and Sen, with an interval."""

from __future__ import annotations

from dataclasses import dataclass

from photoparsl.trends.arrays import Array
from photoparsl.trends.intervals import LEAST_PHOTOS
from photoparsl.trends.line_check import follows_line
from photoparsl.trends.resampled_slopes import enclosing_interval, slope_interval, slopes_of

CIRCLE = "no slope: the values go round a circle"
SHARES = "no slope: the values are codes, which have shares and no median"
NO_LINE = "the yearly medians don't follow a line"
LEAST_YEARS = 3  # of fewer, no slope is given


@dataclass(frozen=True, slots=True)
class Slope:
    """The change of a median.

    decade: the change in ten years
    lower, upper: the ends of its 95 % interval, which holds it, or None if there is none
    years: how many yearly medians it is of
    first, last: the first and the last of these years
    why: why it has no interval, if that is known, else ''
    """

    decade: float
    lower: float | None
    upper: float | None
    years: int
    first: float
    last: float
    why: str = ""

    @property
    def is_change(self) -> bool:
        """Whether the interval lies on one side of 0."""
        return (
            self.lower is not None and self.upper is not None and (self.lower > 0 or self.upper < 0)
        )


def why_no_slope(counted: int, years: int, left_out: int = 0, *, noun: str = "photo") -> str:
    """Say why there is no slope.

    counted: how many years have enough photos and a median
    years: how many years have photos
    left_out: how many have enough photos and no median, as they lack entries of the mixture that
        is held constant
    noun: what a photo is called
    """
    if not years:
        return f"no slope: there is no {noun} with a year and a value"
    if years < LEAST_YEARS:
        return f"no slope: the {noun}s are of fewer than {LEAST_YEARS} years"
    have = "has" if counted == 1 else "have"
    if counted + left_out >= LEAST_YEARS:
        return (
            f"no slope: {left_out} of {years} single years lack entries of the mixture that is "
            f"held constant, and {counted} {have} a median, of {LEAST_YEARS} that are needed; hold "
            "another column's mixture constant, or none"
        )
    return (
        f"no slope: {counted} of {years} single years {have} a median of {LEAST_PHOTOS} {noun}s or "
        f"more, and {LEAST_YEARS} are needed; compare medians of several years instead"
    )


def theil_sen(years: Array, medians: Array) -> float:
    """Return the median of the slopes between each two points, per year.

    years: of the medians, no two the same
    medians: a median for each year, or NaN for a year that is left out

    Source: P. K. Sen, "Estimates of the Regression Coefficient Based on Kendall's Tau", Journal
    of the American Statistical Association 63, 1968.

    >>> import numpy as np
    >>> theil_sen(np.array([1900, 1901, 1910]), np.array([0.0, 0.1, 1.0]))
    0.1
    """
    return float(slopes_of(years, medians[None])[0])


def slope_of(years: Array, medians: Array, replicates: Array | None, level: float) -> Slope | None:
    """Return the slope of medians, or None if there are fewer than LEAST_YEARS.

    years: of the medians, ascending
    medians: one a year, none NaN
    replicates: resampled medians, of shape (replicates, years), or None for no interval
    level: the lower level of the interval, e.g. 0.025
    """
    if len(years) < LEAST_YEARS:
        return None
    slope = theil_sen(years, medians)
    lower, upper, why = None, None, ""
    if replicates is not None and not follows_line(years, medians, replicates):
        why = NO_LINE
    elif replicates is not None:
        quantiles = slope_interval(years, replicates, level)
        lower, upper = (10 * end for end in enclosing_interval(slope, *quantiles))
    return Slope(10 * slope, lower, upper, len(years), float(years[0]), float(years[-1]), why)
