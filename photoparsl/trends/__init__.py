"""Trends over the years that can be defended: medians with intervals, slopes, shares."""

from __future__ import annotations

from photoparsl.trends.circular import CIRCULAR, hue_notes, lacks_hue, may_lack_hue
from photoparsl.trends.cluster_numbers import numbers_of_clusters
from photoparsl.trends.code_names import CODE_NAMES, CODES
from photoparsl.trends.column import Column, with_most_frequent
from photoparsl.trends.counted_clusters import CountedPhotos, numbers_of_counted_clusters
from photoparsl.trends.intervals import median_ranks
from photoparsl.trends.measure_trend import LEAST_ZEROS, YearlyChange, trend_of, yearly_change
from photoparsl.trends.observations import (
    OLD_RESOURCE,
    RESOURCE,
    Observations,
    observations_of,
)
from photoparsl.trends.resampling import REPLICATES
from photoparsl.trends.sample_weights import (
    SampleWeights,
    margin_of,
    margin_text,
    medians_margin,
    sample_of_run,
)
from photoparsl.trends.shares import ShareRow, Shares, shares_of
from photoparsl.trends.slope import CIRCLE, SHARES, Slope, theil_sen
from photoparsl.trends.slope_text import slope_text
from photoparsl.trends.trend_rows import ALL, Trend, TrendOptions, TrendRow
from photoparsl.trends.trend_table import TrendFormat, group_lines, table_of, trend_text
from photoparsl.trends.windows import (
    MOST_PERIODS,
    OFFERED,
    YEAR_WINDOWS,
    Window,
    usual_window_of_counts,
)
from photoparsl.trends.year_numbers import (
    NUMBERS,
    numbers_of_counts,
    numbers_of_values,
    slope_of_histograms,
    slope_of_values,
    why_no_slope_of_counts,
)

__all__ = [
    "ALL",
    "CIRCLE",
    "CIRCULAR",
    "CODES",
    "CODE_NAMES",
    "LEAST_ZEROS",
    "MOST_PERIODS",
    "NUMBERS",
    "OFFERED",
    "OLD_RESOURCE",
    "REPLICATES",
    "RESOURCE",
    "SHARES",
    "YEAR_WINDOWS",
    "Column",
    "CountedPhotos",
    "Observations",
    "SampleWeights",
    "ShareRow",
    "Shares",
    "Slope",
    "Trend",
    "TrendFormat",
    "TrendOptions",
    "TrendRow",
    "Window",
    "YearlyChange",
    "group_lines",
    "hue_notes",
    "lacks_hue",
    "margin_of",
    "margin_text",
    "may_lack_hue",
    "median_ranks",
    "medians_margin",
    "numbers_of_clusters",
    "numbers_of_counted_clusters",
    "numbers_of_counts",
    "numbers_of_values",
    "observations_of",
    "sample_of_run",
    "shares_of",
    "slope_of_histograms",
    "slope_of_values",
    "slope_text",
    "table_of",
    "theil_sen",
    "trend_of",
    "trend_text",
    "usual_window_of_counts",
    "why_no_slope_of_counts",
    "with_most_frequent",
    "yearly_change",
]
