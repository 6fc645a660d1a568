"""Find the header of a table below lines with a title, as people and databases write them."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import BinaryIO

from photoparsl.manifests.manifest_file import other_kind
from photoparsl.manifests.parquet import is_parquet
from photoparsl.manifests.separator import SEPARATORS
from photoparsl.manifests.text_lines import TextLines

MOST_ROWS = 50  # in which the header is searched

SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)  # Excel's
_FILLED = 0.8  # a header has texts in at least this share of the usual number of cells


def rows_above_header(rows: Sequence[Sequence[str]]) -> int:
    """Return how many rows of a table stand above its header: those with fewer cells.

    Returns 0 unless the first row has one text at most, and other rows have two or more.

    >>> rows_above_header([["Photos", ""], ["", ""], ["file", "date"], ["1.jpg", "1910"]])
    2
    >>> rows_above_header([["file", "date"], ["1.jpg", "1910"]])
    0
    """
    counts = [sum(1 for cell in row if cell.strip()) for row in rows[:MOST_ROWS]]
    usual = Counter(count for count in counts if count > 1).most_common(1)
    if not usual or counts[0] > 1:
        return 0
    least = max(2, _FILLED * usual[0][0])
    return next((number for number, count in enumerate(counts) if count >= least), 0)


def lines_above_header(file: BinaryIO, name: str) -> list[str]:
    """The lines of the file that stand above the table's header (`rows_above_header`).

    A first line 'sep=;' isn't among them.  It sets the file's position to 0.

    file: the file
    name: the file's name in messages
    """
    if is_parquet(file) or other_kind(file):
        return []
    head = list(islice(TextLines(file, name), MOST_ROWS))
    file.seek(0)
    separators: Sequence[str] = SEPARATORS
    if head and (own := SEPARATOR_LINE.fullmatch(head[0])):
        head, separators = head[1:], own[1]
    if not head or head[0].lstrip('"').startswith("#"):
        return []
    tables = [table for table in (_table(head, separator) for separator in separators) if table]
    if any(sum(map(bool, map(str.strip, table[0][1]))) > 1 for table in tables):
        return []  # the first line has several cells
    above = [table[rows_above_header([row for _, row in table])][0] for table in tables]
    lines = head[: max(above, default=0)]
    return lines if any(map(str.strip, lines)) else []


def skip_above(lines: Iterator[str], above: int) -> tuple[re.Match[str] | None, int]:
    """Skip the lines above the header.

    Returns the line 'sep=;' that stands before them, if one does, and how many lines were skipped.
    """
    if not above:
        return None, 0
    found = SEPARATOR_LINE.fullmatch(next(lines, ""))
    skipped = above if found else above - 1
    for _ in islice(lines, skipped):
        pass
    return found, 1 + skipped


def _table(head: list[str], separator: str) -> list[tuple[int, list[str]]]:
    """Return the rows of a table, each with the number of lines before it.

    The list is empty if the lines aren't a table.
    """
    reader = csv.reader(head, delimiter=separator, skipinitialspace=True)
    rows: list[tuple[int, list[str]]] = []
    before = 0
    try:
        for row in reader:
            rows.append((before, row))
            before = reader.line_num
    except csv.Error:
        return []
    widths = Counter(len(row) for _, row in rows if any(map(str.strip, row)))
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    return rows if width > 1 and 2 * count >= widths.total() else []
