"""Loads Parsl with a site's config for one run, and loads it again when its interchange ends."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from concurrent import futures
from functools import partial
from pathlib import Path
from textwrap import shorten

from parsl.executors import HighThroughputExecutor, ThreadPoolExecutor
from parsl.executors.base import ParslExecutor
from parsl.executors.high_throughput.errors import (
    CommandClientBadError,
    CommandClientTimeoutError,
)
from parsl.executors.status_handling import BlockProviderExecutor

from photoparsl import apps
from photoparsl.errors import IncompleteError, SiteError, error_text
from photoparsl.fetching import TaskLimits
from photoparsl.manifests import Slice
from photoparsl.measuring import Thumbnails
from photoparsl.redact import visible
from photoparsl.requesting import RunRequest
from photoparsl.results import SliceResult, read_tallies
from photoparsl.running.first_call import FirstCall
from photoparsl.running.interchange_process import StoppedWatch, kill
from photoparsl.running.interchange_start import InterchangeEndedError
from photoparsl.running.log import LOG
from photoparsl.running.parsl_start import load_parsl
from photoparsl.sites import NoManagerStartsError, cores_of_pilot, most_pilots, workers

MOST_LOADS = 3
MOST_CHARACTERS = 500  # of an executor's error: Parsl lists every block in it
ARRIVAL_SECONDS = 0.5  # after which all results that the ended interchange sent have arrived


class ParslSession:
    """Submits slices as Parsl tasks under the config of a run's site.

    Parsl is loaded while this context lasts.  Entering it raises SiteError if Parsl can't start.
    Without an exception, leaving it doesn't wait until Parsl has ended: `wait_until_closed` does.

    request: the run's request.  Its site makes a fresh config for every load
    workers: the most workers that the site can have
    pilots: the most pilots that the site can have.  All workers on this machine count as one pilot
    cores_of_pilot: the cores of each pilot, for the run's core hours
    """

    def __init__(self, request: RunRequest) -> None:
        self._request = request
        self._config = request.site.fresh_config(request.options)
        self.workers = workers(self._config)
        self.pilots = most_pilots(self._config)
        self.cores_of_pilot = cores_of_pilot(self._config)
        self._closing: futures.Future[None] | None = None
        self._loads, self._tallies = 0, ""
        self._level = logging.getLogger("parsl").level
        self._first_call = FirstCall()
        self._watches: dict[str, StoppedWatch] = {}  # by executor

    def __enter__(self) -> ParslSession:
        self._load()
        return self

    def __exit__(self, *exception: object) -> None:
        closer = futures.ThreadPoolExecutor(1, "close-parsl")
        self._closing = closer.submit(self._close)
        closer.shutdown(wait=False)
        if any(exception):
            self.wait_until_closed()

    def wait_until_closed(self) -> None:
        """Wait until Parsl has ended, after this context."""
        if self._closing:
            self._closing.result()

    def _close(self) -> None:
        self._kernel.cleanup()
        # A config may have Parsl log to a file, after which Parsl's loggers stay at DEBUG.
        logging.getLogger("parsl").setLevel(self._level)

    def submit(
        self, slice_: Slice, limits: TaskLimits, thumbnails: Thumbnails | None = None
    ) -> futures.Future[SliceResult]:
        """Submit a slice as a Parsl task."""
        future: futures.Future[SliceResult] = apps.measure_for_run(
            slice_, self._request.measures, limits, thumbnails, self._tallies
        )
        return future

    def tallies(self) -> Mapping[int, int]:
        """Return what workers on this machine say of their slices (`read_tallies`)."""
        return read_tallies(self._tallies)

    def executors(self) -> list[ParslExecutor]:
        """Return the executors of the site's config."""
        executors = self._kernel.executors.items()
        return [executor for label, executor in executors if label != "_parsl_internal"]

    def note_task_returned(self) -> None:
        """Record that a task has returned.  So there is a worker."""
        self._first_call.has_connected = True

    def check_executors(self) -> None:
        """Raise IncompleteError or SiteError if no pending task can return any more."""
        for executor in self._block_executors():
            if executor.bad_state_is_set:
                raise self._error_of(executor)
            if not _has_ended(executor):  # an ended interchange answers no command
                self._first_call.check_manager(executor)
                self._end_if_stopped(executor)

    def has_lost_interchange(self) -> bool:
        """Whether an interchange, which sends the tasks on, has ended.  Parsl doesn't notice it."""
        return any(map(_has_ended, self._block_executors()))

    def restart(self) -> None:
        """Load Parsl again after its interchange has ended.  All pending tasks are lost.

        Raises IncompleteError if the interchange has ended MOST_LOADS times.
        """
        LOG.info(
            "Parsl's interchange has ended; loaded %s of at most %s times", self._loads, MOST_LOADS
        )
        time.sleep(ARRIVAL_SECONDS)  # a result that arrives during the next call would break it
        for executor in filter(_has_ended, self._block_executors()):
            executor.set_bad_state_and_fail_all(IncompleteError("its interchange has ended"))
            if executor.provider:  # Parsl can't cancel blocks itself without an interchange
                executor.provider.cancel(list(executor.blocks_to_job_id.values()))
        self._kernel.cleanup()
        if self._loads == MOST_LOADS:
            raise _ended_too_often("Parsl's interchange has ended")
        self._config = self._request.site.fresh_config(self._request.options)
        self._load()

    def leave_threads(self) -> bool:
        """Wait no longer for tasks in threads of this process.  Return whether there are any."""
        pools = [e for e in self.executors() if isinstance(e, ThreadPoolExecutor)]
        for pool in pools:
            pool.executor.shutdown(wait=False, cancel_futures=True)
            setattr(pool, "shutdown", partial(pool.shutdown, block=False))  # noqa: B010
        if pools:
            LOG.warning(
                "a task is still running, and a thread can't be ended before this process: the "
                "run ends without it"
            )
        return bool(pools)

    def submit_no_pilots(self) -> None:
        """Prevent Parsl from submitting pilots, which it does while tasks are waiting."""
        for executor in self._block_executors():
            setattr(executor, "scale_out_facade", lambda n: [])  # noqa: B010

    def is_working(self) -> bool:
        """Whether any worker has a task, or True if that can't be known."""
        return any(map(_is_working, self.executors()))

    def _end_if_stopped(self, executor: BlockProviderExecutor) -> None:
        """Kill an interchange that somebody has stopped, so that it counts as ended."""
        interchange = getattr(executor, "interchange_proc", None)
        watch = self._watches.setdefault(executor.label, StoppedWatch())
        if interchange and watch.has_stopped(interchange):
            LOG.info("%s: it is killed", watch.sentence)
            kill(interchange)

    def _block_executors(self) -> list[BlockProviderExecutor]:
        return [e for e in self.executors() if isinstance(e, BlockProviderExecutor)]

    def _load(self) -> None:
        """Load Parsl.  Begin again, at most MOST_LOADS times, if its interchange ends at once."""
        self._first_call = FirstCall()
        self._watches.clear()
        while True:
            self._loads += 1
            try:
                self._kernel = load_parsl(self._config)
                break
            except InterchangeEndedError as error:
                if self._loads >= MOST_LOADS:
                    raise _ended_too_often(str(error)) from error
                LOG.info("%s; loaded %s of at most %s times", error, self._loads, MOST_LOADS)
            self._config = self._request.site.fresh_config(self._request.options)
        if not self._request.site.is_grid:  # on a grid, workers share no files with this machine
            self._tallies = str(Path(self._kernel.run_dir, "tallies").resolve())

    def _error_of(self, executor: BlockProviderExecutor) -> IncompleteError | SiteError:
        error = executor.executor_exception
        if isinstance(error, NoManagerStartsError) and not self._first_call.has_connected:
            return SiteError(str(error))
        text = visible(error_text(error or IncompleteError()))  # it may quote a remote host
        text = shorten(text, MOST_CHARACTERS, placeholder=" …")
        return IncompleteError(f"{text}; what was measured is kept, and the same command goes on")


def _ended_too_often(what: str) -> IncompleteError:
    return IncompleteError(
        f"{what}, {MOST_LOADS} times; what was measured is kept, and the same command goes on"
    )


def _has_ended(executor: BlockProviderExecutor) -> bool:
    """Whether the executor's interchange has ended."""
    interchange = getattr(executor, "interchange_proc", None)
    return bool(interchange and interchange.poll() is not None)


def _is_working(executor: ParslExecutor) -> bool:
    """Whether one of the executor's workers has a task, or True if that can't be known."""
    if not isinstance(executor, HighThroughputExecutor):
        return True
    try:
        return any(manager["tasks"] for manager in executor.connected_managers())
    except (CommandClientBadError, CommandClientTimeoutError):
        return True
