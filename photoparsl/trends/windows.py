"""Windows of time: which photos the numbers of a year, or of a month, are computed from."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from photoparsl.errors import OptionError
from photoparsl.options import check_options
from photoparsl.trends.arrays import Array
from photoparsl.trends.intervals import LEAST_PHOTOS

YEAR_WINDOWS = (1, 5, 11)  # the usual window is chosen among these numbers of years
MONTH_WINDOWS = (1, 3)  # or, in a short archive with known months, among these of months
MOST_MONTHLY_YEARS = 10  # an archive of more years has no usual window of months
LEAST_KNOWN_MONTHS = 0.9  # nor has one with a smaller share of photos whose month is known

# A window is chosen in which this share of the periods have photos enough for an interval.  A wider
# one would hide the year that differs from its neighbours.
MOST_PERIODS = 0.75


@dataclass(frozen=True, slots=True)
class Window:
    """Which photos the numbers of a year, or of a month, are computed from.

    One of the three fields says it.  A window of 0 photos and 0 months is one of years.

    years: the photos of this many years, of which the year is the middle one
    photos: at least this many photos: those of the year, and of as many years around it as needed
    months: the photos of this many months, of which the month is the middle one

    Raises OptionError if the number of years or months is even.
    """

    years: int = 1
    photos: int = field(default=0, metadata={"least": 0})
    months: int = field(default=0, metadata={"least": 0})

    def __post_init__(self) -> None:
        check_options(self)
        if self.years % 2 == 0 or (self.months and self.months % 2 == 0):
            raise OptionError(f"a window of {self.text} has no middle: the number must be odd")

    @property
    def text(self) -> str:
        """The window, for people."""
        if self.photos:
            return f"{self.photos:,} photos or more"
        if self.months:
            return "one month" if self.months == 1 else f"{self.months} months"
        return "one year" if self.years == 1 else f"{self.years} years"

    @property
    def reach(self) -> int:
        """How many years or months before the middle one, and after it, are in the window."""
        return ((self.months or self.years) - 1) // 2


OFFERED = (  # the page's windows of years
    *(Window(years) for years in YEAR_WINDOWS),
    Window(photos=30),
    Window(photos=300),
)


def usual_window_of_counts(counts: Array) -> Window:
    """Return the narrowest of YEAR_WINDOWS in which most years have an interval, else the widest.

    counts: photos of each group in every year from the first to the last, of shape (groups, years)
    """
    for years in YEAR_WINDOWS[:-1]:
        if _has_enough(counts, (years - 1) // 2):
            return Window(years)
    return Window(YEAR_WINDOWS[-1])


def usual_window_of_months(counts: Array) -> Window | None:
    """Return the narrowest of MONTH_WINDOWS in which most months have an interval, else None.

    counts: photos of each group in every month from the first to the last
    """
    for months in MONTH_WINDOWS:
        if _has_enough(counts, (months - 1) // 2):
            return Window(months=months)
    return None


def counts_of(period: Array, group: Array, weight: Array | None = None) -> Array:
    """Return the photos of each group in each period from the first, of shape (groups, periods)."""
    first, periods = int(period.min()), int(period.max() - period.min()) + 1
    groups = int(group.max()) + 1
    index = group.astype(np.int64) * periods + (period - first)
    counts: Array = np.bincount(index, weight, groups * periods).reshape(groups, periods)
    return counts


def reaches(counts: Array, window: Window) -> Array:
    """Return how far each period's window reaches, in periods to either side.

    The result has the shape of `counts`.

    counts: photos of each group in each period
    """
    if not window.photos:
        return np.full(counts.shape, window.reach)
    found = np.zeros(counts.shape, int)
    for reach in range(1, counts.shape[1]):
        short = _around(counts, reach - 1) < window.photos * (1 - 1e-9)
        if not (short & (counts > 0)).any():
            break
        found[short] = reach
    return found


def _has_enough(counts: Array, reach: int) -> bool:
    within = _around(counts, reach)[counts > 0]
    return bool(len(within) and np.mean(within >= LEAST_PHOTOS) >= MOST_PERIODS)


def _around(counts: Array, reach: int) -> Array:
    """The photos within `reach` periods of each period."""
    sums = np.pad(np.cumsum(counts, axis=1), ((0, 0), (1, 0)))
    periods = np.arange(counts.shape[1])
    found: Array = (
        sums[:, (periods + reach + 1).clip(max=counts.shape[1])]
        - sums[:, (periods - reach).clip(min=0)]
    )
    return found
