"""The data dictionary of a run's table: a Data Package (https://datapackage.org).

It has each column's type, unit, limits and meaning, as a Table Schema, and facts about the run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from photoparsl.files import checksum, write_atomically
from photoparsl.measuring import scale_of
from photoparsl.reports.export_format import CsvDialect, ExportFormat, dialect_of
from photoparsl.reports.photo_column import TableColumn


class TableDescription(NamedTuple):
    """What a dictionary says of a table besides its columns.

    title: the table's title
    sources: the title and the path of each manifest
    key: the column, or the columns, that tell rows apart
    about: what photoparsl adds about the runs
    """

    title: str
    sources: Sequence[Mapping[str, str]]
    key: str | Sequence[str]
    about: Mapping[str, Any]


def dictionary_of(path: Path) -> Path:
    """Return the path of the dictionary of the table in `path`."""
    return path.with_name(f"{path.name}.datapackage.json")


def write_dictionary(
    path: Path, description: TableDescription, columns: Sequence[TableColumn], form: ExportFormat
) -> None:
    """Write the dictionary of the table in `path`.

    columns, form: the table's
    """
    file = {"bytes": path.stat().st_size, "hash": f"sha256:{checksum(path)}"}
    dictionary = data_package(path.name, description, columns, form, file)
    write_atomically(dictionary_of(path), (json.dumps(dictionary, indent=1) + "\n").encode())


def data_package(
    name: str,
    description: TableDescription,
    columns: Sequence[TableColumn],
    form: ExportFormat,
    file: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the Data Package of a table.

    name: the table's file
    columns, form: the table's
    file: what is known of the file, or nothing if it isn't written
    """
    dialect = dialect_of(form)
    schema = {
        "fields": [_field(column, dialect) for column in columns],
        "primaryKey": description.key,
        "missingValues": [""],
    }
    resource = {
        "name": "photos",
        "path": name,
        "format": form.ending,
        **({"dialect": {"delimiter": dialect.separator}} if dialect else {}),
        "encoding": "utf-8",
        **file,
        "schema": schema,
    }
    return {
        "name": "photos",
        "title": description.title,
        "sources": description.sources,
        "resources": [resource],
        "photoparsl": description.about,
    }


def _field(column: TableColumn, dialect: CsvDialect | None) -> dict[str, Any]:
    """A column as a field of a Table Schema.  `unit` is an addition to it."""
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "description": column.description,
    }
    scale = scale_of(column.name)
    is_number = column.type in ("integer", "number")
    if column.constraints:
        field["constraints"] = dict(column.constraints)
    elif is_number and scale.low is not None:
        field |= {"unit": scale.unit} if scale.unit else {}
        # A file may be larger than any axis, and say anything of itself.
        is_bound = scale.high is not None and not scale.logarithmic
        most = {"maximum": scale.high} if is_bound and not scale.of_file else {}
        field["constraints"] = {"minimum": 0 if scale.logarithmic else scale.low, **most}
    if dialect and dialect.decimal_sign != "." and column.type == "number":
        field["decimalChar"] = dialect.decimal_sign
    return field
