"""The Parsl apps: one task a slice.  As little as possible lives here.

A worker imports this module by its name, so photoparsl must be installed where it runs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from parsl import python_app

from photoparsl.fetching import Limits
from photoparsl.manifests import Slice
from photoparsl.measuring import FunctionMeasure, MeasureLike, measure_slice, portable_measures
from photoparsl.results import SliceResult


@python_app
def luminance(slice_: Slice) -> SliceResult:
    return measure_slice(slice_, ("luminance",))


def measure(
    slice_: Slice,
    measures: Sequence[str | FunctionMeasure | Callable[..., Any]],
    limits: Limits = Limits(),
) -> Future[SliceResult]:
    """Measure a slice as a Parsl task: measures by their names, or functions of a photo."""
    future: Future[SliceResult] = _measure(slice_, portable_measures(measures), limits)
    return future


@python_app
def _measure(slice_: Slice, measures: Sequence[MeasureLike], limits: Limits) -> SliceResult:
    return measure_slice(slice_, measures, limits)
