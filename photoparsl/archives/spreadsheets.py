"""Read the rows of a spreadsheet: xlsx, xls, ods.  This needs the extra `spreadsheets`."""

from __future__ import annotations

import json
import logging
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from photoparsl.archives.spreadsheet_size import check_size
from photoparsl.errors import ManifestError, spelling_hint
from photoparsl.importing import install_command
from photoparsl.manifests import SPREADSHEETS, rows_above_header
from photoparsl.number_text import counted
from photoparsl.options import option

MOST_MEMORY = 2_000_000_000  # bytes, of the process that reads one
MOST_SECONDS = 600  # of its processor's time

_SHEETS, _NOTE, _ROW, _ERROR, _END = (
    "sheets",
    "note",
    "row",
    "error",
    "end",
)  # what a line of that process is

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # what .xls begins with, and all that has a password

_LOG = logging.getLogger(__name__)
_ABOVE = ("row above the header isn't", "rows above the header aren't")


def is_spreadsheet(path: Path) -> bool:
    """Whether a file's name is that of a spreadsheet."""
    return path.name.lower().endswith(SPREADSHEETS)


def read_sheet(
    path: Path, sheet: str = "", *, is_logged: bool = True, name: str = ""
) -> Iterator[tuple[int, list[str]]]:
    """Yield the header of a spreadsheet, then each row that isn't empty, with its number.

    Of several sheets the visible one with the most cells is read, unless another is named.  What
    isn't read is logged.  A date is ISO 8601, and a whole number has no point.

    Another process reads it, with a limit of memory and time: a small file may claim any number of
    cells.

    sheet: the name of the sheet to read, or '' for the one with the most cells
    is_logged: whether to log which sheets and rows aren't read
    name: the file's name in what is logged (default: its path)

    Raises ManifestError if the spreadsheet can't be read, or has no such sheet.
    """
    for kind, *content in _lines(path, sheet):
        if kind == _NOTE and is_logged:
            _LOG.warning("%s: %s", name or path, content[0])
        elif kind == _ROW:
            yield content[0], content[1]


def sheets_of(path: Path) -> tuple[str, ...]:
    """The names of a spreadsheet's sheets that have cells.

    The one that is read if none is named comes first, then come the visible ones.

    Raises ManifestError if the spreadsheet can't be read.
    """
    return next((tuple(content[0]) for kind, *content in _lines(path, "") if kind == _SHEETS), ())


def _lines(path: Path, sheet: str) -> Iterator[list[Any]]:
    """Yield what the process that reads a spreadsheet writes: the kind of a line, and its content.

    Raises ManifestError where it writes an error, or doesn't come to an end.
    """
    if find_spec("python_calamine") is None:
        raise ManifestError(
            f"{path}: is a spreadsheet: save it as CSV, or let photoparsl read it by "
            f"{install_command('python-calamine')}"
        )
    command = [sys.executable, "-P", "-m", __name__, str(path.absolute()), sheet]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            for line in process.stdout or ():
                kind, *content = json.loads(line)
                if kind == _ERROR:
                    raise ManifestError(f"{path}: {content[0]}")
                if kind == _END:
                    return
                yield [kind, *content]
        finally:
            process.kill()  # it has ended, unless its rows aren't wanted any more
    raise ManifestError(
        f"{path}: can't be read as a spreadsheet: it is damaged, or needs more than "
        f"{MOST_MEMORY // 10**9} GB of memory or {MOST_SECONDS // 60} minutes: save it as CSV"
    )


def _write_rows(path: Path, sheet: str) -> None:
    """Write the rows of a spreadsheet to standard output, for `_lines`."""
    with suppress(OSError, ValueError):  # a lower limit holds
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        for row in _rows(path, sheet):
            _write(*row)
    except ManifestError as error:
        _write(_ERROR, str(error).removeprefix(f"{path}: "))
    except MemoryError:
        return
    _write(_END)


def _write(*values: object) -> None:
    sys.stdout.write(json.dumps(values) + "\n")


def _rows(path: Path, named: str) -> Iterator[tuple[str, *tuple[object, ...]]]:
    """The rows that `_write_rows` has written."""
    sheet, others = _sheet(path, named)
    yield _SHEETS, [sheet.name, *others]
    if others and not named:
        shown = ", ".join(map(repr, others[:5]))
        takes = f"{option('--sheet', 'NAME')} takes another"
        yield _NOTE, f"of its sheets {sheet.name!r} is read, and not {shown}: {takes}"
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


def _sheet(path: Path, named: str) -> tuple[Any, list[str]]:
    """The sheet that is read, and the names of the others that have cells, the visible ones first.

    Raises ManifestError if there is none, or none of that name.
    """
    import python_calamine as calamine  # noqa: PLC0415  only with the extra

    check_size(path)
    try:
        book = calamine.load_workbook(str(path))
        shown = calamine.SheetVisibleEnum.Visible
        visible = [m.name for m in book.sheets_metadata if m.visible == shown]
        names = [*visible, *(name for name in book.sheet_names if name not in visible)]
        sheets = [book.get_sheet_by_name(name) for name in names]
    except (calamine.CalamineError, ValueError) as error:
        raise ManifestError(f"{path}: {_why_unread(path, str(error))}") from error
    sizes = {sheet.name: sheet.height * sheet.width for sheet in sheets}
    usual = max(visible or names, key=lambda name: sizes[name], default="")
    if not (named or sizes.get(usual)):
        raise ManifestError(f"{path}: has no cells")
    taken = next((name for name in names if name.casefold() == named.casefold()), "")
    if named and not taken:
        raise ManifestError(f"{path}: has no sheet {named!r}{_known(named, names)}")
    read = next(sheet for sheet in sheets if sheet.name == (taken or usual))
    return read, [name for name in names if name != read.name and sizes[name]]


def _why_unread(path: Path, error: str) -> str:
    """Why a workbook can't be read, and what to do."""
    with path.open("rb") as file:
        is_old = file.read(len(_OLE)) == _OLE
    if "password" in error.lower() or (is_old and path.suffix.lower() != ".xls"):
        what = "has a password, or isn't what its ending says"
        return f"{what}: save it without a password, or as CSV"
    return f"can't be read as a spreadsheet ({error}): open it, and save it as CSV"


def _known(named: str, names: list[str]) -> str:
    """What is said of the sheets that there are."""
    return spelling_hint(named, names) or f"; there are {', '.join(map(repr, names[:9]))}"


if __name__ == "__main__":
    _write_rows(Path(sys.argv[1]), sys.argv[2])
