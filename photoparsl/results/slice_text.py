"""Converts a slice's result to the text of a result file, and back."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from photoparsl.errors import NewerFormatError
from photoparsl.manifests import Span
from photoparsl.results.fields import dataclass_of, fields_of
from photoparsl.results.slice_result import Execution, Failure, Measurement, SliceResult

FORMAT = 1  # the version of the format of all files of a run

_json = json.JSONEncoder().encode


def to_json(result: SliceResult) -> str:
    """Return a result file's text: a line with the slice's head, then a line for each photo.

    A measurement is `[row, url, year, stamp, value, ...]`, with the values in the order of
    `measures`; a failure is `[row, url, year, reason, detail]`; a year that isn't exact is
    `[year, earliest, latest]`.  `sha256` is that of these two lists' lines.
    """
    measurements = [
        [m.row, m.url, _year(m), m.stamp, *(m.values[name] for name in result.measures)]
        for m in result.measurements
    ]
    failures = [[f.row, f.url, _year(f), f.reason, f.detail] for f in result.failures]
    body = f'"measurements": [{_lines(measurements)}],\n"failures": [{_lines(failures)}]'
    head = {
        "format": FORMAT,
        "start": result.start,
        "stop": result.stop,
        "digest": result.digest,
        "measures": result.measures,
        "failed": len(result.failures),
        "sha256": hashlib.sha256(body.encode()).hexdigest(),
    }
    execution = json.dumps(fields_of(result.execution))
    return f'{json.dumps(head)[:-1]},\n{body},\n"ran": {execution}\n}}\n'


def from_json(text: str) -> SliceResult:
    """Return the result from the text that `to_json` returned.

    Raises ValueError, KeyError or TypeError if the text isn't what was written, and
    NewerFormatError if a newer photoparsl wrote it.
    """
    check_format(json.loads(text.partition("\n")[0].rstrip(",") + "}"))
    body = text[text.index("\n") + 1 : text.rindex(',\n"ran": ')]
    values = json.loads(text)
    if values["sha256"] != hashlib.sha256(body.encode()).hexdigest():
        raise ValueError("its checksum differs")
    measures: dict[str, int] = values["measures"]
    return SliceResult(
        start=values["start"],
        stop=values["stop"],
        digest=values["digest"],
        measures=measures,
        measurements=tuple(
            Measurement(row, url, year, dict(zip(measures, numbers, strict=True)), stamp, span)
            for row, url, years, stamp, *numbers in values["measurements"]
            for year, span in [_year_and_span(years)]
        ),
        failures=tuple(
            Failure(row, url, year, reason, detail, span)
            for row, url, years, reason, detail in values["failures"]
            for year, span in [_year_and_span(years)]
        ),
        execution=dataclass_of(Execution, values["ran"]),
    )


def check_format(fields: dict[str, Any]) -> None:
    """Check the number of a file's format.

    Raises NewerFormatError if it is higher than this photoparsl's, and ValueError if it isn't a
    whole number from 1.
    """
    number = fields["format"]
    if not isinstance(number, int) or number < 1:
        raise ValueError(f"its format is {number!r}")
    if number > FORMAT:
        raise NewerFormatError(
            f"made by a newer photoparsl: its format is {number}, and this one knows up to "
            f"{FORMAT}: update photoparsl"
        )


def _year(outcome: Measurement | Failure) -> int | list[int | None] | None:
    return [outcome.year, *outcome.span] if outcome.span else outcome.year


def _year_and_span(years: int | list[int] | None) -> tuple[int | None, Span | None]:
    if isinstance(years, list):
        year, earliest, latest = years
        return year, (earliest, latest)
    return years, None


def _lines(rows: list[list[Any]]) -> str:
    """Return the rows in JSON, one per line, which the json module can't do."""
    return "".join(f"\n{_json(row)}," for row in rows).removesuffix(",")
