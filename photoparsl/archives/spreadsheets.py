"""Read the rows of a spreadsheet: xlsx, xls, ods.  This needs the extra `spreadsheets`."""

from __future__ import annotations

import json
import logging
import re
import resource
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from photoparsl.errors import ManifestError
from photoparsl.installing import install_command
from photoparsl.manifests import SPREADSHEETS, rows_above_header
from photoparsl.number_text import counted

MOST_BYTES = 1_000_000_000  # of a spreadsheet, unpacked
MOST_CELLS = 20_000_000  # between the first and the last one of a sheet
MOST_MEMORY = 2_000_000_000  # bytes, of the process that reads one
MOST_SECONDS = 600  # of its processor's time

_NOTE, _ROW, _ERROR, _END = "note", "row", "error", "end"  # what a line of that process is

_CELL = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")

_LOG = logging.getLogger(__name__)
_ABOVE = ("row above the header isn't", "rows above the header aren't")


def is_spreadsheet(path: Path) -> bool:
    """Whether a file's name is that of a spreadsheet."""
    return path.name.lower().endswith(SPREADSHEETS)


def read_sheet(
    path: Path, *, is_logged: bool = True, name: str = ""
) -> Iterator[tuple[int, list[str]]]:
    """Yield the header of a spreadsheet, then each row that isn't empty, with its number.

    Of several sheets the visible one with the most cells is read.  What isn't read is logged.  A
    date is ISO 8601, and a whole number has no point.

    Another process reads it, with a limit of memory and time: a small file may claim any number of
    cells.

    is_logged: whether to log which sheets and rows aren't read
    name: the file's name in what is logged (default: its path)

    Raises ManifestError if the spreadsheet can't be read.
    """
    if find_spec("python_calamine") is None:
        raise ManifestError(
            f"{path}: is a spreadsheet: save it as CSV, or let photoparsl read it by "
            f"{install_command('python-calamine')}"
        )
    command = [sys.executable, "-P", "-m", __name__, str(path.absolute())]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield from _rows_of(process, path, name or str(path), is_logged=is_logged)
        finally:
            process.kill()  # it has ended, unless its rows aren't wanted any more


def _rows_of(
    process: subprocess.Popen[bytes], path: Path, name: str, *, is_logged: bool
) -> Iterator[tuple[int, list[str]]]:
    """The rows that the process writes, a line each, between notes and an end or an error."""
    for line in process.stdout or ():
        kind, *content = json.loads(line)
        if kind == _NOTE and is_logged:
            _LOG.warning("%s: %s", name, content[0])
        elif kind == _ERROR:
            raise ManifestError(f"{path}: {content[0]}")
        elif kind == _ROW:
            yield content[0], content[1]
        elif kind == _END:
            return
    raise ManifestError(
        f"{path}: can't be read as a spreadsheet: it is damaged, or needs more than "
        f"{MOST_MEMORY // 10**9} GB of memory or {MOST_SECONDS // 60} minutes: save it as CSV"
    )


def _write_rows(path: Path) -> None:
    """Write the rows of a spreadsheet to standard output, for `_rows_of`."""
    with suppress(OSError, ValueError):  # a lower limit holds
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        for row in _rows(path):
            _write(*row)
    except ManifestError as error:
        _write(_ERROR, str(error).removeprefix(f"{path}: "))
    except MemoryError:
        return
    _write(_END)


def _write(*values: object) -> None:
    sys.stdout.write(json.dumps(values) + "\n")


def _rows(path: Path) -> Iterator[tuple[str, *tuple[object, ...]]]:
    """The rows that `_write_rows` has written."""
    sheet, others = _sheet(path)
    if others:
        yield _NOTE, f"of its sheets {sheet.name!r} is read, and not {others}"
    first = 1 + (sheet.start[0] if sheet.start else 0)
    head = [list(map(cell_text, row)) for row in sheet.to_python(nrows=50)]
    above = rows_above_header(head)
    if above:
        texts = (text for row in head[:above] for text in row if text)
        yield _NOTE, f"{counted(above, *_ABOVE)} read: {next(texts, '')[:60]!r}"
    for number, row in enumerate(sheet.iter_rows(), start=first):
        cells = list(map(cell_text, row))
        if number >= first + above and any(cells):
            yield _ROW, number, cells


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


def _sheet(path: Path) -> tuple[Any, str]:
    """The sheet that is read, and the other sheets' names.

    Raises ManifestError if there is none.
    """
    import python_calamine as calamine  # noqa: PLC0415  only with the extra

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
    return taken, ", ".join(map(repr, others[:5]))


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


if __name__ == "__main__":
    _write_rows(Path(sys.argv[1]))
