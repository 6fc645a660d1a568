"""Parsl, loaded with a site's config for one run, and loaded again when its interchange ends."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from textwrap import shorten

import parsl
from parsl.config import Config
from parsl.errors import ConfigurationError, ParslError
from parsl.executors import HighThroughputExecutor
from parsl.executors.base import ParslExecutor
from parsl.executors.high_throughput.errors import (
    CommandClientBadError,
    CommandClientTimeoutError,
)
from parsl.executors.status_handling import BlockProviderExecutor

from photoparsl import apps
from photoparsl.errors import IncompleteError, SiteError, error_text
from photoparsl.fetching import Limits
from photoparsl.manifests import Slice
from photoparsl.redact import visible
from photoparsl.results import SliceResult
from photoparsl.running.first_call import FirstCall
from photoparsl.running.log import LOG
from photoparsl.running.run_request import RunRequest
from photoparsl.sites import NoManagerStartsError, cores_of_pilot, most_pilots, workers

MOST_LOADS = 3
MOST_CHARACTERS = 500  # of an executor's error: Parsl lists every block in it
COMMAND_SECONDS = 10  # that an interchange has to answer
ARRIVAL_SECONDS = 0.5  # after which all has come that an interchange sent before it ended


class ParslSession:
    """Submits slices as Parsl tasks under the config of a run's site.

    As a context it has Parsl loaded.  Raises SiteError where that fails.

    request: the run's; its site gives a fresh config for every load
    workers: the most workers that the site can have
    pilots: the most pilots that it can have; workers on this machine count as one
    cores_of_pilot: the cores of each, which a run costs
    """

    def __init__(self, request: RunRequest) -> None:
        self._request = request
        self._config = request.site.fresh_config(request.options)
        self.workers = workers(self._config)
        self.pilots = most_pilots(self._config)
        self.cores_of_pilot = cores_of_pilot(self._config)
        self._loads = 0
        self._level = logging.getLogger("parsl").level
        self._first_call = FirstCall()

    def __enter__(self) -> ParslSession:
        self._load()
        return self

    def __exit__(self, *exception: object) -> None:
        self._kernel.cleanup()
        # A config may have Parsl log to a file, which leaves Parsl's loggers at DEBUG for good.
        logging.getLogger("parsl").setLevel(self._level)

    def submit(self, slice_: Slice, limits: Limits) -> Future[SliceResult]:
        """Submit a slice as a Parsl task."""
        return apps.measure(slice_, self._request.measures, limits)

    def executors(self) -> list[ParslExecutor]:
        """The executors of the site's config."""
        executors = self._kernel.executors.items()
        return [executor for label, executor in executors if label != "_parsl_internal"]

    def note_answer(self) -> None:
        """A task has come back, and so there is a worker."""
        self._first_call.has_come = True

    def check(self) -> None:
        """Raise IncompleteError or SiteError when no task that is pending can come back."""
        for executor in self._block_executors():
            if executor.bad_state_is_set:
                raise self._error_of(executor)
            if not _has_ended(executor):  # else it would be waited for
                self._first_call.check(executor)

    def has_lost_interchange(self) -> bool:
        """Whether the process between this one and the managers has ended.

        Parsl doesn't notice that itself.
        """
        return any(map(_has_ended, self._block_executors()))

    def restart(self) -> None:
        """Load Parsl again, as an interchange has ended, and with it all tasks that it had.

        Raises IncompleteError when that has happened MOST_LOADS times.
        """
        LOG.info(
            "Parsl's interchange has ended; loaded %s of at most %s times", self._loads, MOST_LOADS
        )
        time.sleep(ARRIVAL_SECONDS)  # else Parsl's next call stumbles over a result
        for executor in filter(_has_ended, self._block_executors()):
            executor.set_bad_state_and_fail_all(IncompleteError("its interchange has ended"))
            if executor.provider:  # to end blocks in a bad state Parsl would need the interchange
                executor.provider.cancel(list(executor.blocks_to_job_id.values()))
        self._kernel.cleanup()
        if self._loads == MOST_LOADS:
            raise IncompleteError(
                f"Parsl's interchange ended {MOST_LOADS} times; what was measured is kept, and the "
                "same command goes on"
            )
        self._config = self._request.site.fresh_config(self._request.options)
        self._load()

    def submit_no_pilots(self) -> None:
        """Have Parsl submit no more pilots, which it does as long as tasks wait for them."""
        for executor in self._block_executors():
            setattr(executor, "scale_out_facade", lambda n: [])  # noqa: B010

    def is_working(self) -> bool:
        """Whether any worker has a task, as far as is known."""
        return any(map(_is_working, self.executors()))

    def _block_executors(self) -> list[BlockProviderExecutor]:
        return [e for e in self.executors() if isinstance(e, BlockProviderExecutor)]

    def _load(self) -> None:
        self._loads += 1
        self._first_call = FirstCall()
        self._kernel = _load(self._config)

    def _error_of(self, executor: BlockProviderExecutor) -> IncompleteError | SiteError:
        error = executor.executor_exception
        if isinstance(error, NoManagerStartsError) and not self._first_call.has_come:
            return SiteError(str(error))
        text = visible(error_text(error or IncompleteError()))  # hosts have a say in it
        text = shorten(text, MOST_CHARACTERS, placeholder=" …")
        return IncompleteError(f"{text}; what was measured is kept, and the same command goes on")


def _load(config: Config) -> parsl.DataFlowKernel:
    try:
        with _interrupts_blocked():
            kernel = parsl.load(config)
    except ConfigurationError as error:
        if "already been loaded" not in str(error):
            raise SiteError(f"Parsl can't start with this config: {error}") from error
        raise SiteError(
            "this program has loaded a Parsl config already, and a run loads its own: end that one "
            "first, with parsl.clear() or at the end of its 'with'"
        ) from error
    except (ParslError, OSError) as error:
        raise SiteError(f"Parsl can't start with this config: {error}") from error
    except Exception as error:
        if type(error) is not Exception:  # which is what Parsl raises for its interchange
            raise
        raise SiteError(
            f"Parsl can't start with this config: {error}; what it said is in {config.run_dir}"
        ) from error
    for executor in kernel.executors.values():
        if client := getattr(executor, "command_client", None):
            # By default a thread that asks an interchange which has ended waits for ever.
            client.run = partial(client.run, timeout_s=COMMAND_SECONDS)
    return kernel


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Block SIGINT in this thread, and so in the processes that are started here.

    A terminal and a notebook send it to a whole process group, in which Parsl's processes are until
    they have left it, or for good under a site's own executor.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _has_ended(executor: BlockProviderExecutor) -> bool:
    """Whether the executor's interchange has ended."""
    interchange = getattr(executor, "interchange_proc", None)
    return bool(interchange and interchange.poll() is not None)


def _is_working(executor: ParslExecutor) -> bool:
    """Whether one of the executor's workers has a task; also where that can't be known."""
    if not isinstance(executor, HighThroughputExecutor):
        return True
    try:
        return any(manager["tasks"] for manager in executor.connected_managers())
    except (CommandClientBadError, CommandClientTimeoutError):
        return True
