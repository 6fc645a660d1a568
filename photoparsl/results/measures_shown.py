"""The measures of a run's record, shown of results that may have others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from photoparsl.reasons import Reason
from photoparsl.results.slice_result import Failure, Measurement, SliceResult
from photoparsl.results.value import Missing, is_thumbnail, thumbnail_name

_UNTRIED = Missing(Reason.UNTRIED, "this measure hasn't been tried on the photo yet")


def with_measures(
    result: SliceResult, wanted: dict[str, int], thumbnails: int | None = None
) -> SliceResult:
    """Return the result with the wanted measures only, in their order.

    wanted: the version of each measure
    thumbnails: the size of the thumbnails that the photos are to have, or None for none

    A measure that hasn't been tried on a photo in this version is missing there, for the reason
    `untried`.  A photo that has no value of any of them is a failure.
    """
    if list(result.measures.items()) != list(wanted.items()) or any(
        len(m.values) != len(wanted) for m in result.measurements
    ):
        shown = [name for name, version in wanted.items() if result.measures.get(name) == version]
        picture = thumbnail_name(thumbnails) if thumbnails else ""
        measurements = tuple(_shown(m, wanted, shown, picture) for m in result.measurements)
        result = replace(result, measures=dict(wanted), measurements=measurements)
    return without_valueless(result)


def without_valueless(result: SliceResult) -> SliceResult:
    """Return the result with photos without a value of any measure as failures.

    The reason is that of the first measure.
    """
    valueless = [m for m in result.measurements if _is_valueless(m)]
    if not valueless:
        return result
    failures = sorted(
        (*result.failures, *(_as_failure(m, result.measures) for m in valueless)),
        key=lambda f: f.row,
    )
    return replace(
        result,
        measurements=tuple(m for m in result.measurements if not _is_valueless(m)),
        failures=tuple(failures),
    )


def _is_valueless(measurement: Measurement) -> bool:
    missing = measurement.missing
    if not missing or any(why.reason == Reason.UNTRIED for why in missing.values()):
        return False
    return all(name in missing or is_thumbnail(name) for name in measurement.values)


def _as_failure(m: Measurement, measures: Iterable[str]) -> Failure:
    first = next(m.missing[name] for name in measures if name in m.missing)
    return Failure(m.row, m.url, m.year, first.reason, first.detail, m.span, m.mark, m.cells)


def _shown(
    measurement: Measurement, wanted: Mapping[str, int], shown: list[str], picture: str
) -> Measurement:
    """Return the measurement with a value, or why there is none, for each wanted measure.

    shown: the wanted measures that the slice has in the wanted version
    picture: the name of the thumbnails that the photo is to have, or '' for none
    """
    has = {name: measurement.values[name] for name in shown if name in measurement.values}
    known = {name: _UNTRIED for name in wanted if name not in has}
    known |= {name: why for name, why in measurement.missing.items() if name in has}
    values = {name: has.get(name) for name in wanted}
    missing = {name: known[name] for name in wanted if name in known}
    thumbnail = measurement.values.get(picture) or ""
    return replace(measurement, values=values, missing=missing, thumbnail=thumbnail)
