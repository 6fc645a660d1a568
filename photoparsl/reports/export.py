"""A run as one tidy table: a row a photo, a column a thing known of it.

Beside the table goes its data dictionary, a Data Package (https://datapackage.org) with the
meaning of each column, the table's checksum, and what it was made with.  A run's rows give the
same table, byte for byte; nothing is left out or shortened: it is its owner's, not the public's.
In CSV, texts that a spreadsheet would take for formulas are guarded (`cells`).
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from inspect import getdoc
from itertools import chain
from pathlib import Path
from typing import IO, Any, NamedTuple

from photoparsl.cells import cell, csv_line, place_cell
from photoparsl.errors import MeasureError, RunError
from photoparsl.files import checksum, open_atomically, write_atomically
from photoparsl.manifests import origins
from photoparsl.manifests.parquet import write_parquet
from photoparsl.measuring import find_measure
from photoparsl.redact import published, without_secrets
from photoparsl.results import Measurement, SliceResult
from photoparsl.results.counts import OutcomeCounts
from photoparsl.results.run_directory import RunDirectory, RunRecord

Row = list[Any]


class Column(NamedTuple):
    """A column: its type is one of Table Schema's, integer, number, string or datetime."""

    name: str
    type: str
    description: str


_SPREADSHEETS = ("xlsx", "xls", "ods", "numbers")
_BEFORE = (
    Column("url", "string", "The photo's place as the manifest has it."),
    Column("row", "integer", "The photo's place in the manifest, from 0."),
    Column("year", "integer", "The year as the manifest has it; empty where it has none."),
    Column("earliest", "integer", "The earliest year, where the year is not exact."),
    Column("latest", "integer", "The latest year, where the year is not exact."),
    Column("status", "string", "'measured' or 'failed'."),
    Column("reason", "string", "Why it failed, one of a few (docs/measures.md); else empty."),
    Column("detail", "string", "The same as a sentence for people."),
)
_AFTER = (
    Column(
        "stamp",
        "string",
        "The photo as 4 x 4 colours, row by row, each RGB565 in two bytes (little-endian), in "
        "base64.",
    ),
    Column("site", "string", "The site where it was measured."),
    Column("host", "string", "The machine there."),
    Column("started", "datetime", "When its slice was begun, in UTC, by that machine's clock."),
    Column("program", "string", "What measured it, with versions."),
    Column(
        origins.ORIGIN_COLUMN,
        "string",
        "Where a manifest from the web came from, or 'web'; else empty.  A run of this table as a "
        "manifest goes by it (docs/security.md).",
    ),
)


class Exported(NamedTuple):
    """How many rows a table has, and how many of those that were asked for are missing."""

    rows: int
    missing: int


def export(directory: RunDirectory, path: Path, form: str) -> Exported:
    """Write the run's table to `path` and its dictionary beside it, and count its rows.

    `form` is one of `FORMS`.  Raises RunError where there is no run, or nothing in it.
    """
    asked, results = directory.record(), directory.results()
    first = next(results, None)
    if asked is None:
        raise RunError(f"{directory.path}: is no run's folder: it has no run.json")
    if first is None:
        raise RunError(f"{directory.path}: holds no results")
    columns = columns_of(first.measures)
    counts, wanted = OutcomeCounts(), OutcomeCounts()
    counted = wanted.counted(counts.counted(chain([first], results)), asked.wanted)
    with open_atomically(path) as file:
        FORMS[form](file, columns, rows_of(counted, asked.origin))
    dictionary = _dictionary(asked, path, columns, form)
    missing = len(asked.wanted) - wanted.ended
    dictionary["photoparsl"]["complete"] = not missing
    write_atomically(dictionary_of(path), (json.dumps(dictionary, indent=1) + "\n").encode())
    return Exported(counts.ended, missing)


def form_of(path: Path | None) -> str:
    """The form that a file's ending means, csv for none; RunError for a spreadsheet's own files."""
    ending = path.suffix.lower().lstrip(".") if path else ""
    if ending in _SPREADSHEETS:
        raise RunError(
            f"{path}: spreadsheets' own files aren't written; they open FILE.csv too, or say what "
            f"is to be written with --format: {', '.join(FORMS)}"
        )
    return ending if ending in FORMS else "csv"


def dictionary_of(path: Path) -> Path:
    """Where the dictionary of the table in `path` lies."""
    return path.with_name(f"{path.name}.datapackage.json")


def columns_of(measures: dict[str, int]) -> list[Column]:
    """The table's columns, for these measures and their versions."""
    measured = [
        Column(name, "number", f"{_meaning(name)} (version {version})")
        for name, version in measures.items()
    ]
    return [*_BEFORE, *measured, *_AFTER]


def rows_of(results: Iterable[SliceResult], origin: str = "") -> Iterator[Row]:
    """The table's rows, None where there is no value, one slice in memory at a time.

    `origin` is the manifest's (`RunDirectory.record`).
    """
    for result in results:
        ran = result.execution
        started = datetime.fromtimestamp(ran.started, UTC)
        where = [ran.resource, ran.host, started, ran.program, origin or None]
        for o in result.outcomes:
            known = [o.url, o.row, o.year, *(o.span or (None, None))]
            if isinstance(o, Measurement):
                values = [o.values[name] for name in result.measures]
                yield [*known, "measured", None, None, *values, o.stamp or None, *where]
            else:
                missing = [None] * len(result.measures)
                yield [
                    *known,
                    "failed",
                    o.reason,
                    without_secrets(o.detail),
                    *missing,
                    None,
                    *where,
                ]


def _csv(file: IO[bytes], columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """RFC 4180 in UTF-8 but for the line's end, LF; numbers to the last bit; no value is empty.

    No text is a formula (`cells`), save that places and stamps are as they are.
    """
    exact = {column.name for column in columns if column.type != "string"} | {"stamp"}
    with _text(file) as text:
        text.write(csv_line(cell(column.name) for column in columns))
        for url, *others in rows:
            named = zip(columns[1:], others, strict=True)
            texts = ((column.name in exact, _as_text(value)) for column, value in named)
            text.write(
                csv_line([place_cell(url), *(t if is_exact else cell(t) for is_exact, t in texts)])
            )


def _json(file: IO[bytes], columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """An array with an object a row, each on a line of its own."""
    names = [column.name for column in columns]
    encode = json.JSONEncoder(ensure_ascii=False).encode
    between = "[\n"
    with _text(file) as text:
        for row in rows:
            text.write(between + encode(dict(zip(names, map(_plain, row), strict=True))))
            between = ",\n"
        text.write("\n]\n")


def _parquet(file: IO[bytes], columns: Sequence[Column], rows: Iterable[Row]) -> None:
    write_parquet(file, [(column.name, column.type) for column in columns], rows)


FORMS: dict[str, Callable[[IO[bytes], Sequence[Column], Iterable[Row]], None]] = {
    "csv": _csv,
    "parquet": _parquet,
    "json": _json,
}


@contextmanager
def _text(file: IO[bytes]) -> Iterator[io.TextIOWrapper]:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="\n")
    try:
        yield text
    finally:
        text.detach()  # which leaves the file open


def _plain(cell: Any) -> Any:
    return cell.isoformat() if isinstance(cell, datetime) else cell


def _as_text(value: Any) -> str:
    return "" if value is None else str(_plain(value))


def _meaning(measure: str) -> str:
    """A measure's docstring, on one line; its name where it has none or isn't installed here."""
    with suppress(MeasureError):
        return " ".join((getdoc(find_measure(measure).function) or measure).split())
    return measure


def _dictionary(
    asked: RunRecord, path: Path, columns: Sequence[Column], form: str
) -> dict[str, Any]:
    fields = [column._asdict() for column in columns]
    return {
        "name": "photos",
        "title": asked.title,
        "sources": [{"title": "manifest", "path": published(asked.manifest)}],
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
            "rows": asked.rows,
            "digest": asked.digest,
            "measures": asked.measures,
            "versions": asked.versions,
        },
    }
