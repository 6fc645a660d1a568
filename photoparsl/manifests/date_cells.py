"""Read the years and the date of each row of a manifest, and count what its dates don't give."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from photoparsl.manifests.edtf_dates import LONGEST_DATE
from photoparsl.manifests.manifest_columns import ManifestColumns
from photoparsl.manifests.month_cells import read_years_and_month
from photoparsl.manifests.year_cells import YEAR, Years, quote_short, read_years

EXPECTED_DATE = "expected a date in ISO 8601 or EDTF"

# Cells of dates that exist in any year: what follows the year, and what stands in its own column.
# Looking these up is faster than reading a date, of which there may be millions.
_MONTHS = [f"{month:02}" for month in range(1, 13)]
_PLAIN_MONTHS = frozenset([*_MONTHS, *map(str, range(1, 13))])
_PLAIN_DAYS = frozenset(["", *(f"{day:02}" for day in range(1, 29)), *map(str, range(1, 29))])
_PLAIN_ENDS = frozenset(
    ["", *(f"-{month}" for month in _MONTHS)]
    + [str(datetime.date.fromordinal(day))[4:] for day in range(1, 366)]  # of the year 1
)


@dataclass(slots=True)
class DateRemarks:
    """Counts the dates of a manifest that can't be read, give no year, or aren't wholly used.

    texts: the number of dates in a form that isn't read
    text: the first of them
    wide: the number of dates that give no year: open, uncertain, approximate, or of several years
    wide_date: the first of them
    unused: the number of rows with a month or a day that isn't used
    unused_cells: the month and the day in the first of these rows
    """

    texts: int = 0
    text: str = ""
    wide: int = 0
    wide_date: str = ""
    unused: int = 0
    unused_cells: str = ""

    def add(self, years: Years) -> None:
        """Count a row."""
        if years.unused:
            self.unused_cells = self.unused_cells or years.unused
            self.unused += 1
        elif years.is_text:
            self.text = self.text or years.date[:100]
            self.texts += 1
        else:
            self.wide_date = self.wide_date or years.date
            self.wide += 1

    def sentences(self) -> list[str]:
        """Sentences about these cells, if there are any."""
        found = []
        if self.texts:
            dates = "date isn't" if self.texts == 1 else "dates aren't"
            found.append(
                f"{self.texts:,} {dates} in ISO 8601 or EDTF, and kept as text, like "
                f"{quote_short(self.text)} (photoparsl manifest FILE reads dates in other forms)"
            )
        if self.wide:
            dates = "photo has" if self.wide == 1 else "photos have"
            found.append(
                f"{self.wide:,} {dates} no year, since the date is open, in doubt or of several "
                f"years, like {quote_short(self.wide_date)}"
            )
        if self.unused:
            photos = "photo has" if self.unused == 1 else "photos have"
            found.append(
                f"{self.unused:,} {photos} a month or a day that isn't used, since it is 0 or its "
                f"year or month isn't known, like {self.unused_cells}"
            )
        return found


class DateReader:
    """Reads the years and the date in the cells of a row.

    read: a function that reads the cells
    """

    def __init__(self, columns: ManifestColumns, *, years_only: bool) -> None:
        """columns: which columns the table has
        years_only: whether dates are only checked, and `Years.date` and `days` may be missing
        """
        self._years_only, self._has_years = years_only, columns.has_years
        self._dates_of = itemgetter(columns.year, columns.earliest, columns.latest, columns.date)
        self._years_of = itemgetter(columns.year, columns.earliest, columns.latest)
        self._months_of = itemgetter(columns.month, columns.day)
        self.read: Callable[[Sequence[str]], Years] = self._read_years
        if columns.month >= 0:
            self.read = self._read_month
        elif columns.date >= 0:
            self.read = self._read_date

    def _read_years(self, cells: Sequence[str]) -> Years:
        return read_years(*self._years_of(cells))

    def _read_month(self, cells: Sequence[str]) -> Years:
        month, day = self._months_of(cells)
        years = self._years_of(cells)
        is_plain = month in _PLAIN_MONTHS and day in _PLAIN_DAYS and YEAR.match(years[0])
        if self._years_only and is_plain:
            return read_years(*years)
        return read_years_and_month(*years, month, day)

    def _read_date(self, cells: Sequence[str]) -> Years:
        year, earliest, latest, date = self._dates_of(cells)
        if self._years_only and year == date[:4] and date[4:] in _PLAIN_ENDS:
            return read_years(year, earliest, latest)
        read = read_years if len(date) <= LONGEST_DATE else read_years.__wrapped__
        years = read(year, earliest, latest, date)
        if years.is_text and not self._has_years:
            return Years(problem=f"{EXPECTED_DATE} like 1901-05-17, found {quote_short(date)}")
        return years
