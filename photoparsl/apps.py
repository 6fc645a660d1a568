"""The Parsl apps.  Each call is one task, which measures one slice.

A worker imports this module by its name, so photoparsl must be installed on the worker's host.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import update_wrapper
from typing import Any, ParamSpec

from parsl import python_app
from parsl.app.python import PythonApp
from parsl.dataflow.futures import AppFuture
from parsl.errors import NoDataFlowKernelError

from photoparsl.errors import RunError
from photoparsl.fetching import Limits
from photoparsl.manifests import Slice
from photoparsl.measuring import (
    FunctionMeasure,
    MeasureLike,
    Thumbnails,
    listed_measures,
    measure_slice,
    measure_to_keep,
    portable_measures,
)
from photoparsl.options import check_value
from photoparsl.results import SliceResult
from photoparsl.sites import next_photos

P = ParamSpec("P")


class _App(PythonApp):
    """A Parsl `python_app` that says what to load if it is called without a Parsl config.

    `help` shows the docstring of its function, not Parsl's.
    """

    def __call__(self, *args: Any, **kwargs: Any) -> AppFuture:
        try:
            future: AppFuture = super().__call__(*args, **kwargs)  # type: ignore[no-untyped-call]
        except NoDataFlowKernelError:
            raise RunError(
                "no Parsl config is loaded, which says where tasks run: call "
                f"{self.__name__.lstrip('_')} within `with parsl.load(config):`, or call "
                "photoparsl.run, which loads one"
            ) from None
        return future


def _app(function: Callable[P, SliceResult]) -> Callable[P, Future[SliceResult]]:
    app: Callable[P, Future[SliceResult]] = update_wrapper(_App(function), function)  # type: ignore[no-untyped-call]
    return app


@_app
def luminance(slice_: Slice) -> SliceResult:
    """Measure the luminance of a slice's photos in a Parsl task, and return the future of results.

    slice_: the photos

    Raises RunError if no Parsl config is loaded.
    """
    return measure_slice(slice_, ("luminance",))


def measure(
    slice_: Slice,
    measures: str | Callable[..., Any] | Sequence[str | FunctionMeasure | Callable[..., Any]],
    limits: Limits = Limits(),
) -> Future[SliceResult]:
    """Measure a slice in a Parsl task, and return the future of its results.

    slice_: the photos
    measures: names of measures, in a list or separated by commas, or functions that take a
        `DecodedPhoto` and return a number
    limits: what a photo may cost at most

    Raises MeasureError for a function that can't be pickled, and for a measure that is neither a
    name nor a function.  Raises OptionError if `slice_` or `limits` is of another type, and
    RunError if no Parsl config is loaded.
    """
    check_value("slice_", slice_, Slice)
    check_value("limits", limits, Limits)
    portable = portable_measures(listed_measures(measures))
    return _measure(slice_, portable, limits)


@_app
def _measure(slice_: Slice, measures: Sequence[MeasureLike], limits: Limits) -> SliceResult:
    return measure_slice(slice_, measures, limits)


@python_app
def measure_for_run(
    slice_: Slice,
    measures: Sequence[MeasureLike],
    limits: Limits,
    thumbnails: Thumbnails | None = None,
    tallies: str = "",
) -> SliceResult:
    """Measure a slice in a Parsl task of a run (`measure_to_keep`).  The call returns a future."""
    return measure_to_keep(slice_, measures, limits, next_photos, thumbnails, tallies)
