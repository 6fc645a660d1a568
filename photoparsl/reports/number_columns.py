"""Which of a manifest's columns hold numbers alone, so that a spreadsheet can add them up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from photoparsl.reports.photo_column import TableColumn
from photoparsl.results import SliceResult

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?", re.ASCII)
_DIGITS = 15  # a spreadsheet keeps so many of a number


def with_number_columns(
    columns: Sequence[TableColumn], results: Iterable[SliceResult], others: int
) -> list[TableColumn]:
    """Return the columns, and of the manifest's those as numbers that hold numbers alone.

    A cell is a number if a spreadsheet shows the number as it is written.  `007`, `1.50`, `1e5` and
    numbers of more than 15 digits are texts, and so is each column that has one of them.

    columns: the table's columns, of which the last ones are the manifest's
    results: the results with the cells of the manifest's columns, which are read once
    others: how many columns are the manifest's
    """
    may_be, has_any = set(range(others)), set[int]()
    for result in results:
        for outcome in result.outcomes:
            cells = outcome.cells[-others:] if others else ()
            for number, cell in enumerate(cells):
                if cell and number in may_be:
                    has_any.add(number)
                    if not _is_number(cell):
                        may_be.discard(number)
    first = len(columns) - others
    return [
        replace(column, type="number") if index - first in may_be & has_any else column
        for index, column in enumerate(columns)
    ]


def _is_number(cell: str) -> bool:
    """Whether a spreadsheet shows the number that the cell means as it is written.

    >>> [_is_number(cell) for cell in ("12", "-1.25", "0")]
    [True, True, True]
    >>> [_is_number(cell) for cell in ("007", "1.50", "1e5", "+1", "-0", "1234567890123456", "x")]
    [False, False, False, False, False, False, False]
    """
    digits = sum(char.isdigit() for char in cell)
    return digits <= _DIGITS and cell != "-0" and _NUMBER.fullmatch(cell) is not None
