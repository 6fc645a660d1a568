"""The page's three blocks of data: the photos, their addresses, and the run's facts.

The first two are the same bytes whatever the slicing and the order of the results.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

import numpy as np

from photoparsl.page import trends
from photoparsl.page.columns import NO_YEAR, Array, mean_colours
from photoparsl.page.encode import (
    Code,
    axis_places,
    block,
    code_for,
    differences,
    stamp_differences,
)
from photoparsl.page.gathering import Gathering
from photoparsl.page.scales import scale_of
from photoparsl.redact import published_place, visible


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure over all photos, as the page shows it.

    `low` and `high` are the ends of its axis, which may be `logarithmic`; `code` says how the page
    keeps a value; `trend` has the quantiles of each year with its neighbours, and `medians` each
    year's own median.
    """

    name: str
    label: str
    unit: str
    ends: tuple[str, str]
    low: float
    high: float
    logarithmic: bool
    code: Code
    trend: Array
    medians: Array


def years_of(gathering: Gathering) -> tuple[Array, Array]:
    """The years that have photos, ascending, and how many of all photos each of them has."""
    photos = gathering.photos
    if gathering.histograms:
        # Every photo has a value for each measure, unless files of several runs are mixed.
        counts: dict[int, int] = {}
        for histogram in gathering.histograms.values():
            for year, bins in histogram.counts.items():
                counts[year] = max(counts.get(year, 0), int(bins.sum()))
        years = np.array(sorted(counts), np.int32)
        return years, np.array([counts[year] for year in years.tolist()])
    years, numbers = np.unique(photos.year, return_counts=True)
    return years, numbers


def measured(gathering: Gathering, name: str, years: Array) -> Measured:
    """One of the gathering's measures."""
    scale, values = scale_of(name), gathering.photos.values[name]
    least, most = _range(gathering, name)
    logarithmic = scale.logarithmic and least > 0
    low, high = _axis(name, least, most)
    trend = _quantiles(gathering, name, years, trends.WINDOW_YEARS, trends.LEAST_PHOTOS)
    medians = _quantiles(gathering, name, years, window=0, least=1)
    # Of a measure that nobody knows, no step is known to be fine enough.
    code = code_for(values, 0.0 if scale.low is None else scale.step)
    label, ends = visible(scale.label), scale.ends
    return Measured(
        name, label, scale.unit, ends, low, high, logarithmic, code, trend, medians[:, 2]
    )


def photos_block(
    gathering: Gathering, measures: list[Measured], years: Array, counts: Array
) -> str:
    """The photos: years are counts only, for photos stand by year and then by row."""
    photos = gathering.photos
    dated = years[years != NO_YEAR]
    here = np.array([(photos.year == year).sum() for year in years])
    columns: dict[str, Array] = {"row": differences(photos.row)}
    if (spans := (photos.earliest != photos.year) | (photos.latest != photos.year)).any():
        # Years before and after the photo's own; where it has none, the earliest and the latest.
        undated = photos.year == NO_YEAR
        before = np.where(undated, photos.earliest, photos.year - photos.earliest)
        after = np.where(undated, photos.latest, photos.latest - photos.year)
        columns["before"] = np.where(spans, before, 0).astype("<u2")
        columns["after"] = np.where(spans, after, 0).astype("<u2")
    for measure in measures:
        columns[f"value {measure.name}"] = measure.code.of(photos.values[measure.name])
        columns[f"trend {measure.name}"] = _on_axis(measure, measure.trend[: len(dated)])
        if histogram := gathering.histograms.get(measure.name):
            none = np.zeros(256, np.uint32)
            bins = [histogram.counts.get(year, none) for year in years.tolist()]
            columns[f"histogram {measure.name}"] = np.concatenate(bins).astype("<u4")
    if gathering.stamped:
        columns["stamp"] = stamp_differences(photos.stamp)
    else:
        columns["colour"] = mean_colours(photos.stamp)
    header = {
        "format": 2,
        "photos": int(counts.sum()),
        "years": [
            [None if year == NO_YEAR else int(year), int(all_), int(kept)]
            for year, all_, kept in zip(years, counts, here, strict=True)
        ],
        "window": trends.WINDOW_YEARS,
        "measures": [_described(gathering, measure) for measure in measures],
    }
    return block(header, columns)


def addresses_block(gathering: Gathering) -> str:
    """Where the photos lie, each from what it has in common with the one before it."""
    texts, before = [], ""
    alike = np.zeros(len(gathering.photos), "<u2")
    for place, url in enumerate(gathering.photos.url.tolist()):
        text = published_place(url)
        alike[place] = common = _alike(before, text)
        texts.append(text[common:])
        before = text
    return block({"texts": texts}, {"alike": alike})


def run_block(gathering: Gathering) -> str:
    """The run: where each photo was measured, and how fast it went."""
    facts = gathering.facts
    header = {
        "places": [asdict(place) for place in facts.places],
        "rate": asdict(rate) if (rate := facts.rate()) else None,
    }
    return block(header, {"place": gathering.photos.place.astype("<u4")})


def _described(gathering: Gathering, measure: Measured) -> dict[str, object]:
    described: dict[str, object] = {
        "name": measure.name,
        "label": measure.label,
        "unit": measure.unit,
        "ends": measure.ends,
        "low": measure.low,
        "high": measure.high,
        "first": measure.code.first,
        "step": measure.code.step,
        "exact": measure.code.exact,
        "logarithmic": measure.logarithmic,
    }
    if histogram := gathering.histograms.get(measure.name):
        described["bins"] = histogram.ends
    return described


def _quantiles(gathering: Gathering, name: str, years: Array, window: int, least: int) -> Array:
    if histogram := gathering.histograms.get(name):
        return trends.of_histogram(years, histogram, window, least)
    values = gathering.photos.values[name]
    return trends.of_values(years, gathering.photos.year, values, window, least)


def _range(gathering: Gathering, name: str) -> tuple[float, float]:
    """The least and the greatest value; a sample has both, for it has each year's."""
    values = gathering.photos.values[name]
    if np.isnan(values).all():
        return 0.0, 1.0
    return float(np.nanmin(values)), float(np.nanmax(values))


def _axis(name: str, least: float, most: float) -> tuple[float, float]:
    """The ends of the axis: those of the scale as far as values go there, else the values' own."""
    scale = scale_of(name)
    if scale.logarithmic and least > 0:
        return least / 1.1, most * 1.1
    margin = (most / 2 - least / 2) * 0.08 or abs(most) * 0.05 or 1.0
    low, high = max(least - margin, -1.7e308), min(most + margin, 1.7e308)
    if scale.low is not None and least >= scale.low:
        low = scale.low
    if scale.high is not None and scale.high >= most >= scale.high / 2:
        high = scale.high
    return low, high


def _on_axis(measure: Measured, trend: Array) -> Array:
    """The quantiles as places on the measure's axis: all first ones, then all second ones …."""
    quantiles, low, high = trend.T.ravel(), measure.low, measure.high
    if measure.logarithmic:
        return axis_places(np.log(quantiles), math.log(low), math.log(high))
    return axis_places(quantiles, low, high)


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike, as JavaScript counts characters."""
    alike, differ = 0, min(len(one), len(other), 60_000) + 1
    while differ - alike > 1:
        middle = (alike + differ) // 2
        if one[alike:middle] == other[alike:middle]:
            alike = middle
        else:
            differ = middle
    return alike if other.isascii() else alike + sum(ord(char) > 0xFFFF for char in other[:alike])
