"""A trend as a table, in CSV or JSON, and its slope as a sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, fields
from enum import StrEnum
from typing import Any

from photoparsl.errors import OptionError
from photoparsl.redact import archive_text, cell, csv_line, distinct
from photoparsl.trends.circular import CIRCULAR
from photoparsl.trends.shares import ShareRow, Shares
from photoparsl.trends.slope import CIRCLE
from photoparsl.trends.slope_text import slope_text
from photoparsl.trends.trend_rows import Trend, TrendRow, name_in_line


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


def trend_text(trend: Trend | Shares, form: str = TrendFormat.CSV) -> str:
    """Return the table as a text.

    form: csv (RFC 4180), where texts are escaped that a spreadsheet would take as formulas, or
        json, an object with measure, window, slopes, no_slope, notes and rows

    Raises OptionError for another format.
    """
    if form not in set(TrendFormat):
        raise OptionError(f"form: {form!r} isn't one of {', '.join(TrendFormat)}")
    if form == TrendFormat.JSON:
        return _json(trend)
    names, rows = _shown_table(trend)
    return "".join([csv_line(names), *(csv_line(map(_cell, row)) for row in rows)])


def group_lines(trend: Trend) -> Iterator[str]:
    """Yield a line for each group with its slope, or the reason why it has none."""
    if trend.measure in CIRCULAR and trend.slopes:
        yield CIRCLE
        return
    names = [name_in_line(name) for name in _shown_groups(trend).values()]
    shown = dict(zip(_shown_groups(trend), distinct(names), strict=True))
    for group, slope in trend.slopes.items():
        text = slope_text(slope) if slope else trend.no_slope[group]
        yield f"{shown[group]}: {text}" if len(trend.slopes) > 1 else text


def _json(trend: Trend | Shares) -> str:
    head: dict[str, Any] = {"measure": trend.measure, "window": trend.window.text}
    if isinstance(trend, Trend):
        shown = _shown_groups(trend)
        head["slopes"] = {
            shown[group]: asdict(slope) if slope else None for group, slope in trend.slopes.items()
        }
        head["no_slope"] = {shown[group]: why for group, why in trend.no_slope.items()}
    head["notes"] = list(trend.notes)
    names, rows = _shown_table(trend)
    head["rows"] = [dict(zip(names, row, strict=True)) for row in rows]
    return json.dumps(head, ensure_ascii=False, indent=1) + "\n"


def _shown_groups(trend: Trend | Shares) -> dict[str, str]:
    """Each group as everyone may read it.  Different groups stay different."""
    groups = list(dict.fromkeys(row.group for row in trend.rows))
    if isinstance(trend, Trend):
        groups = list(dict.fromkeys([*trend.slopes, *trend.no_slope, *groups]))
    return dict(zip(groups, distinct(map(archive_text, groups)), strict=True))


def _shown_table(trend: Trend | Shares) -> tuple[list[str], list[list[Any]]]:
    """The table with its groups as everyone may read them."""
    (names, rows), shown = table_of(trend), _shown_groups(trend)
    index = names.index("group")
    return names, [[*row[:index], shown[row[index]], *row[index + 1 :]] for row in rows]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return cell(value) if isinstance(value, str) else str(value)
