"""What a trend has a value for: years, or months where an archive is short."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from photoparsl.page.columns import NO_YEAR, Array, PhotoColumns
from photoparsl.page.plotted import Plotted
from photoparsl.page.quantiles import WINDOW_YEARS

WINDOW_MONTHS = 2  # a month's trend takes in this many months before and after it
MOST_YEARS = 9  # an archive of more years has windows of years
LEAST_KNOWN = 0.9  # of the photos with a year: so many must have a month

_NO_MONTH = -1


@dataclass(frozen=True, slots=True)
class Windows:
    """The years, or the months, for which a trend has quantiles.

    points: the years that have photos; or the months, in months since the year 0
    around: how many years or months before and after each it takes in
    is_months: whether they are months
    without_month: how many photos with a year are in no month's window; 0 if they aren't months
    """

    points: Array
    around: int = WINDOW_YEARS
    is_months: bool = False
    without_month: int = 0

    @property
    def times(self) -> Array:
        """The middle of each year or month on the axis of time, in years."""
        if self.is_months:
            days = [_first_day(self.points + shift).astype(np.int64) for shift in (0, 1)]
            year = self.points // 12
            new_year, next_year = (_first_day(12 * (year + n)).astype(np.int64) for n in (0, 1))
            middle = (days[0] + days[1]) / 2 - new_year
            return np.asarray(year + middle / (next_year - new_year))
        return self.points + 0.5

    def of(self, photos: PhotoColumns) -> Array:
        """The year or the month of each photo."""
        return months_of(photos) if self.is_months else photos.year


def find_windows(plotted: Plotted, dated: Array) -> Windows:
    """Return windows of months if the archive is short and nearly all months are known.

    dated: the years that have photos
    """
    photos = plotted.photos
    is_short = len(dated) and dated[-1] - dated[0] < MOST_YEARS
    if plotted.histograms or not is_short or not photos.days.any():
        return Windows(dated)
    months = months_of(photos)
    known, with_year = months != _NO_MONTH, int((photos.year != NO_YEAR).sum())
    if known.sum() < LEAST_KNOWN * with_year:
        return Windows(dated)
    return Windows(np.unique(months[known]), WINDOW_MONTHS, True, with_year - int(known.sum()))


def months_of(photos: PhotoColumns) -> Array:
    """The month of each photo since the year 0; -1 if its date isn't within one."""
    first = _first_day(12 * photos.year.astype(np.int64)) + photos.day.astype(np.int64)
    last = first + (photos.days.astype(np.int64) - 1)
    start, stop = (days.astype("M8[M]").astype(np.int64) + 12 * 1970 for days in (first, last))
    known = (photos.days > 0) & (start == stop) & (photos.year != NO_YEAR)
    return np.where(known, start, _NO_MONTH)


def _first_day(months: Array) -> Array:
    """The first day of months since the year 0."""
    return (months - 12 * 1970).astype("M8[M]").astype("M8[D]")
