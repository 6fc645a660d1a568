"""The numbers of all windows of years: medians, quantiles and intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from photoparsl.trends.circular import CIRCULAR, LEAST_LENGTH, unrolled
from photoparsl.trends.intervals import LEAST_PHOTOS, expanded_level
from photoparsl.trends.mixture import MOST_LACKING, constant_mixture
from photoparsl.trends.observations import Column, Observations
from photoparsl.trends.quantiles import Array, Cells, cells_of
from photoparsl.trends.resampling import cluster_medians, photo_medians
from photoparsl.trends.slope import Slope, slope_of
from photoparsl.trends.trend_rows import TrendOptions, TrendRow
from photoparsl.trends.windows import Window, Windowed, windowed

LEAST_CLUSTERS = 10
LEAST_EFFECTIVE = 5  # clusters of equal size that the clusters must be worth
_LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True, slots=True)
class Entries:
    """Photos in years: one entry a photo, or one for each year that it may be of.

    photo: the entry's photo
    year: the entry's year
    group: the entry's group
    weight: the entry's weight; None if all are 1
    """

    photo: Array
    year: Array
    group: Array
    weight: Array | None


def entries_of(photos: Observations, options: TrendOptions) -> Entries:
    group = photos.columns[options.by].codes if options.by else np.zeros(len(photos), np.int32)
    photo = np.arange(len(photos), dtype=np.int32)
    if not options.spread_dates:
        return Entries(photo, photos.year, group, None)
    years = photos.latest - photos.earliest + 1
    photo = np.repeat(photo, years)
    offset = np.arange(len(photo)) - np.repeat(np.cumsum(years) - years, years)
    weight = 1 / years[photo]
    return Entries(photo, photos.earliest[photo] + offset, group[photo], weight)


@dataclass(frozen=True, slots=True)
class WindowNumbers:
    """The numbers of all windows of one width.

    of: the windows' groups and years
    n: the photos of each
    quantiles: of each, of shape (windows, 5)
    intervals: of each median, of shape (windows, 2)
    why: why a window has no interval or no median; else ''
    replicates: resampled medians, of shape (replicates, windows); None for none
    level: the lower level of a slope's interval
    """

    of: Windowed
    n: Array
    quantiles: Array
    intervals: Array
    why: list[str]
    replicates: Array | None
    level: float

    def rows(self, names: tuple[str, ...]) -> list[TrendRow]:
        """The rows of the trend."""
        rows = []
        for cell in range(len(self.of)):
            q10, q25, median, q75, q90 = map(_or_none, self.quantiles[cell])
            lower, upper = map(_or_none, self.intervals[cell])
            n = float(self.n[cell])
            rows.append(
                TrendRow(
                    int(self.of.year[cell]),
                    int(n) if n.is_integer() else n,
                    median,
                    lower,
                    upper,
                    q10,
                    q25,
                    q75,
                    q90,
                    names[self.of.group[cell]],
                    self.why[cell],
                )
            )
        return rows

    def slope(self, group: int) -> Slope | None:
        """The slope of a group's medians; of years with fewer than six photos none counts."""
        chosen = (self.of.group == group) & (self.n >= LEAST_PHOTOS)
        chosen &= ~np.isnan(self.quantiles[:, 2])
        replicates = None if self.replicates is None else self.replicates[:, chosen]
        return slope_of(
            self.of.year[chosen].astype(float), self.quantiles[chosen, 2], replicates, self.level
        )


def window_numbers(
    measure: str, photos: Observations, entries: Entries, options: TrendOptions, window: Window
) -> WindowNumbers:
    of = windowed(entries.year, entries.group, window)
    photo = entries.photo[of.entry]
    weight = None if entries.weight is None else entries.weight[of.entry]
    sums = np.bincount(of.cell, weight, len(of))
    why = [""] * len(of)
    if options.constant:
        column = photos.columns[options.constant]
        mixture = constant_mixture(of.cell, column.codes[photo], _shares(column), len(of), weight)
        weight = mixture.weight
        for cell in mixture.left_out:
            why[cell] = (
                f"left out: lacks an entry of {column.name} that more than "
                f"{MOST_LACKING:.0%} of all photos have"
            )
    values = photos.value[photo]
    circle = measure in CIRCULAR
    if circle:
        values, length = unrolled(of.cell, values, len(of))
        for cell in np.flatnonzero(length < LEAST_LENGTH):
            why[cell] = why[cell] or "no median: the angles have no common direction"
    cells = cells_of(of.cell, values, weight, photo, len(of))
    quantiles = cells.quantiles(_LEVELS)
    intervals, replicates, level = _intervals(photos, cells, options, why)
    hidden = np.array([text.startswith(("left out", "no median")) for text in why], bool)
    quantiles[hidden], intervals[hidden] = np.nan, np.nan
    if circle:  # a slope round a circle has no meaning
        quantiles, intervals, replicates = quantiles % 360, intervals % 360, None
    return WindowNumbers(of, sums, quantiles, intervals, why, replicates, level)


def _intervals(
    photos: Observations, cells: Cells, options: TrendOptions, why: list[str]
) -> tuple[Array, Array | None, float]:
    """Return the medians' intervals, resampled medians, and the lower level of a slope's interval.

    why: the reason why a cell has no interval is put there
    """
    if options.clusters is None:
        intervals = cells.median_intervals()
        for cell in np.flatnonzero(np.isnan(intervals[:, 0])):
            why[cell] = why[cell] or f"no interval: fewer than {LEAST_PHOTOS} photos"
        return intervals, photo_medians(cells, options.replicates), 0.025
    cluster = photos.columns[options.clusters].codes
    replicates = cluster_medians(cells, cluster, options.replicates)
    intervals = np.full((len(cells.ends), 2), np.nan)
    of_entry = cluster[cells.photo]
    for number in range(len(cells.ends)):
        start, end = cells.starts[number], cells.ends[number]
        _, photos_of = np.unique(of_entry[start:end], return_counts=True)
        effective = _effective(photos_of)
        if len(photos_of) < LEAST_CLUSTERS:
            why[number] = why[number] or (
                f"no interval: {len(photos_of)} of {options.clusters}, fewer than {LEAST_CLUSTERS}"
            )
        elif effective < LEAST_EFFECTIVE:
            why[number] = why[number] or f"no interval: few of {options.clusters} have most photos"
        else:
            level = expanded_level(effective)
            intervals[number] = np.nanquantile(replicates[:, number], [level, 1 - level])
    photos_of = np.bincount(cluster)
    effective = _effective(photos_of)
    if len(photos_of) < LEAST_CLUSTERS or effective < LEAST_EFFECTIVE:
        return intervals, None, 0.025
    return intervals, replicates, expanded_level(effective)


def _effective(sizes: Array) -> float:
    """How many clusters of equal size these are worth: (sum of n)^2 / sum of n^2."""
    return float(sizes.sum() ** 2 / (sizes.astype(float) ** 2).sum())


def _shares(column: Column) -> Array:
    counts = np.bincount(column.codes, minlength=len(column.names))
    shares: Array = counts / counts.sum()
    return shares


def _or_none(number: float) -> float | None:
    return None if np.isnan(number) else float(number)
