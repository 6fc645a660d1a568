"""Parsl at work for a run: loaded with the site's config, and again when it has broken down."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from textwrap import shorten

import parsl
from parsl.config import Config
from parsl.errors import ConfigurationError, ParslError
from parsl.executors import HighThroughputExecutor
from parsl.executors.high_throughput.errors import (
    CommandClientBadError,
    CommandClientTimeoutError,
    WorkerLost,
)
from parsl.executors.status_handling import BlockProviderExecutor

from photoparsl import apps
from photoparsl.errors import IncompleteError, SiteError, error_text
from photoparsl.fetching import Limits
from photoparsl.manifests import Slice
from photoparsl.measuring import MeasureLike, resource_name, versions
from photoparsl.reasons import Reason
from photoparsl.redact import visible
from photoparsl.results import Execution, Failure, SliceResult
from photoparsl.running.dispatch import Dispatcher, Lost
from photoparsl.running.firstcall import FirstCall
from photoparsl.running.hosts import Hosts
from photoparsl.running.monitor import RunMonitor
from photoparsl.running.stop import Stop
from photoparsl.sites import NoManagerStartsError, cores_of_pilot, most_pilots, workers

MOST_LOADS = 3
MOST_CHARACTERS = 500  # of why an executor works no more: Parsl tells it of every block
COMMAND_SECONDS = 10  # that an interchange has to answer
ARRIVAL_SECONDS = 0.5  # after which all has come that an interchange sent before it ended


class _InterchangeLostError(Exception):
    """The process between us and the managers has ended, and with it what it had in hand."""


def measured(
    slices: Callable[[int], Iterable[Slice]],
    fresh_config: Callable[[], Config],
    measures: tuple[MeasureLike, ...],
    limits: Limits,
    stop: Stop,
    monitor: RunMonitor,
) -> Generator[SliceResult | Lost, None, None]:
    """Measure slices as Parsl tasks under the site's config, and give what comes of each.

    `slices` gives them for a number of workers.
    """
    config = fresh_config()
    crew = workers(config)
    machines = most_pilots(config) > 1
    hosts = Hosts(limits.per_host, monitor.log, monitor.tell, machines=machines)
    monitor.pauses = hosts.pauses
    dispatcher = Dispatcher(slices(crew), crew, stop, monitor.log, hosts)
    limits = limits.divided(crew)
    monitor.begin(cores_of_pilot(config))
    for load in range(1, MOST_LOADS + 1):
        if stop.is_set():
            return
        first = FirstCall()
        with _loaded(config) as kernel:
            try:
                for outcome in dispatcher.outcomes(
                    lambda slice_: monitor.sent(
                        slice_, apps.measure(slice_, measures, hosts.sparing(limits, slice_))
                    ),
                    partial(_check, kernel, monitor, first, stop),
                    partial(_is_at_work, kernel),
                ):
                    if isinstance(outcome, Lost):
                        _check(kernel, monitor, first, stop)
                    first.has_come = True
                    yield _counted(_recorded(outcome, measures), monitor)
                monitor.look(kernel, last=True)
                return
            except _InterchangeLostError:
                monitor.log(
                    f"Parsl's interchange has ended; loaded {load} of at most {MOST_LOADS} times"
                )
        config = fresh_config()
    raise IncompleteError(
        f"Parsl's interchange ended {MOST_LOADS} times; what was measured is kept, and the same "
        "command goes on"
    )


def _counted(outcome: SliceResult | Lost, monitor: RunMonitor) -> SliceResult | Lost:
    if isinstance(outcome, Lost):
        monitor.given_up(outcome.slice_, outcome.error)
    else:
        failed = len(outcome.failures)
        monitor.settled(len(outcome.measurements) + failed, failed)
    return outcome


def _recorded(outcome: SliceResult | Lost, measures: tuple[MeasureLike, ...]) -> SliceResult | Lost:
    """The one photo that kills its worker, wherever it is measured, is a failure like others."""
    if isinstance(outcome, SliceResult) or not isinstance(outcome.error, WorkerLost):
        return outcome
    (photo,) = outcome.slice_.photos
    failure = Failure(
        photo.row, photo.url, photo.year, Reason.KILLED_WORKER, str(outcome.error), photo.span
    )
    host = outcome.error.hostname
    return SliceResult(
        start=outcome.slice_.start,
        stop=outcome.slice_.stop,
        digest=outcome.slice_.digest,
        measures=versions(measures),
        measurements=(),
        failures=(failure,),
        execution=Execution(host, resource_name(host, {}), time.time(), 0.0),
    )


def _loaded(config: Config) -> parsl.DataFlowKernel:
    try:
        with _interrupts_held():
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
            # By default a thread that asks an interchange which is gone waits for ever.
            client.run = partial(client.run, timeout_s=COMMAND_SECONDS)
    return kernel


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Start what is started here with SIGINT blocked, and so are all of its children.

    A terminal and a notebook send it to a whole process group, in which Parsl's processes are until
    they have put themselves out of it, or for good under a site's own executor.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _is_at_work(kernel: parsl.DataFlowKernel) -> bool:
    """Whether any worker has a task, as far as is known."""
    for label, executor in kernel.executors.items():
        if label == "_parsl_internal":  # of Parsl's own
            continue
        if not isinstance(executor, HighThroughputExecutor):
            return True
        try:
            if any(manager["tasks"] for manager in executor.connected_managers()):
                return True
        except (CommandClientBadError, CommandClientTimeoutError):
            return True
    return False


def _check(kernel: parsl.DataFlowKernel, monitor: RunMonitor, first: FirstCall, stop: Stop) -> None:
    """Raise when no task that is sent can come back; after a stop, have no more pilots submitted.

    That an interchange is gone Parsl doesn't notice itself.  In a bad state it leaves the
    blocks alone, for which it would need the interchange: they are ended here.
    """
    for executor in kernel.executors.values():
        if not isinstance(executor, BlockProviderExecutor):
            continue
        if stop.is_set():
            # Parsl's strategy would go on, as long as there are tasks that no pilot has.
            setattr(executor, "scale_out_facade", lambda n: [])  # noqa: B010
        if executor.bad_state_is_set:
            why = executor.executor_exception
            if isinstance(why, NoManagerStartsError) and not first.has_come:
                raise SiteError(str(why))
            words = visible(error_text(why or IncompleteError()))  # a host has a say in them
            words = shorten(words, MOST_CHARACTERS, placeholder=" …")
            raise IncompleteError(
                f"{words}; what was measured is kept, and the same command goes on"
            )
        interchange = getattr(executor, "interchange_proc", None)
        if interchange and interchange.poll() is not None:
            error = _InterchangeLostError()
            time.sleep(ARRIVAL_SECONDS)  # else Parsl's next call stumbles over a result
            executor.set_bad_state_and_fail_all(error)
            if executor.provider:
                executor.provider.cancel(list(executor.blocks_to_job_id.values()))
            raise error
        first.check(executor)
    monitor.look(kernel)  # last, since it would wait for an interchange that is gone
