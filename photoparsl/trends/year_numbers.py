"""The numbers of each year that the page draws: quantiles, and the interval of the median."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from photoparsl.trends.arrays import Array
from photoparsl.trends.circular import LEAST_LENGTH, mean_direction, within_180
from photoparsl.trends.counted_quantiles import (
    intervals_of_counts,
    medians_of_counts,
    quantiles_of_counts,
)
from photoparsl.trends.intervals import LEAST_PHOTOS
from photoparsl.trends.quantiles import LEVELS, MEDIAN, median_interval, quantiles_of
from photoparsl.trends.resampling import REPLICATES, photo_medians
from photoparsl.trends.slope import Slope, slope_of, why_no_slope
from photoparsl.trends.weights import Weights, effective_number
from photoparsl.trends.windows import Window, reaches

NUMBERS = ("q10", "q25", "median", "q75", "q90", "lower", "upper")  # the columns of the arrays


def numbers_of_values(
    years: Array,
    photo_years: Array,
    values: Array,
    window: Window,
    *,
    circular: bool = False,
    weight: Array | None = None,
) -> Array:
    """Return the numbers of each year, of shape (years, 7).

    years: the years, ascending
    photo_years: each photo's year, ascending
    values: each photo's value, NaN for none
    window: which photos a year's numbers are of.  It is a window of years or of photos
    circular: whether the values are angles in degrees
    weight: each photo's weight, in whole numbers (`Observations.weight`), or None if all are the
        same

    A year without a value of its own has NaN, so that no gap is bridged.  A window of fewer than
    six photos has a median alone.
    """
    has_value = ~np.isnan(values)
    photo_years, values = photo_years[has_value], values[has_value]
    weight = None if weight is None else weight[has_value]
    own = _limits(photo_years, years, 0)
    found = np.full((len(years), len(NUMBERS)), np.nan)
    reach = _reaches(years, own[:, 1] - own[:, 0], window)
    for index, (first, last) in enumerate(_limits(photo_years, years, reach)):
        if own[index, 0] < own[index, 1]:
            of_window = None if weight is None else weight[first:last]
            found[index] = _numbers(values[first:last], of_window, circular=circular)
    return found


def numbers_of_counts(
    years: Array,
    counts: Mapping[int, Array],
    edges: Array,
    window: Window,
    *,
    circular: bool = False,
) -> Array:
    """Return what `numbers_of_values` does, from histograms.

    counts: photos in each bin, by year
    edges: the limits of the bins, of shape (bins + 1,)
    """
    none = np.zeros(len(edges) - 1, np.int64)
    found = np.full((len(years), len(NUMBERS)), np.nan)
    own = np.array([counts.get(year, none).sum() for year in years.tolist()], np.int64)
    reach = _reaches(years, own, window)
    for index, year in enumerate(years.tolist()):
        if own[index]:
            shifts = range(-int(reach[index]), int(reach[index]) + 1)
            near = [counts[year + shift] for shift in shifts if year + shift in counts]
            of_window = np.array(near, np.int64).sum(axis=0)
            found[index] = _numbers_of_counts(of_window, edges, circular=circular)
    return found


def slope_of_values(
    years: Array, photo_years: Array, values: Array, weight: Array | None = None
) -> Slope | None:
    """Return the slope of the yearly medians, of years with at least six photos.

    The parameters are those of `numbers_of_values`.
    """
    has_value = ~np.isnan(values)
    photo_years, values = photo_years[has_value], values[has_value]
    weight = None if weight is None else weight[has_value]
    windows: list[tuple[Array, Weights | None]] = []
    chosen = []
    for year, (first, last) in zip(years.tolist(), _limits(photo_years, years, 0), strict=True):
        if last - first >= LEAST_PHOTOS:
            of_year = None if weight is None else weight[first:last]
            windows.append(_sorted(values[first:last], of_year))
            chosen.append(float(year))
    if not chosen:
        return None
    medians = np.array([quantiles_of(*of_year, (0.5,))[0] for of_year in windows])
    return slope_of(np.array(chosen), medians, photo_medians(windows, REPLICATES), 0.025)


def slope_of_histograms(years: Array, counts: Mapping[int, Array], edges: Array) -> Slope | None:
    """Return the slope of the yearly medians from histograms.

    The parameters are those of `numbers_of_counts`.
    """
    chosen = [
        year for year in years.tolist() if year in counts and counts[year].sum() >= LEAST_PHOTOS
    ]
    if not chosen:
        return None
    rows = np.array([counts[year] for year in chosen], np.int64)
    medians = quantiles_of_counts(rows, edges, (0.5,))[:, 0]
    replicates = medians_of_counts(rows, edges, REPLICATES)
    return slope_of(np.array(chosen, float), medians, replicates, 0.025)


def why_no_slope_of_counts(counts: Array, *, noun: str = "photo") -> str:
    """Say why there is no slope.

    counts: how many photos with a value each year has
    noun: what a photo is called
    """
    return why_no_slope(int((counts >= LEAST_PHOTOS).sum()), int((counts > 0).sum()), noun=noun)


def _limits(photo_years: Array, years: Array, reach: Array | int) -> Array:
    """Where the photos of each year's window begin and end, of shape (years, 2)."""
    first = np.searchsorted(photo_years, years - reach, "left")
    last = np.searchsorted(photo_years, years + reach, "right")
    return np.stack([first, last], axis=1)


def _reaches(years: Array, own: Array, window: Window) -> Array:
    """How many years before and after each of these years its window takes in.

    own: how many photos with a value each year has
    """
    if not window.photos or not len(years):
        return np.full(len(years), window.reach)
    counts = np.zeros((1, int(years[-1] - years[0]) + 1), np.int64)
    counts[0, years - years[0]] = own
    of_years: Array = reaches(counts, window)[0, years - years[0]]
    return of_years


def _sorted(values: Array, weight: Array | None) -> tuple[Array, Weights | None]:
    """The values, sorted, and their weights, or None if these are the same."""
    if weight is None or (weight == weight[0]).all():
        return np.sort(values), None
    order = np.argsort(values, kind="stable")
    different, kind = np.unique(weight[order], return_inverse=True)
    whole = different.tolist()
    effective = effective_number(np.arange(len(kind)), kind, whole)
    return values[order], Weights(kind, whole, effective)


def _numbers(values: Array, weight: Array | None, *, circular: bool) -> Array:
    """The numbers of one window, which has at least one value."""
    if circular:
        mean, length = mean_direction(values, weight)
        if length < LEAST_LENGTH:
            return np.full(len(NUMBERS), np.nan)
        values = within_180(values, mean)
    found = np.full(len(NUMBERS), np.nan)
    values, weights = _sorted(values, weight)
    quantiles = quantiles_of(values, weights, LEVELS)
    n = len(values) if weights is None else weights.effective
    if interval := median_interval(values, weights, n):
        found[: len(LEVELS)], found[len(LEVELS) :] = quantiles, interval
    else:
        found[MEDIAN] = quantiles[MEDIAN]
    return found % 360 if circular else found


def _numbers_of_counts(counts: Array, edges: Array, *, circular: bool) -> Array:
    """The numbers of one window, from its histogram."""
    turn = 0.0
    if circular:
        middles = (edges[1:] + edges[:-1]) / 2
        mean, length = mean_direction(middles, counts)
        if length < LEAST_LENGTH:
            return np.full(len(NUMBERS), np.nan)
        # Bins from the opposite of the mean on, so that no half is cut off.
        first = int(np.searchsorted(edges, (mean + 180) % 360, "right")) - 1
        counts, turn = np.roll(counts, -first), edges[first]
    found = np.concatenate(
        [
            quantiles_of_counts(counts[None], edges, LEVELS)[0],
            intervals_of_counts(counts[None], edges)[0],
        ]
    )
    if counts.sum() < LEAST_PHOTOS:
        found[np.arange(len(NUMBERS)) != MEDIAN] = np.nan
    return (found + turn) % 360 if circular else found
