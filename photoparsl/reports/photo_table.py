"""A run's photos as a table: its columns, their types and meanings, and its rows.

The rows don't depend on the order in which the photos were measured.  Places aren't shortened or
redacted: the table is for the run's owner, not for the public.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from inspect import getdoc
from typing import Any

from photoparsl.errors import MeasureError, RunError
from photoparsl.measuring import find_measure, is_own, scale_of
from photoparsl.options import option
from photoparsl.redact import visible
from photoparsl.reports.column_names import unique_names
from photoparsl.reports.look_alikes import HASH, LookAlikes, look_alikes_of
from photoparsl.reports.photo_column import PhotoColumn, TableColumn, TableRow
from photoparsl.reports.same_bytes import FirstRows
from photoparsl.reports.table_columns import AFTER_MEASURES, BEFORE_MEASURES, LIKENESS
from photoparsl.results import (
    Failure,
    Measurement,
    RunDirectory,
    SliceResult,
    Value,
    ValueKind,
    of_kind,
)

Row = list[Any]  # a cell for each column, or None where there is no value


@dataclass(frozen=True, slots=True)
class Layout:
    """What a table's columns depend on.

    measures: the version of each measure, by its name
    kinds: the kind of each measure's values, by its name.  Measures without any value are missing
    others: the names of the manifest's other columns
    origin: where the manifest's rows come from (`RunRecord.origin`)
    """

    measures: Mapping[str, int]
    kinds: Mapping[str, ValueKind]
    others: tuple[str, ...] = ()
    origin: str = ""

    @property
    def value_kinds(self) -> dict[str, ValueKind]:
        """The kind of each measure's column, by the measure's name."""
        return {
            name: ValueKind.INTEGER
            if _is_whole(name, version)
            else self.kinds.get(name, ValueKind.NUMBER)
            for name, version in self.measures.items()
        }

    @property
    def after_measures(self) -> tuple[PhotoColumn, ...]:
        """The columns that follow the measures', up to the manifest's other columns."""
        return AFTER_MEASURES + (LIKENESS if HASH in self.measures else ())

    @property
    def columns(self) -> list[TableColumn]:
        """The table's columns."""
        values = [
            TableColumn(name, kind, f"{_meaning(name)} (version {self.measures[name]})")
            for name, kind in self.value_kinds.items()
        ]
        own = [*BEFORE_MEASURES, *values, *self.after_measures]
        # Names don't depend on whether the run has difference hashes.
        names = unique_names(self.others, [column.name for column in (*own, *LIKENESS)])
        described = zip(names, self.others, strict=True)
        return own + [
            TableColumn(name, "string", f"The manifest's column '{visible(column)}'.")
            for name, column in described
        ]


@dataclass(frozen=True, slots=True)
class Duplicates:
    """How duplicates of an earlier row are found, and whether the table leaves them out.

    first_rows: finds the earlier row with the same bytes
    look_alikes: finds the earlier row that looks like it, or None if the run has no difference hash
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
    """Return which of a run's photos look alike, or None if their hash isn't measured.

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

    results: the run's results, ordered by row
    layout: the table's layout
    duplicates: the duplicates among all results
    first_row: the number of the run's first row in `duplicates.first_rows`

    Raises RunError if a value isn't of the layout's kind, as of a photo measured since.
    """
    look_alikes = duplicates.look_alikes
    before = [column.cell for column in BEFORE_MEASURES]
    after = [column.cell for column in layout.after_measures]
    kinds, no_others = layout.value_kinds, [None] * len(layout.others)
    for result in results:
        executions = result.execution_of_values()
        same_as = duplicates.first_rows.of(result.measurements, first_row)
        likes = look_alikes.of(result.measurements) if look_alikes else {}
        for outcome in result.outcomes:
            same, like = same_as.get(outcome.row), likes.get(outcome.row)
            if duplicates.without_same and same is not None:
                continue
            if duplicates.without_alike and like is not None:
                continue
            execution = executions.get(outcome.row, result.execution)
            row = TableRow(outcome, execution, layout.origin, same, like)
            values = _values(outcome, kinds)
            others = [cell or None for cell in outcome.cells] or no_others
            first, last = [cell(row) for cell in before], [cell(row) for cell in after]
            yield [*first, *values, *last, *others]


def _values(outcome: Measurement | Failure, kinds: Mapping[str, ValueKind]) -> list[Value]:
    """Return a photo's values, one of each measure, or None for each measure of a failed photo."""
    if isinstance(outcome, Failure):
        return [None] * len(kinds)
    return [_as_kind(name, outcome.values[name], kind) for name, kind in kinds.items()]


def _as_kind(measure: str, value: Value, kind: ValueKind) -> Value:
    """Return a measure's value as one of the column's kind, or raise RunError."""
    try:
        return of_kind(value, kind)
    except ValueError as error:
        raise RunError(
            f"{measure}: {error} as its values were when this reading began: read the run again"
        ) from error


def _is_whole(measure: str, version: int) -> bool:
    """Whether all values of this version of a measure are whole numbers, by its definition."""
    is_known = not is_own(measure) and find_measure(measure).version == version
    return is_known and scale_of(measure).whole


def _meaning(measure: str) -> str:
    """Return a measure's docstring on one line, or its name if there is no docstring here."""
    with suppress(MeasureError):
        return " ".join((getdoc(find_measure(measure).function) or measure).split())
    return measure
