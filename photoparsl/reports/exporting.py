"""Exports a run: one table with a row for each photo, and the table's data dictionary.

The dictionary is a Data Package (https://datapackage.org) in the table's folder.  It has the
meaning of each column, the table's checksum, and the versions of the programs and of the measures.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import chain, count
from pathlib import Path
from typing import Any, NamedTuple

from photoparsl.errors import RunError
from photoparsl.files import check_replaceable, checksum, open_atomically, write_atomically
from photoparsl.redact import published
from photoparsl.reports.export_format import ExportFormat, write_table
from photoparsl.reports.photo_table import Column, first_rows_of, layout_of, rows_of
from photoparsl.results import OutcomeCounts, RunDirectory, RunRecord


class Exported(NamedTuple):
    """The size of an exported table.

    rows: how many rows the table has
    missing: how many photos of the run have no row, because they have no outcome yet
    duplicates: how many have no row, because an earlier photo has the same bytes
    """

    rows: int
    missing: int
    duplicates: int = 0


def export(
    directory: RunDirectory, path: Path, form: ExportFormat, *, without_duplicates: bool = False
) -> Exported:
    """Write the run's table to `path` and its dictionary to the same folder; return their size.

    without_duplicates: leave out photos with the bytes of an earlier row

    Raises RunError if the directory holds no run or no results, or if `path` holds anything but an
    earlier export.
    """
    record, results = directory.require_record(), directory.results()
    _check_replaceable(path, record)
    first = next(results, None)
    if first is None:
        raise RunError(f"{directory.path}: holds no results")
    first_rows = first_rows_of(directory.results())
    layout = layout_of(directory, first.measures, record.origin)
    columns = layout.columns
    of_all, of_wanted = OutcomeCounts(), OutcomeCounts()
    counted = of_wanted.counted(of_all.counted(chain([first], results)), record.wanted)
    rows = rows_of(counted, layout, first_rows, without_duplicates=without_duplicates)
    numbers = count()
    with open_atomically(path) as file:
        write_table(form, file, columns, (row for row, _ in zip(rows, numbers, strict=False)))
    written = next(numbers)
    size = Exported(written, len(record.wanted) - of_wanted.ended, of_all.ended - written)
    dictionary = _dictionary(record, path, columns, form, size)
    write_atomically(dictionary_of(path), (json.dumps(dictionary, indent=1) + "\n").encode())
    return size


def dictionary_of(path: Path) -> Path:
    """Return the path of the dictionary of the table in `path`."""
    return path.with_name(f"{path.name}.datapackage.json")


def _check_replaceable(path: Path, record: RunRecord) -> None:
    """Raise RunError if the export would replace a file that isn't an export.

    An export is known by its dictionary.  The run's manifest may be an export of another run.
    """
    check_replaceable(path)
    is_full = path.is_file() and path.stat().st_size > 0
    if is_full and checksum(path) == record.sha256:
        raise RunError(f"{path}: is the run's manifest, and isn't replaced; name another with -o")
    dictionary = dictionary_of(path)
    name = _table_in(dictionary)
    if dictionary.exists() and not name:
        raise RunError(f"{dictionary}: exists and isn't an export's; name another table with -o")
    if is_full and name != path.name:
        raise RunError(f"{path}: exists and isn't an export; name another with -o, or remove it")


def _table_in(dictionary: Path) -> str:
    """Return the name of the table that a dictionary of photoparsl describes; '' for others."""
    try:
        fields = json.loads(dictionary.read_bytes())
        return str(fields["resources"][0]["path"]) if "photoparsl" in fields else ""
    except (OSError, ValueError, LookupError, TypeError):
        return ""


def _dictionary(
    record: RunRecord,
    path: Path,
    columns: Sequence[Column],
    form: ExportFormat,
    size: Exported,
) -> dict[str, Any]:
    fields = [column._asdict() for column in columns]
    return {
        "name": "photos",
        "title": record.title,
        "sources": [{"title": "manifest", "path": published(record.manifest)}],
        "resources": [
            {
                "name": "photos",
                "path": path.name,
                "format": form,
                "encoding": "utf-8",
                "bytes": path.stat().st_size,
                "hash": f"sha256:{checksum(path)}",
                "schema": {"fields": fields, "primaryKey": "row", "missingValues": [""]},
            }
        ],
        "photoparsl": {
            "rows": record.rows,
            "digest": record.digest,
            "measures": record.measures,
            "versions": record.versions,
            "complete": not size.missing,
            "duplicates_left_out": size.duplicates,
        },
    }
