"""The sheets of a workbook, and the columns of a table with examples, for a person who chooses."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from photoparsl.archives.spreadsheets import is_spreadsheet, sheets_of
from photoparsl.archives.table_rows import columns_of, read_rows
from photoparsl.archives.tables import is_table
from photoparsl.errors import ManifestError

_ROWS = 200
_EXAMPLES = 3
_LONGEST = 100  # characters


def column_examples(path: Path, sheet: str = "") -> dict[str, list[str]]:
    """The columns of a table as they are written, each with up to three different texts.

    Only its first 200 rows are read.  A file that isn't a table has no columns.

    sheet: the name of a spreadsheet's sheet, or '' for the one with the most cells
    """
    if not path.is_file() or not is_table(path, ""):
        return {}
    try:
        keys = columns_of(path, sheet)
        rows = [row for _, row in islice(read_rows(path, sheet, is_logged=False), _ROWS)]
    except ManifestError:  # who reads the table is told why it can't be read
        return {}
    found: dict[str, list[str]] = {name: [] for name in keys}
    for row in rows:
        for name, key in keys.items():
            text = "" if isinstance(row, str) else row.get(key, "").strip()[:_LONGEST]
            if text and text not in found[name] and len(found[name]) < _EXAMPLES:
                found[name].append(text)
    return found


def sheet_names(path: Path) -> tuple[str, ...]:
    """The names of a workbook's sheets that have cells.

    The one with the most cells comes first.  Another file has none.
    """
    if not path.is_file() or not is_spreadsheet(path):
        return ()
    try:
        return sheets_of(path)
    except ManifestError:  # who reads the table is told why it can't be read
        return ()
