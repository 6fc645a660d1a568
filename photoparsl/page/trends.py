"""How a measure's values go over the years: quantiles of each year and its neighbours."""

from __future__ import annotations

import numpy as np

from photoparsl.page.columns import Array
from photoparsl.page.histograms import BINS, Histogram

WINDOW_YEARS = 2
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
LEAST_PHOTOS = 5  # of fewer, quantiles say nothing


def of_values(
    years: Array, photo_years: Array, values: Array, window: int, least: int = LEAST_PHOTOS
) -> Array:
    """For each of `years` a row of the QUANTILES of the photos within `window` years of it.

    `photo_years` ascend, and go with `values`; where there are fewer than `least` it is NaN.
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


def of_histogram(
    years: Array, histogram: Histogram, window: int, least: int = LEAST_PHOTOS
) -> Array:
    """The same from counts: within a bin, as if its photos lay evenly in it."""
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
