"""Complete years of two digits ('7-Oct-33'), as spreadsheets show them, by the table's own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import cached_property

from photoparsl.archives.dates import date_words
from photoparsl.archives.dates.date_candidate import DateCandidate

_OUTLIERS = 100  # of this number of years, the first and the last don't count
_NEAR = 25  # years before the first and after the last of the table's
_CENTURIES = (1800, 1900, 2000)
_NAMED = re.compile(  # '7-Oct-33', 'Oct-33', 'October 7, 33'
    rf"(?:\d{{1,2}}[ ./-]+)?(?:{date_words.MONTHS})\.?[ ./-]+(?:\d{{1,2}}, ?)?(?P<year>\d\d)",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"(?P<first>\d{1,2})([./-])\d{1,2}\2(?P<year>\d\d)")
_LAST_DAY = 31


def is_short_date(text: str) -> bool:
    """Whether a text is a month, or a day, with a year of two digits.

    >>> [is_short_date(text) for text in ("MAY 67", "7-Oct-33", "May 7")]
    [True, True, False]
    """
    found = _NAMED.fullmatch(text)
    if found is None:
        return False
    return not _is_month_first(text) or int(found["year"]) > _LAST_DAY


def _is_month_first(text: str) -> bool:
    """Whether a month and one number are all: the number may be a day."""
    return not text[0].isdigit() and "," not in text


class OwnYears:
    """The exact years of a table.

    years: reads them.  It is called once, for the first date that has two digits
    """

    def __init__(self, years: Callable[[], Iterable[int]]) -> None:
        self._years = years

    def completed(self, candidate: DateCandidate) -> DateCandidate:
        """The candidate, with four digits if only one century fits the table's years."""
        text = candidate.text.strip()
        found = _NAMED.fullmatch(text) or _NUMBERS.fullmatch(text)
        if not found or candidate.end is not None or not candidate.may_be_photos:
            return candidate
        year = self._only_year(found["year"])
        first = found.groupdict().get("first") or ""
        is_doubtful = len(first) == 2 and self._only_year(first)  # it may be the year
        is_month = found.re is _NAMED and _is_month_first(text)
        if not year or is_doubtful or (is_month and int(found["year"]) <= _LAST_DAY):
            return candidate
        return replace(candidate, read_as=f"{text[: found.start('year')]}{year}")

    def _only_year(self, digits: str) -> int:
        """The year that ends in two digits and lies among or near the table's.

        It is 0 if several years do.
        """
        years = [century + int(digits) for century in _CENTURIES]
        is_of_future = years[-1] > date.today().year  # so that the scan's year doesn't fit
        for margin in (0, _NEAR) if is_of_future else (0,):
            fitting = [y for y in years if self._first - margin <= y <= self._last + margin]
            if fitting:
                return fitting[0] if len(fitting) == 1 else 0
        return 0

    @property
    def _first(self) -> int:
        return self._span[0]

    @property
    def _last(self) -> int:
        return self._span[1]

    @cached_property
    def _span(self) -> tuple[int, int]:
        """The first and last year, without the hundredth at each end.  (1, 0) if there are none."""
        years = sorted(Counter(self._years()).elements())
        cut = len(years) // _OUTLIERS
        return (years[cut], years[-1 - cut]) if years else (1, 0)
