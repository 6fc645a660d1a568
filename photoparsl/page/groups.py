"""Groups of photos: those with the same cell in one of the manifest's other columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from photoparsl.manifests import entry_of, find_column
from photoparsl.page.columns import Array
from photoparsl.page.metadata import PageMetadata
from photoparsl.redact import archive_text, distinct
from photoparsl.results import Measurement

MOST_VALUES = 60  # that a group shows. Photos with another are its "others"
MOST_DIFFERENT = 100_000  # values of a column. Of more, no group is made, since memory is bounded
LONGEST_VALUE = 60  # characters on the page. The export has all of them
OTHERS, NO_VALUE = 254, 255  # stand for the number of a value on the page
_INKS = 8  # values with a colour of their own. The legend calls all rarer ones so:
_WITHOUT_INK = {"others", "others, or no value"}


@dataclass(frozen=True, slots=True)
class GroupColumn:
    """A column that photos are grouped by.

    name: its name in the manifest
    number: its index among the manifest's other columns
    """

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class GroupValue:
    """A value of a group's column.

    number: stands for it in `Group.numbers`
    text: the value as everyone may read it
    photos: how many photos have it
    duplicates: how many of these have the bytes of an earlier photo
    """

    number: int
    text: str
    photos: int
    duplicates: int


@dataclass(frozen=True, slots=True)
class Group:
    """How a column groups the photos.

    name: the column's name
    values: the most frequent values, most first, then OTHERS and NO_VALUE, if photos have them
    numbers: for each of the page's photos, the index of its value in `values`
    """

    name: str
    values: tuple[GroupValue, ...]
    numbers: Array


def find_groups(metadata: PageMetadata) -> list[GroupColumn]:
    """Return the columns that the page's photos are grouped by, each once.

    Raises ManifestError if the manifest has no such column.
    """
    numbers = dict.fromkeys(find_column(name, metadata.columns) for name in metadata.groups)
    return [GroupColumn(metadata.columns[number], number) for number in numbers]


class GroupCounter:
    """Numbers the values of a column in the order in which they are first met, and counts photos.

    column: the column
    """

    def __init__(self, column: GroupColumn) -> None:
        self.column = column
        self._codes: dict[str, int] = {"": 0}
        self._counts = np.zeros((2, 1), np.int64)  # of photos, and of duplicates

    @property
    def is_too_varied(self) -> bool:
        """Whether the column has more than MOST_DIFFERENT values, so that it isn't counted."""
        return len(self._codes) > MOST_DIFFERENT

    def codes(self, photos: Sequence[Measurement]) -> Array:
        """Return the number of each photo's value."""
        if self.is_too_varied:
            return np.zeros(len(photos), np.int32)
        known, number = self._codes, self.column.number
        cells = (entry_of(photo.cells[number]) if photo.cells else "" for photo in photos)
        return np.array([known.setdefault(cell, len(known)) for cell in cells], np.int32)

    def count(self, codes: Array, duplicate: Array) -> None:
        """Count photos: their values' numbers, and whether each is a duplicate."""
        if not self.is_too_varied:
            size = len(self._codes)
            counts = np.array([np.bincount(c, minlength=size) for c in (codes, codes[duplicate])])
            counts[:, : self._counts.shape[1]] += self._counts
            self._counts = counts

    def texts(self) -> list[str]:
        """Return the values in the order of their codes."""
        return list(self._codes)

    def group(self, codes: Array) -> Group:
        """Return the group, once all photos are counted.

        codes: what `codes` returned for each of the page's photos
        """
        texts, photos = list(self._codes), self._counts[0]
        order = self._by_frequency()
        shown, others = order[:MOST_VALUES], order[MOST_VALUES:]
        own = {OTHERS: f"{len(others):,} others"} if others else {}
        own |= {NO_VALUE: "no value"} if photos[0] else {}
        known = [_shown_value(texts[code]) for code in shown]
        named = {*own.values(), *(_WITHOUT_INK if len(order) > _INKS else ())}
        known = [f"“{text}”" if text in named else text for text in known]
        names = distinct(known, LONGEST_VALUE)
        values = [self._value(n, names[n], [code]) for n, code in enumerate(shown)]
        codes_of_own = {OTHERS: others, NO_VALUE: [0]}
        values += [self._value(n, text, codes_of_own[n]) for n, text in own.items()]
        return Group(_shown_value(self.column.name), tuple(values), self.numbers()[codes])

    def numbers(self) -> Array:
        """Return the number on the page of each code, once all photos are counted."""
        shown = self._by_frequency()[:MOST_VALUES]
        numbers = np.full(len(self._codes), OTHERS, np.uint8)
        numbers[shown] = np.arange(len(shown))
        numbers[0] = NO_VALUE
        return numbers

    def _by_frequency(self) -> list[int]:
        """The codes of all values, the most frequent first, equally frequent ones by text."""
        texts, photos = list(self._codes), self._counts[0]
        return sorted(range(1, len(texts)), key=lambda code: (-photos[code], texts[code]))

    def _value(self, number: int, text: str, codes: list[int]) -> GroupValue:
        photos, duplicates = self._counts[:, codes].sum(axis=1).tolist()
        return GroupValue(number, text, photos, duplicates)


def _shown_value(text: str) -> str:
    """Return a value as everyone may read it, with a sign where it was cut."""
    shown = archive_text(text).strip()
    return shown if len(shown) <= LONGEST_VALUE else f"{shown[: LONGEST_VALUE - 1].rstrip()}…"
