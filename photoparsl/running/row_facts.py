"""The facts of a manifest's rows, as hashes by which they are compared with those of another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from photoparsl.manifests import RowBlock
from photoparsl.running.matching_share import Array

DATING = 2  # facts of when a photo was taken
Columns = dict[tuple[str, int], int]  # by a column's name, and its number among those of the name


def facts_of(rows: RowBlock, picks: Sequence[int]) -> Array:
    """A hash of each row's year, of its year with its date, and of its cells in some columns."""
    facts = np.empty((len(rows), DATING + len(picks)), np.uint32)
    seen = {id(years): years for years in rows.years}  # rows are many, and years are few
    number_of = {key: number for number, key in enumerate(seen)}
    numbers = np.fromiter(map(number_of.__getitem__, map(id, rows.years)), np.intp, len(rows))
    facts[:, 0] = _hashes((y.year, y.span) for y in seen.values())[numbers]
    facts[:, 1] = _hashes((y.year, y.span, y.date, y.days) for y in seen.values())[numbers]
    for number, pick in enumerate(picks, DATING):
        facts[:, number] = _hashes(rows.column(pick))
    return facts


def numbered(names: Sequence[str]) -> Columns:
    """The number of each column, by its name and its number among those of the name."""
    seen: Counter[str] = Counter()
    columns = {}
    for number, name in enumerate(names):
        columns[name, seen[name]] = number
        seen[name] += 1
    return columns


def _hashes(values: Iterable[object]) -> Array:
    return np.fromiter(map(hash, values), np.int64).astype(np.uint32)
