"""The start of Parsl's interchange, watched.

HighThroughputExecutor starts the interchange, sends it one command, and waits 120 s for the answer,
even if the interchange has ended or is stopped (SIGSTOP).
"""

from __future__ import annotations

import subprocess
import time
from functools import partial
from typing import Any

import zmq
from parsl.executors import HighThroughputExecutor
from parsl.executors.high_throughput.errors import CommandClientTimeoutError

from photoparsl.running.interchange_process import StoppedWatch, kill

CHECK_MILLISECONDS = 100  # between two checks of the interchange while its answer is awaited
START_SECONDS = 120  # that an interchange has to start, as in Parsl


class InterchangeEndedError(Exception):
    """Raised when an interchange ends, or is stopped, before it has answered."""


def watch_start(executor: HighThroughputExecutor) -> None:
    """Have the executor's start raise InterchangeEndedError if its interchange ends or is stopped.

    executor: an executor that hasn't been started
    """
    setattr(  # noqa: B010  a method of this one object
        executor,
        "_start_local_interchange_process",
        partial(_start, executor, executor._start_local_interchange_process),
    )


def _start(executor: HighThroughputExecutor, start: Any) -> None:
    client: Any = executor.command_client
    usual = client.run
    client.run = partial(_first_answer, executor)
    try:
        start()
    except (BrokenPipeError, InterchangeEndedError) as error:
        sentence = str(error) if isinstance(error, InterchangeEndedError) else _sentence(executor)
        executor.shutdown()
        raise InterchangeEndedError(sentence) from error
    finally:
        client.run = usual


def _first_answer(
    executor: HighThroughputExecutor, message: object, timeout_s: float = START_SECONDS
) -> object:
    """Send the first command and return its answer."""
    socket = executor.command_client.zmq_socket
    is_sent, end = False, time.monotonic() + timeout_s
    watch = StoppedWatch()
    while time.monotonic() < end:
        if socket.poll(CHECK_MILLISECONDS, zmq.POLLIN if is_sent else zmq.POLLOUT):
            if is_sent:
                return socket.recv_pyobj()
            socket.send_pyobj(message)
            is_sent = True
        elif _process(executor).poll() is not None:
            raise InterchangeEndedError(_sentence(executor))
        elif watch.has_stopped(_process(executor)):
            kill(_process(executor))
            raise InterchangeEndedError(f"{watch.sentence} as it started, and has been killed")
    raise CommandClientTimeoutError("the interchange hasn't answered")


def _sentence(executor: HighThroughputExecutor) -> str:
    code = _process(executor).wait()
    how = f"by signal {-code}" if code < 0 else f"with code {code}"
    return f"Parsl's interchange ended {how} as it started (its log is in {executor.logdir})"


def _process(executor: HighThroughputExecutor) -> subprocess.Popen[Any]:
    assert executor.interchange_proc, "as `start` sets it before its first command"
    return executor.interchange_proc
