"""Doubt a column of dates by what the table's other rows hold."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_texts import read_date

OF_SPREADSHEET = (
    "they lie between December 1904 and July 1905: a spreadsheet makes such days of years"
)
_ALWAYS_LATER = "in all rows with {!r} too, this is another and later year"
_FEWEST = 3  # dates that hardly lie together by chance
_FEWEST_PAIRS = 2

_Rows = Iterable[Sequence[DateCandidate]]


class ColumnDoubts:
    """The doubts of a table's columns.

    rows: reads the dates of the table's first rows.  It is called once
    """

    def __init__(self, rows: Callable[[], _Rows]) -> None:
        self._rows = rows

    def judged(self, dates: list[DateCandidate]) -> list[DateCandidate]:
        """Return the dates of a row, with the doubts of their columns.

        A column that is always later than another is doubted in rows where only it has a date.
        """
        days, later = self._found
        single = len(_single(dates)) == 1
        return [
            replace(date, doubt=OF_SPREADSHEET)
            if date.name in days and is_spreadsheet_day(date.text)
            else replace(date, doubt=_ALWAYS_LATER.format(later[date.name]))
            if single and date.name in later and not date.user_rank
            else date
            for date in dates
        ]

    @cached_property
    def _found(self) -> tuple[set[str], dict[str, str]]:
        """Find the columns with a spreadsheet's days, and those that are always later than another.

        Each of the latter comes with that other column.
        """
        days: Counter[str] = Counter()
        count: Counter[str] = Counter()
        years: defaultdict[tuple[str, str], list[bool]] = defaultdict(list)
        for dates in self._rows():
            single = _single(dates)
            count.update(date.name for date in single)
            days.update(date.name for date in single if is_spreadsheet_day(date.text))
            for first in single if len(single) > 1 else ():
                for last in single:
                    if first.rank <= last.rank and first.name != last.name:
                        years[first.name, last.name].append(_is_later(last, first))
        later = {b: a for (a, b), is_ in years.items() if len(is_) >= _FEWEST_PAIRS and all(is_)}
        return {n for n, d in days.items() if d >= _FEWEST and 2 * d > count[n]}, later


def is_spreadsheet_day(text: str) -> bool:
    """Whether a text is one of the days that a spreadsheet makes of the numbers 1826 to 2030.

    >>> is_spreadsheet_day("1905-04-06"), is_spreadsheet_day("6/4/1905"), is_spreadsheet_day("1905")
    (True, True, False)
    """
    if found := re.match(r"(190[45])-(\d\d)-(\d\d)", text):
        year, month = int(found[1]), int(found[2])
        return (year, month) == (1904, 12) or (year == 1905 and month <= 7)
    return bool(re.match(r"\d{1,2}(?P<mark>[./-])\d{1,2}(?P=mark)190[45](?:\s|$)", text))


def _single(dates: Sequence[DateCandidate]) -> list[DateCandidate]:
    return [date for date in dates if date.may_be_photos and date.end is None and not date.part]


def _is_later(last: DateCandidate, first: DateCandidate) -> bool:
    spans = read_date(last.text).span, read_date(first.text).span
    return bool(spans[0] and spans[1] and spans[0][0] > spans[1][1])
