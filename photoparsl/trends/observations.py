"""The values of a measure with the years of their photos, as columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from photoparsl.results import SliceResult
from photoparsl.trends.quantiles import Array

SITE = "site"  # as a column: the site where a photo was measured
UNKNOWN = ""  # the name of the group of photos without an entry in the column


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the manifest, as numbers.

    name: the column's name
    names: its different entries, sorted
    codes: each photo's entry, as its number in `names`
    """

    name: str
    names: tuple[str, ...]
    codes: Array


@dataclass(frozen=True, slots=True)
class Observations:
    """Photos with a year and a value.

    year: each photo's year
    earliest, latest: the first and the last year that it may be of; its year where that is exact
    value: its value
    columns: the manifest's columns that were wanted, by their names
    undated: how many photos with a value have no year, and are left out
    missing: how many photos with a year have no value, and are left out
    """

    year: Array
    earliest: Array
    latest: Array
    value: Array
    columns: dict[str, Column]
    undated: int = 0
    missing: int = 0

    def __len__(self) -> int:
        return len(self.year)


def observations_of(
    results: Iterable[SliceResult], measure: str, columns: dict[str, int | None]
) -> Observations:
    """Read the values of a measure, one slice in memory at a time, 40 bytes a photo.

    results: with the facts of the manifest's rows
    measure: its name
    columns: of each wanted column, its number among a row's cells; None for the site

    A text becomes NaN: texts and codes have shares, which `shares_of` counts.
    """
    numbers: list[Array] = []
    values: list[Array] = []
    codes: dict[str, list[Array]] = {name: [] for name in columns}
    known: dict[str, dict[str, int]] = {name: {} for name in columns}
    undated = missing = 0
    for result in results:
        later = result.execution_of_rows() if SITE in columns else {}
        kept = []
        for m in result.measurements:
            value = m.values.get(measure)
            has_value = isinstance(value, int | float) and np.isfinite(value)
            undated += m.year is None and has_value
            missing += m.year is not None and not has_value
            if has_value and m.year is not None:
                kept.append(m)
        numbers.append(
            np.array([(m.year, *(m.span or (m.year, m.year))) for m in kept], np.int32).reshape(
                -1, 3
            )
        )
        values.append(np.array([m.values[measure] for m in kept], float))
        for name, place in columns.items():
            codes_of = known[name]
            entries = (
                later.get(m.row, result.execution).resource
                if place is None
                else (m.cells[place] if place < len(m.cells) else UNKNOWN)
                for m in kept
            )
            found = [codes_of.setdefault(entry.strip(), len(codes_of)) for entry in entries]
            codes[name].append(np.array(found, np.int32))
    years = np.concatenate(numbers) if numbers else np.empty((0, 3), np.int32)
    return Observations(
        year=years[:, 0],
        earliest=years[:, 1],
        latest=years[:, 2],
        value=np.concatenate(values) if values else np.empty(0),
        columns={name: _sorted(name, known[name], codes[name]) for name in columns},
        undated=undated,
        missing=missing,
    )


def _sorted(name: str, known: dict[str, int], codes: list[Array]) -> Column:
    """Return the column with its entries sorted, so that their order doesn't depend on the rows."""
    names = sorted(known)
    place = np.empty(max(len(names), 1), np.int32)
    place[[known[entry] for entry in names]] = np.arange(len(names))
    found = np.concatenate(codes) if codes else np.empty(0, np.int32)
    return Column(name, tuple(names), place[found])
