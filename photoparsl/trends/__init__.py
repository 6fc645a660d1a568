"""Trends over the years that can be defended: medians with intervals, slopes, shares."""

from __future__ import annotations

from photoparsl.trends.intervals import median_ranks
from photoparsl.trends.observations import (
    CODES,
    MOST_GROUPS,
    SITE,
    Column,
    Observations,
    observations_of,
    with_most_frequent,
)
from photoparsl.trends.resampling import REPLICATES
from photoparsl.trends.shares import ShareRow, Shares, shares_of
from photoparsl.trends.slope import Slope, theil_sen
from photoparsl.trends.table import group_lines, slope_text, table_of, trend_text
from photoparsl.trends.trend import trend_of
from photoparsl.trends.trend_rows import ALL, Trend, TrendOptions, TrendRow
from photoparsl.trends.windows import YEAR_WINDOWS, Window

__all__ = [
    "ALL",
    "CODES",
    "MOST_GROUPS",
    "REPLICATES",
    "SITE",
    "YEAR_WINDOWS",
    "Column",
    "Observations",
    "ShareRow",
    "Shares",
    "Slope",
    "Trend",
    "TrendOptions",
    "TrendRow",
    "Window",
    "group_lines",
    "median_ranks",
    "observations_of",
    "shares_of",
    "slope_text",
    "table_of",
    "theil_sen",
    "trend_of",
    "trend_text",
    "with_most_frequent",
]
