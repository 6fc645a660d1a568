"""The numbers of each year that the page draws: quantiles, and the interval of the median."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from photoparsl.trends.circular import LEAST_LENGTH, mean_direction
from photoparsl.trends.histograms import intervals_of_counts, medians_of_counts, quantiles_of_counts
from photoparsl.trends.intervals import LEAST_PHOTOS, median_ranks
from photoparsl.trends.quantiles import Array, cells_of
from photoparsl.trends.resampling import REPLICATES, photo_medians
from photoparsl.trends.slope import Slope, slope_of

NUMBERS = ("q10", "q25", "median", "q75", "q90", "lower", "upper")  # the columns of the arrays

_LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)
_MEDIAN = NUMBERS.index("median")


def numbers_of_values(
    years: Array, photo_years: Array, values: Array, reach: int, *, circular: bool = False
) -> Array:
    """Return the numbers of each year, of shape (years, 7).

    years: the years
    photo_years: each photo's year, ascending
    values: each photo's value, NaN for none
    reach: how many years before and after a year its window takes in
    circular: whether the values are angles in degrees

    NaN for a year without a value of its own, so that no gap is bridged.  Below six photos there
    is a median alone.
    """
    known = ~np.isnan(values)
    photo_years, values = photo_years[known], values[known]
    own = _limits(photo_years, years, 0)
    found = np.full((len(years), len(NUMBERS)), np.nan)
    for place, (first, last) in enumerate(_limits(photo_years, years, reach)):
        if own[place, 0] < own[place, 1]:
            found[place] = _numbers(values[first:last], circular=circular)
    return found


def numbers_of_counts(
    years: Array, counts: Mapping[int, Array], edges: Array, reach: int, *, circular: bool = False
) -> Array:
    """Return the same from histograms.

    counts: photos in each bin, by year
    edges: the limits of the bins, of shape (bins + 1,)
    """
    none = np.zeros(len(edges) - 1, np.int64)
    found = np.full((len(years), len(NUMBERS)), np.nan)
    for place, year in enumerate(years.tolist()):
        near = [counts.get(year + shift, none) for shift in range(-reach, reach + 1)]
        window = np.array(near, np.int64).sum(axis=0)
        photos = int(window.sum())
        if not photos or not counts.get(year, none).any():
            continue
        turn = 0.0
        if circular:
            middles = (edges[1:] + edges[:-1]) / 2
            mean, length = mean_direction(middles, window)
            if length < LEAST_LENGTH:
                continue
            # Bins from the opposite of the mean on, so that no half is cut off.
            first = int(np.searchsorted(edges, (mean + 180) % 360, "right")) - 1
            window, turn = np.roll(window, -first), edges[first]
        numbers = np.concatenate(
            [
                quantiles_of_counts(window[None], edges, _LEVELS)[0],
                intervals_of_counts(window[None], edges)[0],
            ]
        )
        found[place] = (numbers + turn) % 360 if circular else numbers
        if photos < LEAST_PHOTOS:
            found[place, np.arange(len(NUMBERS)) != _MEDIAN] = np.nan
    return found


def slope_of_values(years: Array, photo_years: Array, values: Array) -> Slope | None:
    """Return the slope of the yearly medians, of years with at least six photos.

    The parameters are those of `numbers_of_values`.
    """
    known = ~np.isnan(values)
    photo_years, values = photo_years[known], values[known]
    limits = _limits(photo_years, years, 0)
    chosen = years[limits[:, 1] - limits[:, 0] >= LEAST_PHOTOS]
    kept = np.isin(photo_years, chosen)
    cell = np.searchsorted(chosen, photo_years[kept])
    cells = cells_of(cell, values[kept], None, np.arange(int(kept.sum())), len(chosen))
    medians = cells.quantiles((0.5,))[:, 0]
    return slope_of(chosen.astype(float), medians, photo_medians(cells, REPLICATES), 0.025)


def slope_of_histograms(years: Array, counts: Mapping[int, Array], edges: Array) -> Slope | None:
    """Return the same from histograms.  The parameters are those of `numbers_of_counts`."""
    chosen = [
        year for year in years.tolist() if year in counts and counts[year].sum() >= LEAST_PHOTOS
    ]
    if not chosen:
        return None
    rows = np.array([counts[year] for year in chosen], np.int64)
    medians = quantiles_of_counts(rows, edges, (0.5,))[:, 0]
    replicates = medians_of_counts(rows, edges, REPLICATES)
    return slope_of(np.array(chosen, float), medians, replicates, 0.025)


def _limits(photo_years: Array, years: Array, reach: int) -> Array:
    """Where the photos of each year's window begin and end, of shape (years, 2)."""
    first = np.searchsorted(photo_years, years - reach, "left")
    last = np.searchsorted(photo_years, years + reach, "right")
    return np.stack([first, last], axis=1)


def _numbers(values: Array, *, circular: bool) -> Array:
    """The numbers of one window, which has at least one value."""
    if circular:
        mean, length = mean_direction(values)
        if length < LEAST_LENGTH:
            return np.full(len(NUMBERS), np.nan)
        values = mean + (values - mean + 180) % 360 - 180
    found = np.full(len(NUMBERS), np.nan)
    ranks = median_ranks(len(values))
    if ranks is None:
        found[_MEDIAN] = np.median(values)
    else:
        found[: len(_LEVELS)] = np.quantile(values, _LEVELS)
        found[len(_LEVELS) :] = np.partition(values, ranks)[list(ranks)]
    return found % 360 if circular else found
