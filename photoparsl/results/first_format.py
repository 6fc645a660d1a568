"""The photos of result files of format 1, which version 0.1.0 wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from photoparsl.manifests import Span
from photoparsl.results.slice_result import Failure, Measurement


def first_measurements(
    lines: list[list[Any]], measures: Mapping[str, int], shift: int
) -> Iterator[Measurement]:
    """Yield the measurements in a slice's text of format 1.

    lines: the list `measurements`.  A year that isn't exact is `[year, earliest, latest]` there
    measures: the slice's measures, in the order of the values
    shift: is added to all row numbers
    """
    for row, url, years, stamp, *numbers in lines:
        year, span = _year_and_span(years)
        values = dict(zip(measures, numbers, strict=True))
        yield Measurement(row + shift, url, year, values, stamp, span)


def first_failures(lines: list[list[Any]], shift: int) -> Iterator[Failure]:
    """Yield the failures in a slice's text of format 1.

    lines: the list `failures`, with years as in the list `measurements`
    shift: is added to all row numbers
    """
    for row, url, years, reason, detail in lines:
        year, span = _year_and_span(years)
        yield Failure(row + shift, url, year, reason, detail, span)


def _year_and_span(years: int | list[int] | None) -> tuple[int | None, Span | None]:
    if isinstance(years, list):
        year, earliest, latest = years
        return year, (earliest, latest)
    return years, None
