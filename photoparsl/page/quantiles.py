"""Quantiles of a measure's values by year: of photos, or of a histogram."""

from __future__ import annotations

import numpy as np

from photoparsl.page.columns import Array
from photoparsl.page.histograms import BINS, Histogram

WINDOW_YEARS = 2  # a year's trend takes in this many years before and after it
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
LEAST_PHOTOS = 5  # the trend has no quantiles of fewer


def quantiles_of_values(
    years: Array, photo_years: Array, values: Array, window: int, least: int = LEAST_PHOTOS
) -> Array:
    """Quantiles of the photos within `window` years of each year.

    years: the years to compute them for
    photo_years: each photo's year, ascending
    values: each photo's value, NaN for none
    window: years before and after
    least: with fewer photos a year's quantiles are NaN

    Returns an array of shape (years, len(QUANTILES)).
    """
    known = ~np.isnan(values)
    photo_years, values = photo_years[known], values[known]
    first = np.searchsorted(photo_years, years - window, "left")
    last = np.searchsorted(photo_years, years + window, "right")
    rows = [
        np.quantile(values[a:b], QUANTILES) if b - a >= least else np.full(len(QUANTILES), np.nan)
        for a, b in zip(first, last, strict=True)
    ]
    return np.array(rows).reshape(-1, len(QUANTILES))


def quantiles_of_histogram(
    years: Array, histogram: Histogram, window: int, least: int = LEAST_PHOTOS
) -> Array:
    """Return the same from a histogram, as if each bin's photos were spread evenly over the bin."""
    low, high = histogram.ends
    logarithmic = histogram.scale.logarithmic
    if logarithmic:
        low, high = np.log(low), np.log(high)
    edges = np.linspace(low, high, BINS + 1)
    rows = []
    for year in years.tolist():
        near = range(year - window, year + window + 1)
        counts = sum((histogram.counts[y] for y in near if y in histogram.counts), np.zeros(BINS))
        below = np.concatenate(([0.0], np.cumsum(counts)))
        if below[-1] >= least:
            rows.append(np.interp(np.array(QUANTILES) * below[-1], below, edges))
        else:
            rows.append(np.full(len(QUANTILES), np.nan))
    quantiles = np.array(rows).reshape(-1, len(QUANTILES))
    return np.exp(quantiles) if logarithmic else quantiles
