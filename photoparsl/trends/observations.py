"""The values of a measure with the years of their photos, as columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from photoparsl.manifests import entry_of
from photoparsl.results import Measurement, SliceResult
from photoparsl.trends.arrays import Array
from photoparsl.trends.circular import CIRCULAR, hue_notes, lacks_hue, may_lack_hue
from photoparsl.trends.code_names import CODES
from photoparsl.trends.column import Column

RESOURCE = "resource"  # as a column: the resource at which a photo was measured
OLD_RESOURCE = "site"  # its name in earlier versions
NO_MONTH = -(2**31)  # stands for an unknown month


@dataclass(frozen=True, slots=True)
class Observations:
    """Photos with a year and a value.

    year: each photo's year
    earliest, latest: the first and the last year that each photo may be of.  Both are its year if
        that is exact
    value: each photo's value.  For texts and codes, the value's number in `entries`
    columns: the manifest's columns that were wanted, by their names
    entries: the different values, sorted, of a measure that gives texts or codes
    undated: how many photos with a value have no year, and are left out
    missing: how many photos with a year have no value, and are left out
    notes: sentences on what else was left out
    month: each photo's month, counted as 12 for each year plus 0 to 11 within it, or NO_MONTH where
        its date isn't that fine
    weight: how many photos of the archive each photo of a sample stands for, in whole numbers of
        which only the proportions matter.  None if each stands for as many
    """

    year: Array
    earliest: Array
    latest: Array
    value: Array
    columns: dict[str, Column]
    entries: tuple[str, ...] = ()
    undated: int = 0
    missing: int = 0
    notes: tuple[str, ...] = ()
    month: Array = field(default_factory=lambda: np.empty(0, np.int32))
    weight: Array | None = None

    def __post_init__(self) -> None:
        if len(self.month) != len(self.year):
            object.__setattr__(self, "month", np.full(len(self.year), NO_MONTH, np.int32))

    def __len__(self) -> int:
        return len(self.year)


def observations_of(
    results: Iterable[SliceResult],
    measure: str,
    columns: Mapping[str, int | None],
    *,
    spans_count: bool = False,
) -> Observations:
    """Read the values of a measure, one slice in memory at a time, some 35 bytes a photo.

    results: with the facts of the manifest's rows
    measure: its name
    columns: the number of each wanted column among a row's cells, or None for RESOURCE
    spans_count: whether photos count that have no year, but an earliest and a latest one.  Their
        year is then the middle of these
    """
    years: list[Array] = []
    values, skipped = _Values(measure), _Skipped(spans_count)
    codes = {name: _Codes(name) for name in columns}
    for result in results:
        kept = [m for m in result.measurements if skipped.keeps(m, measure)]
        years.append(_years(kept))
        values.add(kept)
        executions = result.execution_of_values() if RESOURCE in columns else {}
        for name, index in columns.items():
            if index is None:
                entries = [executions.get(m.row, result.execution).resource for m in kept]
            else:
                entries = [m.cells[index] if m.cells else "" for m in kept]
            codes[name].add(entries)
    all_years = np.concatenate(years) if years else np.empty((0, 4), np.int32)
    value, value_entries = values.read()
    return Observations(
        year=all_years[:, 0],
        earliest=all_years[:, 1],
        latest=all_years[:, 2],
        value=value,
        columns={name: read.column() for name, read in codes.items()},
        entries=value_entries,
        undated=skipped.undated,
        missing=skipped.missing,
        notes=skipped.notes(),
        month=all_years[:, 3],
    )


def _years(photos: Sequence[Measurement]) -> Array:
    """The year, the earliest and the latest year of each photo, and its month."""
    years = [(_year(m), *(m.span or (m.year, m.year)), _month(m)) for m in photos]
    return np.array(years, np.int32).reshape(-1, 4)


def _year(photo: Measurement) -> int | None:
    """The photo's year, or the middle of its span if it has none."""
    return sum(photo.span) // 2 if photo.year is None and photo.span else photo.year


def _month(photo: Measurement) -> int:
    """The photo's month, or NO_MONTH if it may be of several months."""
    if not photo.days or photo.days[1] - photo.days[0] > 30:
        return NO_MONTH
    first, last = map(date.fromordinal, photo.days)
    return 12 * first.year + first.month - 1 if first.month == last.month else NO_MONTH


@dataclass(slots=True)
class _Skipped:
    """Counts the photos that are left out.

    spans_count: as in `observations_of`
    undated, missing: as in `Observations`
    colourless: photos without colour, which have no hue
    unclear: other photos that may have no hue
    """

    spans_count: bool = False
    undated: int = 0
    missing: int = 0
    colourless: int = 0
    unclear: int = 0

    def keeps(self, photo: Measurement, measure: str) -> bool:
        """Whether the photo has a year and a value.  If it hasn't, count it."""
        has_value = photo.values.get(measure) is not None
        has_year = photo.year is not None or (self.spans_count and photo.span is not None)
        self.undated += has_value and not has_year
        self.missing += not has_value and has_year
        if not has_value or not has_year:
            return False
        if measure not in CIRCULAR:
            return True
        self.unclear += may_lack_hue(photo.values, photo.values[measure])
        self.colourless += lacks_hue(photo.values)
        return not lacks_hue(photo.values)

    def notes(self) -> tuple[str, ...]:
        """Return sentences on photos without colour, if there are any."""
        return hue_notes(self.colourless, self.unclear)


class _Codes:
    """Numbers the entries of a column as they come."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._known: dict[str, int] = {}
        self._codes: list[Array] = []

    def add(self, entries: Iterable[str]) -> None:
        known = self._known
        codes = [known.setdefault(entry_of(entry), len(known)) for entry in entries]
        self._codes.append(np.array(codes, np.int32))

    def column(self) -> Column:
        """Return the column.

        Its entries are sorted, so that their order doesn't depend on rows.
        """
        names = sorted(self._known)
        index = np.zeros(max(len(names), 1), np.int32)
        index[[self._known[entry] for entry in names]] = np.arange(len(names))
        codes = np.concatenate(self._codes) if self._codes else np.empty(0, np.int32)
        return Column(self._name, tuple(names), index[codes])


class _Values:
    """Collects the values of a measure: numbers, or texts and codes as entries."""

    def __init__(self, measure: str) -> None:
        self._measure = measure
        self._is_code = measure in CODES
        self._numbers: list[Array] = []
        self._entries = _Codes(measure)

    def add(self, photos: Sequence[Measurement]) -> None:
        found = [m.values[self._measure] for m in photos]
        if not self._is_code and str in map(type, found):
            self._is_code = True
            for numbers in self._numbers:  # a measure may give numbers first
                self._entries.add(map(_entry, numbers.tolist()))
            self._numbers.clear()
        if self._is_code:
            self._entries.add(map(_entry, found))
        else:
            self._numbers.append(np.array(found, float))

    def read(self) -> tuple[Array, tuple[str, ...]]:
        """Return the values, and the different entries if they are texts or codes."""
        if self._is_code:
            column = self._entries.column()
            return column.codes, column.names
        return (np.concatenate(self._numbers) if self._numbers else np.empty(0)), ()


def _entry(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
