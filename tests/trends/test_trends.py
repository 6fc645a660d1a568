"""Trends say what is known of an archive, and how sure it is."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import accumulate

import numpy as np
import pytest

from photoparsl.errors import OptionError
from photoparsl.results import Measurement, SliceResult
from photoparsl.trends import (
    ALL,
    Column,
    Observations,
    Shares,
    Slope,
    Trend,
    TrendFormat,
    TrendOptions,
    TrendRow,
    Window,
    group_lines,
    median_ranks,
    observations_of,
    shares_of,
    slope_text,
    theil_sen,
    trend_of,
    trend_text,
    with_most_frequent,
)
from photoparsl.trends.arrays import Array
from photoparsl.trends.clusters import SortedWindow, cluster_middles, multiplicities
from photoparsl.trends.counted_quantiles import intervals_of_counts, medians_of_counts
from photoparsl.trends.entries import entries_of
from photoparsl.trends.intervals import expanded_level
from photoparsl.trends.observations import NO_MONTH
from photoparsl.trends.quantiles import quantiles_of
from photoparsl.trends.resampling import photo_medians
from photoparsl.trends.slope import NO_LINE
from photoparsl.trends.weights import Weights
from photoparsl.trends.window_photos import window_photos
from tests.invented import sliced

YEAR = TrendOptions(window=Window(), replicates=200)


def photos(years: Array, values: Array, **columns: Array) -> Observations:
    """Photos of exact years; a column's entries are numbers."""
    years = np.asarray(years, np.int32)
    named = {name: _column(name, np.asarray(codes)) for name, codes in columns.items()}
    return Observations(years, years, years, np.asarray(values, float), named)


def _column(name: str, codes: Array) -> Column:
    names, numbers = np.unique(codes.astype(str), return_inverse=True)
    return Column(name, tuple(names.tolist()), numbers.astype(np.int32))


def by_year(trend: Trend) -> dict[int, TrendRow]:
    return {row.year: row for row in trend.rows}


# Of scipy.stats.binom: the largest k with P(X < k) of at most 2.5 %, as a rank from 0.
@pytest.mark.parametrize(
    ("n", "lower"), [(6, 0), (9, 1), (20, 5), (37, 12), (100, 39), (500, 227), (1000, 468)]
)
def test_the_ranks_of_an_interval_are_those_of_the_binomial_distribution(
    n: int, lower: int
) -> None:
    assert median_ranks(n) == (lower, n - 1 - lower)


def test_above_a_thousand_photos_the_ranks_are_never_narrower_than_the_exact_ones() -> None:
    """At 1,001 photos scipy.stats.binom gives 470 and 530; P(X < 470) = 0.0250 is too much."""
    assert median_ranks(1001) == (468, 532)
    below = [median_ranks(n) for n in (5, 4, 1, 0)]
    assert below == [None] * 4


# 2 * level = P(|T| > t sqrt(G / (G - 1))) with scipy.stats.t.ppf(0.975, G - 1).
@pytest.mark.parametrize(("clusters", "level"), [(5, 0.00096), (10, 0.00855), (20, 0.01589)])
def test_few_clusters_widen_an_interval_as_students_t_does(clusters: int, level: float) -> None:
    assert expanded_level(clusters) == pytest.approx(level, rel=0.02)


def test_a_slope_is_that_of_scipy() -> None:
    """Of scipy.stats.theilslopes."""
    years = np.array([1900, 1901, 1903, 1904, 1907, 1910, 1911, 1915.0])
    values = np.array([0.31, 0.28, 0.35, 0.33, 0.42, 0.39, 0.47, 0.45])
    assert theil_sen(years, values) == pytest.approx(0.01218253968253968, rel=1e-12)


def test_a_dip_of_one_year_is_one_year_wide_and_a_step_is_a_step() -> None:
    rng = np.random.default_rng(3)
    years = np.repeat(np.arange(1975, 1995), 40)
    values = np.where(years == 1984, 0.25, 0.5) + np.where(years >= 1990, 0.2, 0)
    rows = by_year(trend_of("x", photos(years, values + rng.normal(0, 0.01, len(years))), YEAR))
    for year, row in rows.items():
        expected = 0.25 if year == 1984 else 0.7 if year >= 1990 else 0.5
        assert row.median == pytest.approx(expected, abs=0.01), year
        assert row.median is not None
        assert _covered((row.lower, row.upper), row.median)


def test_years_without_photos_are_not_bridged() -> None:
    years = np.array([1900] * 8 + [1920] * 8)
    trend = trend_of("x", photos(years, np.linspace(0, 1, 16)), TrendOptions(Window(11)))
    assert [row.year for row in trend.rows] == [1900, 1920]
    assert [row.n for row in trend.rows] == [8, 8]


def test_fewer_than_six_photos_have_a_median_and_no_interval_and_the_reason_is_said() -> None:
    (row,) = trend_of("x", photos(np.full(5, 1900), np.arange(5)), YEAR).rows
    assert (row.median, row.lower, row.upper) == (2, None, None)
    assert row.note == "no interval: fewer than 6 photos"


def _covered(interval: tuple[float | None, float | None], truth: float) -> bool:
    lower, upper = interval
    assert lower is not None
    assert upper is not None
    return lower <= truth <= upper


def test_intervals_of_independent_photos_cover_the_median_in_95_percent_of_years() -> None:
    rng = np.random.default_rng(1)
    years = np.repeat(np.arange(2000), rng.integers(6, 60, 2000))
    trend = trend_of(
        "x", photos(years, rng.exponential(1, len(years))), replace(YEAR, replicates=1)
    )
    hits = [_covered((row.lower, row.upper), np.log(2)) for row in trend.rows]
    assert np.mean(hits) >= 0.94


@pytest.mark.parametrize("sizes", ["equal", "unequal"])
def test_intervals_of_clusters_cover_where_those_that_ignore_them_do_not(sizes: str) -> None:
    rng = np.random.default_rng(2)
    count, years = 20, 150
    size = np.full(count * years, 10) if sizes == "equal" else rng.geometric(0.1, count * years)
    cluster = np.repeat(np.arange(count * years), size)
    values = rng.normal(0, 1, count * years)[cluster] + rng.normal(0, 1, len(cluster))
    made = photos(cluster // count, values, box=cluster)
    shares = {}
    for name in ("box", None):
        trend = trend_of("x", made, replace(YEAR, clusters=name, replicates=400))
        shares[name] = np.mean([_covered((row.lower, row.upper), 0) for row in trend.rows])
    assert shares["box"] >= 0.93
    assert shares[None] < 0.8


@pytest.mark.parametrize("kind", ["plain", "vague", "mixture", "hue", "hue of vague dates"])
def test_resampled_medians_are_those_of_each_window_computed_for_itself(kind: str) -> None:
    rng = np.random.default_rng(11)
    n = 3000
    years = rng.integers(1900, 1912, n)
    values = rng.integers(0, 40, n) * 3.0 if kind == "plain" else rng.uniform(0, 120, n)
    if "hue" in kind:
        values = (values - 60) % 360
    measure = "hue_median" if "hue" in kind else "x"
    made = photos(years, values, box=rng.integers(0, 90, n), kind=rng.integers(0, 4, n))
    vague = rng.integers(0, 4, n) if "vague" in kind else np.zeros(n, int)
    made = replace(made, latest=made.year + vague)
    options = TrendOptions(
        spread_dates=True, clusters="box", constant="kind" if kind == "mixture" else None
    )
    entries = entries_of(made, options)
    windows = list(window_photos(measure, made, entries, options, Window(5)))
    cluster = made.columns["box"].codes[entries.photo]
    sorted_windows = [SortedWindow(of.entry_index, of.piece, of.factor) for of in windows]
    middles = list(cluster_middles(cluster, entries.weights(), sorted_windows, 20))
    for times, (lower, upper) in zip(multiplicities(90, 20), middles, strict=True):
        for number, of in enumerate(windows):
            own = 1 if of.weights is None else np.diff(of.weights.sums, prepend=0)
            weights = times[cluster[of.entry_index]] * own
            sums = np.cumsum(weights)
            margin = 1e-9 * sums[-1]
            first = of.entry_index[np.searchsorted(sums, sums[-1] / 2 - margin)]
            last = of.entry_index[np.searchsorted(sums, sums[-1] / 2 + margin, "right")]
            between = of.value[(of.entry_index == first) | (of.entry_index == last)]
            for place in (lower[number], upper[number]):
                (value,) = of.value[of.entry_index == place]
                assert between.min() <= value <= between.max()


def test_with_fewer_than_ten_clusters_there_is_no_interval_and_the_reason_is_said() -> None:
    years, boxes = np.full(90, 1900), np.arange(90) % 9
    (row,) = trend_of(
        "x", photos(years, np.arange(90), box=boxes), replace(YEAR, clusters="box")
    ).rows
    assert (row.lower, row.upper) == (None, None)
    assert row.note == "no interval: only 9 values of 'box', fewer than 10"


def test_a_window_whose_photos_are_mostly_of_one_cluster_says_so_beside_its_median() -> None:
    years = np.repeat(np.arange(1900, 1903), 24)
    boxes = np.arange(72) % 12  # two photos each a year
    boxes[24:40] = 0  # two thirds of 1901
    trend = trend_of("x", photos(years, np.arange(72), box=boxes), replace(YEAR, clusters="box"))
    before, mostly, after = (row.note for row in trend.rows)
    assert (before, after) == ("", "")
    assert mostly.startswith("no interval: only 9 values of 'box', fewer than 10; ")
    assert mostly.endswith(" % of the photos have the same 'box'")
    assert [note for note in trend.notes if "two thirds" in note] == [
        "in 1 of 3 windows, two thirds of the photos or more have the same 'box': such a median is "
        "mostly that of one value"
    ]


def test_the_same_archive_gives_the_same_bytes_in_any_order_of_rows() -> None:
    rng = np.random.default_rng(4)
    years = rng.integers(1900, 1920, 2000)
    values, boxes = rng.normal(0, 1, 2000), rng.integers(0, 60, 2000)
    options = replace(YEAR, clusters="box")
    first = trend_of("x", photos(years, values, box=boxes), options)
    order = rng.permutation(2000)
    second = trend_of("x", photos(years[order], values[order], box=boxes[order]), options)
    assert trend_text(first, TrendFormat.JSON) == trend_text(second, TrendFormat.JSON)


def test_a_slope_has_an_interval_and_chance_is_called_chance() -> None:
    rng = np.random.default_rng(5)
    years = np.repeat(np.arange(1900, 1980), 30)
    noise = rng.normal(0, 0.05, len(years))
    for rise, is_change in ((0.0012, True), (0.0, False)):
        slope = trend_of("x", photos(years, rise * (years - 1900) + noise), YEAR).slopes[ALL]
        assert slope is not None
        assert slope.is_change is is_change
        assert _covered((slope.lower, slope.upper), 10 * rise)
        assert ("chance" in slope_text(slope)) is not is_change


def test_the_slopes_interval_covers_the_truth() -> None:
    rng = np.random.default_rng(6)
    hits = []
    for _ in range(60):
        years = np.repeat(np.arange(1900, 1930), 20)
        slope = trend_of("x", photos(years, rng.normal(0, 1, len(years))), YEAR).slopes[ALL]
        assert slope is not None
        if slope.why != NO_LINE:
            hits.append(_covered((slope.lower, slope.upper), 0))
    assert len(hits) >= 50
    assert np.mean(hits) >= 0.9


def test_a_vague_date_counts_in_each_year_that_it_may_be_of_with_an_equal_share() -> None:
    made = photos(np.array([1900, 1902, 1905]), np.array([1.0, 2.0, 3.0]))
    made = replace(made, earliest=np.array([1900, 1901, 1900]), latest=np.array([1900, 1904, 1909]))
    trend = trend_of("x", made, replace(YEAR, spread_dates=True))
    counts = {row.year: row.n for row in trend.rows}
    assert counts[1900] == pytest.approx(1.1)
    assert counts[1903] == pytest.approx(0.35)
    assert sum(counts.values()) == pytest.approx(3)
    assert by_year(trend)[1903].median == 2
    assert by_year(trend)[1909].median == 3
    assert any(
        "2 photos of vague dates count in each possible year" in note for note in trend.notes
    )


@pytest.mark.parametrize("clusters", [None, "box"])
def test_shares_of_less_than_six_photos_have_no_interval(clusters: str | None) -> None:
    made = photos(np.full(20, 1900), np.arange(20), box=np.arange(20))
    made = replace(made, latest=made.year + 99)
    trend = trend_of("x", made, replace(YEAR, spread_dates=True, clusters=clusters))
    assert {(row.n, row.lower, row.upper) for row in trend.rows} == {(0.2, None, None)}
    assert {row.note for row in trend.rows} == {"no interval: fewer than 6 photos"}


@pytest.mark.parametrize("constant", [None, "kind"])
def test_weighted_medians_are_those_of_fractions(constant: str | None) -> None:
    """Ten shares of 0.1 make one photo, so that sums often reach the middle exactly."""
    rng = np.random.default_rng(13)
    n = 220
    made = photos(np.repeat(np.arange(1900, 1920), 11), np.arange(n), kind=np.arange(n) % 3)
    made = replace(made, value=rng.permutation(n).astype(float))
    spans = rng.choice([1, 2, 3, 7, 10], n).astype(np.int32)
    made = replace(made, latest=made.year + spans - 1)
    options = replace(YEAR, spread_dates=True, constant=constant, replicates=0)
    kinds = made.columns["kind"].codes
    ties = 0
    for row in trend_of("x", made, options).rows:
        there = np.flatnonzero((made.earliest <= row.year) & (made.latest >= row.year))
        there = there[np.argsort(made.value[there])]
        weights = [Fraction(1, int(spans[photo])) for photo in there]
        if len(set(kinds[there])) < 3 and constant:
            assert row.median is None
            continue
        if constant:
            for kind in range(3):
                of_kind = [i for i, photo in enumerate(there) if kinds[photo] == kind]
                total = sum((weights[i] for i in of_kind), Fraction())
                for i in of_kind:
                    weights[i] *= int((kinds == kind).sum()) / total
        sums = list(accumulate(weights))
        lower = next(i for i, found in enumerate(sums) if 2 * found >= sums[-1])
        upper = next(i for i, found in enumerate(sums) if 2 * found > sums[-1])
        ties += lower != upper
        assert row.median == (made.value[there[lower]] + made.value[there[upper]]) / 2
        effective = int(sums[-1] ** 2 / sum(weight**2 for weight in weights))
        ranks = median_ranks(effective)
        if row.n < 6:
            assert (row.lower, row.note) == (None, "no interval: fewer than 6 photos")
        elif ranks:
            ends = [
                next(i for i, s in enumerate(sums) if s * effective >= (rank + 1) * sums[-1])
                for rank in ranks
            ]
            assert [row.lower, row.upper] == made.value[there[ends]].tolist()
    assert ties or constant


def test_sums_that_floats_cannot_tell_from_the_middle_are_told_from_it() -> None:
    values, kind = np.array([1.0, 2.0]), np.array([0, 1])
    for whole, median in (([10**17, 10**17], 1.5), ([10**17 + 1, 10**17], 1.0)):
        assert quantiles_of(values, Weights(kind, whole, 2), (0.5,)) == [median]


def test_n_is_written_as_people_write_it() -> None:
    made = photos(np.full(147, 1900), np.arange(147))
    made = replace(made, latest=np.where(np.arange(147) < 7, 1900, 1909).astype(np.int32))
    rows = trend_of("x", made, replace(YEAR, spread_dates=True)).rows
    assert [str(row.n) for row in rows] == ["21"] + ["14"] * 9
    shares = shares_of("mode", replace(made, entries=("1",), value=np.zeros(147, np.int32)), YEAR)
    assert [str(row.n) for row in shares.rows] == ["147"]


def test_a_photo_of_a_vague_date_counts_once_in_an_interval_though_it_is_in_several_years() -> None:
    """All ten years of a decade are of the same 80 photos, so no window knows more than they do."""
    rng = np.random.default_rng(12)
    made = photos(np.full(80, 1905), rng.normal(0, 1, 80))
    made = replace(made, earliest=np.full(80, 1900), latest=np.full(80, 1909))
    ranks = median_ranks(80)
    assert ranks is not None
    ends = tuple(np.sort(made.value)[list(ranks)])
    for window in (Window(1), Window(5), Window(11)):
        trend = trend_of("x", made, TrendOptions(window, spread_dates=True, replicates=1))
        assert {(row.lower, row.upper) for row in trend.rows} == {ends}


def test_a_change_of_what_was_collected_is_told_from_a_change_of_photos() -> None:
    """Portraits are dark, views are bright, both always alike; views become more frequent."""
    rng = np.random.default_rng(7)
    years = np.repeat(np.arange(1900, 1950), 200)
    is_view = rng.random(len(years)) < 0.1 + 0.8 * (years - 1900) / 50
    values = np.where(is_view, 0.7, 0.3) + rng.normal(0, 0.1, len(years))
    made = photos(years, values, kind=is_view.astype(int))
    crude = trend_of("x", made, YEAR).slopes[ALL]
    held = trend_of("x", made, replace(YEAR, constant="kind"))
    assert crude is not None
    assert crude.decade > 0.05
    slope = held.slopes[ALL]
    assert slope is not None
    assert abs(slope.decade) < 0.015
    (note,) = [note for note in held.notes if "what was collected" in note]
    assert "rise of 0." in note


def test_a_year_that_lacks_what_the_archive_has_is_left_out_and_counted() -> None:
    years = np.repeat([1900, 1901], 100)
    kinds = np.concatenate([np.arange(100) % 2, np.zeros(100)])
    trend = trend_of("x", photos(years, kinds, kind=kinds), replace(YEAR, constant="kind"))
    rows = by_year(trend)
    assert rows[1900].median is not None
    assert rows[1901].median is None
    lacks = "left out: lacks 1.0 (of kind), which more than 5% of all photos have"
    assert rows[1901].note == lacks
    assert "1 of 2 windows is left out: the table says what it lacks" in trend.notes


@pytest.mark.parametrize("window", [Window(5), Window(photos=300)])
def test_such_a_year_is_left_out_of_every_window(window: Window) -> None:
    years = np.repeat(np.arange(1900, 1910), 100)
    kinds = np.where(years == 1904, 0, np.arange(len(years)) % 2)
    options = TrendOptions(window, constant="kind")
    trend = trend_of("x", photos(years, kinds, kind=kinds), options)
    assert [row.year for row in trend.rows if row.median is None] == [1904]
    assert "1 of 10 windows is left out: the table says what it lacks" in trend.notes


def test_a_dip_of_one_year_is_seen_in_the_usual_window_of_twenty_photos_a_year() -> None:
    years = np.repeat(np.arange(1970, 2000), 20)
    values = np.where(years == 1984, 0.25, 0.5) + np.tile(np.linspace(-0.1, 0.1, 20), 30)
    low = [row.year for row in trend_of("x", photos(years, values)).rows if (row.median or 0) < 0.4]
    assert low == [1984]


def test_photos_all_about_red_have_a_median_about_red() -> None:
    hues = np.array([350, 355, 358, 2, 5, 8, 12, 20.0])
    (row,) = trend_of("hue_median", photos(np.full(8, 1900), hues), YEAR).rows
    assert row.median == pytest.approx(3.5)
    assert row.q10 == pytest.approx(353.5)
    assert row.q90 == pytest.approx(14.4)
    around = np.arange(0, 360, 10.0)
    (row,) = trend_of("hue_median", photos(np.full(36, 1900), around), YEAR).rows
    assert row.median is None
    assert row.note == "no median: the angles have no common direction"


def test_codes_and_texts_have_shares() -> None:
    made = replace(photos(np.full(23, 1900), np.arange(23) < 7), entries=("1", "5"))
    made = replace(made, value=(np.arange(23) < 7).astype(np.int32))
    found = shares_of("mode", made, YEAR)
    assert isinstance(found, Shares)
    first, second = found.rows
    assert (first.value, second.value) == ("1", "5")
    assert second.share == pytest.approx(7 / 23)
    # scipy.stats.binomtest(7, 23).proportion_ci(method="wilson")
    assert second.lower == pytest.approx(0.1560, abs=5e-5)
    assert second.upper == pytest.approx(0.5087, abs=5e-5)


def test_a_window_of_so_many_photos_takes_in_as_many_years_as_it_needs() -> None:
    years = np.repeat(np.arange(1900, 1910), [1, 1, 1, 30, 1, 1, 1, 1, 1, 1])
    trend = trend_of("x", photos(years, np.arange(len(years))), TrendOptions(Window(photos=30)))
    rows = by_year(trend)
    assert rows[1903].n == 30
    assert rows[1902].n == 32
    assert all(row.n >= 30 for row in trend.rows)


def test_the_usual_window_is_the_narrowest_with_enough_photos() -> None:
    for photos_a_year, width in ((20, 1), (6, 1), (5, 5), (1, 11)):
        years = np.repeat(np.arange(1900, 1960), photos_a_year)
        trend = trend_of("x", photos(years, years), TrendOptions(replicates=1))
        assert trend.window == Window(width)
        assert any("chosen by the number of photos" in note for note in trend.notes)


def test_the_usual_window_of_clusters_is_the_narrowest_with_enough_of_them() -> None:
    years = np.repeat(np.arange(1900, 1960), 20)
    for photos_a_box, width in ((2, 1), (5, 5), (20, 11), (100, 1)):
        boxes = np.arange(len(years)) // photos_a_box
        trend = trend_of("x", photos(years, years, box=boxes), TrendOptions(clusters="box"))
        assert trend.window == Window(width)
        assert "chosen by the number of photos and of values of box" in " ".join(trend.notes)


def test_a_window_of_months_has_rows_by_month_and_counts_photos_without_one() -> None:
    months = np.array([12 * 1900 + 3] * 8 + [12 * 1900 + 4] * 8 + [NO_MONTH] * 4)
    made = replace(photos(np.full(20, 1900), np.arange(20.0)), month=months)
    trend = trend_of("x", made, TrendOptions(Window(months=1)))
    assert [(row.year, row.month, row.n, row.median) for row in trend.rows] == [
        (1900, 4, 8, 3.5),
        (1900, 5, 8, 11.5),
    ]
    assert "4 photos whose month isn't known are left out" in trend.notes
    assert [row.n for row in trend_of("x", made, TrendOptions(Window(months=3))).rows] == [16, 16]
    boxes = replace(made, columns={"box": _column("box", np.arange(20) % 10)})
    trend = trend_of("x", boxes, TrendOptions(Window(months=3), clusters="box", replicates=50))
    assert all(row.lower is not None for row in trend.rows)
    header = trend_text(trend, TrendFormat.CSV).splitlines()[0]
    assert header.startswith("year,month,n,median,lower,upper")


def test_a_short_archive_of_fine_dates_is_shown_by_months_at_first() -> None:
    months = 12 * 1900 + np.repeat(np.arange(24), 30)
    made = replace(photos(months // 12, np.arange(720.0)), month=months)
    assert trend_of("x", made).window == Window(months=1)
    few = replace(made, month=np.where(np.arange(720) % 5 == 0, NO_MONTH, months))
    assert trend_of("x", few).window == Window()


@pytest.mark.parametrize("window", [{"years": 4}, {"months": 2}])
def test_a_window_without_a_middle_is_refused(window: dict[str, int]) -> None:
    with pytest.raises(OptionError, match="must be odd"):
        Window(**window)


def test_it_is_said_how_many_values_are_exactly_zero() -> None:
    made = photos(np.full(100, 1900), np.maximum(0, np.arange(100.0) - 24))
    assert "the value is exactly 0 in 25 photos (25 %)" in trend_of("saturation", made).notes


def test_of_many_entries_the_most_frequent_are_shown_and_the_others_counted() -> None:
    codes = np.concatenate([np.arange(100), np.repeat([3, 50], 10)])
    column = with_most_frequent(_column("who", codes), 2)
    assert column.names == ("3", "50", "others")
    assert np.bincount(column.codes).tolist() == [11, 11, 98]


def test_no_photos_are_no_trend() -> None:
    trend = trend_of("x", photos(np.empty(0), np.empty(0)))
    assert trend.rows == ()
    assert trend.notes == ("no photo has a year and a value",)


def test_an_interval_from_a_histogram_holds_that_of_the_values_and_is_no_narrower_than_a_bin() -> (
    None
):
    rng = np.random.default_rng(8)
    edges = np.linspace(0, 1, 257)
    values = [np.sort(rng.beta(2, 5, n)) for n in (6, 50, 400, 30_000)]
    counts = np.array([np.histogram(of_year, edges)[0] for of_year in values])
    for of_year, (lower, upper) in zip(values, intervals_of_counts(counts, edges), strict=True):
        ranks = median_ranks(len(of_year))
        assert ranks is not None
        assert lower <= of_year[ranks[0]] <= of_year[ranks[1]] <= upper
        assert upper - lower >= 1 / 256 * 0.999
    assert np.isnan(intervals_of_counts(np.array([[0, 5, 0]]), np.array([0, 1, 2, 3]))).all()


def test_intervals_from_histograms_cover_the_median_in_95_percent_of_years() -> None:
    rng = np.random.default_rng(9)
    edges = np.linspace(0, 1, 257)
    truth = 0.26444998329566  # scipy.stats.beta.median(2, 5)
    counts = np.array([np.histogram(rng.beta(2, 5, 30_000), edges)[0] for _ in range(300)])
    inside = [lower <= truth <= upper for lower, upper in intervals_of_counts(counts, edges)]
    assert np.mean(inside) >= 0.94


def test_medians_resampled_from_a_histogram_spread_as_those_of_values() -> None:
    rng = np.random.default_rng(10)
    edges = np.linspace(-5, 5, 2049)
    values = np.sort(rng.normal(0, 1, 500))
    of_counts = medians_of_counts(np.histogram(values, edges)[0][None], edges, 2000)
    of_values = photo_medians([(values, None)], 2000)
    assert np.std(of_counts) == pytest.approx(np.std(of_values), rel=0.1)
    assert np.mean(of_counts) == pytest.approx(np.mean(of_values), abs=0.01)


def test_a_slope_of_nothing_is_a_short_number() -> None:
    assert slope_text(Slope(0.0, None, None, 10, 1900.0, 1909.0)).startswith("+0 a decade")
    of_chance = slope_text(Slope(0.0, 0.0, 0.0, 10, 1900.0, 1909.0))
    assert of_chance.endswith(
        "(the slope is 0, and so are those of resampled medians), 1900 to 1909"
    )


def test_angles_have_no_slope_and_the_reason_is_the_circle() -> None:
    years = np.repeat(np.arange(1900, 1920), 20)
    trend = trend_of("hue_median", photos(years, np.full(len(years), 230.0)), YEAR)
    assert list(group_lines(trend)) == ["no slope: the values go round a circle"]


def test_a_sum_of_shares_is_shown_without_what_rounding_adds() -> None:
    made = Observations(
        np.full(140, 1905), np.full(140, 1900), np.full(140, 1909), np.linspace(0, 1, 140), {}
    )
    trend = trend_of("x", made, TrendOptions(Window(), spread_dates=True))
    assert [repr(row.n) for row in trend.rows] == ["14"] * 10
    codes = replace(made, entries=("1",), value=np.zeros(140, np.int32))
    shares = shares_of("mode", codes, TrendOptions(Window(), spread_dates=True))
    assert {repr(row.n) for row in shares.rows} == {"14"}


def test_photos_without_a_year_count_by_their_span_where_dates_are_spread() -> None:
    spans = [(1880, 1889)] * 20 + [(1885, 1885), None]
    made = [Measurement(n, f"{n}", None, {"x": 0.5}, "", span) for n, span in enumerate(spans)]
    assert len(observations_of(sliced(made), "x", {})) == 0
    found = observations_of(sliced(made), "x", {}, spans_count=True)
    assert found.undated == 1
    trend = trend_of("x", found, TrendOptions(Window(), spread_dates=True))
    assert {row.year: row.n for row in trend.rows} == {
        year: 3 if year == 1885 else 2 for year in range(1880, 1890)
    }


def test_photos_without_colour_have_no_hue_by_whatever_measure_tells_it() -> None:
    for name in ("saturation", "colourfulness"):
        values = [{"hue_median": 0.0 if n < 6 else 230.0, name: float(n >= 6)} for n in range(20)]
        results = [result_of(of_photo, n) for n, of_photo in enumerate(values)]
        found = observations_of(results, "hue_median", {})
        assert (len(found), found.value.min()) == (14, 230)
        assert found.notes == ("6 photos without colour, which have no hue, are left out",)


def test_hues_of_exactly_zero_are_pointed_out_where_nothing_tells_what_they_are() -> None:
    results = [result_of({"hue_median": 0.0 if n < 6 else 230.0}, n) for n in range(20)]
    found = observations_of(results, "hue_median", {})
    assert len(found) == 20
    (note,) = found.notes
    assert note.startswith("6 photos have a hue of exactly 0, which is that of red")


def result_of(values: dict[str, float], row: int) -> SliceResult:
    (result,) = sliced([Measurement(row, f"{row}.jpg", 1900, values)], size=row + 1)
    return result
