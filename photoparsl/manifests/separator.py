"""What separates the cells of a table in text.

`csv.Sniffer` guesses it from the characters that all lines have equally often.  Here the header's
names say it, also where a table has one column, and where URLs hold commas.
"""

from __future__ import annotations

import csv
import re

from photoparsl.manifests.photo_columns import has_places

SEPARATORS = "\t;,|"

_PLAIN = re.compile(r".*[^\s,;]\s+[0-9]{1,4}(?:\.0)?\s*", re.DOTALL)
_YEAR = re.compile(r"[0-9]{4}")


def find_separator(head: list[str]) -> str:
    """The separator of the header's cells; '' where the lines are plain ones, without a header."""
    headers = {separator: first_cells(head, separator) for separator in SEPARATORS}
    spaced = [cell.lower() for cell in first_cells(head, " ")]
    if "url" in spaced and set(spaced) <= {"url", "year", "earliest", "latest"}:
        headers[" "] = spaced  # as R writes a table
    if _PLAIN.fullmatch(head[0]):  # it looks like 'URL YEAR': a header only with a column 'url'
        known = [s for s, cells in headers.items() if "url" in map(str.lower, cells)]
    else:
        known = [s for s, cells in headers.items() if has_places(cells)]
        known = known or [s for s, cells in headers.items() if _is_table(cells)]
    return max(known, key=lambda s: len(headers[s]), default="")


def first_cells(lines: list[str], separator: str) -> list[str]:
    """The cells of the first row of the lines, however wrong its quotes are."""
    row = next(csv.reader(lines, delimiter=separator, skipinitialspace=True), [])
    return [" ".join(cell.split()) for cell in row] or [""]


def _is_table(cells: list[str]) -> bool:
    """Whether this is a row of several cells, and not one place with the separator in it."""
    return len(cells) > 1 and ("://" not in "".join(cells) or any(map(_YEAR.fullmatch, cells)))
