"""Writes an exported table in one of several file formats."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, Any, TypeAlias

from photoparsl.cells import cell, csv_line, place_cell
from photoparsl.errors import RunError
from photoparsl.manifests import write_parquet
from photoparsl.option_names import option
from photoparsl.reports.photo_table import Row
from photoparsl.reports.table_columns import TableColumn

_SPREADSHEETS = ("xlsx", "xls", "ods", "numbers")

_Writer: TypeAlias = Callable[[IO[bytes], Sequence[TableColumn], Iterable[Row]], None]


class ExportFormat(StrEnum):
    """A file format of an exported table.  Its value is the file's ending."""

    CSV = "csv"
    PARQUET = "parquet"
    JSON = "json"


def format_named(name: str) -> ExportFormat:
    """Return the format of this name.  Raises RunError if there is none."""
    try:
        return ExportFormat(name)
    except ValueError:
        known = ", ".join(ExportFormat)
        raise RunError(f"{name}: isn't a format of tables: choose {known}") from None


def format_of(path: Path | None) -> ExportFormat:
    """Return the format of a file's ending; CSV for .txt, for no ending and for no path.

    Raises RunError for another ending.
    """
    ending = path.suffix.lower().lstrip(".") if path else ""
    if ending in ("", "txt"):
        return ExportFormat.CSV
    if ending in list(ExportFormat):
        return ExportFormat(ending)
    what = f"no table is written as .{ending}"
    if ending in _SPREADSHEETS:
        what = "spreadsheets' own formats aren't written; spreadsheets open FILE.csv too"
    raise RunError(
        f"{path}: {what}; choose a format with {option('--format')}: {', '.join(ExportFormat)}"
    )


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
    exact = {column.name for column in columns if column.type != "string"} | {"stamp"}
    with _as_text_file(file) as text:
        text.write(csv_line(cell(column.name) for column in columns))
        for url, *others in rows:
            named = zip(columns[1:], others, strict=True)
            texts = ((column.name in exact, _cell_text(value)) for column, value in named)
            text.write(
                csv_line([place_cell(url), *(t if is_exact else cell(t) for is_exact, t in texts)])
            )


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
    ExportFormat.PARQUET: _write_parquet,
    ExportFormat.JSON: _write_json,
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


def _cell_text(value: Any) -> str:
    return "" if value is None else str(_json_value(value))
