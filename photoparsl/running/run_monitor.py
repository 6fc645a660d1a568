"""Writes the journal of a run: the events of its pilots and tasks, and its progress."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from dataclasses import replace

from parsl.executors.base import ParslExecutor
from parsl.executors.status_handling import BlockProviderExecutor

from photoparsl.manifests import Slice
from photoparsl.planning import Plan, TakenOver
from photoparsl.redact import visible
from photoparsl.results import (
    Event,
    Journal,
    OutcomeCounts,
    PilotSeen,
    PilotState,
    Progress,
    RunBegan,
    RunEnded,
    RunState,
    SliceGivenUp,
    SliceResult,
    TaskDone,
    TaskLost,
    this_process,
    without_valueless,
)
from photoparsl.running.log import LOG
from photoparsl.running.pilot_states import PilotStates
from photoparsl.running.pilot_texts import PilotNews
from photoparsl.running.reporter import Reporter
from photoparsl.running.task import LostSlice

OBSERVE_SECONDS = 1  # between two observations of the executors
RATE_SECONDS = 60  # the latest seconds, over which the rate is computed
MOST_SHOWN = 10  # different faults of pilots that are shown to the user. The log has all

_TROUBLE = (PilotState.HELD, PilotState.LOST, PilotState.REMOVED, PilotState.FAILED)


class RunMonitor:
    """Keeps the journal of one run: its events and its progress.

    journal: the run's journal
    config: the site's name
    plan: the run's plan
    pauses: by host and port, when its long pause ends, in seconds since 1970.  `Hosts` updates it
    reporter: is told what becomes of the pilots
    """

    def __init__(
        self,
        journal: Journal,
        config: str,
        plan: Plan,
        pauses: Mapping[str, float],
        reporter: Reporter = Reporter(),
    ) -> None:
        self._journal, self._news = journal, PilotNews(reporter)
        self._config, self._waiting = config, ""
        self._photos, self._done_before = len(plan.wanted), len(plan.wanted) - plan.left
        self._counts = OutcomeCounts()  # since the run began or was resumed
        self._pauses = pauses
        self._tasks_done = self._tasks_lost = 0
        self._taken = TakenOver()
        self._pending: dict[Future[SliceResult], tuple[Slice, float]] = {}
        self._open: dict[int, int] = {}  # photos of slices without an outcome, by the first row
        self._ended: deque[Future[SliceResult]] = deque()  # filled by Parsl's threads
        self._events: list[Event] = []
        self._with_changes: set[tuple[int, int]] = set()  # slices with changed photos
        self._pilots = PilotStates()
        self._shown: set[str] = set()  # faults of pilots that have been shown to the user
        self._began, self._process = time.time(), this_process()
        self._observed = 0.0
        # Samples: the time, and how many photos had been measured and had ended by then.
        self._rates: deque[tuple[float, int, int]] = deque([(time.monotonic(), 0, 0)])

    def begin(self, cores: int) -> None:
        """Write that the run begins.

        cores: the cores of each pilot, or of this machine if there are no pilots
        """
        self._events.append(RunBegan(self._began, self._config, self._photos, cores))
        self._write()
        self._journal.start_heartbeat()

    def add_task(self, slice_: Slice, future: Future[SliceResult]) -> None:
        """Record that a task has been submitted."""
        self._pending[future] = slice_, time.time()
        self._open[slice_.start] = len(slice_.photos)
        future.add_done_callback(self._ended.append)

    def count_underway(self, tallies: Mapping[int, int]) -> int:
        """Return how many photos have an outcome already, of slices whose own isn't recorded.

        tallies: their numbers by a slice's first row
        """
        return sum(min(n, self._open[row]) for row, n in tallies.items() if row in self._open)

    def add_outcome(self, outcome: SliceResult | LostSlice) -> None:
        """Record that a slice's result has been written, or that the slice has been given up."""
        if isinstance(outcome, LostSlice):
            rows = outcome.slice_.start, outcome.slice_.stop
            self._events.append(SliceGivenUp(time.time(), *rows, str(outcome.error)))
            self._open.pop(outcome.slice_.start, None)
        else:
            self._open.pop(outcome.start, None)
            self._counts.add(without_valueless(outcome))
            self._drop_ended_tasks()  # their futures hold results

    def add_taken_over(self, taken: TakenOver) -> None:
        """Record that rows took over the outcomes of others."""
        self._taken = taken

    def observe(self, executors: Iterable[ParslExecutor], *, is_last: bool = False) -> None:
        """Write what has changed, at most once in OBSERVE_SECONDS unless `is_last`."""
        if time.monotonic() - self._observed < OBSERVE_SECONDS and not is_last:
            return
        self._observed = time.monotonic()
        self._rates.append((self._observed, self._counts.measured, self._counts.ended))
        while self._rates[0][0] < self._observed - RATE_SECONDS:
            self._rates.popleft()
        for executor in executors:
            if isinstance(executor, BlockProviderExecutor) and executor.provider:
                for seen in self._pilots.changes(executor):
                    self._add_pilot(seen)
                self._waiting = self._pilots.waiting(executor)
                self._news.tell(executor, tuple(self._pilots.active()))
        self._write()

    def close(self) -> None:
        """Write that the run has ended, complete or not."""
        self._journal.stop_heartbeat()
        self._events += self._pilots.end()
        self._drop_ended_tasks()
        left = self._photos - self._done
        self._events.append(RunEnded(time.time(), left, self._taken.changed))
        self._write(RunState.INCOMPLETE if left else RunState.COMPLETE)

    @property
    def _done(self) -> int:
        """How many photos have an outcome."""
        return self._done_before + self._counts.ended + self._taken.rows

    def _add_pilot(self, seen: PilotSeen) -> None:
        """Write a pilot's state, and show each kind of fault to the user once."""
        self._events.append(seen)
        host = f" on {seen.host}" if seen.host else ""
        why = f": {seen.why}" if seen.why else ""
        text = visible(f"pilot {seen.pilot}: {seen.state}{host}{why}")  # may quote a remote host
        trouble = seen.why or seen.state
        is_new = trouble not in self._shown and len(self._shown) < MOST_SHOWN
        if seen.state in _TROUBLE and is_new:
            self._shown.add(trouble)
            LOG.warning("%s", text)
        else:
            LOG.info("%s", text)

    def _drop_ended_tasks(self) -> None:
        """Add the events of the tasks that have ended, and drop their futures to free memory."""
        while self._ended:
            future = self._ended.popleft()
            slice_, submitted = self._pending.pop(future)
            if error := future.exception():
                self._tasks_lost += 1
                self._events.append(_task_lost(slice_, submitted, error))
            else:
                self._tasks_done += 1
                result = future.result()
                done = TaskDone.of(result, _changed(slice_, result))
                if done.changed and (rows := (done.start, done.stop)) in self._with_changes:
                    done = replace(done, changed=0)  # the slice was started twice
                elif done.changed:
                    self._with_changes.add(rows)
                self._events.append(done)

    def _write(self, ended: RunState | None = None) -> None:
        self._drop_ended_tasks()
        self._journal.write(self._events, self._progress(ended))

    def _progress(self, ended: RunState | None) -> Progress:
        first, measured, done = self._rates[0]
        seconds = max(time.monotonic() - first, 1e-9)
        return Progress(
            config=self._config,
            began=self._began,
            updated=time.time(),
            photos=self._photos,
            done=self._done,
            failed=self._counts.failed + self._taken.failed,
            tasks_done=self._tasks_done,
            tasks_pending=0 if ended else len(self._pending),
            photos_pending=0 if ended else sum(self._open.values()),
            tasks_lost=self._tasks_lost,
            rate=(self._counts.measured - measured) / seconds,
            ended_rate=(self._counts.ended - done) / seconds,
            process=self._process,
            pilots=tuple(self._pilots.active()),
            final_counts=self._pilots.final_counts(),
            pauses=dict(self._pauses),
            ended=ended,
            waiting="" if ended else self._waiting,
        )


def _changed(slice_: Slice, result: SliceResult) -> int:
    """Return how many photos had other bytes than when they were measured before."""
    digests = {photo.row: photo.earlier.digest for photo in slice_.photos if photo.earlier}
    return sum(bool(known := digests.get(m.row)) and known != m.digest for m in result.measurements)


def _task_lost(slice_: Slice, submitted: float, error: BaseException) -> TaskLost:
    host = getattr(error, "hostname", "")
    return TaskLost(time.time(), slice_.start, slice_.stop, host, submitted, str(error))
