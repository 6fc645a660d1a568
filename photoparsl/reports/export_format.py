"""Writes an exported table in one of several file formats."""

from __future__ import annotations

import codecs
import io
import json
import locale
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeAlias

from photoparsl.errors import RunError
from photoparsl.manifests import write_parquet
from photoparsl.options import option
from photoparsl.redact import cell, csv_line, place_cell
from photoparsl.reports.photo_column import TableColumn
from photoparsl.reports.photo_table import Row
from photoparsl.reports.xlsx import write_xlsx

_SPREADSHEETS = ("xls", "ods", "numbers")

_Writer: TypeAlias = Callable[[IO[bytes], Sequence[TableColumn], Iterable[Row]], None]


class ExportFormat(StrEnum):
    """A file format of an exported table.

    CSV: for programs: commas between cells, a point in decimals
    CSV_LOCALE: for spreadsheets: a byte-order mark, and the separator and decimal sign of the
        locale
    """

    CSV = "csv"
    CSV_LOCALE = "csv-locale"
    PARQUET = "parquet"
    JSON = "json"
    XLSX = "xlsx"

    @property
    def ending(self) -> str:
        """The ending of such a file's name."""
        return self.value.partition("-")[0]

    @property
    def is_for_spreadsheets(self) -> bool:
        """Whether numbers of the manifest are written as numbers of a spreadsheet."""
        return self in (ExportFormat.XLSX, ExportFormat.CSV_LOCALE)


def format_named(name: str) -> ExportFormat:
    """Return the format of this name.  Raises RunError if there is none."""
    try:
        return ExportFormat(name)
    except ValueError:
        choices = ", ".join(ExportFormat)
        raise RunError(f"{name}: isn't a format of tables: choose {choices}") from None


def format_of(path: Path | None) -> ExportFormat:
    """Return the format of a file's ending.  It is CSV for .txt, for no ending and for no path.

    Raises RunError for another ending.
    """
    ending = path.suffix.lower().lstrip(".") if path else ""
    if ending in ("", "txt"):
        return ExportFormat.CSV
    if ending in list(ExportFormat):
        return ExportFormat(ending)
    what = f"no table is written as .{ending}"
    if ending in _SPREADSHEETS:
        what = f"no table is written as .{ending}; spreadsheets open .xlsx and .csv too"
    raise RunError(
        f"{path}: {what}; choose a format with {option('--format')}: {', '.join(ExportFormat)}"
    )


class CsvDialect(NamedTuple):
    """What differs between CSV files.

    separator: the character between two cells
    decimal_sign: the character before a number's decimals
    whole_numbers: whether a whole number among numbers with decimals has none itself
    """

    separator: str = ","
    decimal_sign: str = "."
    whole_numbers: bool = False


def dialect_of(form: ExportFormat) -> CsvDialect | None:
    """Return the dialect of a format of CSV, or None for other formats.

    Spreadsheets split a line at semicolons where decimals have a comma.
    """
    if form.ending != "csv":
        return None
    if form == ExportFormat.CSV_LOCALE and (_decimal_sign() or ".") == ",":
        return CsvDialect(";", ",", whole_numbers=True)
    return CsvDialect(whole_numbers=form == ExportFormat.CSV_LOCALE)


def separators_text() -> str:
    """Return a sentence about the separator and the decimal sign of `CSV_LOCALE`, and why these."""
    names = map(os.environ.get, ("LC_ALL", "LC_NUMERIC", "LANG"))
    name = next(filter(None, names), "C")
    dialect = dialect_of(ExportFormat.CSV_LOCALE) or CsvDialect()
    why = f"as in the locale {name}"
    if _decimal_sign() is None:
        why = f"since the locale {name} isn't installed on this machine"
    return (
        f"cells are separated by '{dialect.separator}', decimals by '{dialect.decimal_sign}', {why}"
    )


def _decimal_sign() -> str | None:
    """Return the sign before decimals in the locale of the environment (LC_ALL, LC_NUMERIC, LANG).

    Return None if that locale isn't installed.

    Programs begin in the locale C whatever the environment says.  This one goes back to it.
    """
    before = locale.setlocale(locale.LC_NUMERIC)
    try:
        locale.setlocale(locale.LC_NUMERIC, "")
        return str(locale.localeconv()["decimal_point"])
    except locale.Error:
        return None
    finally:
        locale.setlocale(locale.LC_NUMERIC, before)


def write_table(
    form: ExportFormat, file: IO[bytes], columns: Sequence[TableColumn], rows: Iterable[Row]
) -> None:
    """Write the table to `file` in the format `form`."""
    _WRITERS[form](file, columns, rows)


def _write_csv(file: IO[bytes], columns: Sequence[TableColumn], rows: Iterable[Row]) -> None:
    """Write CSV (RFC 4180) in UTF-8, with lines that end in LF.

    Numbers are written so that reading them gives the same value.  A missing value is an empty
    cell.  Texts that a spreadsheet would read as formulas are escaped (`cells`), except for places
    and stamps.
    """
    _write_lines(file, columns, rows, CsvDialect())


def _write_csv_of_locale(
    file: IO[bytes], columns: Sequence[TableColumn], rows: Iterable[Row]
) -> None:
    """Write CSV as spreadsheets of this locale open it by a double click, with a UTF-8 mark."""
    file.write(codecs.BOM_UTF8)
    dialect = dialect_of(ExportFormat.CSV_LOCALE) or CsvDialect()
    _write_lines(file, columns, rows, dialect)


def _write_lines(
    file: IO[bytes], columns: Sequence[TableColumn], rows: Iterable[Row], dialect: CsvDialect
) -> None:
    exact = {column.name for column in columns if column.type != "string"} | {"stamp"}
    with _as_text_file(file) as text:
        text.write(csv_line((cell(column.name) for column in columns), dialect.separator))
        for url, *others in rows:
            named = zip(columns[1:], others, strict=True)
            texts = ((column, _cell_text(value, column, dialect)) for column, value in named)
            cells = (t if column.name in exact else cell(t) for column, t in texts)
            text.write(csv_line([place_cell(url), *cells], dialect.separator))


def _write_json(file: IO[bytes], columns: Sequence[TableColumn], rows: Iterable[Row]) -> None:
    """Write an array with an object for each row, each on a line of its own."""
    names = [column.name for column in columns]
    encode = json.JSONEncoder(ensure_ascii=False).encode
    between = "[\n"
    with _as_text_file(file) as text:
        for row in rows:
            text.write(between + encode(dict(zip(names, map(_json_value, row), strict=True))))
            between = ",\n"
        text.write("\n]\n")


def _write_parquet(file: IO[bytes], columns: Sequence[TableColumn], rows: Iterable[Row]) -> None:
    write_parquet(file, [(column.name, column.type) for column in columns], rows)


_WRITERS: dict[ExportFormat, _Writer] = {
    ExportFormat.CSV: _write_csv,
    ExportFormat.CSV_LOCALE: _write_csv_of_locale,
    ExportFormat.PARQUET: _write_parquet,
    ExportFormat.JSON: _write_json,
    ExportFormat.XLSX: write_xlsx,
}


@contextmanager
def _as_text_file(file: IO[bytes]) -> Iterator[io.TextIOWrapper]:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="\n")
    try:
        yield text
    finally:
        text.detach()  # so that `file` stays open


def _json_value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _cell_text(value: Any, column: TableColumn, dialect: CsvDialect) -> str:
    if isinstance(value, float) and dialect.whole_numbers and value.is_integer():
        return str(int(value))
    is_number = column.type == "number" and isinstance(value, str)  # of the manifest
    if is_number or isinstance(value, float):
        return str(value).replace(".", dialect.decimal_sign)
    return "" if value is None else str(_json_value(value))
