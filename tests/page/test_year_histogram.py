from __future__ import annotations

import numpy as np
import pytest

from photoparsl.measuring.scales import Scale, scale_of
from photoparsl.page.year_histogram import BINS, FINE, YearHistogram, page_counts
from photoparsl.trends import Window, numbers_of_counts, numbers_of_values

YEARS = np.full(5_000, 1900)


def counted(scale: Scale, *parts: np.ndarray) -> YearHistogram:
    histogram = YearHistogram(scale)
    for part in parts:
        histogram.add(YEARS[: len(part)], part, np.arange(len(part)) % 3 == 0)
    return histogram


def test_counts_of_a_scale_that_nobody_knows_depend_on_the_values_and_not_on_their_order() -> None:
    values = np.random.default_rng(1).normal(5, 1e3, 5_000) ** 3
    whole = counted(Scale("Mine"), values)
    parts = counted(Scale("Mine"), *np.array_split(np.sort(values), 40))
    assert whole.ends == parts.ends
    assert whole.counts[1900].tolist() == parts.counts[1900].tolist()
    assert whole.counts[1900].sum() == len(values)
    duplicates = counted(Scale("Mine"), values).duplicates[1900]
    assert duplicates.sum() == len(values[::3])
    single = counted(Scale("Mine"), values).without_duplicates().counts[1900]
    assert (single + duplicates).tolist() == whole.counts[1900].tolist()


@pytest.mark.parametrize("values", [[0.0, 1e300], [-1e-300, 1e-300], [7.0], [-1e18, 1e18, 3.0]])
def test_no_value_is_lost_however_wild(values: list[float]) -> None:
    histogram = counted(Scale("Mine"), *(np.array([value]) for value in values))
    assert histogram.counts[1900].sum() == len(values)
    assert len(page_counts(histogram.counts[1900])) == BINS
    assert page_counts(histogram.counts[1900]).sum() == len(values)


def test_missing_values_are_not_counted() -> None:
    assert counted(Scale("Mine"), np.array([np.nan, 1.0])).counts[1900].sum() == 1


@pytest.mark.parametrize("name", ["luminance", "width", "mine"])
def test_quantiles_of_counts_are_those_of_the_values_within_a_bin(name: str) -> None:
    values = np.random.default_rng(2).random(5_000) * 0.9 + (100 if name == "width" else 0)
    years = np.array([1900])
    (exact,) = numbers_of_values(years, YEARS, values, Window())
    histogram = counted(scale_of(name), values)
    (close,) = numbers_of_counts(years, histogram.counts, histogram.edges, Window())
    low, high = histogram.ends
    bin_width = (
        105 * np.log(high / low) / BINS / FINE if name == "width" else (high - low) / BINS / FINE
    )
    assert np.abs(close - exact).max() <= bin_width
    assert close[5] <= exact[5] < exact[6] <= close[6], "an interval is never narrower"
