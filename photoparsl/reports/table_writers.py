"""Writes an exported table in one of several file formats."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any, TypeAlias

from photoparsl.manifests import write_parquet
from photoparsl.redact import cell, csv_line, place_cell
from photoparsl.reports.export_format import CsvDialect, ExportFormat, dialect_of
from photoparsl.reports.photo_column import TableColumn
from photoparsl.reports.photo_table import Row
from photoparsl.reports.xlsx import write_xlsx

_Writer: TypeAlias = Callable[[IO[bytes], Sequence[TableColumn], Iterable[Row]], None]


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
