"""Read the years and the dates in the cells of a manifest's row."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import NamedTuple

from photoparsl.manifests.edtf_dates import MARGINS, TIME, DateBounds, read_edtf
from photoparsl.manifests.photo import Days, Span

EXPECTED_YEAR = "expected a year of four digits"

YEAR = re.compile(r"([0-9]{4})(?:[.,]0+)?\Z")  # pandas writes 1923.0
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:" + TIME + r")?\Z")
NO_YEAR = frozenset(("", "na", "n/a", "#n/a", "<na>", "nan", "nat", "null", "none", "\\n"))


class Years(NamedTuple):
    """The years in a row, or an error message.

    year: the photo's year, or None if the row has none
    span: the earliest and the latest possible year, or None if the year is exact or unknown
    problem: an error message that says what was expected and found, or '' if there is no error
    date: the date as written, or '' if the row has none
    days: the first and the last possible day in `year`, or None if any day of it is possible
    is_text: whether the date, or its month or day, has a form that isn't read
    unused: the cells of a month or a day that isn't used, or '' if there is none.  A cell isn't
        used if it is 0, or if its year or month isn't known
    has_remark: whether there is one of these, or the date gives no year, since it is open, in doubt
        or of several
    """

    year: int | None = None
    span: Span | None = None
    problem: str = ""
    date: str = ""
    days: Days | None = None
    is_text: bool = False
    unused: str = ""
    has_remark: bool = False


@lru_cache(maxsize=1 << 16)  # photos are many. Years and days are few
def read_years(year: str, earliest: str, latest: str, date: str = "") -> Years:
    """Read the cells of the four columns, or '' for a column that the table doesn't have.

    >>> read_years("1901", "", "").year, read_years("", "1900", "1909").span
    (1901, (1900, 1909))
    >>> read_years("", "", "", "1901-05").year, read_years("1902", "", "", "1901-05").problem
    (1901, "expected a date in the row's years, found '1901-05' beside '1902'")
    """
    numbers: list[int | None] = []
    for text in (year.strip(), earliest.strip(), latest.strip()):
        found = YEAR.match(text) or _day(text)
        if not (found and int(found[1])) and text.lower() not in NO_YEAR:
            return Years(problem=f"{EXPECTED_YEAR} like 1901, found {quote_short(text)}")
        numbers.append(int(found[1]) if found else None)
    exact, first, last = numbers
    years = Years(exact)
    if not ((first is None and last is None) or (exact is None and None in (first, last))):
        # A span needs both ends.
        span = (first or exact or last or 0, last or exact or first or 0)
        if not span[0] <= (exact or span[0]) <= span[1]:
            texts = quote_short(" ".join((earliest, year, latest)))
            return Years(problem=f"expected years from the earliest to the latest, found {texts}")
        years = Years(exact, None if exact and span[0] == span[1] else span)
    date = date.strip()
    if date.lower() in NO_YEAR:
        return years
    plain = YEAR.match(date)
    bounds = read_edtf(plain[1] if plain else date)
    if bounds is None:
        return years._replace(date=date, is_text=True, has_remark=True)
    limits = (first or exact or 0, last or exact or 9999)
    if not _overlap(bounds, limits):
        texts = " ".join(filter(None, (earliest.strip(), year.strip(), latest.strip())))
        return Years(
            problem=f"expected a date in the row's years, found {quote_short(date)} beside "
            f"{quote_short(texts)}"
        )
    return _with_date(years, bounds)._replace(date=date)


def _with_date(years: Years, bounds: DateBounds) -> Years:
    """The years, with what the date adds to them.

    A date in doubt gives no days.  Neither does a date that is narrower than the row's own span of
    years.  It may have been read from a text like '1904-05', which can be two years.
    """
    of_date, margin = bounds.years, MARGINS[bounds.doubt]
    own = years.span or (years.year and (years.year, years.year))
    year, span, days = years.year, years.span, None
    if of_date and not own:
        span = (of_date[0] - margin, of_date[1] + margin)
        year = span[0] if span[0] == span[1] else None
        span = None if year else span
    elif of_date and years.span is None and (margin or of_date[0] < of_date[1]):
        span = (of_date[0] - margin, of_date[1] + margin)
    is_certain = of_date and not margin and years.span in (None, of_date)
    if is_certain and of_date and of_date[0] == of_date[1]:
        year, span = of_date[0], None
    if year and is_certain and bounds.first is not None and bounds.last is not None:
        days = _within_year(year, (bounds.first, bounds.last))
    return Years(year, span, days=days, has_remark=year is None and not own)


def _within_year(year: int, days: Days) -> Days | None:
    """The part of the days that is in the year, or None if it is the whole year."""
    first, last = datetime.date(year, 1, 1).toordinal(), datetime.date(year, 12, 31).toordinal()
    within = (max(first, days[0]), min(last, days[1]))
    return None if within == (first, last) else within


def _overlap(bounds: DateBounds, years: Span) -> bool:
    """Whether the date has a day in these years."""
    first, last = years
    is_after = bounds.first is not None and datetime.date.fromordinal(bounds.first).year > last
    is_before = bounds.last is not None and datetime.date.fromordinal(bounds.last).year < first
    return not (is_after or is_before)


def _day(text: str) -> re.Match[str] | None:
    """Match a day that exists: '1923-05-04', but not '1923-02-31'."""
    found = _DAY.match(text)
    try:
        return found if found and datetime.date(*map(int, found.groups())) else None
    except ValueError:
        return None


def quote_short(text: str) -> str:
    """At most 60 characters of a text, in quotes, for a message.

    >>> quote_short("190x")
    "'190x'"
    """
    shown = text.replace("\v", "\r")  # as the file has it: `text_lines` has replaced it
    return repr(shown if len(shown) <= 60 else shown[:57] + "...")
