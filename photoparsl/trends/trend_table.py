"""A trend as a table, in CSV or JSON, and its slope as a sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, fields
from typing import Any

from photoparsl.cells import cell, csv_line
from photoparsl.trends.circular import CIRCULAR
from photoparsl.trends.shares import ShareRow, Shares
from photoparsl.trends.slope import Slope
from photoparsl.trends.trend_rows import Trend, TrendRow


def table_of(trend: Trend | Shares) -> tuple[list[str], list[list[Any]]]:
    """Return the names of the table's columns, and its rows.

    There is a column `month` if the window is of months.
    """
    kind = TrendRow if isinstance(trend, Trend) else ShareRow
    names = [field.name for field in fields(kind) if field.name != "month"]
    if trend.window.months:
        names.insert(1, "month")
    return names, [[getattr(row, name) for name in names] for row in trend.rows]


def trend_text(trend: Trend | Shares, form: str) -> str:
    """Return the table as a text.

    form: csv (RFC 4180), where texts are escaped that a spreadsheet would take as formulas; or
        json, an object with measure, window, slopes, notes and rows
    """
    if form == "json":
        return _json(trend)
    names, rows = table_of(trend)
    return "".join([csv_line(names), *(csv_line(map(_cell, row)) for row in rows)])


def slope_text(slope: Slope | None) -> str:
    """Return a slope as a sentence without its subject.

    >>> slope_text(Slope(0.0123, 0.0094, 0.0151, 80, 1900.0, 1990.0))
    '+0.012 a decade (95 %: +0.009 to +0.015), 1900 to 1990'
    """
    if slope is None:
        return "too few years for a slope"
    years = f"{slope.first:.0f} to {slope.last:.0f}"
    if slope.lower is None or slope.upper is None:
        return f"{_signed(slope, slope.decade)} a decade, without an interval, {years}"
    ends = f"95 %: {_signed(slope, slope.lower)} to {_signed(slope, slope.upper)}"
    if slope.is_change:
        return f"{_signed(slope, slope.decade)} a decade ({ends}), {years}"
    return f"no change that can be told from chance ({ends} a decade), {years}"


def group_lines(trend: Trend) -> Iterator[str]:
    """Yield a line for each group with its slope."""
    if trend.measure in CIRCULAR:
        yield "no slope: the values go round a circle"
        return
    for group, slope in trend.slopes.items():
        yield f"{group}: {slope_text(slope)}" if len(trend.slopes) > 1 else slope_text(slope)


def _json(trend: Trend | Shares) -> str:
    head: dict[str, Any] = {"measure": trend.measure, "window": trend.window.text}
    if isinstance(trend, Trend):
        head["slopes"] = {
            group: asdict(slope) if slope else None for group, slope in trend.slopes.items()
        }
    head["notes"] = list(trend.notes)
    names, rows = table_of(trend)
    head["rows"] = [dict(zip(names, row, strict=True)) for row in rows]
    return json.dumps(head, ensure_ascii=False, indent=1) + "\n"


def _signed(slope: Slope, number: float) -> str:
    """Return the number with as many decimals as the slope needs for two digits."""
    largest = max(abs(end) for end in (slope.decade, slope.lower or 0.0, slope.upper or 0.0))
    decimals = next((n for n in range(12) if largest * 10**n >= 9.995), 12) if largest else 0
    return f"{number:+.{decimals}f}"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return cell(value) if isinstance(value, str) else str(value)
