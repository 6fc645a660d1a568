"""The measures of a run's record, shown of results that may have others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from photoparsl.reasons import Reason
from photoparsl.results.slice_result import Measurement, SliceResult
from photoparsl.results.value import Missing

_UNTRIED = Missing(Reason.UNTRIED, "this measure hasn't been tried on the photo yet")


def with_measures(result: SliceResult, wanted: dict[str, int]) -> SliceResult:
    """Return the result with the wanted measures only, in their order.

    wanted: the version of each measure

    A measure that hasn't been tried on a photo in this version is missing there, for the reason
    `untried`.
    """
    if list(result.measures.items()) == list(wanted.items()) and all(
        len(m.values) == len(wanted) for m in result.measurements
    ):
        return result
    shown = [name for name, version in wanted.items() if result.measures.get(name) == version]
    measurements = tuple(_shown(m, wanted, shown) for m in result.measurements)
    return replace(result, measures=dict(wanted), measurements=measurements)


def _shown(measurement: Measurement, wanted: Mapping[str, int], shown: list[str]) -> Measurement:
    """Return the measurement with a value, or why there is none, for each wanted measure.

    shown: the wanted measures that the slice has in the wanted version
    """
    has = {name: measurement.values[name] for name in shown if name in measurement.values}
    missing = {name: why for name, why in measurement.missing.items() if name in has}
    missing |= {name: _UNTRIED for name in wanted if name not in has}
    values = {name: has.get(name) for name in wanted}
    return replace(measurement, values=values, missing=missing)
