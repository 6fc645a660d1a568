"""Checks what a job has brought back.  Its host is a stranger's, and so is all that it sends."""

from __future__ import annotations

import gzip
import re
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from photoparsl.detached.returned_values import is_value_of
from photoparsl.errors import RunError
from photoparsl.manifests import digest
from photoparsl.reasons import is_reason
from photoparsl.redact import visible
from photoparsl.results import (
    Batch,
    BatchFolder,
    Execution,
    Failure,
    Measurement,
    ResultReader,
    SliceResult,
    is_of_run,
    is_result_name,
)

LONGEST_DETAIL = 500  # characters of a failure's detail
LONGEST_NAME = 255  # characters of a host's name
CLOCK_SECONDS = 86_400.0  # by which a host's clock may differ from this machine's
_MOST_BYTES = 1_000_000, 20_000  # of a job's results: a fixed part, and as many more for each photo
_MOST_FETCHED = 10**12  # bytes of a photo
_DIGEST = re.compile(r"[0-9a-f]{32}|")
_MARK = re.compile(r"[0-9a-f]{16}|")
_STAMP = re.compile(r"[A-Za-z0-9+/]{43}=|")
# The errors that reading a text may raise if photoparsl hasn't written it.
_UNREADABLE = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    zlib.error,
)


class ForeignResultError(RunError):
    """Raised if what came back isn't the result of the job's photos."""


def returned_results(
    folder: BatchFolder, batch: Batch, job: int, places: Sequence[str]
) -> list[SliceResult]:
    """Return what a job has brought back, with the rows of the run.

    places: the place of each of the job's photos

    Raises RunError at the first thing that isn't what the job should have measured.
    """
    try:
        return list(_results(folder, batch, job, places))
    except _UNREADABLE as error:
        raise ForeignResultError(f"job {job}: its text isn't as a job writes it") from error


def _results(
    folder: BatchFolder, batch: Batch, job: int, places: Sequence[str]
) -> Iterator[SliceResult]:
    run = folder.job(job) / BatchFolder.RUN
    base, of_photo = _MOST_BYTES
    _check_files(run, base + of_photo * len(places))
    rows, seen = batch.rows_of(job), set[int]()
    times = range(int(batch.submitted - CLOCK_SECONDS), int(time.time() + CLOCK_SECONDS))
    for result in ResultReader(run / "slices").results():
        if result.measures != batch.measures:
            raise ForeignResultError(f"job {job}: has values of other measures or versions")
        if result.digest != digest(outcome.url for outcome in result.outcomes):
            raise ForeignResultError(f"job {job}: has a digest of other photos")
        for outcome in result.outcomes:
            _check_place(outcome, job, places, seen)
        yield _with_rows(result, rows, batch.measures, times)


def _check_files(run_dir: Path, most_bytes: int) -> None:
    """Raise ForeignResultError unless a run's folder has only what a job writes, in bounded size.

    most_bytes: the most bytes of the results, unpacked
    """
    slices, size = run_dir / "slices", 0
    if not (_is_folder(run_dir) and _is_folder(slices)):
        raise ForeignResultError("no results came back")
    for path in [*run_dir.iterdir(), *slices.iterdir()]:
        is_result = path.parent == slices
        if not (is_result_name if is_result else is_of_run)(path.name):
            raise ForeignResultError(f"{visible(path.name)}: no job writes such a file")
        kind = path.lstat().st_mode
        if not S_ISREG(kind) and (is_result or not S_ISDIR(kind)):
            raise ForeignResultError(f"{visible(path.name)}: isn't a file")
        size += _unpacked_bytes(path, most_bytes) if is_result else 0
        if size > most_bytes:
            raise ForeignResultError(f"its results have more than {most_bytes:,} bytes")


def _is_folder(path: Path) -> bool:
    """Whether a path is a folder, and not a link to one."""
    return path.is_dir() and not path.is_symlink()


def _unpacked_bytes(path: Path, most: int) -> int:
    """Return a file's size in bytes, unpacked if its name ends in .gz.  Stop counting at `most`."""
    size = path.stat().st_size
    if path.suffix != ".gz" or size > most:
        return size
    size = 0
    with gzip.open(path) as file:
        while size <= most and (block := file.read(1 << 20)):
            size += len(block)
    return size


def _check_place(
    outcome: Measurement | Failure, job: int, places: Sequence[str], seen: set[int]
) -> None:
    row = outcome.row
    if (
        type(row) is not int
        or not 0 <= row < len(places)
        or places[row] != outcome.url
        or row in seen
    ):
        raise ForeignResultError(f"job {job}: has another photo than its own, or one twice")
    seen.add(row)


def _with_rows(
    result: SliceResult, rows: Sequence[int], measures: dict[str, int], times: range
) -> SliceResult:
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
        execution=_checked_execution(result.execution, times, result.photo_count),
        partial_executions=(),
    )
    outcomes = new.outcomes
    return replace(
        new,
        start=outcomes[0].row,
        stop=outcomes[-1].row + 1,
        digest=digest(outcome.url for outcome in outcomes),
    )


def _checked(measurement: Measurement, measures: dict[str, int]) -> Measurement:
    """Return the measurement with shortened texts.  Refuse values that no measure gives."""
    values, missing = measurement.values, measurement.missing
    is_good = (
        set(values) <= set(measures)
        and all(value is None or is_value_of(name, value) for name, value in values.items())
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


def _checked_failure(failure: Failure) -> Failure:
    if not is_reason(failure.reason) or not _MARK.fullmatch(failure.mark):
        raise ForeignResultError(f"{visible(failure.url)}: failed for no known reason")
    return replace(failure, detail=_short(failure.detail), year=None, span=None)


def _checked_execution(execution: Execution, times: range, photos: int) -> Execution:
    """Return an execution with shortened names.  Refuse numbers that can't be.

    times: when it may have been, in seconds since 1970
    photos: how many it measured
    """
    started, seconds, fetched = execution.started, execution.seconds, execution.bytes
    longest = times.stop - times.start
    if not (times.start <= started <= times.stop and 0 <= seconds <= longest):
        raise ForeignResultError("it was measured before it was submitted, or will be")
    if not 0 <= fetched <= _MOST_FETCHED * photos:
        raise ForeignResultError(f"it fetched {fetched} bytes")
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
