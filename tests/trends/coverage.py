"""Made archives whose medians are known, and how often intervals hold them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np

from photoparsl.archives.sample_sizes import equal_sizes, sizes_in_proportion
from photoparsl.page.year_histogram import BINS, FINE
from photoparsl.trends import (
    ALL,
    Column,
    Observations,
    Slope,
    TrendOptions,
    Window,
    numbers_of_counts,
    theil_sen,
    trend_of,
)
from photoparsl.trends.arrays import Array

_SPREAD = 0.03  # of photos about their year's median
CHANGES: dict[str, Callable[[Array], Array]] = {  # the true medians, of years from 0 to 1
    "a line": lambda u: 0.3 + 0.17 * u,
    "no change": lambda u: np.full(len(u), 0.5),
    "fast waves": lambda u: 0.5 + 0.05 * np.sin(44 * u) + 0.07 * u,
    "slow waves": lambda u: 0.5 + 0.05 * np.sin(19 * u) + 0.07 * u,
    "a dip": lambda u: np.where(np.arange(len(u)) == len(u) * 2 // 5, 0.25, 0.5),
    "a step": lambda u: np.where(u < 0.7, 0.5, 0.7),
    "a dip and a step": lambda u: np.where(u < 0.7, CHANGES["a dip"](u), 0.7),
    "a step in the middle": lambda u: np.where(u < 0.5, 0.5, 0.7),
    "a late step": lambda u: np.where(u < 0.88, 0.5, 0.7),
    "a hump": lambda u: 0.5 + 0.15 * np.exp(-(((u - 0.4) / 0.15) ** 2)),
    "a small step": lambda u: np.where(u < 0.7, 0.5, 0.5 + 0.7 * _SPREAD),
    "a shift of mixture": lambda u: _mixed_medians(0.2 + 0.6 * u),
}
_MIXED = "a shift of mixture"  # of photos about 0.35 and about 0.65
YEARS = 200  # of one made archive
Draw = Callable[[np.random.Generator, int], Array]
SIZES: dict[str, Draw] = {
    "equal": lambda rng, count: np.full(count, 12),
    "geometric": lambda rng, count: rng.geometric(1 / 12, count),
    "Pareto": lambda rng, count: (
        np.ceil(4 * (1 + rng.pareto(1.5, count))).clip(max=200).astype(int)
    ),
}
VALUES: dict[str, Draw] = {
    "normal": lambda rng, n: rng.normal(0, 1, n),
    "skewed": lambda rng, n: rng.exponential(1, n) - np.log(2),
    "in steps": lambda rng, n: np.round(rng.normal(0, 1, n) * 4) / 4,
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """How good intervals are.

    years: how many year intervals there are
    covered: which share of them holds the true median
    width: the median of their widths
    exact: the width that the best interval would have
    """

    years: int
    covered: float
    width: float
    exact: float

    @property
    def ratio(self) -> float:
        """How many times as wide as the best interval they are."""
        return self.width / self.exact


def of_independent(values: str, years: int, seed: int = 1) -> Coverage:
    """Intervals of photos that don't depend on each other, 6 to 200 a year."""
    rng = np.random.default_rng(seed)
    counts = rng.integers(6, 200, years)
    year = np.repeat(np.arange(years), counts)
    made = _observations(year, VALUES[values](rng, len(year)))
    trend = trend_of("x", made, TrendOptions(Window(), replicates=0))
    ends = np.array([(row.lower, row.upper) for row in trend.rows])
    exact = [np.ptp(_central(VALUES[values], n, rng)) for n in counts[:100].tolist()]
    return _coverage(ends, float(np.median(exact)))


def of_clusters(sizes: str, clusters: int, years: int, *, ignored: bool = False) -> Coverage:
    """Intervals of clusters that are as different as the photos within them."""
    rng = np.random.default_rng(2)
    ends, medians = [], []
    for _ in range(-(-years // YEARS)):
        size = SIZES[sizes](rng, clusters * YEARS)
        cluster = np.repeat(np.arange(clusters * YEARS), size)
        values = rng.normal(0, 1, len(size))[cluster] + rng.normal(0, 1, len(cluster))
        made = _observations(cluster // clusters, values, cluster)
        trend = trend_of("x", made, TrendOptions(Window(), clusters=None if ignored else "box"))
        ends += [(row.lower, row.upper) for row in trend.rows if row.lower is not None]
        medians += [row.median for row in trend.rows if row.median is not None]
    return _coverage(np.array(ends), float(np.ptp(np.quantile(medians, [0.025, 0.975]))))


def of_slopes(
    kind: str,
    archives: int,
    *,
    boxes: int = 0,
    years: int = 34,
    photos: int = 14,
    vague: bool = False,
) -> list[tuple[Slope, float]]:
    """Return slopes of made archives, each with the slope of the true medians.

    kind: how the true medians change
    boxes: in how many boxes the photos are, whose means differ; 0 for independent photos
    years: how many years each has
    photos: how many a year
    vague: whether every second photo has a decade as its date, and counts in each of its years;
        the true medians are then those of such an archive whose values lie as they do at best
    """
    if vague:
        return _of_vague_slopes(kind, archives, years, photos)
    rng, all_years = np.random.default_rng(6), np.arange(1970, 1970 + years)
    u = np.arange(years) / years
    medians, year = CHANGES[kind](u), np.repeat(all_years, photos)
    truth = 10 * theil_sen(all_years, medians)
    options = TrendOptions(Window(), clusters="box" if boxes else None)
    found = []
    for _ in range(archives):
        middles = np.repeat(medians, photos)
        if kind == _MIXED:
            middles = np.where(rng.random(len(year)) < np.repeat(0.2 + 0.6 * u, photos), 0.65, 0.35)
        values = middles + rng.normal(0, _SPREAD, len(year))
        box = rng.integers(0, boxes, len(year)) if boxes else None
        if box is not None:
            values += rng.normal(0, _SPREAD, boxes)[box]
        slope = trend_of("x", _observations(year, values, box), options).slopes[ALL]
        if slope:
            found.append((slope, truth))
    return found


def _of_vague_slopes(
    kind: str, archives: int, years: int, photos: int
) -> list[tuple[Slope, float]]:
    rng, options = np.random.default_rng(7), TrendOptions(Window(), spread_dates=True)
    u = np.arange(years) / years

    def slope(of_year: int, noise: Array, replicates: int) -> Slope | None:
        made = _observations(
            np.repeat(np.arange(1900, 1900 + years), of_year),
            np.repeat(CHANGES[kind](u), of_year) + _SPREAD * noise,
        )
        is_vague, first = np.arange(len(noise)) % 2 == 0, made.year // 10 * 10
        made = replace(
            made,
            earliest=np.where(is_vague, first, made.year),
            latest=np.where(is_vague, first + 9, made.year),
        )
        return trend_of("x", made, replace(options, replicates=replicates)).slopes[ALL]

    even = [NormalDist().inv_cdf((n + 0.5) / 100) for n in range(100)]  # each is of two photos
    true = slope(200, np.tile(np.repeat(even, 2), years), 0)
    found = [
        slope(photos, rng.normal(0, 1, years * photos), options.replicates) for _ in range(archives)
    ]
    return [(of, true.decade) for of in found if of and true]


def _mixed_medians(shares: Array) -> Array:
    """The medians of photos of which such shares are about 0.65, and the others about 0.35."""
    rng = np.random.default_rng(9)
    low, high = np.split(rng.normal(0, _SPREAD, 200_000), 2)
    at_0, at_1 = np.sort(low + 0.35), np.sort(high + 0.65)
    below = (1 - shares) * 100_000 > 50_000  # the middle lies among the lower ones
    place = np.where(below, 50_000 / (1 - shares), (50_000 - (1 - shares) * 100_000) / shares)
    place = place.astype(int).clip(0, 99_999)
    medians: Array = np.where(below, at_0[place], at_1[place])
    return medians


def of_histograms(photos: int, years: int) -> tuple[Coverage, float]:
    """Intervals read from a page's histograms; also their median width in the page's bins."""
    rng = np.random.default_rng(3)
    edges = np.linspace(-3, 3, BINS * FINE + 1)
    values = [rng.normal(0, 1, photos).clip(-3, 3) for _ in range(years)]
    counts = {year: np.histogram(of, edges)[0] for year, of in enumerate(values)}
    ends = numbers_of_counts(np.arange(years), counts, edges, Window())[:, 5:]
    year = np.repeat(np.arange(years), photos)
    exact = trend_of(
        "x", _observations(year, np.concatenate(values)), TrendOptions(Window(), replicates=0)
    )
    width = np.median([row.upper - row.lower for row in exact.rows if row.upper and row.lower])
    found = _coverage(ends, float(width))
    return found, found.width / (edges[FINE] - edges[0])


SAMPLES = {  # how a sample is drawn, and whether its median is of one year alone
    "by year, of one year": ("year", sizes_in_proportion, True),
    "by year, of all years": ("year", sizes_in_proportion, False),
    "by collection, of all years": ("collection", sizes_in_proportion, False),
    "by collection, as many of each, of all years": ("collection", equal_sizes, False),
    "by collection, as many of each, of one year": ("collection", equal_sizes, True),
}


def of_samples(kind: str, archives: int, photos: int = 400) -> Coverage:
    """Intervals of samples of made archives of 8,000 photos, which hold the whole's median or not.

    Collections differ in size, in their years, and in their photos' values more than photos do.
    """
    by, sizes_of, is_of_year = SAMPLES[kind]
    rng = np.random.default_rng(4)
    ends, medians = [], []
    for _ in range(archives):
        shares = 1 + rng.pareto(1.2, 12)
        collection = np.sort(rng.choice(12, 8000, p=shares / shares.sum()))
        year = (rng.normal(0, 2, 12)[collection] + rng.normal(0, 2, 8000)).clip(-5, 5).astype(int)
        values = rng.normal(0, 2, 12)[collection] + rng.normal(0, 1, 8000) + 0.2 * year
        stratum = year + 5 if by == "year" else collection
        codes, counts = np.unique(stratum, return_inverse=True, return_counts=True)[1:]
        sizes = np.array(sizes_of(counts.tolist(), photos))
        order = np.lexsort((rng.random(8000), codes))
        rank = np.empty(8000, int)
        rank[order] = np.arange(8000) - np.repeat(np.cumsum(counts) - counts, counts)
        drawn = rank < sizes[codes]
        whole = values[year == 0] if is_of_year else values
        made = _observations(year[drawn], values[drawn] - np.median(whole))
        weight = (counts * 65536 // sizes)[codes][drawn]
        made = replace(made, weight=weight)
        window = Window() if is_of_year else Window(21)
        trend = trend_of("x", made, TrendOptions(window, replicates=0))
        row = next(row for row in trend.rows if row.year == 0)
        if row.lower is not None and row.median is not None:
            ends.append((row.lower, row.upper))
            medians.append(row.median)
    return _coverage(np.array(ends), float(np.ptp(np.quantile(medians, [0.025, 0.975]))))


def _observations(year: Array, values: Array, cluster: Array | None = None) -> Observations:
    year = year.astype(np.int32)
    columns = {}
    if cluster is not None:
        names = tuple(map(str, range(int(cluster.max()) + 1)))
        columns["box"] = Column("box", names, cluster.astype(np.int32))
    return Observations(year, year, year, values, columns)


def _central(draw: Draw, n: int, rng: np.random.Generator) -> Array:
    """Where the middle 95 % of the medians of n values lie."""
    medians = np.median(draw(rng, n * 2000).reshape(2000, n), axis=1)
    ends: Array = np.quantile(medians, [0.025, 0.975])
    return ends


def _coverage(ends: Array, exact: float) -> Coverage:
    ends = ends.astype(float)
    inside = (ends[:, 0] <= 0) & (ends[:, 1] >= 0)
    return Coverage(len(ends), float(inside.mean()), float(np.median(np.diff(ends))), exact)
