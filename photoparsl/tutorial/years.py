"""The years of the tutorial's photos, and how bright the photos of each year are."""

from __future__ import annotations

import numpy as np

FIRST_YEAR, LAST_YEAR = 1860, 2001
YEARS = np.arange(FIRST_YEAR, LAST_YEAR + 1)


def mean_luminance(year: int) -> float:
    """Return the mean brightness of a year's photos, from 0 to 1."""
    years = (1860, 1885, 1912, 1930, 1944, 1958, 1972, 1986, 2001)
    means = (0.38, 0.43, 0.51, 0.54, 0.43, 0.52, 0.56, 0.54, 0.61)
    return float(np.interp(year, years, means))


def photo_years(photos: int, seed: int) -> list[int]:
    """Return the year of each photo, in order: few early ones, most around 1915 and 1965.

    If there are at least as many photos as years, every year has one.  Otherwise the photos are
    spread from the first year to the last.
    """
    marks = (1860, 1880, 1905, 1918, 1932, 1944, 1953, 1966, 1980, 2001)
    uneven = np.random.default_rng(seed).uniform(0.6, 1.4, len(YEARS))
    shares = np.interp(YEARS, marks, (1, 4, 10, 10, 7, 3, 6, 10, 6, 4)) * uneven
    spread = np.cumsum(shares / shares.sum())
    a_year = int(photos >= len(YEARS))
    others = photos - a_year * len(YEARS)
    places = np.searchsorted(spread, np.linspace(0, 1, others), side="left")
    drawn = YEARS[np.minimum(places, len(YEARS) - 1)]
    return sorted([*YEARS.tolist() * a_year, *drawn.tolist()])
