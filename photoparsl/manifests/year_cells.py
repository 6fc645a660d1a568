"""Read the years in the cells of a manifest's row."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from photoparsl.manifests.photo import Span

EXPECTED_YEAR = "expected a year of four digits"

_YEAR = re.compile(r"([0-9]{4})(?:[.,]0+)?\Z")  # pandas writes 1923.0
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ][0-9:.+Z-]+)?\Z")
_NO_YEAR = frozenset(("", "na", "n/a", "#n/a", "<na>", "nan", "nat", "null", "none", "\\n"))


class Years(NamedTuple):
    """The years in a row, or an error message.

    year: the photo's year; None if the row has none
    span: the earliest and the latest possible year; None if the year is exact or unknown
    problem: an error message: what was expected and found; '' if there is no error
    """

    year: int | None = None
    span: Span | None = None
    problem: str = ""


@lru_cache(maxsize=10_000)  # photos are many, years are few
def read_years(year: str, earliest: str, latest: str) -> Years:
    """Read the cells of the three columns; '' for a column that the table doesn't have.

    >>> read_years("1901", "", ""), read_years("", "1900", "1909").span
    (Years(year=1901, span=None, problem=''), (1900, 1909))
    """
    years: list[int | None] = []
    for text in (year.strip(), earliest.strip(), latest.strip()):
        found = _YEAR.match(text) or _day(text)
        if not (found and int(found[1])) and text.lower() not in _NO_YEAR:
            return Years(problem=f"{EXPECTED_YEAR} like 1901, found {quote_short(text)}")
        years.append(int(found[1]) if found else None)
    exact, first, last = years
    if (first is None and last is None) or (exact is None and None in (first, last)):
        return Years(exact)  # a span needs both ends
    span = (first or exact or last or 0, last or exact or first or 0)
    if not span[0] <= (exact or span[0]) <= span[1]:
        texts = quote_short(" ".join((earliest, year, latest)))
        return Years(problem=f"expected years from the earliest to the latest, found {texts}")
    return Years(exact, None if exact and span[0] == span[1] else span)


def _day(text: str) -> re.Match[str] | None:
    """Match a day that exists: '1923-05-04', but not '1923-02-31'."""
    found = _DAY.match(text)
    try:
        return found if found and date(*map(int, found.groups())) else None
    except ValueError:
        return None


def quote_short(text: str) -> str:
    """At most 60 characters of a text, in quotes, for a message.

    >>> quote_short("190x")
    "'190x'"
    """
    shown = text.replace("\v", "\r")  # as the file has it: `text_lines` has replaced it
    return repr(shown if len(shown) <= 60 else shown[:57] + "...")
