"""Parsl at work for a run: loaded with the site's config, and again when it has broken down."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from threading import Event

import parsl
from parsl.config import Config
from parsl.errors import ParslError
from parsl.executors.high_throughput.errors import WorkerLost
from parsl.executors.status_handling import BlockProviderExecutor

from photoparsl import apps
from photoparsl.dispatch import Dispatcher, Lost
from photoparsl.errors import IncompleteError, SiteError
from photoparsl.fetch import Limits
from photoparsl.manifest import Slice
from photoparsl.measures import versions
from photoparsl.results import Failure, Ran, SliceResult
from photoparsl.sites import workers
from photoparsl.slices import site

MOST_LOADS = 3


class _InterchangeLostError(Exception):
    """The process between us and the managers has ended, and with it what it had in hand."""


def measured(
    slices: Iterable[Slice],
    fresh_config: Callable[[], Config],
    measures: tuple[str, ...],
    limits: Limits,
    stop: Event,
    say: Callable[[str], None],
) -> Iterator[SliceResult | Lost]:
    """Measure the slices as Parsl tasks under the site's config, and give what comes of each."""
    config = fresh_config()
    dispatcher = Dispatcher(slices, workers(config), stop, say)
    for load in range(1, MOST_LOADS + 1):
        with _loaded(config) as kernel:
            try:
                for outcome in dispatcher.outcomes(
                    lambda slice_: apps.measure(slice_, measures, limits),
                    lambda: _check(kernel),
                ):
                    if isinstance(outcome, Lost):
                        _check(kernel)
                    yield _recorded(outcome, measures)
                return
            except _InterchangeLostError:
                say(f"Parsl's interchange has ended; loaded {load} of at most {MOST_LOADS} times")
        config = fresh_config()
    raise IncompleteError(
        f"Parsl's interchange ended {MOST_LOADS} times; what was measured is kept, and the same "
        "command goes on"
    )


def _recorded(outcome: SliceResult | Lost, measures: tuple[str, ...]) -> SliceResult | Lost:
    """The one photo that kills its worker, wherever it is measured, is a failure like others."""
    if isinstance(outcome, SliceResult) or not isinstance(outcome.error, WorkerLost):
        return outcome
    (photo,) = outcome.slice_.photos
    failure = Failure(photo.row, photo.url, photo.year, "killed-worker", str(outcome.error))
    host = outcome.error.hostname
    return SliceResult(
        start=outcome.slice_.start,
        stop=outcome.slice_.stop,
        digest=outcome.slice_.digest,
        measures=versions(measures),
        measurements=(),
        failures=(failure,),
        ran=Ran(host, site(host, {}), time.time(), 0.0),
    )


def _loaded(config: Config) -> parsl.DataFlowKernel:
    try:
        return parsl.load(config)
    except (ParslError, OSError) as error:
        raise SiteError(f"Parsl can't start with this config: {error}") from error


def _check(kernel: parsl.DataFlowKernel) -> None:
    """Raise when no task that is sent can come back."""
    for executor in kernel.executors.values():
        if isinstance(executor, BlockProviderExecutor) and executor.bad_state_is_set:
            raise IncompleteError(
                f"{executor.executor_exception}; what was measured is kept, and the same command "
                "goes on"
            )
        process = getattr(executor, "interchange_proc", None)
        if process is not None and process.poll() is not None:
            raise _InterchangeLostError
