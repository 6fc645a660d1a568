"""The facts of a manifest's rows, as hashes by which they are compared with those of another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from operator import itemgetter

import numpy as np

from photoparsl.manifests import ManifestRow
from photoparsl.running.matching_share import Array

DATING = 2  # facts of when a photo was taken
Columns = dict[tuple[str, int], int]  # by a column's name, and its number among those of the name


def facts_of(rows: Sequence[ManifestRow], picks: Sequence[int]) -> Array:
    """A hash of each row's year, of its year with its date, and of its cells in some columns."""
    facts = np.empty((len(rows), DATING + len(picks)), np.uint32)
    facts[:, 0] = _hashes((row.year, row.span) for row in rows)
    facts[:, 1] = _hashes((row.year, row.span, row.date, row.days) for row in rows)
    cells = [row.cells for row in rows]
    for number, pick in enumerate(picks, DATING):
        facts[:, number] = _hashes(map(itemgetter(pick), cells))
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
