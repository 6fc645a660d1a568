"""The interval of a slope is that of the slopes of all replicates, though few are computed."""

from __future__ import annotations

import re

import numpy as np
import pytest

from photoparsl.trends import Observations, Slope, TrendOptions, Window, slope_text, trend_of
from photoparsl.trends.arrays import Array
from photoparsl.trends.line_check import follows_line
from photoparsl.trends.resampled_slopes import slope_interval
from photoparsl.trends.slope import slope_of
from tests.trends.coverage import CHANGES, of_slopes

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


@pytest.mark.parametrize("kind", MADE)
def test_a_slope_always_lies_within_its_interval(kind: str) -> None:
    for medians in (*MADE[kind][:3], np.zeros(60), np.arange(60) / 7, -np.arange(60) / 7):
        slope = slope_of(YEARS, np.nan_to_num(medians), MADE[kind], 0.025)
        assert slope
        if slope.lower is not None and slope.upper is not None:
            assert slope.lower <= slope.decade <= slope.upper


@pytest.mark.parametrize("kind", [kind for kind in CHANGES if kind != "a small step"])
def test_the_interval_of_a_slope_holds_it_and_the_true_one_or_there_is_none(kind: str) -> None:
    slopes = of_slopes(kind, 30)
    known = [s for s, _ in slopes if s.lower is not None and s.upper is not None]
    assert all(s.lower <= s.decade <= s.upper for s in known if s.lower and s.upper)
    assert sum(_holds(s, truth) for s, truth in slopes) >= 0.9 * len(known)
    if kind in ("a line", "no change"):
        assert len(known) >= 27
    elif kind != "a shift of mixture":
        assert len(known) <= 5


def test_a_jump_over_years_without_photos_is_no_line_though_the_mixture_shifts_too() -> None:
    years = np.repeat(np.r_[1900:1921, 1941:1961], 18).astype(np.int32)
    age, intervals = (years - 1900) / 60, {0.2: 0, 0.0: 0}
    for seed in range(20):
        rng = np.random.default_rng(seed)
        kinds = np.where(rng.random(len(years)) < 0.2 + 0.6 * age, 0.55, 0.25)
        noise = rng.normal(0, 0.05, len(years))
        for jump, value in ((0.2, kinds + 0.2 * (years > 1930)), (0.0, 0.3 + 0.3 * age)):
            made = Observations(years, years, years, value + noise, {})
            slope = trend_of("x", made, TrendOptions(Window())).slopes[""]
            intervals[jump] += bool(slope and slope.lower is not None)
    assert intervals[0.2] <= 1
    assert intervals[0.0] >= 18


def _holds(slope: Slope, truth: float) -> bool:
    if slope.lower is None or slope.upper is None:
        return False
    return slope.lower <= truth <= slope.upper


def test_of_medians_that_do_not_follow_a_line_it_is_said_and_no_interval_is_given() -> None:
    sentence = (
        "the yearly medians don't follow a line: slope [+\N{MINUS SIGN}]\\S+ a decade, "
        "without an interval, 1970 to 2003"
    )
    for kind in ("a step", "a step in the middle", "a hump"):
        for slope, _ in of_slopes(kind, 5):
            assert re.fullmatch(sentence, slope_text(slope))


def test_medians_without_any_spread_follow_a_line_or_do_not() -> None:
    line, step = 0.1 * YEARS, 0.1 * (YEARS > 1900)
    assert follows_line(YEARS, line, np.tile(line, (9, 1)))
    assert follows_line(YEARS, np.full(60, 0.7), np.full((9, 60), 0.7))
    assert not follows_line(YEARS, step, np.tile(step, (9, 1)))
    assert not follows_line(YEARS, 1e307 * step, np.tile(1e307 * step, (9, 1)))
