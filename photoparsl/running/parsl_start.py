"""Starts Parsl, and says why it can't start."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import parsl
import zmq
from parsl.config import Config
from parsl.errors import ConfigurationError, ParslError
from parsl.executors import HighThroughputExecutor

from photoparsl.errors import SiteError, system_problem
from photoparsl.running.interchange_start import InterchangeEndedError, watch_start

COMMAND_SECONDS = 10  # that an interchange has to answer a command
SEND_SECONDS = (
    5  # that a task may wait for an interchange. Within them, it is seen that it has ended
)


def load_parsl(config: Config) -> parsl.DataFlowKernel:
    """Load Parsl with a config.  Commands to its interchange get a time limit.

    Raises SiteError if Parsl can't start, and InterchangeEndedError if its interchange ends at
    once.
    """
    for executor in config.executors:
        if isinstance(executor, HighThroughputExecutor):
            watch_start(executor)
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
        problem = system_problem(error) if isinstance(error, OSError) else str(error)
        raise SiteError(f"Parsl can't start with this config: {problem}") from error
    except InterchangeEndedError:
        raise
    except Exception as error:
        if type(error) is not Exception:  # Parsl raises a bare Exception for its interchange
            raise
        raise SiteError(
            f"Parsl can't start with this config: {error}; Parsl's files are in {config.run_dir}"
        ) from error
    for executor in kernel.executors.values():
        if client := getattr(executor, "command_client", None):
            # By default, a command to an interchange that has ended waits for ever.
            client.run = partial(client.run, timeout_s=COMMAND_SECONDS)
        if tasks := getattr(executor, "outgoing_q", None):
            # By default, so does a task that is sent before it is seen that it has ended, and then
            # Parsl doesn't end.
            tasks.zmq_socket.setsockopt(zmq.SNDTIMEO, 1000 * SEND_SECONDS)
            tasks.zmq_socket.setsockopt(zmq.LINGER, 0)
    return kernel


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Block SIGINT in this thread, and so in the processes that it starts in this context.

    A terminal or a notebook sends SIGINT to the whole process group.  Parsl's processes belong to
    that group until they leave it.  Under a site's own executor they may never leave it.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
