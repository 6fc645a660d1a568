"""A trend as a table, in CSV or JSON, and its slope as a sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from enum import StrEnum
from typing import Any

from photoparsl.cells import cell, csv_line
from photoparsl.trends.circular import CIRCULAR
from photoparsl.trends.shares import ShareRow, Shares
from photoparsl.trends.slope import CIRCLE, Slope
from photoparsl.trends.trend_rows import Trend, TrendRow

_SMALL = 1e-5  # numbers that are all smaller are written with a power of ten
_MORE_DECIMALS = 3


class TrendFormat(StrEnum):
    """A format of a trend's table."""

    CSV = "csv"
    JSON = "json"


def table_of(trend: Trend | Shares) -> tuple[list[str], list[list[Any]]]:
    """Return the names of the table's columns, and its rows.

    There is a column `month` if the window is of months.
    """
    kind = TrendRow if isinstance(trend, Trend) else ShareRow
    names = [field.name for field in fields(kind) if field.name != "month"]
    if trend.window.months:
        names.insert(1, "month")
    return names, [[getattr(row, name) for name in names] for row in trend.rows]


def trend_text(trend: Trend | Shares, form: TrendFormat) -> str:
    """Return the table as a text.

    form: CSV (RFC 4180), where texts are escaped that a spreadsheet would take as formulas; or
        JSON, an object with measure, window, slopes, no_slope, notes and rows
    """
    if form is TrendFormat.JSON:
        return _json(trend)
    names, rows = table_of(trend)
    return "".join([csv_line(names), *(csv_line(map(_cell, row)) for row in rows)])


def slope_text(slope: Slope) -> str:
    """Return a slope as a sentence without its subject.

    >>> slope_text(Slope(0.0123, 0.0094, 0.0151, 80, 1900.0, 1990.0))
    '+0.012 a decade (95 %: +0.009 to +0.015), 1900 to 1990'
    """
    years = f"{slope.first:.0f} to {slope.last:.0f}"
    ends = [end for end in (slope.lower, slope.upper) if end is not None]
    change, *texts = signed((slope.decade, *ends), apart_from_zero=slope.is_change)
    if not texts:
        return f"{change} a decade, without an interval, {years}"
    interval = f"95 %: {' to '.join(texts)}"
    if slope.is_change:
        return f"{change} a decade ({interval}), {years}"
    return f"no change that can be told from chance ({interval} a decade), {years}"


def group_lines(trend: Trend) -> Iterator[str]:
    """Yield a line for each group with its slope, or the reason why it has none."""
    if trend.measure in CIRCULAR and trend.slopes:
        yield CIRCLE
        return
    for group, slope in trend.slopes.items():
        text = slope_text(slope) if slope else trend.no_slope[group]
        yield f"{group}: {text}" if len(trend.slopes) > 1 else text


def signed(numbers: Sequence[float], *, apart_from_zero: bool = False) -> list[str]:
    """Return numbers with their signs and as many decimals as they need.

    numbers: of which the largest needs two digits, and different ones as many as tell them apart,
        up to five
    apart_from_zero: whether none but 0 may be shown as 0

    >>> signed((0.0123, 0.0094, 0.0151)), signed((0.01697, 0.01694, 0.01699))
    (['+0.012', '+0.009', '+0.015'], ['+0.01697', '+0.01694', '+0.01699'])
    >>> signed((1e-9, -1.8e-8, 0)), signed((0,))
    (['+1.0e-9', '-1.8e-8', '+0'], ['+0'])
    """
    largest = max(map(abs, numbers))
    if not largest:
        return ["+0"] * len(numbers)
    if largest < _SMALL:
        return [re.sub("e-0*", "e-", f"{number:+.1e}") if number else "+0" for number in numbers]
    least = next(n for n in range(12) if largest * 10**n >= 9.995)
    for decimals in range(least, least + _MORE_DECIMALS + 1):
        texts = [f"{number:+.{decimals}f}" for number in numbers]
        has_zero = any(number and not float(t) for number, t in zip(numbers, texts, strict=True))
        if len(set(texts)) >= len(set(numbers)) and not (has_zero and apart_from_zero):
            break
    return texts


def _json(trend: Trend | Shares) -> str:
    head: dict[str, Any] = {"measure": trend.measure, "window": trend.window.text}
    if isinstance(trend, Trend):
        head["slopes"] = {
            group: asdict(slope) if slope else None for group, slope in trend.slopes.items()
        }
        head["no_slope"] = trend.no_slope
    head["notes"] = list(trend.notes)
    names, rows = table_of(trend)
    head["rows"] = [dict(zip(names, row, strict=True)) for row in rows]
    return json.dumps(head, ensure_ascii=False, indent=1) + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return cell(value) if isinstance(value, str) else str(value)
