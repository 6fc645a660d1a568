"""A measure over the years, as the page shows it: its axis, its trend, its yearly medians."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from photoparsl.measuring import scale_of
from photoparsl.page.codes import codes_of, zeros_of
from photoparsl.page.columns import NO_YEAR, Array
from photoparsl.page.encode import NumberCode, number_code
from photoparsl.page.page_data import PageData
from photoparsl.page.plotted import Plotted
from photoparsl.redact import visible
from photoparsl.trends import (
    CIRCLE,
    CIRCULAR,
    CODES,
    MOST_PERIODS,
    NUMBERS,
    OFFERED,
    SHARES,
    YEAR_WINDOWS,
    Slope,
    numbers_of_counts,
    numbers_of_values,
    slope_of_histograms,
    slope_of_values,
    slope_text,
    why_no_slope_of_counts,
)

LONGEST_LABEL = 60  # characters of a measure's name for readers. Tables have all of them


@dataclass(frozen=True, slots=True)
class TrendNumbers:
    """A measure's numbers over the years.

    windows: the numbers (`NUMBERS`) of each dated year, of shape (years, 7), by a window's index in
        OFFERED, or NaN for codes, which have shares
    change: how its yearly medians change, as a sentence, or why they have no slope
    """

    windows: Mapping[int, Array]
    change: str

    @property
    def medians(self) -> Array:
        """Each year's own median."""
        medians: Array = self.windows[0][:, NUMBERS.index("median")]
        return medians

    def usual_window(self, other: int) -> int:
        """The narrowest window of years in which most medians have intervals, as index in OFFERED.

        other: what is returned if there is no such window
        """
        for number in range(len(YEAR_WINDOWS)):
            lower = self.windows[number][~np.isnan(self.medians), NUMBERS.index("lower")]
            if (~np.isnan(lower)).sum() >= MOST_PERIODS * len(lower):
                return number
        return other


@dataclass(frozen=True, slots=True)
class MeasureSeries:
    """A measure over the years, as the page shows it.

    name: the measure's name
    label: its name for readers
    unit: its unit, or ""
    ends: what its lowest and its highest value mean, each may be ""
    low: the lower limit of its axis
    high: the upper limit
    logarithmic: whether the axis is
    code: how the page stores a value
    of_all: its trend
    without_duplicates: its trend of all photos but duplicates, or None if there are none
    codes: the codes that photos have and their names, if its numbers are codes, else empty
    changes: how its yearly medians change, as a sentence: of all photos, and of all but duplicates
        if there are any, or why they have no slope
    zeros: how many photos of each year have exactly 0, and how many of these are duplicates, of
        shape (2, years), or None if few have
    """

    name: str
    label: str
    unit: str
    ends: tuple[str, str]
    low: float
    high: float
    logarithmic: bool
    code: NumberCode
    of_all: TrendNumbers
    without_duplicates: TrendNumbers | None
    codes: dict[int, str]
    changes: tuple[str, ...]
    zeros: Array | None


def measure_series(
    data: PageData, name: str, years: Array, windows: Iterable[int]
) -> MeasureSeries:
    """The series of a measure over these years.

    windows: indices in OFFERED of the windows whose numbers are wanted
    """
    windows = {0, *windows}  # the table has single years
    scale, values = scale_of(name), data.all.photos.values[name]
    others = data.without_duplicates
    least, most = _range(values)
    codes = codes_of(data.all, name)
    of_all = _trend(data, data.all, name, years, windows)
    single = _trend(data, others, name, years, windows) if others else None
    low, high = (least - 0.5, most + 1) if codes else _axis_limits(name, least, most)
    return MeasureSeries(
        name=name,
        label=_short_label(scale.label),
        unit=scale.unit,
        ends=scale.ends,
        low=low,
        high=high,
        logarithmic=scale.logarithmic and least > 0,
        # Of a measure without a scale, it isn't known which step is fine enough.
        code=number_code(values, 0.0 if scale.low is None else scale.step),
        of_all=of_all,
        without_duplicates=single,
        codes=codes,
        changes=tuple(trend.change for trend in (of_all, single) if trend),
        zeros=None if codes or name in CIRCULAR else zeros_of(data.all, name, years),
    )


def _short_label(label: str) -> str:
    """A label as everyone may read it, with a sign where it was cut."""
    shown = visible(label)
    return shown if len(shown) <= LONGEST_LABEL else f"{shown[: LONGEST_LABEL - 1].rstrip()}…"


def _slope(plotted: Plotted, name: str, years: Array) -> Slope | None:
    """The slope of a measure's yearly medians, or None for too few years."""
    if histogram := plotted.histograms.get(name):
        return slope_of_histograms(years, histogram.counts, histogram.edges)
    photos = plotted.photos
    return slope_of_values(years, photos.year, photos.values[name], plotted.weight)


def _trend(
    data: PageData, plotted: Plotted, name: str, years: Array, windows: Iterable[int]
) -> TrendNumbers:
    years = years[years != NO_YEAR]
    circular = name in CIRCULAR
    histogram = plotted.histograms.get(name)
    year, values = plotted.photos.year, plotted.photos.values[name]
    found: dict[int, Array] = {}
    for index in sorted(windows):
        window = OFFERED[index]
        if name in CODES:
            found[index] = np.full((len(years), len(NUMBERS)), np.nan)
        elif histogram:
            counts, edges = histogram.counts, histogram.edges
            found[index] = numbers_of_counts(years, counts, edges, window, circular=circular)
        else:
            found[index] = numbers_of_values(
                years, year, values, window, circular=circular, weight=plotted.weight
            )
    if name in CODES:
        return TrendNumbers(found, SHARES)
    held = None
    if data.clusters:
        offered = [OFFERED[index] for index in found]
        held = data.clusters.put_ends(
            plotted, name, years, offered, list(found.values()), is_all=plotted is data.all
        )
    if circular:
        return TrendNumbers(found, CIRCLE)
    slope = held or _slope(plotted, name, years)
    if slope and data.clusters and not held:
        slope = replace(slope, lower=None, upper=None, why=data.clusters.why_none)
    if not slope:
        known = _known(plotted, name, years)
        return TrendNumbers(found, why_no_slope_of_counts(known, noun="photograph"))
    return TrendNumbers(found, slope_text(slope))


def _known(plotted: Plotted, name: str, years: Array) -> Array:
    """How many photos with a value of the measure each year has."""
    if histogram := plotted.histograms.get(name):
        return np.array([histogram.counts.get(year, np.zeros(1)).sum() for year in years.tolist()])
    known = plotted.photos.year[~np.isnan(plotted.photos.values[name])]
    counts: Array = np.diff(np.searchsorted(known, np.append(years, NO_YEAR)))
    return counts


def _range(values: Array) -> tuple[float, float]:
    """The least and the greatest value, or 0 and 1 if there is none.

    Those of a sample are those of all photos, since it has the extremes of each year.
    """
    if np.isnan(values).all():
        return 0.0, 1.0
    return float(np.nanmin(values)), float(np.nanmax(values))


def _axis_limits(name: str, least: float, most: float) -> tuple[float, float]:
    """Axis limits: the scale's if the data comes near them, else the data's with a margin."""
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
