"""Intervals hold the truth as often as they say, and one that ignores clusters doesn't."""

from __future__ import annotations

import pytest

from tests.trends.coverage import (
    SAMPLES,
    SIZES,
    VALUES,
    of_clusters,
    of_histograms,
    of_independent,
    of_samples,
)


@pytest.mark.parametrize("values", VALUES)
def test_intervals_of_independent_photos_hold_the_median_and_are_not_too_wide(values: str) -> None:
    found = of_independent(values, 1500)
    assert found.covered >= 0.94
    assert found.ratio <= 1.3


@pytest.mark.parametrize("sizes", SIZES)
def test_intervals_of_clusters_hold_the_median_and_those_that_ignore_them_do_not(
    sizes: str,
) -> None:
    found = of_clusters(sizes, 20, 400)
    assert found.covered >= 0.93
    assert found.ratio <= 1.3
    assert of_clusters(sizes, 20, 200, ignored=True).covered < 0.8


@pytest.mark.parametrize("photos", [50, 2000, 20_000])
def test_intervals_from_histograms_hold_the_median_and_are_not_too_wide(
    photos: int,
) -> None:
    found, bins = of_histograms(photos, min(500, 3_000_000 // photos))
    assert found.covered >= 0.94
    assert found.ratio <= 1.3 or bins <= 2


@pytest.mark.parametrize("kind", SAMPLES)
def test_the_interval_of_a_sample_holds_the_median_of_the_whole(kind: str) -> None:
    found = of_samples(kind, 100)
    assert found.years == 100
    assert found.covered >= 0.93
