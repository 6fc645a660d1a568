"""Photos in years or months, sorted, so that a window's photos stand together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from photoparsl.trends.arrays import Array
from photoparsl.trends.cluster_sizes import effective_clusters, why_no_interval
from photoparsl.trends.intervals import LEAST_PHOTOS
from photoparsl.trends.observations import NO_MONTH, Observations
from photoparsl.trends.trend_rows import TrendOptions
from photoparsl.trends.weights import WeightClass
from photoparsl.trends.windows import (
    LEAST_KNOWN_MONTHS,
    MOST_MONTHLY_YEARS,
    MOST_PERIODS,
    YEAR_WINDOWS,
    Window,
    counts_of,
    reaches,
    usual_window_of_counts,
    usual_window_of_months,
)

_MOST_COUNTED = 2**20  # numbers up to this are counted, which needs less time and memory than order


@dataclass(frozen=True, slots=True)
class Entries:
    """One entry for each photo, or for each year that it may be of, sorted by cell and value.

    A cell is a year or a month in which a group has photos.

    photo: each entry's photo
    value: the photo's value
    stratum: the photo's entry in the column whose mixture is held constant, or None for no such
        column.  A cell's entries are sorted by it, and then by their values
    share: the share of the photo that is in the cell's year, or None if all shares are 1
    weight: how many photos of the archive the photo stands for, or None if each stands for as many
    kind: the number of the entry's kind, or None if all have the same weight in every window
    kinds: the kinds.  Entries of one kind have the same weight in every window
    group: each cell's group
    period: each cell's year or month
    ends: where the entries of each cell begin, and where those of the last one end
    """

    photo: Array
    value: Array
    stratum: Array | None
    share: Array | None
    weight: Array | None
    kind: Array | None
    kinds: tuple[WeightClass, ...]
    group: Array
    period: Array
    ends: Array

    def windows(self, window: Window) -> Iterator[slice]:
        """Yield the entries of the window about each cell: no gap is bridged."""
        if not len(self.period):
            return
        first, cells = int(self.period.min()), (self.group, self.period - int(self.period.min()))
        sums = self.totals()
        counts = counts_of(self.period, self.group, sums)
        reach = reaches(counts, window)[cells]
        key = self.group.astype(np.int64) * 2**32
        lowest = key + (self.period - first - reach)
        highest = key + (self.period - first + reach)
        key = key + (self.period - first)
        begins = self.ends[np.searchsorted(key, lowest, "left")]
        ends = self.ends[np.searchsorted(key, highest, "right")]
        yield from map(slice, begins.tolist(), ends.tolist())

    def totals(self) -> Array:
        """How many photos each cell has."""
        if self.share is None:
            return np.diff(self.ends)
        sums: Array = np.add.reduceat(self.share, self.ends[:-1])
        return sums

    def weights(self, within: slice = slice(None)) -> Array | None:
        """Shares times weights, rounded, of some entries, or None if all are the same."""
        found = [of[within] for of in (self.share, self.weight) if of is not None]
        return (found[0] * found[1] if len(found) > 1 else found[0]) if found else None


def entries_of(photos: Observations, options: TrendOptions, *, monthly: bool = False) -> Entries:
    """Return the photos in their years, or in their months.  Photos without one are left out."""
    group = photos.columns[options.by].codes if options.by else np.zeros(len(photos), np.int32)
    photo = np.arange(len(photos), dtype=np.int32)
    period = photos.year
    spans = photos.latest - photos.earliest + 1
    if monthly:
        photo = np.flatnonzero(photos.month != NO_MONTH).astype(np.int32)
        period = photos.month[photo]
    elif options.spread_dates:
        photo = np.repeat(photo, spans)
        first = (np.cumsum(spans) - spans).astype(np.int32)
        period = np.arange(len(photo), dtype=np.int32) - np.repeat(first, spans)
        period += photos.earliest[photo]
    stratum = photos.columns[options.constant].codes[photo] if options.constant else None
    keys = [photo, photos.value[photo], period, group[photo]]
    if stratum is not None:
        keys.insert(2, stratum)
    order = np.lexsort(keys[1:])  # stable, so that equal values are in the order of the photos
    del keys
    group, period = group[photo][order], period[order]
    photo, stratum = photo[order], None if stratum is None else stratum[order]
    del order
    years = spans[photo] if options.spread_dates and not monthly else None
    weight = None if photos.weight is None else photos.weight[photo]
    kind, kinds = _kinds(years, stratum, weight)
    is_first = np.ones(len(photo), bool)
    is_first[1:] = (group[1:] != group[:-1]) | (period[1:] != period[:-1])
    begins = np.flatnonzero(is_first)
    return Entries(
        photo=photo,
        value=photos.value[photo],
        stratum=stratum,
        share=None if years is None else 1 / years,
        weight=weight,
        kind=kind,
        kinds=kinds,
        group=group[begins],
        period=period[begins],
        ends=np.append(begins, len(photo)),
    )


def _kinds(
    years: Array | None, stratum: Array | None, weight: Array | None
) -> tuple[Array | None, tuple[WeightClass, ...]]:
    """Number the kinds of entries: those of a kind have the same weight in every window."""
    columns = (years, stratum, weight)
    entries = next((len(column) for column in columns if column is not None), 0)
    if all(column is None for column in columns):
        return None, ()
    defaults = (1, 0, 1)
    numbered = [
        (np.array([default]), np.zeros(entries, np.int64)) if column is None else _numbered(column)
        for column, default in zip(columns, defaults, strict=True)
    ]
    key = np.zeros(entries, np.int64)
    for known, number in numbered:
        key *= len(known)
        key += number
    found, kind = _numbered(key)
    indices = np.unravel_index(found, [len(known) for known, _ in numbered]) if entries else ()
    values = [known[index].tolist() for (known, _), index in zip(numbered, indices, strict=False)]
    return kind, tuple(WeightClass(*of) for of in zip(*values, strict=True))


def _numbered(numbers: Array) -> tuple[Array, Array]:
    """Return the different numbers, and the index of each number among these."""
    is_counted = numbers.dtype.kind == "i" and numbers.min(initial=0) >= 0
    if not is_counted or numbers.max(initial=0) > _MOST_COUNTED:
        return np.unique(numbers, return_inverse=True)
    there = np.bincount(numbers, minlength=1) > 0
    index = (np.cumsum(there) - 1).astype(np.int32)
    return np.flatnonzero(there), index[numbers]


def usual_window(photos: Observations, options: TrendOptions) -> Window:
    """Return the narrowest window in which most periods have photos enough for an interval.

    It is one of months if the archive is short and most photos' months are known, else of years.
    If photos belong together, it is the narrowest of YEAR_WINDOWS in which most years have clusters
    enough, if there is one.
    """
    if options.clusters and (found := _window_of_clusters(photos, options)):
        return found
    group = photos.columns[options.by].codes if options.by else np.zeros(len(photos), np.int32)
    dated = photos.month != NO_MONTH
    short = int(photos.year.max() - photos.year.min()) < MOST_MONTHLY_YEARS
    if short and not options.spread_dates and dated.mean() >= LEAST_KNOWN_MONTHS:
        window = usual_window_of_months(counts_of(photos.month[dated], group[dated]))
        if window:
            return window
    return usual_window_of_counts(counts_of(photos.year, group))


def _window_of_clusters(photos: Observations, options: TrendOptions) -> Window | None:
    column = photos.columns[options.clusters or ""].with_empty_apart()
    entries = entries_of(photos, options)
    cluster = column.codes[entries.photo]
    for years in YEAR_WINDOWS:
        sizes = [
            np.unique(cluster[within], return_counts=True)[1]
            for within in entries.windows(Window(years))
        ]
        has_interval = [
            of.sum() >= LEAST_PHOTOS and not why_no_interval("", len(of), effective_clusters(of))
            for of in sizes
        ]
        if has_interval and np.mean(has_interval) >= MOST_PERIODS:
            return Window(years)
    return None
