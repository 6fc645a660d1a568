"""The facts of a manifest's rows, as hashes for comparison with another manifest's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

import numpy as np

from photoparsl.manifests import RowBlock
from photoparsl.planning.entry_share import Array

DATING = 2  # facts of when a photo was taken

_FIELD = "date_field"  # says where the date was found, and not when the photo was taken
_OF_DATE = ("certainty", "date_text", _FIELD)  # columns of a manifest that was made
_MADE_COLUMNS = ("title", "identifier", *_OF_DATE)


def facts_of(rows: RowBlock, picks: Sequence[int], *, has_dates: bool = True) -> Array:
    """A hash of each row's year, of its year with its date, and of its cells in some columns.

    has_dates: whether dates are compared, since both manifests have a column of them, or neither
    """
    facts = np.empty((len(rows), DATING + len(picks)), np.uint32)
    seen = {id(years): years for years in rows.years}  # rows are many, and years are few
    number_of = {key: number for number, key in enumerate(seen)}
    numbers = np.fromiter(map(number_of.__getitem__, map(id, rows.years)), np.intp, len(rows))
    facts[:, 0] = _hashes((y.year, y.span) for y in seen.values())[numbers]
    facts[:, 1] = facts[:, 0]
    if has_dates:
        facts[:, 1] = _hashes((y.year, y.span, y.date, y.days) for y in seen.values())[numbers]
    for number, pick in enumerate(picks, DATING):
        facts[:, number] = _hashes(rows.column(pick))
    return facts


def title_first(numbers: Iterable[int], names: Sequence[str]) -> list[int]:
    """The numbers of columns, with that of the title before the others."""
    return sorted(numbers, key=lambda number: names[number].casefold() != "title")


def made_last(names: Iterable[str]) -> tuple[str, ...]:
    """The names of columns, with those that a manifest has because it was made after the others.

    >>> made_last(["certainty", "record", "Sammlung"])
    ('Sammlung', 'certainty', 'record')
    """
    made = (*_OF_DATE, "identifier", "record")
    return tuple(sorted(names, key=lambda name: name in made))


def count_changes(before: Array, now: Array) -> Array:
    """In how many rows each fact differs.

    before, now: the facts of the same photos
    """
    counts: Array = (before != now).sum(axis=0)
    return counts


class MadeChanges:
    """Counts the changed cells of a manifest that was made of an archive, each change once.

    Such a manifest has a title in the column `title` and in the archive's own column, and a date in
    several columns.  If two cells of a row changed from the same text to the same text, one of them
    is counted.

    names: the names of the columns whose cells are facts
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._made = [n for n, name in enumerate(names, DATING) if name in _MADE_COLUMNS]
        self._dating = [n for n, name in enumerate(names, DATING) if name in _OF_DATE]
        self._field = [n for n, name in enumerate(names, DATING) if name == _FIELD]

    def count(self, before: Array, now: Array) -> Array:
        """In how many rows each fact differs.  All columns about the date are one fact."""
        differs = before != now
        for made in self._made:
            is_copy = differs[:, [made]] & (before == before[:, [made]]) & (now == now[:, [made]])
            is_copy[:, made] = False
            differs &= ~is_copy
        differs[:, self._field] = False
        differs[:, DATING - 1] |= differs[:, self._dating].any(axis=1)
        differs[:, self._dating] = False
        counts: Array = differs.sum(axis=0)
        return counts


def year_facts(years: Iterable[tuple[int | None, tuple[int, int] | None]]) -> Array:
    """The first fact of `facts_of` alone, of years with their spans."""
    hashes: Array = _hashes(years)[:, np.newaxis]
    return hashes


def same_columns(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """The number of each old column, by the number of the same new column.

    Their names are the same, apart from capital letters and spaces if need be.

    >>> same_columns(["Title", "title", "Place"], ["title", "PLACE", "Note"])
    {0: 1, 1: 2}
    """
    found: dict[int, int] = {}
    for spelled in (str, _bare):
        before = _numbered(old, found.values(), spelled)
        now = _numbered(new, found, spelled)
        found |= {number: before[column] for column, number in now.items() if column in before}
    return found


def _numbered(
    names: Sequence[str], taken: Collection[int], spelled: Callable[[str], str]
) -> dict[tuple[str, int], int]:
    """The number of each column that isn't taken, by its name and its count among equal names."""
    seen: Counter[str] = Counter()
    columns = {}
    for number, name in enumerate(map(spelled, names)):
        if number not in taken:
            columns[name, seen[name]] = number
            seen[name] += 1
    return columns


def _bare(name: str) -> str:
    return " ".join(name.split()).casefold()


def _hashes(values: Iterable[object]) -> Array:
    return np.fromiter(map(hash, values), np.int64).astype(np.uint32)
