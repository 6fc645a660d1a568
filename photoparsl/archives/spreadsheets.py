"""Read the rows of a spreadsheet: xlsx, xls, ods.  This needs the extra `spreadsheets`."""

from __future__ import annotations

import logging
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any

from photoparsl.errors import ManifestError
from photoparsl.manifests import SPREADSHEETS, rows_above_header

MOST_BYTES = 1_000_000_000  # of a spreadsheet, unpacked
MOST_CELLS = 50_000_000  # between the first and the last one of a sheet

_CELL = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")

_LOG = logging.getLogger(__name__)


def is_spreadsheet(path: Path) -> bool:
    """Whether a file's name is that of a spreadsheet."""
    return path.name.lower().endswith(SPREADSHEETS)


def read_sheet(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the header of a spreadsheet, then each row that isn't empty, with its number.

    Of several sheets the visible one with the most cells is read; what isn't read is logged.  A
    date is ISO 8601, and a whole number has no point.

    Raises ManifestError if the spreadsheet can't be read.
    """
    sheet = _sheet(path)
    first = 1 + (sheet.start[0] if sheet.start else 0)
    head = [list(map(cell_text, row)) for row in sheet.to_python(nrows=50)]
    above = rows_above_header(head)
    if above:
        texts = (text for row in head[:above] for text in row if text)
        _LOG.warning(
            "%s: %s rows above the header aren't read: %r", path, above, next(texts, "")[:60]
        )
    for number, row in enumerate(sheet.iter_rows(), start=first):
        cells = list(map(cell_text, row))
        if number >= first + above and any(cells):
            yield number, cells


def cell_text(value: Any) -> str:
    """The text of a cell.

    >>> cell_text(1923.0), cell_text(datetime(1923, 5, 4)), cell_text(" a "), cell_text(True)
    ('1923', '1923-05-04', 'a', 'TRUE')
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value).isoformat()
    return " ".join(str(value).split()) if not isinstance(value, str) else value.strip()


def _sheet(path: Path) -> Any:
    """The sheet that is read.  Raises ManifestError if there is none."""
    try:
        import python_calamine as calamine  # noqa: PLC0415  only with the extra
    except ImportError as error:
        raise ManifestError(
            f"{path}: is a spreadsheet: pip install 'photoparsl[spreadsheets]' lets photoparsl "
            "read it; or save it as CSV"
        ) from error
    _check_size(path)
    try:
        book = calamine.load_workbook(str(path))
        shown = calamine.SheetVisibleEnum.Visible
        visible = [m.name for m in book.sheets_metadata if m.visible == shown]
        sheets = [book.get_sheet_by_name(name) for name in visible or book.sheet_names]
    except (calamine.CalamineError, ValueError) as error:
        raise ManifestError(f"{path}: can't be read as a spreadsheet: {error}") from error
    sizes = [sheet.height * sheet.width for sheet in sheets]
    if not any(sizes):
        raise ManifestError(f"{path}: has no cells")
    taken = sheets[sizes.index(max(sizes))]
    others = [s.name for s, size in zip(sheets, sizes, strict=True) if size and s is not taken]
    others += [name for name in book.sheet_names if visible and name not in visible]
    if others:
        names = ", ".join(map(repr, others[:5]))
        _LOG.warning("%s: of its sheets %r is read, and not %s", path, taken.name, names)
    return taken


def _check_size(path: Path) -> None:
    """Raise ManifestError if a spreadsheet needs too much memory."""
    size = path.stat().st_size
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            size = sum(part.file_size for part in archive.infolist())
            sheets = [p for p in archive.namelist() if p.startswith("xl/worksheets/sheet")]
            if size <= MOST_BYTES and any(_last_cell(archive, p) > MOST_CELLS for p in sheets):
                raise ManifestError(
                    f"{path}: has a cell far away from the others, so that it would need too much "
                    "memory: save it as CSV"
                )
    if size > MOST_BYTES:
        raise ManifestError(f"{path}: has {size:,} bytes, unpacked: save it as CSV")


def _last_cell(archive: zipfile.ZipFile, sheet: str) -> int:
    """How many cells are between the first and the last one that a sheet of xlsx names."""
    across, down, rest = 0, 0, b""
    with archive.open(sheet) as file:
        while block := file.read(1 << 20):
            for column, row in set(_CELL.findall(rest + block)):
                across, down = max(across, _number(column)), max(down, int(row))
            rest = block[-40:]
    return across * down


def _number(column: bytes) -> int:
    """The number of a column, like 28 for AB."""
    number = 0
    for letter in column:
        number = 26 * number + letter - 64
    return number
