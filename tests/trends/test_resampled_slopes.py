"""The interval of a slope is that of the slopes of all replicates, though few are computed."""

from __future__ import annotations

import numpy as np
import pytest

from photoparsl.trends.arrays import Array
from photoparsl.trends.resampled_slopes import slope_interval

RNG = np.random.default_rng(3)
YEARS = np.array(sorted(RNG.choice(np.arange(1850, 2000), 60, replace=False)), float)


def slow_interval(years: Array, replicates: Array, level: float) -> list[float]:
    slopes = []
    first, second = np.triu_indices(len(years), 1)
    for medians in replicates:
        of_pairs = (medians[second] - medians[first]) / (years[second] - years[first])
        known = of_pairs[~np.isnan(of_pairs)]
        slopes.append(float(np.median(known)) if len(known) else float("nan"))
    interval: list[float] = np.nanquantile(slopes, [level, 1 - level]).tolist()
    return interval


def with_gaps(replicates: Array) -> Array:
    replicates[RNG.random(replicates.shape) < 0.3] = np.nan
    replicates[7] = np.nan
    return replicates


MADE = {
    "noise": RNG.normal(size=(400, 60)),
    "a rise": 0.01 * YEARS + RNG.normal(0, 0.1, (400, 60)),
    "whole numbers": RNG.integers(0, 3, (400, 60)).astype(float),
    "mostly the same": (RNG.random((400, 60)) < 0.1).astype(float),
    "all the same": np.full((400, 60), 0.7),
    "gaps": with_gaps(RNG.normal(size=(400, 60))),
    "one far away": np.where(np.arange(60) == 9, 1e300, RNG.normal(size=(400, 60))),
    "nearly too large": RNG.normal(size=(400, 60)) * 1e307,
    "few replicates": RNG.normal(size=(3, 60)),
}


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize("level", [0.025, 0.1])
def test_it_is_that_of_the_slopes_of_all_replicates(kind: str, level: float) -> None:
    expected = slow_interval(YEARS, MADE[kind], level)
    assert list(slope_interval(YEARS, MADE[kind], level)) == expected


def test_without_a_slope_it_has_no_ends() -> None:
    assert np.isnan(slope_interval(YEARS, np.full((9, 60), np.nan), 0.025)).all()
