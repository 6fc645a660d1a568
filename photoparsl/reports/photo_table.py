"""A run's photos as a table: its columns, their types and meanings, and its rows.

The rows don't depend on the order in which the photos were measured.  Places aren't shortened or
redacted: the table is for the run's owner, not for the public.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from inspect import getdoc
from typing import Any, NamedTuple

from photoparsl.errors import MeasureError
from photoparsl.manifests import origins
from photoparsl.measuring import find_measure
from photoparsl.redact import without_secrets
from photoparsl.results import Execution, Measurement, SliceResult

Row = list[Any]  # a cell for each column; None where there is no value


class Column(NamedTuple):
    """A column of the table.

    name: its header
    type: one of Table Schema's: integer, number, string or datetime
    description: its meaning, as the data dictionary has it
    """

    name: str
    type: str
    description: str


_BEFORE_MEASURES = (
    Column("url", "string", "The photo's place as the manifest has it."),
    Column("row", "integer", "The photo's place in the manifest, from 0."),
    Column("year", "integer", "The year as the manifest has it; empty where it has none."),
    Column("earliest", "integer", "The earliest year, where the year is not exact."),
    Column("latest", "integer", "The latest year, where the year is not exact."),
    Column("status", "string", "'measured' or 'failed'."),
    Column("reason", "string", "Why it failed, one of a few (docs/measures.md); else empty."),
    Column("detail", "string", "The same as a sentence for people."),
)
_AFTER_MEASURES = (
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


def columns_of(measures: dict[str, int]) -> list[Column]:
    """Return the table's columns, for these measures and their versions."""
    values = [
        Column(name, "number", f"{_meaning(name)} (version {version})")
        for name, version in measures.items()
    ]
    return [*_BEFORE_MEASURES, *values, *_AFTER_MEASURES]


def rows_of(results: Iterable[SliceResult], origin: str = "") -> Iterator[Row]:
    """Yield the table's rows, with one slice in memory at a time.

    origin: where the manifest's rows come from (`RunRecord.origin`)
    """
    for result in results:
        execution = _execution_cells(result.execution, origin)
        for o in result.outcomes:
            known = [o.url, o.row, o.year, *(o.span or (None, None))]
            if isinstance(o, Measurement):
                values = [o.values[name] for name in result.measures]
                yield [*known, "measured", None, None, *values, o.stamp or None, *execution]
            else:
                failure = ["failed", o.reason, without_secrets(o.detail)]
                yield [*known, *failure, *[None] * len(result.measures), None, *execution]


def _execution_cells(execution: Execution, origin: str) -> Row:
    started = datetime.fromtimestamp(execution.started, UTC)
    return [execution.resource, execution.host, started, execution.program, origin or None]


def _meaning(measure: str) -> str:
    """Return a measure's docstring on one line, or its name if there is no docstring here."""
    with suppress(MeasureError):
        return " ".join((getdoc(find_measure(measure).function) or measure).split())
    return measure
