"""Converts a slice's result to the text of a result file, and back.

Of format 2.  Format 1, version 0.1.0's, is read too: its photos have a year and no digest, and a
number for each measure.
"""

from __future__ import annotations

import hashlib
import json
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from photoparsl.errors import NewerFormatError
from photoparsl.manifests import Span
from photoparsl.results.fields import dataclass_of, fields_of
from photoparsl.results.slice_result import Execution, Failure, Measurement, SliceResult
from photoparsl.results.value import Missing, kinds_of

FORMAT = 2  # the version of the format of all files of a run

_json = json.JSONEncoder().encode


def to_json(result: SliceResult) -> str:
    """Return a result file's text: a line with the slice's head, then a line for each photo.

    A measurement is `[row, url, digest, stamp, value, ...]`, with the values in the order of
    `measures`; for a value that the photo hasn't, there is `[reason, detail]`.  A failure is
    `[row, url, reason, detail]`.  `sha256` is that of these lists' lines.

    A run's results have no years, which are in its copy of the manifest.  Where a result has some,
    `years` is a third list, of `[row, year]` or `[row, year, earliest, latest]`.
    """
    names = list(result.measures)
    measurements = [
        [m.row, m.url, _packed(m.digest), m.stamp, *_cells(m, names)] for m in result.measurements
    ]
    failures = [[f.row, f.url, f.reason, f.detail] for f in result.failures]
    body = f'"measurements": [{_lines(measurements)}],\n"failures": [{_lines(failures)}]'
    if years := [
        [o.row, o.year, *(o.span or ())] for o in result.outcomes if o.year is not None or o.span
    ]:
        body += f',\n"years": [{_lines(years)}]'
    head = {
        "format": FORMAT,
        "start": result.start,
        "stop": result.stop,
        "digest": result.digest,
        "measures": result.measures,
        "failed": len(result.failures),
        "kinds": kinds_of(names, (m.values for m in result.measurements)),
        "sha256": hashlib.sha256(body.encode()).hexdigest(),
    }
    execution = json.dumps(fields_of(result.execution))
    return f'{json.dumps(head)[:-1]},\n{body},\n"ran": {execution}\n}}\n'


def from_json(text: str) -> SliceResult:
    """Return the result from the text that `to_json` returned.

    Raises ValueError, KeyError or TypeError if the text isn't what was written, and
    NewerFormatError if a newer photoparsl wrote it.
    """
    head = json.loads(text.partition("\n")[0].rstrip(",") + "}")
    check_format(head)
    body = text[text.index("\n") + 1 : text.rindex(',\n"ran": ')]
    values = json.loads(text)
    if values["sha256"] != hashlib.sha256(body.encode()).hexdigest():
        raise ValueError("its checksum differs")
    measures: dict[str, int] = values["measures"]
    is_first = head["format"] == 1
    years = {row: (year, tuple(span) or None) for row, year, *span in values.get("years", ())}
    result = SliceResult(
        start=values["start"],
        stop=values["stop"],
        digest=values["digest"],
        measures=measures,
        measurements=tuple(
            (_first_measurements if is_first else _measurements)(values["measurements"], measures)
        ),
        failures=tuple((_first_failures if is_first else _failures)(values["failures"])),
        execution=dataclass_of(Execution, values["ran"]),
    )
    return _with_years(result, years) if years else result


def _with_years(
    result: SliceResult, years: Mapping[int, tuple[int | None, Span | None]]
) -> SliceResult:
    """Return the result with the years and spans of its photos, by their rows."""
    nothing: tuple[int | None, Span | None] = (None, None)
    measurements = [(m, *years.get(m.row, nothing)) for m in result.measurements]
    failures = [(f, *years.get(f.row, nothing)) for f in result.failures]
    return replace(
        result,
        measurements=tuple(replace(m, year=year, span=span) for m, year, span in measurements),
        failures=tuple(replace(f, year=year, span=span) for f, year, span in failures),
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


def _first_measurements(
    lines: list[list[Any]], measures: Mapping[str, int]
) -> Iterator[Measurement]:
    """The measurements of format 1; a year that isn't exact is `[year, earliest, latest]`."""
    for row, url, years, stamp, *numbers in lines:
        year, span = _year_and_span(years)
        yield Measurement(row, url, year, dict(zip(measures, numbers, strict=True)), stamp, span)


def _first_failures(lines: list[list[Any]]) -> Iterator[Failure]:
    for row, url, years, reason, detail in lines:
        year, span = _year_and_span(years)
        yield Failure(row, url, year, reason, detail, span)


def _measurements(lines: list[list[Any]], measures: Mapping[str, int]) -> Iterator[Measurement]:
    for row, url, packed, stamp, *cells in lines:
        values: dict[str, Any] = dict(zip(measures, cells, strict=True))
        missing: dict[str, Missing] = {}
        if list in map(type, cells):
            missing = {name: Missing(*why) for name, why in values.items() if type(why) is list}
            values |= dict.fromkeys(missing)
        digest = a2b_base64(f"{packed}==").hex() if packed else ""
        yield Measurement(row, url, None, values, stamp, None, digest, missing)


def _failures(lines: list[list[Any]]) -> Iterator[Failure]:
    for row, url, reason, detail in lines:
        yield Failure(row, url, None, reason, detail)


def _cells(measurement: Measurement, names: list[str]) -> list[Any]:
    """A cell for each measure: its value, or why there is none."""
    if not measurement.missing:
        return [measurement.values[name] for name in names]
    why = {name: [missing.reason, missing.detail] for name, missing in measurement.missing.items()}
    return [why.get(name, measurement.values[name]) for name in names]


def _packed(digest: str) -> str:
    """A digest in 22 characters, base64 without its padding."""
    return b2a_base64(bytes.fromhex(digest), newline=False).decode().rstrip("=")


def _year_and_span(years: int | list[int] | None) -> tuple[int | None, Span | None]:
    if isinstance(years, list):
        year, earliest, latest = years
        return year, (earliest, latest)
    return years, None


def _lines(rows: list[list[Any]]) -> str:
    """Return the rows in JSON, one per line, which the json module can't do."""
    return "".join(f"\n{_json(row)}," for row in rows).removesuffix(",")
