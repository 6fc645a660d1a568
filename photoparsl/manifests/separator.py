"""Find the separator of the cells of a table in text.

`csv.Sniffer` guesses it from characters that are equally frequent in all lines.  This module uses
the names in the header, and so handles tables of one column and URLs with commas.
"""

from __future__ import annotations

import csv
import re
from contextlib import suppress

from photoparsl.manifests.manifest_columns import has_places

SEPARATORS = "\t;,|"

_PLAIN = re.compile(r".*[^\s,;]\s+[0-9]{1,4}(?:\.0)?\s*", re.DOTALL)
_ENDS_IN_YEAR = re.compile(r"\s[0-9]{4}(?:\.0)?\s*$")
_NO_NAME = re.compile(r"://|\.[A-Za-z]\w{1,4}(?: +[0-9]{1,4}(?:\.0)?)?$|^[0-9]{4}$")
_SPACED_QUOTE = re.compile(' +"')
_YEAR = re.compile(r"[0-9]{4}")


def find_separator(head: list[str]) -> str:
    """The separator of the header's cells, or '' if the lines are `URL YEAR`, without a header."""
    headers = {separator: first_cells(head, separator) for separator in SEPARATORS}
    spaced = [cell.lower() for cell in first_cells(head, " ")]
    if "url" in spaced and set(spaced) <= {"url", "year", "earliest", "latest"}:
        headers[" "] = spaced  # R writes such tables
    if _is_plain(head):  # like 'URL YEAR': a header only if a column is called 'url'
        known = [s for s, cells in headers.items() if "url" in map(str.lower, cells)]
    else:
        known = [s for s, cells in headers.items() if has_places(cells)]
        known = known or [s for s, cells in headers.items() if _is_table(cells)]
    return max(known, key=lambda s: len(headers[s]), default="")


def first_cells(lines: list[str], separator: str) -> list[str]:
    """The cells of the first row, even if its quotes are wrong."""
    row = next(csv.reader(lines, delimiter=separator, skipinitialspace=True), [])
    return [" ".join(cell.split()) for cell in row] or [""]


def has_spaces(head: list[str], separator: str) -> bool:
    """Whether spaces follow the separators: before each name in the header, or before quotes.

    Anywhere else, the spaces before a cell are part of it.
    """
    if separator == " ":
        return True
    with suppress(csv.Error):
        rows = list(csv.reader(head, delimiter=separator))
        names = rows[0][1:] if rows else []
        is_everywhere = bool(names) and all(name.startswith(" ") for name in names)
        return is_everywhere or any(_SPACED_QUOTE.match(cell) for row in rows for cell in row)
    return True


def _is_plain(head: list[str]) -> bool:
    """Whether the first line is like `URL YEAR`, and not a header that ends in `Image 1`."""
    if not _PLAIN.fullmatch(head[0]):
        return False
    others = [line for line in head[1:] if line.strip()]
    if _ENDS_IN_YEAR.search(head[0]) and all(map(_PLAIN.fullmatch, others)):
        return True
    return not any(_are_names(first_cells(head, separator)) for separator in SEPARATORS)


def _are_names(cells: list[str]) -> bool:
    """Whether these are several cells without a URL, a file's name or a year."""
    return len(cells) > 1 and not any(map(_NO_NAME.search, cells))


def _is_table(cells: list[str]) -> bool:
    """Whether these are several cells, and not parts of one URL with the separator in it."""
    return len(cells) > 1 and ("://" not in "".join(cells) or any(map(_YEAR.fullmatch, cells)))
