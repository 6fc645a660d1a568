"""The numbers of all windows of one width: medians, quantiles and intervals."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from photoparsl.trends.arrays import Array
from photoparsl.trends.circular import CIRCULAR, within_180
from photoparsl.trends.cluster_sizes import (
    effective_clusters,
    why_no_interval,
    with_dominating_cluster,
)
from photoparsl.trends.clusters import SortedWindow, cluster_middles
from photoparsl.trends.column import Column
from photoparsl.trends.entries import Entries
from photoparsl.trends.intervals import LEAST_PHOTOS, expanded_level
from photoparsl.trends.observations import Observations
from photoparsl.trends.quantiles import LEVELS, MEDIAN, median_interval, quantiles_of
from photoparsl.trends.resampling import photo_medians
from photoparsl.trends.shared_photos import moved_together
from photoparsl.trends.slope import CIRCLE, Slope, slope_of, why_no_slope
from photoparsl.trends.trend_rows import TrendOptions, TrendRow, written_count
from photoparsl.trends.weights import Weights
from photoparsl.trends.window_photos import window_photos
from photoparsl.trends.windows import Window


@dataclass(slots=True)
class WindowNumbers:
    """The numbers of the windows about all cells, in lists with an item for each window.

    window: the window that is about each cell
    entries: all photos
    n: how many photos the window has.  Photos of vague dates count with their shares
    quantiles: LEVELS of the values, or NaN where the window is left out
    intervals: the ends of the median's 95 % interval, or NaN where there is none
    why: why there is no interval or no median, else ''
    turns: the mean direction if the values are angles, else None
    values: the values and their weights, if the window is one year and its slope is wanted
    sorted: the window's photos, if clusters are to be resampled, or if years share photos
    replicates: resampled medians, of shape (replicates, windows), or None for none
    level: the lower level of a slope's interval
    why_none: why a slope has no interval, else ''
    """

    window: Window
    entries: Entries
    n: list[float] = field(default_factory=list)
    quantiles: list[Array] = field(default_factory=list)
    intervals: list[tuple[float, float]] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    turns: list[float | None] = field(default_factory=list)
    values: list[tuple[Array, Weights | None]] = field(default_factory=list)
    sorted: list[SortedWindow] = field(default_factory=list)
    replicates: Array | None = None
    level: float = 0.025
    why_none: str = ""

    def rows(self, names: tuple[str, ...]) -> list[TrendRow]:
        """The rows of the trend, one for each window.

        names: the names of the groups, in the order of their numbers
        """
        return [self._row(cell, names) for cell in range(len(self.n))]

    def _row(self, cell: int, names: tuple[str, ...]) -> TrendRow:
        circle = self.turns[cell] is not None
        q10, q25, median, q75, q90 = (_shown(q, circle) for q in self.quantiles[cell])
        lower, upper = (_shown(end, circle) for end in self.intervals[cell])
        n, period = self.n[cell], int(self.entries.period[cell])
        year, month = (period // 12, period % 12 + 1) if self.window.months else (period, None)
        return TrendRow(
            year,
            written_count(n),
            median,
            lower,
            upper,
            q10,
            q25,
            q75,
            q90,
            names[self.entries.group[cell]],
            self.why[cell],
            month,
        )

    def slope(self, group: int, replicates: int) -> Slope | None:
        """The slope of a group's yearly medians, or None for angles.

        replicates: how many times photos are resampled, unless clusters are
        """
        chosen = self._counted(group)
        if not chosen or self.turns[chosen[0]] is not None:
            return None
        medians = np.array([self.quantiles[cell][MEDIAN] for cell in chosen])
        resampled = None
        if self.replicates is not None:
            resampled = self.replicates[:, chosen]
        elif self.values and replicates:
            resampled = photo_medians([self.values[cell] for cell in chosen], replicates)
            if self.sorted:
                windows = [self.sorted[cell] for cell in chosen]
                resampled = moved_together(resampled, self.entries, windows, medians)
        years = self.entries.period[chosen].astype(float)
        slope = slope_of(years, medians, resampled, self.level)
        return slope and replace(slope, why=self.why_none or slope.why)

    def why_no_slope(self, group: int, *, noun: str = "photo") -> str:
        """Say why a group's medians have no slope.  `noun` is what a photo is called."""
        if None not in self.turns:
            return CIRCLE
        years = int((self.entries.group == group).sum())
        counted = len(self._counted(group))
        return why_no_slope(counted, years, len(self._of_enough(group)) - counted, noun=noun)

    def _counted(self, group: int) -> list[int]:
        """The windows of a group whose medians count for its slope."""
        cells = self._of_enough(group)
        return [cell for cell in cells if not np.isnan(self.quantiles[cell][MEDIAN])]

    def _of_enough(self, group: int) -> list[int]:
        """The windows of a group that have enough photos."""
        cells = np.flatnonzero(self.entries.group == group).tolist()
        return [cell for cell in cells if self.n[cell] >= LEAST_PHOTOS]


def window_numbers(
    measure: str, photos: Observations, entries: Entries, options: TrendOptions, window: Window
) -> WindowNumbers:
    """Return the numbers of each window, and the photos that later intervals need.

    The intervals here take photos as independent, and are NaN for a window with too few.
    """
    found = WindowNumbers(window, entries)
    nothing = np.full(len(LEVELS), np.nan)
    for of in window_photos(measure, photos, entries, options, window):
        found.n.append(of.n)
        found.turns.append(of.turn)
        interval = None
        if not of.why and of.n >= LEAST_PHOTOS:
            interval = median_interval(of.value, of.weights, of.effective)
        found.quantiles.append(nothing if of.why else quantiles_of(of.value, of.weights, LEVELS))
        found.intervals.append(interval or (np.nan, np.nan))
        found.why.append(of.why or ("" if interval else _why_no_interval(of.n)))
        if options.clusters or (window == Window() and entries.share is not None):
            found.sorted.append(SortedWindow(of.entry_index, of.piece, of.factor))
        if window == Window() and not options.clusters:
            found.values.append((of.value, of.weights))
    return found


def _why_no_interval(n: float) -> str:
    """Say why a window's median has no interval.

    n: how many photos it has, which weigh as much as fewer where their weights differ
    """
    if n >= LEAST_PHOTOS:
        return f"no interval: by their weights, the photos are worth fewer than {LEAST_PHOTOS}"
    return f"no interval: fewer than {LEAST_PHOTOS} photos"


def resample_clusters(
    measure: str, column: Column, all_numbers: list[WindowNumbers], replicates: int
) -> None:
    """Replace the intervals by those of resampled clusters, and add resampled yearly medians.

    measure: the measure's name
    column: says which photos belong together
    all_numbers: windows of the same entries
    replicates: how many times the clusters are drawn.  Of 0, nothing is added
    """
    entries = all_numbers[0].entries
    cluster = column.codes[entries.photo]
    windows = [window for numbers in all_numbers for window in numbers.sorted]
    turns = np.array([t or 0.0 for numbers in all_numbers for t in numbers.turns])
    medians = np.empty((replicates, len(windows)))
    middles = cluster_middles(cluster, entries.weights(), windows, replicates)
    for replicate, indices in enumerate(middles):
        two = [entries.value[index] for index in indices]
        if measure in CIRCULAR:
            two = [within_180(value, turns) for value in two]
        medians[replicate] = np.where(indices[0] < 0, np.nan, (two[0] + two[1]) / 2)
    sizes = np.bincount(column.codes)
    effective = effective_clusters(sizes)
    why_none = why_no_interval(column.name, len(sizes), effective)
    first = 0
    for numbers in all_numbers:
        of_these = medians[:, first : first + len(numbers.n)]
        first += len(numbers.n)
        _put_intervals(numbers, column, cluster, of_these)
        numbers.why_none = why_none
        if not why_none and replicates:
            numbers.replicates, numbers.level = of_these, expanded_level(effective)


def _put_intervals(numbers: WindowNumbers, column: Column, cluster: Array, medians: Array) -> None:
    for cell, window in enumerate(numbers.sorted):
        numbers.intervals[cell] = (np.nan, np.nan)
        if np.isnan(numbers.quantiles[cell][MEDIAN]):
            continue
        photos_of = np.unique(cluster[window.entry_index], return_counts=True)[1]
        effective = effective_clusters(photos_of)
        if why := why_no_interval(column.name, len(photos_of), effective):
            why = with_dominating_cluster(why, column.name, photos_of)
            numbers.why[cell] = f"no interval: {why}"
        elif numbers.n[cell] < LEAST_PHOTOS:
            numbers.why[cell] = _why_no_interval(numbers.n[cell])
        elif len(medians):
            level = expanded_level(effective)
            lower, upper = np.nanquantile(medians[:, cell], [level, 1 - level]).tolist()
            numbers.intervals[cell], numbers.why[cell] = (lower, upper), ""


def _shown(number: float, circle: bool) -> float | None:
    if np.isnan(number):
        return None
    return float(number % 360 if circle else number)
