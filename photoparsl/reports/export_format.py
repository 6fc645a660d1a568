"""The file formats of an exported table, and how a format is chosen."""

from __future__ import annotations

import locale
import os
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from photoparsl.errors import RunError
from photoparsl.options import option

_SPREADSHEETS = ("xls", "ods", "numbers")


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
        crate = "; photoparsl.library.write_crate writes a folder to publish"
        other = crate if name == "ro-crate" else ""
        raise RunError(f"{name}: isn't a format of tables: choose {choices}{other}") from None


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
