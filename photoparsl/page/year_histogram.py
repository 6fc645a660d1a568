"""Exact counts of photos by year and value, in memory that doesn't grow with the photos."""

from __future__ import annotations

import math
from collections import Counter
from copy import copy

import numpy as np

from photoparsl.measuring import Scale
from photoparsl.page.columns import Array

BINS = 256  # that the page has
FINE = 8  # bins in each of these, from which medians and their intervals are read

_ALL = BINS * FINE


class YearHistogram:
    """How many photos each year has in each of 2,048 bins of a measure's values.

    If the measure's scale has limits, the bins divide it.  Otherwise the width of a bin is a power
    of two, and the first bin begins at a multiple of it.  Pairs of bins are merged when a value
    lies outside.  So the final counts depend on the values and not on their order.

    scale: the measure's scale
    counts: an array of 2,048 counts by year.  `page_counts` has those of the page's 256 bins
    duplicates: counts as in `counts`, of photos that have the bytes of an earlier one.  A year
        without such photos is missing
    zeros: how many photos of each year have exactly 0, and how many of these are duplicates
    """

    def __init__(self, scale: Scale) -> None:
        self.scale = scale
        self.counts: dict[int, Array] = {}
        self.duplicates: dict[int, Array] = {}
        self.zeros = (Counter[int](), Counter[int]())
        self._power = -1074  # the bins' width is 2**_power, if the scale has no limits
        self._first: int | None = None
        self._low = self._high = 0.0

    @property
    def ends(self) -> tuple[float, float]:
        """The lower limit of the first bin and the upper limit of the last."""
        if self.scale.low is not None and self.scale.high is not None:
            return self.scale.low, self.scale.high
        first = self._first or 0
        return math.ldexp(first, self._power), math.ldexp(first + _ALL, self._power)

    @property
    def edges(self) -> Array:
        """The limits of the bins, of shape (2049,).  Values in a bin count as even within it."""
        low, high = self.ends
        if self.scale.logarithmic:
            edges: Array = np.geomspace(low, high, _ALL + 1)
            return edges
        return np.linspace(low, high, _ALL + 1)

    def add(self, years: Array, values: Array, duplicate: Array) -> None:
        """Count photos: their years, values (NaN: missing), and whether each is a duplicate."""
        has_value = ~np.isnan(values)
        years, values, duplicate = years[has_value], values[has_value], duplicate[has_value]
        if not len(values):
            return
        bins = self.bins(values)
        _count(self.counts, years, bins)
        _count(self.duplicates, years[duplicate], bins[duplicate])
        for counter, which in zip(
            self.zeros, (values == 0, (values == 0) & duplicate), strict=True
        ):
            counter.update(years[which].tolist())

    def without_duplicates(self) -> YearHistogram:
        """The histogram of all photos but duplicates."""
        other = copy(self)
        other.counts = {
            year: counts - self.duplicates.get(year, np.uint32(0))
            for year, counts in self.counts.items()
        }
        other.duplicates = {}
        other.zeros = (self.zeros[0] - self.zeros[1], Counter())
        return other

    def bins(self, values: Array) -> Array:
        """Return the bin of each value.  If the scale has no limits, make room for them first."""
        if self.scale.low is None or self.scale.high is None:
            self._make_room(float(values.min()), float(values.max()))
            bins = np.floor(np.ldexp(values, -self._power)) - (self._first or 0)
        else:
            low, high = self.scale.low, self.scale.high
            if self.scale.logarithmic:
                values, low, high = np.log(np.maximum(values, low)), math.log(low), math.log(high)
            bins = np.floor((values - low) / (high - low) * _ALL)
        numbers: Array = np.clip(bins, 0, _ALL - 1).astype(np.intp)
        return numbers

    def _make_room(self, low: float, high: float) -> None:
        """Widen the bins until they hold these values too."""
        if self._first is not None:
            low, high = min(low, self._low), max(high, self._high)
        self._low, self._high = low, high
        power = max(self._power, math.frexp(max(abs(low), abs(high), 1e-12))[1] - 40)
        while math.floor(math.ldexp(high, -power)) - math.floor(math.ldexp(low, -power)) >= _ALL:
            power += 1
        first = math.floor(math.ldexp(low, -power))
        if self._first is not None:
            shift = min(power - self._power, 62)
            into = ((np.arange(_ALL) + self._first) >> shift) - first
            for all_counts in (self.counts, self.duplicates):
                for year, counts in all_counts.items():
                    moved = np.bincount(np.clip(into, 0, _ALL - 1), counts, _ALL)
                    all_counts[year] = moved.astype(np.uint32)
        self._power, self._first = power, first


def page_counts(counts: Array) -> Array:
    """Return the counts of the page's bins from those of a histogram."""
    summed: Array = counts.reshape(BINS, FINE).sum(axis=1, dtype=np.uint32)
    return summed


def _count(counts: dict[int, Array], years: Array, bins: Array) -> None:
    """Add photos to the counts, by their years and bins."""
    order = np.argsort(years, kind="stable")
    found, first = np.unique(years[order], return_index=True)
    last = np.append(first, len(order))[1:]
    for year, start, end in zip(found.tolist(), first, last, strict=True):
        if year not in counts:
            counts[year] = np.zeros(_ALL, np.uint32)
        np.add.at(counts[year], bins[order[start:end]], np.uint32(1))
