"""Checks what a job has brought back: its host, and so all that comes from it, is a stranger's."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import isfinite
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from photoparsl.errors import RunError
from photoparsl.manifests import digest
from photoparsl.reasons import is_reason
from photoparsl.redact import visible
from photoparsl.results import (
    LEAST_WHOLE,
    LONGEST_TEXT,
    MOST_WHOLE,
    Batch,
    BatchFolder,
    Execution,
    Failure,
    Measurement,
    ResultReader,
    SliceResult,
)

LONGEST_DETAIL = 500  # characters of a failure's detail
LONGEST_NAME = 255  # characters of a host's name
_MOST_BYTES = 1_000_000, 20_000  # of a job's results: for all, and for each photo
_DIGEST = re.compile(r"[0-9a-f]{32}|")
_MARK = re.compile(r"[0-9a-f]{16}|")
_STAMP = re.compile(r"[A-Za-z0-9+/]{43}=|")


class ForeignResultError(RunError):
    """Raised if what came back isn't the result of the job's photos."""


def returned_results(
    folder: BatchFolder, batch: Batch, job: int, places: Sequence[str]
) -> Iterator[SliceResult]:
    """Yield what a job has brought back, with the rows of the run.

    places: the place of each of the job's photos

    Raises RunError at the first thing that isn't what the job should have measured.  What was
    yielded before has been checked.
    """
    slices = folder.job(job) / BatchFolder.RUN / "slices"
    base, of_photo = _MOST_BYTES
    _check_files(slices, base + of_photo * len(places))
    rows = batch.rows_of(job)
    seen: set[int] = set()
    for result in ResultReader(slices).results():
        if result.measures != batch.measures:
            raise ForeignResultError(f"job {job}: has values of other measures or versions")
        for outcome in result.outcomes:
            _check_place(outcome, job, places, seen)
        yield _with_rows(result, rows, batch.measures)


def _check_files(slices: Path, most_bytes: int) -> None:
    """Raise ForeignResultError unless a folder has plain files of bounded size only."""
    size = 0
    if not S_ISDIR(slices.lstat().st_mode if slices.exists() else 0):
        raise ForeignResultError(f"{slices}: no results came back")
    for path in slices.iterdir():
        if not S_ISREG(path.lstat().st_mode):
            raise ForeignResultError(f"{visible(str(path))}: isn't a file")
        size += _unpacked_bytes(path, most_bytes)
        if size > most_bytes:
            raise ForeignResultError(f"{slices}: holds more than {most_bytes:,} bytes")


def _unpacked_bytes(path: Path, most: int) -> int:
    """Return the bytes of a file, unpacked if it is packed by gzip; more than `most` is enough."""
    if path.suffix != ".gz" or path.stat().st_size > most:
        return path.stat().st_size
    unpacking, size = zlib.decompressobj(16 + zlib.MAX_WBITS), 0
    with path.open("rb") as file:
        while size <= most and (block := file.read(1 << 16)):
            try:
                size += len(unpacking.decompress(block, 1 << 24))
                while unpacking.unconsumed_tail and size <= most:
                    size += len(unpacking.decompress(unpacking.unconsumed_tail, 1 << 24))
            except zlib.error as error:
                raise ForeignResultError(f"{path.name}: damaged") from error
    return size


def _check_place(
    outcome: Measurement | Failure, job: int, places: Sequence[str], seen: set[int]
) -> None:
    row = outcome.row
    if not 0 <= row < len(places) or places[row] != outcome.url or row in seen:
        raise ForeignResultError(f"job {job}: has another photo than its own, or one twice")
    seen.add(row)


def _with_rows(result: SliceResult, rows: Sequence[int], measures: dict[str, int]) -> SliceResult:
    """Return the result with the run's rows, after its values have been checked."""
    measurements = tuple(
        replace(_checked(m, measures), row=rows[m.row]) for m in result.measurements
    )
    failures = tuple(replace(_checked_failure(f), row=rows[f.row]) for f in result.failures)
    new = replace(
        result,
        measures=dict(measures),
        measurements=measurements,
        failures=failures,
        execution=_checked_execution(result.execution),
        parts=(),
    )
    outcomes = new.outcomes
    return replace(
        new,
        start=outcomes[0].row,
        stop=outcomes[-1].row + 1,
        digest=digest(outcome.url for outcome in outcomes),
    )


def _checked(measurement: Measurement, measures: dict[str, int]) -> Measurement:
    """Return the measurement with shortened texts; refuse values that no measure gives."""
    values, missing = measurement.values, measurement.missing
    is_good = (
        set(values) <= set(measures)
        and all(map(_is_value, values.values()))
        and {name for name, value in values.items() if value is None} == set(missing)
        and all(is_reason(why.reason) for why in missing.values())
        and _DIGEST.fullmatch(measurement.digest)
        and _MARK.fullmatch(measurement.mark)
        and _STAMP.fullmatch(measurement.stamp)
    )
    if not is_good:
        raise ForeignResultError(f"{visible(measurement.url)}: has a value that no measure gives")
    shown = {name: replace(why, detail=_short(why.detail)) for name, why in missing.items()}
    return replace(measurement, year=None, span=None, missing=shown)


def _is_value(value: object) -> bool:
    """Whether a value is None, or one that a measure may have."""
    if isinstance(value, bool):
        return False
    if isinstance(value, int):
        return LEAST_WHOLE <= value <= MOST_WHOLE
    if isinstance(value, float):
        return isfinite(value)
    return value is None or (isinstance(value, str) and len(value) <= LONGEST_TEXT)


def _checked_failure(failure: Failure) -> Failure:
    if not is_reason(failure.reason) or not _MARK.fullmatch(failure.mark):
        raise ForeignResultError(f"{visible(failure.url)}: failed for no known reason")
    return replace(failure, detail=_short(failure.detail), year=None, span=None)


def _checked_execution(execution: Execution) -> Execution:
    """Return an execution with shortened names; refuse numbers that can't be."""
    numbers = (execution.started, execution.seconds, float(execution.bytes))
    if not all(isfinite(number) and number >= 0 for number in numbers):
        raise ForeignResultError("its start, duration or size isn't a finite number of at least 0")
    return replace(
        execution,
        host=_short(execution.host, LONGEST_NAME),
        resource=_short(execution.resource, LONGEST_NAME),
        program=_short(execution.program),
        refused={},
        caches={},
    )


def _short(text: str, most: int = LONGEST_DETAIL) -> str:
    return visible(str(text)[:most])
