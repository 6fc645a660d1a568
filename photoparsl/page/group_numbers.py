"""Exact numbers by year for the frequent values of groups, where the page has a sample.

Which values are frequent isn't known until all photos are read. Until then, what their histograms
need is in a temporary file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Self

import numpy as np

from photoparsl.measuring import scale_of
from photoparsl.page.columns import NO_YEAR, Array, PhotoColumns
from photoparsl.page.year_histogram import YearHistogram
from photoparsl.trends import CIRCULAR, CODES, NUMBERS, Window, numbers_of_counts

CATEGORIES = 9  # the eight most frequent values, and all others
_MISSING = 0xFFFF
_ROWS = 200_000  # photos that are counted at a time
_YEARS = 100  # years whose counts are held at a time


@dataclass(frozen=True, slots=True)
class GroupNumbers:
    """The numbers of a group's categories by year.  The last category is that of all others.

    photos: how many photos of each year each category has, of shape (CATEGORIES, years)
    duplicates: how many of these have the bytes of an earlier photo
    of_all: for each measure the numbers (`NUMBERS`) of each category's years without a window, of
        shape (CATEGORIES, years, 7)
    without_duplicates: the same of all photos but duplicates
    """

    photos: Array
    duplicates: Array
    of_all: Mapping[str, Array]
    without_duplicates: Mapping[str, Array]


@dataclass(frozen=True, slots=True)
class _Column:
    """Where a column of some photos is in the file.

    start: the position of its first byte
    dtype: numpy's name of the numbers' type
    length: how many numbers it has
    """

    start: int
    dtype: str
    length: int


class GroupSpool:
    """Keeps years, groups and values of photos in a temporary file, to count them afterwards."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._parts: list[dict[str, _Column]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._file:
            self._file.close()

    def add(self, photos: PhotoColumns) -> None:
        """Keep photos."""
        columns = {"year": photos.year.astype("<i4"), "duplicate": photos.duplicate.astype("u1")}
        columns |= {f"group {name}": codes.astype("<i4") for name, codes in photos.groups.items()}
        for name, values in photos.values.items():
            columns[f"value {name}"] = _stored(name, values)
        self._file = self._file or TemporaryFile()  # noqa: SIM115, it is closed by __exit__
        part = {}
        for name, column in columns.items():
            part[name] = _Column(self._file.tell(), column.dtype.str, len(column))
            self._file.write(column.tobytes())
        self._parts.append(part)

    def numbers(
        self, categories: Mapping[str, Array], histograms: Mapping[str, YearHistogram], years: Array
    ) -> list[GroupNumbers]:
        """Return the numbers of each group, in the order of `categories`.

        categories: for each group, by its column's name, the category of each of its codes
        histograms: the histogram of each measure
        years: the years with photos, ascending, without NO_YEAR
        """
        names = [name for name in histograms if name not in CODES]
        counted = {
            group: _photos(self._columns(f"group {group}", ""), of_code, years)
            for group, of_code in categories.items()
        }
        trends: dict[str, list[dict[str, Array]]] = {group: [{}, {}] for group in categories}
        for name in names:
            for group, of_code in categories.items():
                parts: list[list[Array]] = [[], []]
                for first in range(0, len(years), _YEARS):
                    years_of_part = years[first : first + _YEARS]
                    counts = self._counts(group, of_code, name, histograms[name], years_of_part)
                    for part, of_kind in zip(parts, counts, strict=True):
                        part.append(_numbers(of_kind, name, histograms[name], years_of_part))
                for found, part in zip(trends[group], parts, strict=True):
                    found[name] = np.concatenate(part, axis=1)
        return [GroupNumbers(*counted[group], *trends[group]) for group in categories]

    def _counts(
        self, group: str, of_code: Array, name: str, histogram: YearHistogram, years: Array
    ) -> tuple[Array, Array]:
        """Photos of these years by category, year and bin: all, and all but duplicates."""
        bins_of_all = len(histogram.edges) - 1
        shape = (CATEGORIES, len(years), bins_of_all)
        found = np.zeros((2, *shape), np.int64)
        for year, duplicate, codes, bins in self.binned(group, name, histogram, years):
            rows = of_code[codes] * len(years) + np.searchsorted(years, year)
            flat = rows * bins_of_all + bins
            size = CATEGORIES * len(years) * bins_of_all
            found[0] += np.bincount(flat, minlength=size).reshape(shape)
            found[1] -= np.bincount(flat[duplicate > 0], minlength=size).reshape(shape)
        found[1] += found[0]
        return found[0], found[1]

    def binned(
        self, group: str, name: str, histogram: YearHistogram, years: Array
    ) -> Iterator[tuple[Array, Array, Array, Array]]:
        """The years, duplicates, codes and bins of some photos at a time.

        group: the group's column
        name: the measure's name.  Photos without a value are left out
        histogram: the measure's counts by year, whose bins are used
        years: in ascending order.  Photos of other years are left out
        """
        for year, duplicate, codes, values in self._columns(f"group {group}", f"value {name}"):
            has_value = np.isin(year, years) & ~_lacks(values)
            if has_value.any():
                stored = values[has_value]
                bins = stored if stored.dtype.kind == "u" else histogram.bins(stored)
                yield year[has_value], duplicate[has_value], codes[has_value], bins.astype(np.int64)

    def _columns(self, group: str, measure: str) -> Iterator[tuple[Array, Array, Array, Array]]:
        """The years, duplicates, codes and values of some photos at a time."""
        names = ["year", "duplicate", group] + ([measure] if measure else [])
        waiting: list[list[Array]] = []
        rows = 0
        for part in self._parts:
            if measure and measure not in part:
                continue
            waiting.append([self._read(part[name]) for name in names])
            rows += len(waiting[-1][0])
            if rows >= _ROWS:
                yield _joined(waiting)
                waiting, rows = [], 0
        if waiting:
            yield _joined(waiting)

    def _read(self, column: _Column) -> Array:
        assert self._file
        self._file.seek(column.start)
        dtype = np.dtype(column.dtype)
        return np.frombuffer(self._file.read(dtype.itemsize * column.length), dtype)


def categories_of(numbers: Array) -> Array:
    """Return the category of each code of a group, from the numbers of the codes on the page."""
    categories: Array = np.minimum(numbers, CATEGORIES - 1).astype(np.int64)
    return categories


def _stored(name: str, values: Array) -> Array:
    """What the file has of values: their bins, or themselves if the bins aren't known yet."""
    scale = scale_of(name)
    if scale.low is None or scale.high is None:
        return values.astype("<f8")
    has_value = ~np.isnan(values)
    bins = np.full(len(values), _MISSING, "<u2")
    if has_value.any():
        bins[has_value] = YearHistogram(scale).bins(values[has_value])
    return bins


def _lacks(values: Array) -> Array:
    """Whether each stored value is missing."""
    lacks: Array = values == _MISSING if values.dtype.kind == "u" else np.isnan(values)
    return lacks


def _joined(parts: Sequence[Sequence[Array]]) -> tuple[Array, Array, Array, Array]:
    year, duplicate, codes, *values = (np.concatenate(of) for of in zip(*parts, strict=True))
    return year, duplicate, codes, values[0] if values else codes


def _photos(
    columns: Iterator[tuple[Array, Array, Array, Array]], of_code: Array, years: Array
) -> tuple[Array, Array]:
    """How many photos and duplicates each category has in each year."""
    found = np.zeros((2, CATEGORIES * len(years)), np.int64)
    for year, duplicate, codes, _ in columns:
        dated = year != NO_YEAR
        flat = of_code[codes[dated]] * len(years) + np.searchsorted(years, year[dated])
        found[0] += np.bincount(flat, minlength=found.shape[1])
        found[1] += np.bincount(flat[duplicate[dated] > 0], minlength=found.shape[1])
    shape = (CATEGORIES, len(years))
    return found[0].reshape(shape), found[1].reshape(shape)


def _numbers(counts: Array, name: str, histogram: YearHistogram, years: Array) -> Array:
    """The numbers of each category's years, from counts by category, year and bin."""
    found = np.full((CATEGORIES, len(years), len(NUMBERS)), np.nan)
    for category, of_category in enumerate(counts):
        if of_category.any():
            by_year = dict(zip(years.tolist(), of_category, strict=True))
            found[category] = numbers_of_counts(
                years, by_year, histogram.edges, Window(1), circular=name in CIRCULAR
            )
    return found
