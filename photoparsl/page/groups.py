"""Groups of photos: those with the same cell in one of the manifest's other columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from photoparsl.manifests import find_column
from photoparsl.page.columns import Array
from photoparsl.page.metadata import PageMetadata
from photoparsl.redact import published_text
from photoparsl.results import Measurement

MOST_VALUES = 60  # that a group shows; photos with another are its "others"
MOST_DIFFERENT = 100_000  # values of a column; of more, no group is made, since memory is bounded
LONGEST_VALUE = 60  # characters on the page; the export has all of them
OTHERS, NO_VALUE = 254, 255  # stand for the number of a value on the page


@dataclass(frozen=True, slots=True)
class GroupColumn:
    """A column that photos are grouped by.

    name: its name in the manifest
    number: its place among the manifest's other columns
    """

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Group:
    """How a column groups the photos.

    name: the column's name
    values: the most frequent values, most first, as everyone may read them
    photos: how many of all photos have each of these values
    others: how many other values there are
    photos_of_others: how many photos have one of these
    photos_without: how many photos have no value
    numbers: of each of the page's photos, the number of its value, OTHERS or NO_VALUE
    """

    name: str
    values: tuple[str, ...]
    photos: tuple[int, ...]
    others: int
    photos_of_others: int
    photos_without: int
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
    is_too_varied: whether the column has more than MOST_DIFFERENT values, so that it isn't counted
    """

    def __init__(self, column: GroupColumn) -> None:
        self.column = column
        self.is_too_varied = False
        self._codes: dict[str, int] = {"": 0}
        self._counts = np.zeros(1, np.int64)

    def codes(self, photos: Sequence[Measurement]) -> Array:
        """Count these photos, and return the number of each one's value."""
        if self.is_too_varied:
            return np.zeros(len(photos), np.int32)
        known, number = self._codes, self.column.number
        cells = (photo.cells[number].strip() if photo.cells else "" for photo in photos)
        codes = np.array([known.setdefault(cell, len(known)) for cell in cells], np.int32)
        if len(known) > MOST_DIFFERENT:
            self.is_too_varied = True
            self._codes, self._counts = {"": 0}, np.zeros(1, np.int64)
            return np.zeros(len(photos), np.int32)
        counts = np.bincount(codes, minlength=len(known))
        counts[: len(self._counts)] += self._counts
        self._counts = counts
        return codes

    def group(self, codes: Array) -> Group:
        """Return the group.

        codes: what `codes` returned for each of the page's photos
        """
        texts = list(self._codes)
        order = sorted(range(1, len(texts)), key=lambda code: (-self._counts[code], texts[code]))
        shown, others = order[:MOST_VALUES], order[MOST_VALUES:]
        numbers = np.full(len(texts), OTHERS, np.uint8)
        numbers[shown] = np.arange(len(shown))
        numbers[0] = NO_VALUE
        return Group(
            name=published_text(self.column.name),
            values=tuple(_shown_value(texts[code]) for code in shown),
            photos=tuple(self._counts[shown].tolist()),
            others=len(others),
            photos_of_others=int(self._counts[others].sum()),
            photos_without=int(self._counts[0]),
            numbers=numbers[codes],
        )


def _shown_value(text: str) -> str:
    """Return a value as everyone may read it, with a sign where it was cut."""
    shown = published_text(text).strip()
    return shown if len(shown) <= LONGEST_VALUE else f"{shown[: LONGEST_VALUE - 1].rstrip()}…"
