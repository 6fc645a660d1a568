"""Years that share photos of vague dates have medians that chance moves together."""

from __future__ import annotations

import numpy as np
import pytest

from photoparsl.trends import ALL, Column, Observations, TrendOptions, Window, trend_of
from photoparsl.trends.arrays import Array
from photoparsl.trends.entries import entries_of
from photoparsl.trends.resampling import REPLICATES, photo_medians
from photoparsl.trends.shared_photos import moved_together
from photoparsl.trends.window_numbers import window_numbers

SPREAD = TrendOptions(Window(), spread_dates=True)


def decades(count: int, vague: Array) -> Observations:
    """Photos of 20 years, some of which are only known to be of a decade."""
    rng = np.random.default_rng(3)
    year = np.repeat(np.arange(1900, 1920), count).astype(np.int32)
    first = year // 10 * 10
    earliest, latest = np.where(vague, first, year), np.where(vague, first + 9, year)
    value = rng.normal(0.5, 0.1, len(year))
    kind = Column("kind", ("a", "b"), rng.integers(0, 2, len(year)).astype(np.int32))
    return Observations(year, earliest, latest, value, {"kind": kind})


def resampled(photos: Observations, options: TrendOptions) -> tuple[Array, Array]:
    """Resampled medians of each year, by itself and moved together."""
    found = window_numbers("x", photos, entries_of(photos, options), options, Window())
    medians = np.array([quantiles[2] for quantiles in found.quantiles])
    alone = photo_medians(found.values, REPLICATES)
    return alone, moved_together(alone, found.entries, found.sorted, medians)


@pytest.mark.parametrize("constant", [None, "kind"])
def test_resampled_medians_of_years_that_share_photos_go_together(constant: str | None) -> None:
    photos = decades(40, np.arange(800) % 2 == 0)
    alone, moved = resampled(photos, TrendOptions(Window(), spread_dates=True, constant=constant))
    assert (np.sort(moved, axis=0) == np.sort(alone, axis=0)).all()
    together = np.corrcoef(moved.T)
    same = np.kron(np.eye(2), np.ones((10, 10))).astype(bool) & ~np.eye(20, dtype=bool)
    # A year has 20 photos and a tenth of each of 200, which it shares: 200 * 0.01 / (20 + 2).
    assert 0.05 < together[same].mean() < 0.14
    assert abs(together[~same & ~np.eye(20, dtype=bool)].mean()) < 0.02


def test_years_of_the_same_photos_have_the_same_resampled_medians() -> None:
    moved = resampled(decades(40, np.ones(800, bool)), SPREAD)[1]
    assert (np.ptp(moved[:, :10], axis=1) < 0.01).all()
    assert (np.ptp(moved[:, 9:11], axis=1) > 0.01).any()


def test_years_without_shared_photos_have_the_slope_of_independent_years() -> None:
    photos = decades(12, np.zeros(240, bool))
    assert (
        trend_of("x", photos, SPREAD).slopes[ALL]
        == trend_of("x", photos, TrendOptions(Window())).slopes[ALL]
    )


def test_a_slope_of_decades_is_as_unsure_as_one_of_their_photos_years() -> None:
    exact = decades(12, np.zeros(240, bool))
    vague = decades(12, np.ones(240, bool))
    widths = []
    for photos in (exact, vague):
        slope = trend_of("x", photos, SPREAD).slopes[ALL]
        assert slope is not None
        assert slope.lower is not None
        assert slope.upper is not None
        widths.append(slope.upper - slope.lower)
    assert widths[1] > 0.7 * widths[0]  # years that took their photos as others would have a third
