"""Read the month and the day in columns beside that of the years."""

from __future__ import annotations

import re
from functools import lru_cache

from photoparsl.manifests.edtf_dates import read_edtf
from photoparsl.manifests.year_cells import NO_YEAR, YEAR, Years, quote_short, read_years

_NUMBER = re.compile(r"([0-9]{1,2})(?:[.,]0+)?\Z")  # pandas writes 5.0
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


@lru_cache(maxsize=1 << 16)
def read_years_and_month(year: str, earliest: str, latest: str, month: str, day: str) -> Years:
    """Read the cells of the five columns.  0 and an empty cell are an unknown month or day.

    A month without an exact year isn't used, nor is a day without a month.

    >>> read_years_and_month("1923", "", "", "May", "").date
    '1923-05'
    >>> read_years_and_month("1923", "", "", "2", "30").problem
    "expected a day of the month, found '1923-02-30'"
    """
    years = read_years(year, earliest, latest)
    found, month_number, day_number = YEAR.match(year.strip()), _month(month), _number(day)
    if years.problem or not found or month_number == 0:
        return years if years.problem else _with_unused(years, year, month, day)
    if month_number is None:
        return years._replace(date=_joined(year, month, day), is_text=True, has_remark=True)
    if month_number > 12:
        return Years(problem=f"expected a month from 1 to 12, found {quote_short(month)}")
    date = f"{found[1]}-{month_number:02}"
    if day_number is None:
        years = read_years(year, earliest, latest, date)
        return years._replace(date=_joined(year, month, day), is_text=True, has_remark=True)
    date += f"-{day_number:02}" if day_number else ""
    if not read_edtf(date):
        return Years(problem=f"expected a day of the month, found {quote_short(date)}")
    years = read_years(year, earliest, latest, date)
    return years if day_number else _with_unused(years, year, "", day)


def _joined(*texts: str) -> str:
    return " ".join(filter(None, map(str.strip, texts)))


def _with_unused(years: Years, year: str, month: str, day: str) -> Years:
    """The years, with the month and the day that aren't used, if there are any."""
    if _is_empty(month) and _is_empty(day):
        return years
    cells = [("year", year), ("month", month), ("day", day)]
    shown = [f"{name} {quote_short(cell)}" for name, cell in cells if not _is_empty(cell)]
    return years._replace(unused=", ".join(shown), has_remark=True)


def _is_empty(text: str) -> bool:
    return text.strip().lower() in NO_YEAR


def _month(text: str) -> int | None:
    """A month's number, also by its English name.

    0 if it isn't known, None if it can't be read.
    """
    name = text.strip().rstrip(".").lower()
    for number, known in enumerate(_MONTHS, start=1):
        if name == known or (name == known[: len(name)] and len(name) in (3, 4)):
            return number
    return _number(text)


def _number(text: str) -> int | None:
    """A number of one or two digits.  0 if the cell is empty, None if it has another form."""
    text = text.strip()
    if _is_empty(text):
        return 0
    found = _NUMBER.match(text)
    return int(found[1]) if found else None
