"""A run's photos as a table: its columns, their types and meanings, and its rows.

The rows don't depend on the order in which the photos were measured.  Places aren't shortened or
redacted: the table is for the run's owner, not for the public.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from inspect import getdoc
from typing import Any

from photoparsl.errors import MeasureError, RunError
from photoparsl.measuring import find_measure
from photoparsl.option_names import option
from photoparsl.redact import visible, without_secrets
from photoparsl.reports.column_names import unique_names
from photoparsl.reports.look_alikes import HASH, Like, LookAlikes, look_alikes_of
from photoparsl.reports.same_bytes import FirstRows
from photoparsl.reports.table_columns import (
    AFTER_MEASURES,
    BEFORE_MEASURES,
    LIKENESS,
    PhotoStatus,
    TableColumn,
)
from photoparsl.results import (
    Execution,
    Measurement,
    Missing,
    RunDirectory,
    SliceResult,
    Value,
    ValueKind,
    of_kind,
)

Row = list[Any]  # a cell for each column; None where there is no value


@dataclass(frozen=True, slots=True)
class Layout:
    """What a table's columns depend on.

    measures: the version of each measure, by its name
    kinds: the kind of each measure's values, by its name; measures without any value are missing
    others: the names of the manifest's other columns
    origin: where the manifest's rows come from (`RunRecord.origin`)
    """

    measures: Mapping[str, int]
    kinds: Mapping[str, ValueKind]
    others: tuple[str, ...] = ()
    origin: str = ""

    @property
    def columns(self) -> list[TableColumn]:
        """The table's columns."""
        values = [
            TableColumn(
                name,
                self.kinds.get(name, ValueKind.NUMBER),
                f"{_meaning(name)} (version {version})",
            )
            for name, version in self.measures.items()
        ]
        own = [*BEFORE_MEASURES, *values, *AFTER_MEASURES]
        own += LIKENESS if HASH in self.measures else ()
        names = unique_names(self.others, [column.name for column in own])
        described = zip(names, self.others, strict=True)
        return own + [
            TableColumn(name, "string", f"The manifest's column '{visible(column)}'.")
            for name, column in described
        ]


@dataclass(frozen=True, slots=True)
class Duplicates:
    """How duplicates of an earlier row are found, and whether the table leaves them out.

    first_rows: finds the earlier row with the same bytes
    look_alikes: finds the earlier row that looks like it; None if the run has no difference hash
    without_same: leave out photos with the bytes of an earlier row
    without_alike: leave out photos that look like an earlier one
    """

    first_rows: FirstRows
    look_alikes: LookAlikes | None = None
    without_same: bool = False
    without_alike: bool = False


def compare_hashes(
    results: Iterable[SliceResult], measures: Iterable[str], *, one_of_each: bool
) -> LookAlikes | None:
    """Return which of a run's photos look alike; None if their hash isn't measured.

    Raises RunError if it is needed for one photo of each.
    """
    if HASH in measures:
        return look_alikes_of(results)
    if one_of_each:
        raise RunError(
            f"the photos have no {HASH}: run again with {option('--measures', f'all,{HASH}')}"
        )
    return None


def layout_of(directory: RunDirectory, measures: Mapping[str, int], origin: str) -> Layout:
    """Return the layout of a run's table."""
    kinds, others = directory.value_kinds(), directory.manifest.columns()
    return Layout(measures, kinds, others, origin)


def rows_of(
    results: Iterable[SliceResult],
    layout: Layout,
    duplicates: Duplicates,
    *,
    first_row: int = 0,
) -> Iterator[Row]:
    """Yield the table's rows, one slice in memory at a time.

    results: of the run, by rows
    layout: of the table
    duplicates: of all results
    first_row: the number of the run's first row in `duplicates.first_rows`

    Raises RunError if a value isn't of the layout's kind, as of a photo measured since.
    """
    look_alikes = duplicates.look_alikes
    width, nothing = len(layout.measures), [None] * len(layout.others)
    for result in results:
        execution = _execution_cells(result.execution, layout.origin)
        later = {
            row: _execution_cells(execution, layout.origin)
            for row, execution in result.execution_of_values().items()
        }
        same_as = duplicates.first_rows.of(result.measurements, first_row)
        likes = look_alikes.of(result.measurements) if look_alikes else {}
        for o in result.outcomes:
            if duplicates.without_same and o.row in same_as:
                continue
            if duplicates.without_alike and o.row in likes:
                continue
            known = [o.url, o.row, o.year, *(o.span or (None, None)), o.date or None]
            others = [cell or None for cell in o.cells] or nothing
            ran = later.get(o.row, execution)
            if isinstance(o, Measurement):
                values = [_cell(name, o.values[name], layout.kinds) for name in result.measures]
                photo = [_missing_text(o.missing), o.stamp or None, o.digest or None]
                cells = [PhotoStatus.MEASURED, None, None, *values, *photo, same_as.get(o.row)]
            else:
                failure = [PhotoStatus.FAILED, o.reason, without_secrets(o.detail)]
                cells = [*failure, *[None] * (width + 4)]
            likeness = _likeness_cells(likes.get(o.row)) if look_alikes else []
            yield [*known, *cells, *ran, *likeness, *others]


def _likeness_cells(like: Like | None) -> Row:
    return [like.row, "negative" if like.is_negative else "same"] if like else [None, None]


def _cell(measure: str, value: Value, kinds: Mapping[str, ValueKind]) -> Value:
    kind = kinds.get(measure, ValueKind.NUMBER)
    try:
        return of_kind(value, kind)
    except ValueError as error:
        raise RunError(
            f"{measure}: {error} as its values were when this reading began: read the run again"
        ) from error


def _missing_text(missing: Mapping[str, Missing]) -> str | None:
    """Why a photo has no value of some measures; None where it has all."""
    whys = (f"{name}: {why.reason}: {without_secrets(why.detail)}" for name, why in missing.items())
    return "; ".join(whys) or None


def _execution_cells(execution: Execution, origin: str) -> Row:
    started = datetime.fromtimestamp(execution.started, UTC)
    return [execution.resource, execution.host, started, execution.program, origin or None]


def _meaning(measure: str) -> str:
    """Return a measure's docstring on one line, or its name if there is no docstring here."""
    with suppress(MeasureError):
        return " ".join((getdoc(find_measure(measure).function) or measure).split())
    return measure
