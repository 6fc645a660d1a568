"""Read dates in ISO 8601 and in levels 0 and 1 of EDTF (ISO 8601-2), to the day.

The library `edtf` doesn't serve here: it takes milliseconds for a date, and a manifest may have
millions.  It has no bounds for open intervals, and ends the winter of a year on 31 December.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import NamedTuple

LONGEST_DATE = 60  # characters. No date in these forms is longer
MARGINS = {"": 0, "?": 2, "~": 5, "%": 5}  # years on both sides of an uncertain, approximate year
SEASONS = range(21, 25)  # instead of a month

_DATE = re.compile(
    r"([0-9]{2}(?:[0-9]{2}|[0-9]X|XX))(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?([?~%]?)"
)
_HOUR, _SIXTY = r"(?:[01][0-9]|2[0-3])", r"[0-5][0-9]"
_CLOCK = (  # with a leap second, and '9:05', which isn't ISO 8601
    rf"(?:(?:{_HOUR}|[0-9](?=:))(?::{_SIXTY}(?::{_SIXTY})?|:59:60)?"
    rf"|{_HOUR}(?:{_SIXTY}(?:{_SIXTY})?|5960))(?:[.,][0-9]+)?"
)
_DAYS_END = r"24(?::00(?::00)?|00(?:00)?)?(?:[.,]0+)?"
_OFFSET = rf"(?:Z|[+-]{_HOUR}(?::?{_SIXTY}(?::?{_SIXTY})?)?)"
TIME = rf"[T ](?:{_CLOCK}|{_DAYS_END}){_OFFSET}?"  # a time of day that can be
_TIME = re.compile(rf"(?<=\A[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}){TIME}\Z")
_OPEN = ("", "..")  # an end of an interval that isn't known, or never came


class DateBounds(NamedTuple):
    """The first and the last day that a date may be.

    first: the first day (`date.toordinal`), or None if the date has no beginning
    last: the last day, or None if the date has no end
    doubt: '?' (uncertain), '~' (approximate), '%' (both) or ''
    """

    first: int | None
    last: int | None
    doubt: str = ""

    @property
    def years(self) -> tuple[int, int] | None:
        """The years of the first and the last day, or None unless both are known."""
        if self.first is None or self.last is None:
            return None
        return date.fromordinal(self.first).year, date.fromordinal(self.last).year


def read_edtf(text: str) -> DateBounds | None:
    """Read a date or an interval, or None if the text has another form.

    A season gives its whole year, since its months depend on the place.  A time of day is ignored
    if a day has it.

    >>> days = read_edtf("1923-05/1923-06?")
    >>> days.years, days.last - days.first, days.doubt
    ((1923, 1923), 60, '?')
    >>> read_edtf("192X").years, read_edtf("1923/..").last, read_edtf("May 1923")
    ((1920, 1929), None, None)
    """
    if len(text) > LONGEST_DATE:
        return None
    start, slash, end = _TIME.sub("", text).partition("/")
    if not slash:
        return _read_date(start)
    first = DateBounds(None, None) if start in _OPEN else _read_date(start)
    last = DateBounds(None, None) if end in _OPEN else _read_date(end)
    if not (first and last) or first.first is None is last.last:
        return None
    if first.first is not None and last.last is not None and first.first > last.last:
        return None
    return DateBounds(first.first, last.last, max(first.doubt, last.doubt, key=MARGINS.__getitem__))


@lru_cache(maxsize=1 << 16)
def edtf_of(first: int, last: int) -> str:
    """The date from a first to a last day, as short as EDTF has it.

    >>> day = date(1923, 5, 1).toordinal()
    >>> edtf_of(day, day), edtf_of(day, day + 30), edtf_of(day, day + 60)
    ('1923-05-01', '1923-05', '1923-05-01/1923-06-30')
    """
    start, end = date.fromordinal(first), date.fromordinal(last)
    for letters in (4, 7, 10):
        text = str(start)[:letters]
        if text == str(end)[:letters] and _read_date(text) == (first, last, ""):
            return text
    return f"{start}/{end}"


def _read_date(text: str) -> DateBounds | None:
    """Read a date that isn't an interval."""
    found = _DATE.fullmatch(text)
    if not found:
        return None
    year, month, day, doubt = found.groups()
    if "X" in year or month == "XX":  # what follows an unknown digit must be unknown too
        if (month or "XX") != "XX" or (day or "XX") != "XX":
            return None
        years = int(year.replace("X", "0")), int(year.replace("X", "9"))
        return _bounds(years, (1, 12), None, doubt)
    whole_year = month is None or (int(month) in SEASONS and day is None)
    months = (1, 12) if whole_year else (int(month), int(month))
    return _bounds((int(year), int(year)), months, None if day in (None, "XX") else int(day), doubt)


def _bounds(
    years: tuple[int, int], months: tuple[int, int], day: int | None, doubt: str
) -> DateBounds | None:
    """The days from the first month of the first year to the last month of the last, or one day."""
    try:
        first = date(years[0], months[0], day or 1)
        last = date(years[1], months[1], day or monthrange(years[1], months[1])[1])
    except ValueError:  # no such year, month or day
        return None
    return DateBounds(first.toordinal(), last.toordinal(), doubt)
