"""Writes a table as a spreadsheet of Excel, LibreOffice and others (xlsx), in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from importlib.util import find_spec
from typing import IO, TYPE_CHECKING, Any

from photoparsl.errors import RunError
from photoparsl.importing import install_command
from photoparsl.redact import visible
from photoparsl.reports.photo_column import TableColumn
from photoparsl.reports.photo_table import Row

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

# The bounds of the format: ECMA-376 and Excel's specifications and limits.
ROWS = 1_048_576
COLUMNS = 16_384
CELL_LETTERS = 32_767
_CREATED = datetime(1980, 1, 1)  # the same for each, so that a run gives the same bytes each time
_EXACT = 2**53  # numbers are doubles: whole numbers beyond it aren't exact


class _UntilFull:
    """A file that keeps its first error, and ignores what is written from then on.

    A ZipFile whose file can't be written to its end would print a traceback when it is freed.

    file: the file, which can be written and sought
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        return self._tried(lambda: self._file.write(data))

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._tried(lambda: self._file.seek(offset, whence))

    def tell(self) -> int:
        return self._tried(self._file.tell)

    def flush(self) -> None:
        self._tried(self._file.flush)

    def _tried(self, work: Callable[[], int | None]) -> int:
        if self.error is None:
            try:
                return work() or 0
            except OSError as error:
                self.error = error
        return 0


class _Number(float):
    """A number that XlsxWriter writes with all its digits, and not with 16 of 17."""

    def __format__(self, spec: str) -> str:
        return repr(int(self) if self.is_integer() else float(self))


def write_xlsx(file: IO[bytes], columns: Sequence[TableColumn], rows: Iterable[Row]) -> None:
    """Write one sheet with a header and a row for each row of the table.

    Numbers are cells of numbers, as are texts in a column of numbers.  Other texts are cells of
    texts, never formulas or links, whatever they look like.  Times are texts (ISO 8601, in UTC).
    Whole numbers of more than 53 bits are texts.

    Raises RunError without XlsxWriter, or for a table that is too large for a sheet.
    """
    if find_spec("xlsxwriter") is None:
        raise RunError(f"xlsx needs XlsxWriter: {install_command('xlsxwriter')}")
    from xlsxwriter import Workbook  # noqa: PLC0415  only with the extra

    if len(columns) > COLUMNS:
        raise _too_large(f"{len(columns):,} columns, and a sheet has {COLUMNS:,}")
    options = {
        "constant_memory": True,  # rows wait in a temporary file
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "use_zip64": True,
    }
    written = _UntilFull(file)
    with Workbook(written, options) as workbook:
        workbook.set_properties({"created": _CREATED})
        sheet = workbook.add_worksheet("photos")
        sheet.freeze_panes(1, 0)
        for index, column in enumerate(columns):
            _write_cell(sheet, 0, index, column.name)
        for number, row in enumerate(rows, start=1):
            if number == ROWS:
                raise _too_large(f"more rows than a sheet has: {ROWS:,} with its header")
            place, *values = row
            sheet.write_string(number, 0, place)
            for index, value in enumerate(values, start=1):
                is_number = columns[index].type == "number" and isinstance(value, str)
                _write_cell(sheet, number, index, float(value) if is_number else value)
    if written.error:
        raise written.error


def _write_cell(sheet: Worksheet, row: int, column: int, value: Any) -> None:
    """Write a value as a cell.  Raises RunError for a text that is too long for one."""
    if value is None:
        return
    if isinstance(value, datetime):
        value = value.isoformat()
    if isinstance(value, int | float) and abs(value) <= _EXACT:
        sheet.write_number(row, column, _Number(value))
        return
    text = visible(str(value))
    if len(text) > CELL_LETTERS:
        raise _too_large(f"a text of {len(text):,} letters, and a cell has {CELL_LETTERS:,}")
    sheet.write_string(row, column, text)


def _too_large(what: str) -> RunError:
    return RunError(f"the table has {what}: choose another format: csv or parquet")
