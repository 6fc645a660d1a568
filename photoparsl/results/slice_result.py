"""The outcome of a photo, and the result of a slice, which holds the outcomes of its photos.

Rows and values don't depend on the slicing, the order and the site.  `Execution` holds where and
when they were measured.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import starmap
from typing import Any

from photoparsl.manifests import Days, Photo, Span
from photoparsl.results.execution import (
    Execution,
    PartialExecution,
    executions_of,
    latest_of,
)
from photoparsl.results.value import Missing


@dataclass(frozen=True, slots=True)
class Measurement:
    """The measured values of one photo.

    row: the number of the photo's row in the manifest, from 0
    url: where the photo is, as the manifest has it
    year: the year in the manifest, or None where it has none
    values: the value of each measure, by the measure's name: a number, a whole number, a short
        text, or None where the photo has none
    stamp: the photo as 4 x 4 colours, row by row, each RGB565 in two bytes (little-endian), in
        base64, or empty
    span: the earliest and the latest year, or None where the year is exact or unknown
    digest: the first 128 bits of the SHA-256 of the photo's bytes, in hexadecimal, or empty
    missing: why the photo has no value, by the name of each measure whose value is None
    mark: 64 bits, in hexadecimal, of what its source says of its version: a file's size and time, a
        server's ETag or Last-Modified, or empty
    cells: its row's cells in the manifest's other columns, or empty unless a run's folder was read
    date: the date in the manifest, as `ManifestRow` has it, or empty unless a run's folder was read
    days: the first and the last possible day in `year`, as `ManifestRow` has them, else None
    thumbnail: WebP in base64, or empty unless the folder was read of a run that shows it
    """

    row: int
    url: str
    year: int | None
    values: Mapping[str, Any]  # each is a Value
    stamp: str = ""
    span: Span | None = None
    digest: str = ""
    missing: Mapping[str, Missing] = field(default_factory=dict)
    mark: str = ""
    cells: tuple[str, ...] = ()
    date: str = ""
    days: Days | None = None
    thumbnail: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why one photo could not be measured.

    row, url, year, span, mark, cells, date, days: as in `Measurement`
    reason: a word of a documented set (`http-404`, `not-an-image`, ...)
    detail: a sentence for people
    """

    row: int
    url: str
    year: int | None
    reason: str
    detail: str
    span: Span | None = None
    mark: str = ""
    cells: tuple[str, ...] = ()
    date: str = ""
    days: Days | None = None


@dataclass(frozen=True, slots=True)
class SliceResult:
    """The result of one slice: each of its rows is a measurement or a failure, and only one.

    start, stop: its rows, from `start` up to, but not including, `stop`
    digest: that of the rows' places (`Slice.digest`).  In version 0.1.0, it is of their years too
    measures: the version of each measure, by the measure's name
    measurements: a photo that a measure hasn't been tried on yet has no key for it in `values`
    execution: gave every outcome that no partial execution gave
    partial_executions: later executions of some rows, such as a retry or a pass for added
        measures, in their order.  For rows that were brought here from other slices, it has all
        executions
    """

    start: int
    stop: int
    digest: str
    measures: dict[str, int]
    measurements: tuple[Measurement, ...]
    failures: tuple[Failure, ...]
    execution: Execution
    partial_executions: tuple[PartialExecution, ...] = ()

    @property
    def outcomes(self) -> list[Measurement | Failure]:
        """The measurements and failures, by row."""
        outcomes: list[Measurement | Failure] = [*self.measurements, *self.failures]
        return sorted(outcomes, key=lambda outcome: outcome.row)

    @property
    def photo_count(self) -> int:
        """How many photos the slice has, measured or failed."""
        return len(self.measurements) + len(self.failures)

    def photos(self) -> Iterator[Photo]:
        """Yield the slice's photos as the manifest has them, ordered by row."""
        return (Photo(o.row, o.url, o.year, span=o.span) for o in self.outcomes)

    def executions(self) -> Iterator[PartialExecution]:
        """Yield the executions that measured photos of the slice, each with its rows."""
        yield from executions_of(
            (o.row for o in self.outcomes), self.execution, self.partial_executions
        )

    def execution_of_rows(self) -> dict[int, Execution]:
        """By row, the latest execution of each photo that a partial execution measured."""
        return latest_of(self.partial_executions)

    def execution_of_values(self) -> dict[int, Execution]:
        """The latest execution that gave a value of one of `measures`, by the photo's row."""
        own = self.measures.keys()
        return latest_of(
            p for p in self.partial_executions if not p.measures or not own.isdisjoint(p.measures)
        )

    @property
    def is_whole(self) -> bool:
        """Whether each row of the slice is there once."""
        return [outcome.row for outcome in self.outcomes] == list(range(self.start, self.stop))

    def __reduce__(self) -> tuple[object, tuple[bytes]]:
        """Pickle as one string of bytes, for the same reason as `Slice`."""
        measurements = [
            (m.row, m.url, m.year, m.values, m.stamp, m.span, m.digest, m.missing, m.mark)
            for m in self.measurements
        ]
        failures = [
            (f.row, f.url, f.year, f.reason, f.detail, f.span, f.mark) for f in self.failures
        ]
        names = ("start", "stop", "digest", "measures", "execution", "partial_executions")
        others = {name: getattr(self, name) for name in names}
        return _unpickled, (pickle.dumps((measurements, failures, others)),)


def _unpickled(partial_executions: bytes) -> SliceResult:
    measurements, failures, others = pickle.loads(partial_executions)
    return SliceResult(
        **others,
        measurements=tuple(starmap(Measurement, measurements)),
        failures=tuple(starmap(Failure, failures)),
    )
