"""Converts a slice's result to the text of a result file, and back.

The text is of format 2.  Format 1, that of version 0.1.0, is read too: its photos have a year and
no digest, and a number for each measure.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from photoparsl.errors import NewerFormatError
from photoparsl.files import parse_json
from photoparsl.manifests import Span
from photoparsl.results.execution import Execution, PartialExecution, executions_of
from photoparsl.results.fields import dataclass_of, fields_of
from photoparsl.results.first_format import first_failures, first_measurements
from photoparsl.results.slice_cells import (
    failures_in,
    measurements_in,
    packed,
    partial_execution_of,
)
from photoparsl.results.slice_result import Failure, Measurement, SliceResult
from photoparsl.results.value import is_thumbnail, kinds_of

FORMAT = 2  # the version of the format of all files of a run

_json = json.JSONEncoder(separators=(",", ":")).encode


def to_json(result: SliceResult) -> str:
    """Return a result file's text: a line with the slice's head, then lines for each photo.

    A measurement is `[row, url, value, ...]`, with the values in the order of `measures`.  For a
    value that the photo hasn't, there is `[reason, detail]`, or null where the measure hasn't been
    tried on it.  `photos` has `[digest, stamp]` for each measurement.  The photo's mark, if it has
    one, stands after the digest.  A thumbnail is a third cell there, and its length is the value of
    its measure.  (Digits and base64 are packed a tenth better apart.)  A failure is `[row, url,
    reason, detail]`, with the mark as a fifth.  `sha256` is that of these lists' lines.

    A run's results have no years, which are in its copy of the manifest.  Where a result has some,
    `years` is a third list, of `[row, year]` or `[row, year, earliest, latest]`.
    """
    names = list(result.measures)
    pictures = [name for name in names if is_thumbnail(name)]
    measurements = [[m.row, m.url, *_cells(m, names, pictures)] for m in result.measurements]
    photos = [
        [packed(m.digest + m.mark), m.stamp, *(m.values.get(name) or "" for name in pictures)]
        for m in result.measurements
    ]
    failures = [
        [f.row, f.url, f.reason, f.detail, *([packed(f.mark)] if f.mark else ())]
        for f in result.failures
    ]
    body = f'"measurements": [{_lines(measurements)}],\n"photos": [{_lines(photos)}]'
    body += f',\n"failures": [{_lines(failures)}]'
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
        **({"untried": untried} if (untried := _untried(result)) else {}),
        "sha256": hashlib.sha256(body.encode()).hexdigest(),
    }
    execution = json.dumps(fields_of(result.execution))
    partials = json.dumps(
        [fields_of(partial) for partial in result.partial_executions], default=fields_of
    )
    partials = f',\n"parts": {partials}' if result.partial_executions else ""
    return f'{json.dumps(head)[:-1]},\n{body},\n"ran": {execution}{partials}\n}}\n'


def from_json(text: str, shift: int = 0) -> SliceResult:
    """Return the result from the text that `to_json` returned.

    shift: is added to all row numbers

    Raises ValueError, KeyError or TypeError if the text isn't what was written, and
    NewerFormatError if a newer photoparsl wrote it.
    """
    head, _ = body_of(text)
    values = parse_json(text)
    measures: dict[str, int] = values["measures"]
    is_first = head["format"] == 1
    years = {
        row + shift: (year, tuple(span) or None) for row, year, *span in values.get("years", ())
    }
    result = SliceResult(
        start=values["start"] + shift,
        stop=values["stop"] + shift,
        digest=values["digest"],
        measures=measures,
        measurements=tuple(
            first_measurements(values["measurements"], measures, shift)
            if is_first
            else measurements_in(values["measurements"], values.get("photos"), measures, shift)
        ),
        failures=tuple((first_failures if is_first else failures_in)(values["failures"], shift)),
        execution=dataclass_of(Execution, values["ran"]),
        partial_executions=tuple(
            partial_execution_of(partial, shift) for partial in values.get("parts", ())
        ),
    )
    return _with_years(result, years) if years else result


def body_of(text: str) -> tuple[dict[str, Any], str]:
    """Return the fields of a slice's first line, and the text of its outcomes.

    Raises ValueError, KeyError or TypeError if the text isn't what was written, and
    NewerFormatError if a newer photoparsl wrote it.
    """
    head = parse_json(text.partition("\n")[0].rstrip(",") + "}")
    check_format(head)
    body = text[text.index("\n") + 1 : text.rindex(',\n"ran": ')]
    if head["sha256"] != hashlib.sha256(body.encode()).hexdigest():
        raise ValueError("its checksum differs")
    return head, body


def executions_in(text: str, rows: Iterable[int], shift: int = 0) -> list[PartialExecution]:
    """Return the executions in a slice's text (`SliceResult.executions`), and read nothing else.

    rows: the rows of its outcomes, after the shift
    shift: is added to all row numbers
    """
    values = parse_json("{" + text[text.rindex(',\n"ran": ') + 1 :])
    partials = [partial_execution_of(partial, shift) for partial in values.get("parts", ())]
    return list(executions_of(rows, dataclass_of(Execution, values["ran"]), partials))


def outcome_in(line: str, photo: str, measures: Mapping[str, int]) -> Measurement | Failure:
    """Return the outcome in a line of a slice's text.

    photo: the line of a measurement's photo, or '' for a failure
    measures: those of the slice
    """
    cells = [parse_json(line)]
    if photo:
        return next(measurements_in(cells, [parse_json(photo)], measures, 0))
    return next(failures_in(cells, 0))


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
        found = number if number < 1_000_000 else "far higher"
        raise NewerFormatError(
            f"made by a newer photoparsl: its format is {found}, and this one knows up to "
            f"{FORMAT}: update photoparsl"
        )


def _untried(result: SliceResult) -> dict[str, int]:
    """On how many photos each measure hasn't been tried yet, for those not tried on all."""
    photos = Counter(
        name
        for m in result.measurements
        if len(m.values) < len(result.measures)
        for name in result.measures
        if name not in m.values
    )
    return dict(photos)


def _cells(measurement: Measurement, names: list[str], pictures: Iterable[str]) -> list[Any]:
    """A cell for each measure: its value, why there is none, or None if it wasn't tried.

    pictures: the measures whose values are thumbnails.  Their cell is the thumbnail's length
    """
    values = measurement.values
    for name in pictures:
        if values.get(name) is not None:  # None where the photo couldn't be fetched for it
            values = {**values, name: len(values[name])}
    if not measurement.missing:
        return [values.get(name) for name in names]
    why = {name: [missing.reason, missing.detail] for name, missing in measurement.missing.items()}
    return [why.get(name, values.get(name)) for name in names]


def _lines(rows: list[list[Any]]) -> str:
    """Return the rows in JSON, one per line, which the json module can't do."""
    return "".join(f"\n{_json(row)}," for row in rows).removesuffix(",")
