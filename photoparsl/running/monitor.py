"""What a running process sees of its pilots and tasks, for the journal, the log and the user."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from textwrap import shorten

import parsl
from parsl.executors.status_handling import BlockProviderExecutor

from photoparsl.manifests import Slice
from photoparsl.redact import visible
from photoparsl.results import PilotState, RunState, SliceResult
from photoparsl.results.events import (
    Event,
    PilotSeen,
    RunBegan,
    RunEnded,
    SliceGivenUp,
    TaskDone,
    TaskLost,
)
from photoparsl.results.heartbeat import this_process
from photoparsl.results.journal import Journal
from photoparsl.results.progress import Progress
from photoparsl.running.pilot_states import PilotStates

LOOK_SECONDS = 1  # between two looks
RATE_SECONDS = 60  # that the rate is of
MOST_WORDS = 10  # lines on the terminal about pilots; the log has all
MOST_CHARACTERS = 240  # of such a line: HTCondor's reasons may go on

_TROUBLE = (PilotState.HELD, PilotState.LOST, PilotState.REMOVED, PilotState.FAILED)

Say = Callable[[str], None]


class RunMonitor:
    """Keeps the journal of one run, from what the process that runs it is told.

    `photos` are asked for, of which `before` had ended when it began.  `log` takes a line for
    the run's log, and `tell` one for the person at the terminal, a few at most.
    """

    def __init__(self, journal: Journal, config: str, photos: int, before: int) -> None:
        self._journal = journal
        self._config, self._photos, self._done = config, photos, before
        self._failed = self._tasks_done = self._tasks_lost = 0
        self._pending: dict[Future[SliceResult], tuple[Slice, float]] = {}
        self._ends: deque[Future[SliceResult]] = deque()  # by Parsl's threads, for ours
        self._events: list[Event] = []
        self._lookout = PilotStates()
        self._waiting = ""  # for what, where nothing comes
        self._told: set[str] = set()
        self._began = time.time()
        self._life = this_process()
        self._looked = 0.0
        self._rates: deque[tuple[float, int, int]] = deque([(time.monotonic(), before, 0)])
        self.log: Say = lambda line: None
        self.tell: Say = lambda line: None
        self.pauses: dict[str, float] = {}  # that hosts asked for

    def begin(self, cores: int) -> None:
        """The run begins, with so many cores a pilot."""
        self._events.append(RunBegan(self._began, self._config, self._photos, cores))
        self._write()
        self._journal.start_heartbeat()

    def sent(self, slice_: Slice, future: Future[SliceResult]) -> Future[SliceResult]:
        """A task is on its way."""
        self._pending[future] = slice_, time.time()
        future.add_done_callback(self._ends.append)
        return future

    def settled(self, done: int, failed: int) -> None:
        """A slice has been kept: so many of its photos have ended, so many of them failed."""
        self._done += done
        self._failed += failed
        self._ended_tasks()  # Parsl's futures take memory as long as anyone has them

    def given_up(self, slice_: Slice, error: BaseException) -> None:
        """A slice won't come."""
        self._events.append(SliceGivenUp(time.time(), slice_.start, slice_.stop, str(error)))

    def look(self, kernel: parsl.DataFlowKernel, *, last: bool = False) -> None:
        """Look around, and write down what has changed; at most once a second, but at last."""
        if time.monotonic() - self._looked < LOOK_SECONDS and not last:
            return
        self._looked = time.monotonic()
        self._rates.append((self._looked, self._done, self._failed))
        while self._rates[0][0] < self._looked - RATE_SECONDS:
            self._rates.popleft()
        for executor in kernel.executors.values():
            if isinstance(executor, BlockProviderExecutor) and executor.provider:
                for seen in self._lookout.changes(executor):
                    self._news(seen)
                self._waiting = self._lookout.waiting(executor)
        self._write()

    def close(self) -> None:
        """The run has ended, as far as it came."""
        self._journal.stop_heartbeat()
        self._events += self._lookout.end()
        self._ended_tasks()
        left = self._photos - self._done
        self._events.append(RunEnded(time.time(), left))
        self._write(RunState.INCOMPLETE if left else RunState.COMPLETE)

    def _news(self, seen: PilotSeen) -> None:
        """Write it down, and tell what is wrong, each thing once."""
        self._events.append(seen)
        words = f"pilot {seen.pilot}: {seen.state}"
        words += f" on {seen.host}" if seen.host else ""
        words += f": {seen.why}" if seen.why else ""
        words = visible(words)  # a host has a say in them
        self.log(words)
        news = seen.why or seen.state
        if seen.state in _TROUBLE and news not in self._told and len(self._told) < MOST_WORDS:
            self._told.add(news)
            self.tell(shorten(words, MOST_CHARACTERS, placeholder=" …"))

    def _ended_tasks(self) -> None:
        while self._ends:
            future = self._ends.popleft()
            slice_, sent = self._pending.pop(future)
            error = future.exception()
            if error:
                self._tasks_lost += 1
                host = getattr(error, "hostname", "")
                lost = TaskLost(time.time(), slice_.start, slice_.stop, host, sent, str(error))
                self._events.append(lost)
            else:
                self._tasks_done += 1
                self._events.append(_done(future.result()))

    def _write(self, ended: RunState | None = None) -> None:
        self._ended_tasks()
        self._journal.add_events(self._events)
        self._events.clear()
        (first, done, failed), now = self._rates[0], time.monotonic()
        seconds = max(now - first, 1e-9)
        ended_lately = self._done - done
        self._journal.write_progress(
            Progress(
                config=self._config,
                began=self._began,
                updated=time.time(),
                photos=self._photos,
                done=self._done,
                failed=self._failed,
                tasks_done=self._tasks_done,
                tasks_pending=0 if ended else len(self._pending),
                tasks_lost=self._tasks_lost,
                rate=(ended_lately - (self._failed - failed)) / seconds,
                pace=ended_lately / seconds,
                process=self._life,
                pilots=tuple(self._lookout.there()),
                gone=self._lookout.gone(),
                pauses=dict(self.pauses),
                ended=ended,
                waiting="" if ended else self._waiting,
            )
        )


def _done(result: SliceResult) -> TaskDone:
    ran = result.execution
    return TaskDone(
        time=time.time(),
        start=result.start,
        stop=result.stop,
        host=ran.host,
        resource=ran.resource,
        started=ran.started,
        seconds=ran.seconds,
        measured=len(result.measurements),
        failed=len(result.failures),
        bytes=ran.bytes,
    )
