"""Intervals of resampled clusters from histograms, where there are too many photos for `clusters`.

Some replicates at a time, it is counted how many photos of each year and bin they have, and these
counts are summed along the bins and along the years.  So the photos of any window up to any bin are
a difference of two sums, and a window's median is found by halving.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from photoparsl.trends.arrays import Array
from photoparsl.trends.circular import LEAST_LENGTH, mean_direction
from photoparsl.trends.cluster_sizes import effective_clusters, why_no_interval
from photoparsl.trends.clusters import multiplicities
from photoparsl.trends.counted_quantiles import quantiles_of_counts
from photoparsl.trends.intervals import LEAST_PHOTOS, expanded_level
from photoparsl.trends.slope import Slope, slope_of
from photoparsl.trends.windows import Window, reaches

_CHUNK = 50_000  # photos that are counted at a time
_MOST_SUMS = 12_000_000  # so that the sums of some replicates have at most 48 MB


@dataclass(frozen=True, slots=True)
class CountedPhotos:
    """Photos as bins of their values, sorted by year and bin, 8 bytes a photo.

    years: the years with photos, ascending
    edges: the limits of the bins, of shape (bins + 1,)
    cell: each photo's year and bin: the year's index in `years` times the number of bins, plus the
        bin
    cluster: the number of each photo's cluster, from 0
    column: says which photos belong together
    """

    years: Array
    edges: Array
    cell: Array
    cluster: Array
    column: str

    @property
    def bins(self) -> int:
        """How many bins there are."""
        return len(self.edges) - 1

    def counts(self) -> Array:
        """Photos of each year in each bin."""
        size = len(self.years) * self.bins
        counts: Array = np.bincount(self.cell, minlength=size).reshape(-1, self.bins)
        return counts


@dataclass(frozen=True, slots=True)
class _Windows:
    """The windows about all years, of all widths.

    first, last: the indices of the first year in each, and of the one after the last
    start: of angles, the bin opposite to their mean direction, from which medians are looked for
    has_median: whether each has a median
    """

    first: Array
    last: Array
    start: Array
    has_median: Array


def numbers_of_counted_clusters(
    photos: CountedPhotos, windows: Sequence[Window], replicates: int, *, circular: bool
) -> tuple[Array, Slope | None]:
    """Return the ends of the medians' intervals, of shape (windows, years, 2), and the slope.

    photos: at least one
    windows: of years, the first of them of one year
    replicates: how many times the clusters are resampled
    circular: whether the values are angles in degrees

    NaN where there is no interval.  The ends are the outer edges of bins, so an interval is never
    narrower than one.
    """
    counts = photos.counts()
    of_all = _windows(photos, counts, windows, circular=circular)
    sizes = np.bincount(photos.cluster)
    middles = np.empty((len(of_all.first), replicates), np.float32)
    done = 0
    for times in _some_times(photos, len(sizes), replicates):
        middles[:, done : done + times.shape[1]] = _middles(_sums(photos, times), of_all)
        done += times.shape[1]
    ends = _ends(photos, of_all, middles).reshape(len(windows), -1, 2)
    slope = None if circular else _slope(photos, counts, sizes, middles[: len(photos.years)])
    return ends, slope


def _windows(
    photos: CountedPhotos, counts: Array, windows: Sequence[Window], *, circular: bool
) -> _Windows:
    years = photos.years
    of_year = np.zeros((1, int(years[-1] - years[0]) + 1), np.int64)
    of_year[0, years - years[0]] = counts.sum(axis=1)
    reach = np.concatenate([reaches(of_year, w)[0, years - years[0]] for w in windows])
    middle = np.tile(years, len(windows))
    first = np.searchsorted(years, middle - reach, "left")
    last = np.searchsorted(years, middle + reach, "right")
    start, has_median = np.zeros(len(first), np.int64), np.ones(len(first), bool)
    if circular:
        angles = (photos.edges[1:] + photos.edges[:-1]) / 2
        for at, (begin, end) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
            mean, length = mean_direction(angles, counts[begin:end].sum(axis=0))
            has_median[at] = length >= LEAST_LENGTH
            start[at] = np.searchsorted(photos.edges, (mean + 180) % 360, "right") - 1
    return _Windows(first, last, start, has_median)


def _some_times(photos: CountedPhotos, clusters: int, replicates: int) -> Iterator[Array]:
    """Yield how often each cluster is drawn in some replicates, of shape (clusters, replicates)."""
    size = max((len(photos.years) + 1) * (photos.bins + 1), clusters)
    drawn = multiplicities(clusters, replicates)
    while times := list(islice(drawn, max(1, _MOST_SUMS // size))):
        yield np.stack(times, axis=1)


def _sums(photos: CountedPhotos, times: Array) -> Array:
    """Return the photos before each year and bin, of shape (years + 1, bins + 1, replicates)."""
    years, bins = len(photos.years), photos.bins
    sums = np.zeros((years + 1, bins + 1, times.shape[1]), np.int32)
    for start in range(0, len(photos.cell), _CHUNK):
        cell = photos.cell[start : start + _CHUNK]
        begins = np.flatnonzero(np.append(True, cell[1:] != cell[:-1]))
        drawn = np.add.reduceat(times[photos.cluster[start : start + _CHUNK]], begins, axis=0)
        year, index = np.divmod(cell[begins], bins)
        sums[year + 1, index + 1] += drawn
    for row in range(1, years + 1):
        sums[row] = sums[row - 1] + np.cumsum(sums[row], axis=0)
    return sums


def _middles(sums: Array, windows: _Windows) -> Array:
    """Return the bins of the replicates' medians, counted from each window's start (NaN: none).

    sums: what `_sums` returned

    They are of shape (windows, replicates): half of a number if the two middle values are in
    different bins.
    """
    bins = sums.shape[1] - 1
    first, last, start = (a[:, None] for a in (windows.first, windows.last, windows.start))
    draw = np.arange(sums.shape[2])
    total = (sums[last, bins, draw] - sums[first, bins, draw]).astype(np.int64)
    before_start = sums[last, start, draw] - sums[first, start, draw]

    def before(bin_: Array) -> Array:
        at = start + bin_
        wrapped = at > bins
        at = np.where(wrapped, at - bins, at)
        counted: Array = (
            sums[last, at, draw] - sums[first, at, draw] - before_start + wrapped * total
        )
        return counted

    found = []
    for beyond in (False, True):
        low, high = np.zeros_like(total), np.full_like(total, bins - 1)
        while (low < high).any():
            half = (low + high) // 2
            twice = 2 * before(half + 1)
            reached = twice > total if beyond else twice >= total
            low, high = np.where(reached, low, half + 1), np.where(reached, half, high)
        found.append(low)
    middles: Array = np.where(total > 0, (found[0] + found[1]) / 2, np.nan)
    return middles


def _ends(photos: CountedPhotos, windows: _Windows, middles: Array) -> Array:
    """Return the ends of each window's interval, of shape (windows, 2)."""
    ends = np.full((len(middles), 2), np.nan)
    limits = np.searchsorted(photos.cell, np.arange(len(photos.years) + 1) * photos.bins)
    for at, (first, last) in enumerate(
        zip(windows.first.tolist(), windows.last.tolist(), strict=True)
    ):
        clusters = photos.cluster[limits[first] : limits[last]]
        sizes = np.unique(clusters, return_counts=True)[1]
        effective = effective_clusters(sizes)
        if not windows.has_median[at] or why_no_interval("", len(sizes), effective):
            continue
        level = expanded_level(effective)
        lower, upper = np.nanquantile(middles[at], [level, 1 - level])
        indices = windows.start[at] + np.array([np.floor(lower), np.ceil(upper) + 1], np.int64)
        if windows.start[at]:
            indices %= photos.bins
        ends[at] = photos.edges[indices]
    return ends


def _slope(photos: CountedPhotos, counts: Array, sizes: Array, middles: Array) -> Slope | None:
    """Return the slope of the yearly medians.

    counts: of each year and bin
    sizes: how many photos each cluster has
    middles: the bins of the resampled yearly medians
    """
    chosen = counts.sum(axis=1) >= LEAST_PHOTOS
    if not chosen.any():
        return None
    medians = quantiles_of_counts(counts[chosen], photos.edges, (0.5,))[:, 0]
    effective = effective_clusters(sizes)
    why, level, replicates = why_no_interval(photos.column, len(sizes), effective), 0.025, None
    if not why:
        level = expanded_level(effective)
        values = (photos.edges[1:] + photos.edges[:-1]) / 2
        replicates = np.interp(middles[chosen], np.arange(photos.bins), values).T
    slope = slope_of(photos.years[chosen].astype(float), medians, replicates, level)
    return slope and replace(slope, why=why or slope.why)
