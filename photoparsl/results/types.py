"""What is found out of each photo, and the text that keeps a slice of it.

The dataclasses here cross every border of the program.  Rows and values are the same
whatever the slicing, the order or the site; where and when they were measured is kept
apart from them, in `Execution`.
"""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import starmap
from typing import Any

from photoparsl.errors import NewerFormatError
from photoparsl.manifests import Photo, Span
from photoparsl.results.typed import KEY, fields_of, typed

FORMAT = 1

_json = json.JSONEncoder().encode


@dataclass(frozen=True, slots=True)
class Measurement:
    """One photo, measured: a number for each measure asked for.

    `row` is the photo's place in the manifest, from 0; `year` is None where the manifest
    doesn't know it; `values` maps each measure's name to its value; `stamp` is the photo as
    4 x 4 colours, each RGB565 in two bytes (little-endian), row by row in base64, or nothing;
    `span` is the earliest and the latest year, or None where the year is exact or unknown.
    """

    row: int
    url: str
    year: int | None
    values: dict[str, float]
    stamp: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """One photo that could not be measured.

    `reason` is one of a small documented set (`http-404`, `not-an-image`, …); `detail` is
    a sentence for people.
    """

    row: int
    url: str
    year: int | None
    reason: str
    detail: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Execution:
    """Where and when a slice was measured.

    `started` is seconds since 1970 (UTC) by the worker's clock; `seconds` is wall time;
    `bytes` are those of the photos that were fetched, `program` is what measured them,
    with versions, and `refused` has the hosts that answered 429 or 503, with the seconds for
    which they asked to be left alone.
    """

    host: str
    resource: str = field(metadata={KEY: "site"})
    started: float
    seconds: float
    bytes: int = 0
    program: str = ""
    refused: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SliceResult:
    """One slice, done: every one of its rows is in `measurements` or in `failures`, once.

    It covers rows `start` up to, but not including, `stop`.  `digest` is the slice's own
    (`Slice.digest`), and `measures` maps each measure to the version that was used.
    """

    start: int
    stop: int
    digest: str
    measures: dict[str, int]
    measurements: tuple[Measurement, ...]
    failures: tuple[Failure, ...]
    execution: Execution

    @property
    def outcomes(self) -> list[Measurement | Failure]:
        """What each photo came to, by row."""
        outcomes: list[Measurement | Failure] = [*self.measurements, *self.failures]
        return sorted(outcomes, key=lambda outcome: outcome.row)

    def photos(self) -> Iterator[Photo]:
        """Its photos as the manifest has them."""
        return (Photo(o.row, o.url, o.year, span=o.span) for o in self.outcomes)

    @property
    def whole(self) -> bool:
        """Whether each of its rows has ended, and ended once."""
        return [outcome.row for outcome in self.outcomes] == list(range(self.start, self.stop))

    def __reduce__(self) -> tuple[object, tuple[bytes]]:
        """As one string of bytes, for the same reason as `Slice`."""
        measured = [(m.row, m.url, m.year, m.values, m.stamp, m.span) for m in self.measurements]
        failed = [(f.row, f.url, f.year, f.reason, f.detail, f.span) for f in self.failures]
        rest = {
            name: getattr(self, name)
            for name in ("start", "stop", "digest", "measures", "execution")
        }
        return _result, (pickle.dumps((measured, failed, rest)),)


def to_json(result: SliceResult) -> str:
    """A result file's text: a line that says what it covers, then a line a photo.

    A measurement is `[row, url, year, stamp, value, …]`, the values in the order of `measures`;
    a failure is `[row, url, year, reason, detail]`; a year that isn't exact is
    `[year, earliest, latest]`; `sha256` is of these two lists' lines.
    """
    measured = [
        [m.row, m.url, _year(m), m.stamp, *(m.values[name] for name in result.measures)]
        for m in result.measurements
    ]
    failed = [[f.row, f.url, _year(f), f.reason, f.detail] for f in result.failures]
    body = f'"measurements": [{_lines(measured)}],\n"failures": [{_lines(failed)}]'
    head = {
        "format": FORMAT,
        "start": result.start,
        "stop": result.stop,
        "digest": result.digest,
        "measures": result.measures,
        "failed": len(result.failures),
        "sha256": hashlib.sha256(body.encode()).hexdigest(),
    }
    ran = json.dumps(fields_of(result.execution))
    return f'{json.dumps(head)[:-1]},\n{body},\n"ran": {ran}\n}}\n'


def from_json(text: str) -> SliceResult:
    """The result that `to_json` gave the text of.

    Raises ValueError, KeyError or TypeError where the text isn't what was written, and
    NewerFormatError where a newer photoparsl wrote it.
    """
    check_format(json.loads(text.partition("\n")[0].rstrip(",") + "}"))
    body = text[text.index("\n") + 1 : text.rindex(',\n"ran": ')]
    told = json.loads(text)
    if told["sha256"] != hashlib.sha256(body.encode()).hexdigest():
        raise ValueError("its checksum differs")
    measures: dict[str, int] = told["measures"]
    return SliceResult(
        start=told["start"],
        stop=told["stop"],
        digest=told["digest"],
        measures=measures,
        measurements=tuple(
            Measurement(row, url, year, dict(zip(measures, values, strict=True)), stamp, span)
            for row, url, years, stamp, *values in told["measurements"]
            for year, span in [_years(years)]
        ),
        failures=tuple(
            Failure(row, url, year, reason, detail, span)
            for row, url, years, reason, detail in told["failures"]
            for year, span in [_years(years)]
        ),
        execution=typed(Execution, told["ran"]),
    )


def check_format(fields: dict[str, Any]) -> None:
    """Raise NewerFormatError, or ValueError, unless a file's fields have a format that we know."""
    number = fields["format"]
    if not isinstance(number, int) or number < 1:
        raise ValueError(f"its format is {number!r}")
    if number > FORMAT:
        raise NewerFormatError(
            f"made by a newer photoparsl: its format is {number}, and this one knows up to "
            f"{FORMAT}: update photoparsl"
        )


def _result(parts: bytes) -> SliceResult:
    measured, failed, rest = pickle.loads(parts)
    measurements = tuple(starmap(Measurement, measured))
    return SliceResult(**rest, measurements=measurements, failures=tuple(starmap(Failure, failed)))


def _year(outcome: Measurement | Failure) -> int | list[int | None] | None:
    return [outcome.year, *outcome.span] if outcome.span else outcome.year


def _years(years: int | list[int] | None) -> tuple[int | None, Span | None]:
    if isinstance(years, list):
        year, earliest, latest = years
        return year, (earliest, latest)
    return years, None


def _lines(rows: list[list[Any]]) -> str:
    """The rows in JSON, each on a line of its own, which json's own layouts don't offer."""
    return "".join(f"\n{_json(row)}," for row in rows).removesuffix(",")
