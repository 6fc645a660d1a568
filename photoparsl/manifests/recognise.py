"""Whether a file is a manifest as it is, or one can be made of it."""

from __future__ import annotations

from pathlib import Path

from photoparsl.errors import ManifestError, NoParquetError
from photoparsl.manifests.manifest_columns import find_columns, has_dates, has_places
from photoparsl.manifests.manifest_file import open_file, other_kind
from photoparsl.manifests.manifest_table import ManifestTable
from photoparsl.manifests.table_reader import open_table
from photoparsl.manifests.year_cells import read_years

_RECORDS = (".json", ".jsonl", ".ndjson", ".xml", ".mods", ".rdf")
_TABLES = (".csv", ".tsv", ".tab", ".txt", ".parquet")


def holds_json(path: Path) -> bool:
    """Whether a file begins as JSON does."""
    return _kind(path).startswith("JSON")


def is_source(path: Path) -> bool:
    """Whether a file isn't a manifest, and `photoparsl manifest` makes one of its kind.

    That is a file of records, by its name and its first bytes; a table without a known column of
    places; and one whose dates, in a column `date`, aren't all years.  A file that can't be read
    is none: reading it as a manifest says why.
    """
    name = path.name.lower().removesuffix(".gz")
    if name.endswith(_RECORDS):
        return _kind(path).startswith(("JSON", "XML"))
    return name.endswith(_TABLES) and _is_other_table(path)


def check_places(path: Path) -> None:
    """Raise ManifestError for a table without a known column of places, as a manifest's reader."""
    if path.is_file() and path.name.lower().removesuffix(".gz").endswith(_TABLES):
        with open_file(path, str(path)) as file:
            find_columns(open_table(file, str(path)))


def _kind(path: Path) -> str:
    try:
        with open_file(path, str(path)) as file:
            return other_kind(file)
    except ManifestError:
        return ""


def _is_other_table(path: Path) -> bool:
    try:
        with open_file(path, str(path)) as file:
            table = open_table(file, str(path))
            return not has_places(table.columns) or _has_other_dates(table)
    except (ManifestError, NoParquetError):
        return False


def _has_other_dates(table: ManifestTable) -> bool:
    """Whether a column is of dates by its name, and one of its cells is no year."""
    columns = find_columns(table)
    if columns.year < 0 or not has_dates(table.columns[columns.year]):
        return False
    for _, cells in table.rows(columns.present, ()):
        if isinstance(cells, str):
            return False
        if read_years(cells[columns.year], "", "").problem:
            return True
    return False
