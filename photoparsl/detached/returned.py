"""Checks what a job has brought back.  Its host is a stranger's, and so is all that it sends."""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from textwrap import shorten

from photoparsl.detached.returned_files import ForeignResultError, check_files
from photoparsl.detached.returned_values import is_value_of
from photoparsl.manifests import digest
from photoparsl.number_text import counted
from photoparsl.reasons import is_reason
from photoparsl.redact import visible
from photoparsl.results import (
    Batch,
    BatchFolder,
    DamagedResultError,
    Execution,
    Failure,
    Measurement,
    ResultReader,
    SliceResult,
)

LONGEST_DETAIL = 500  # characters of a failure's detail
LONGEST_NAME = 255  # characters of a host's name
CLOCK_SECONDS = 86_400.0  # by which a host's clock may differ from this machine's
_MOST_BYTES = 1_000_000, 20_000  # of a job's results: a fixed part, and as many more for each photo
_MOST_NAMED = 100  # characters of a value or of measures' names in a sentence
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


def returned_results(
    folder: BatchFolder, batch: Batch, job: int, places: Sequence[str]
) -> list[SliceResult]:
    """Return what a job has brought back, with the rows of the run.

    places: the place of each of the job's photos

    Raises RunError at the first thing that isn't what the job should have measured.
    """
    try:
        return list(_results(folder, batch, job, places))
    except DamagedResultError as error:
        raise ForeignResultError(f"{visible(error.path.name)}: {error.problem}") from error
    except _UNREADABLE as error:
        raise ForeignResultError("its text isn't as a job writes it") from error


def _results(
    folder: BatchFolder, batch: Batch, job: int, places: Sequence[str]
) -> Iterator[SliceResult]:
    run = folder.job(job) / BatchFolder.RUN
    base, of_photo = _MOST_BYTES
    check_files(run, base + of_photo * len(places))
    rows, seen = batch.rows_of(job), set[int]()
    times = range(int(batch.submitted - CLOCK_SECONDS), int(time.time() + CLOCK_SECONDS))
    for result in ResultReader(run / "slices").results():
        if result.measures != batch.measures:
            should, has = _versions(batch.measures), visible(_versions(result.measures))
            raise ForeignResultError(f"it measured {has}, and should have measured {should}")
        if result.digest != digest(outcome.url for outcome in result.outcomes):
            raise ForeignResultError("its digest is of other photos")
        for outcome in result.outcomes:
            _check_place(outcome, places, seen)
        yield _with_rows(result, rows, batch.measures, times)


def _versions(measures: Mapping[str, int]) -> str:
    """Return the names of measures with their versions, shortened."""
    names = ", ".join(f"{name} (version {version})" for name, version in measures.items())
    return shorten(names, _MOST_NAMED, placeholder=" …") or "nothing"


def _check_place(outcome: Measurement | Failure, places: Sequence[str], seen: set[int]) -> None:
    row = outcome.row
    if type(row) is not int or not 0 <= row < len(places) or places[row] != outcome.url:
        raise ForeignResultError(f"{_short(outcome.url)}: isn't a photo of this job at that row")
    if row in seen:
        raise ForeignResultError(f"{_short(outcome.url)}: is there twice")
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
    for problem in _problems(measurement, measures):
        raise ForeignResultError(f"{_short(measurement.url)}: {problem}")
    shown = {n: replace(why, detail=_short(why.detail)) for n, why in measurement.missing.items()}
    return replace(measurement, year=None, span=None, missing=shown)


def _problems(measurement: Measurement, measures: Mapping[str, int]) -> Iterator[str]:
    """Yield what is wrong with a measurement's values, by measure."""
    values, missing = measurement.values, measurement.missing
    for name in dict.fromkeys((*values, *missing)):
        value, shown = values.get(name), _short(name, LONGEST_NAME)
        if name not in measures:
            yield f"has a value of {shown}, which wasn't to be measured"
        elif value is not None and (name in missing or not is_value_of(name, value)):
            yield f"{shown} is {_short(repr(value), _MOST_NAMED)}, which it can't be"
        elif value is None and (name not in values or name not in missing):
            yield f"has no {shown}, and no reason why"
        elif value is None and not is_reason(reason := missing[name].reason):
            yield f"has no {shown} for an unknown reason: {_short(reason, _MOST_NAMED)}"
    forms = {"digest": _DIGEST, "mark": _MARK, "stamp": _STAMP}
    for field, form in forms.items():
        if not form.fullmatch(text := getattr(measurement, field)):
            yield f"its {field} is {_short(repr(text), _MOST_NAMED)}, which it can't be"


def _checked_failure(failure: Failure) -> Failure:
    for name, text, is_good in (
        ("reason", failure.reason, is_reason(failure.reason)),
        ("mark", failure.mark, _MARK.fullmatch(failure.mark)),
    ):
        if not is_good:
            wrong = _short(repr(text), _MOST_NAMED)
            raise ForeignResultError(f"{_short(failure.url)}: failed; its {name} can't be {wrong}")
    return replace(failure, detail=_short(failure.detail), year=None, span=None)


def _checked_execution(execution: Execution, times: range, photos: int) -> Execution:
    """Return an execution with shortened names.  Refuse numbers that can't be.

    times: when it may have been, in seconds since 1970
    photos: how many it measured
    """
    started, seconds, fetched = execution.started, execution.seconds, execution.bytes
    longest = times.stop - times.start
    if not (times.start <= started <= times.stop and 0 <= seconds <= longest):
        hours = (started - times.start - CLOCK_SECONDS) / 3600
        raise ForeignResultError(
            f"by its clock, a slice began {hours:,.1f} hours after the jobs were submitted and "
            f"took {seconds:,.1f} s, which can't be"
        )
    if not 0 <= fetched <= _MOST_FETCHED * photos:
        shown = _short(repr(fetched), _MOST_NAMED)
        raise ForeignResultError(f"it fetched {shown} bytes for {counted(photos, 'photo')}")
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
