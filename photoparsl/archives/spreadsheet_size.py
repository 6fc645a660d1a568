"""Refuse spreadsheets that would need too much memory."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from photoparsl.errors import ManifestError

MOST_BYTES = 1_000_000_000  # of a spreadsheet, unpacked
MOST_CELLS = 20_000_000  # between the first and the last one of a sheet

_CELL = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")


def check_size(path: Path) -> None:
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
        raise ManifestError(
            f"{path}: takes {size:,} bytes unpacked, and at most {MOST_BYTES:,} are read: save it "
            "as CSV"
        )


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
