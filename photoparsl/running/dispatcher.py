"""Decides which slices to submit and when, so that few tasks are pending and no slice is lost.

A task that is lost with its worker or manager is submitted again.  A slice that kills its worker
repeatedly is halved, until the photo that kills the worker is alone in its slice.  Near the end of
the run, a task that takes far longer than the others is submitted a second time, and the first
result counts.
"""

from __future__ import annotations

import statistics
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait

from parsl.executors.high_throughput.errors import ManagerLost, WorkerLost

from photoparsl.manifests import Slice
from photoparsl.results import SliceResult
from photoparsl.running.elsewhere import RETRY_SECONDS, with_second_outcomes, without_failures_of
from photoparsl.running.hosts import Hosts
from photoparsl.running.log import LOG
from photoparsl.running.stop_request import StopRequest
from photoparsl.running.task import LostSlice, Task

MOST_TRIES = 6  # of a slice whose managers are lost, which the slice seldom causes
DEADLY_TRIES = 2  # of a slice whose workers die, before the slice is halved or given up
MOST_LOST_IN_A_ROW = 5  # slices given up in a row, after which nothing more is submitted
STRAGGLER_RATIO = 4  # a task is late after this many times the median seconds of a slice,
STRAGGLER_SECONDS = 10  # but never before this many seconds
STOP_SECONDS = 30  # after a stop, the run ends when no task has ended for this long
WAIT_SECONDS = 1.0  # that `outcomes` waits for a task to end
STOPPED_WAIT_SECONDS = 0.1  # the same after a stop: a second interrupt ends the run at once
PAUSE_SECONDS = 0.2  # between two checks for room, while no slice's hosts have any


class Dispatcher:
    """Yields the slices to submit, and the outcome of each slice exactly once.

    At most two tasks per worker are pending at a time.  After `stop` is set, these may finish and
    no further slice is submitted.  A slice whose hosts have no room waits while later slices are
    submitted.

    slices: the slices to measure.  The next one is taken when it can be submitted
    workers: the most workers that the site can have
    stop: set when the user ends the run early
    hosts: tells whether a slice's hosts have room for it
    """

    def __init__(
        self, slices: Iterable[Slice], workers: int, stop: StopRequest, hosts: Hosts
    ) -> None:
        self._slices, self._stop, self._hosts = map(Task, slices), stop, hosts
        self._workers, self._limit = workers, 2 * workers
        self._again: deque[Task] = deque()
        self._pending: dict[Future[SliceResult], Task] = {}
        self._pending_of_host: Counter[str] = Counter()
        self._seconds: deque[float] = deque(maxlen=200)  # wall time of the latest slices
        self._lost_in_a_row = 0
        self._is_hopeless = False
        self._idle_since: float | None = None  # since when workers have had no task
        self._held = 0  # slices whose first results wait for another machine's attempt
        self._silent_since: float | None = None  # since when no task has ended after a stop
        self._idle_checks = 0  # checks in a row that found no worker with a task

    def ready(self) -> Iterator[Task]:
        """Yield the tasks to submit now.  Call `add` for each before taking the next."""
        while len(self._pending) < self._limit and not self._is_over() and (task := self._next()):
            yield task
        yield from self._stragglers()

    def add(self, task: Task, future: Future[SliceResult]) -> None:
        """Record that the task has been submitted."""
        task.submitted = time.monotonic()
        task.copies += 1
        self._pending[future] = task
        self._pending_of_host.update(task.hosts)

    def is_done(self) -> bool:
        """Whether all outcomes have been yielded.  Call it when `ready` yields nothing."""
        return all(task.done for task in self._pending.values()) and (
            not self._again or self._is_over()
        )

    def outcomes(self) -> Iterator[SliceResult | LostSlice]:
        """Wait up to WAIT_SECONDS for tasks to end, and yield the outcomes of their slices."""
        if all(task.done for task in self._pending.values()):
            time.sleep(PAUSE_SECONDS)  # the remaining slices wait for room at their hosts
        seconds = STOPPED_WAIT_SECONDS if self._stop.is_set() else WAIT_SECONDS
        ended, _ = wait(self._pending, timeout=seconds, return_when=FIRST_COMPLETED)
        for future in ended:
            self._silent_since = None
            yield from self._settle(future)

    def submit_again(self) -> None:
        """Submit all pending tasks again, because the executor that had them has ended."""
        for task in dict.fromkeys(self._pending.values()):
            if not task.done:
                task.copies = 0
                self._again.append(task)
        self._pending.clear()
        self._pending_of_host.clear()

    def should_stop_waiting(self, *, is_working: bool) -> bool:
        """Whether, after a stop, to wait no longer for the pending tasks.

        That is so when no worker has had a task at two checks in a row, and no task has ended for
        STOP_SECONDS.  If the slices that have ended took longer, that time counts instead.

        is_working: whether any worker has a task
        """
        now = time.monotonic()
        self._silent_since = self._silent_since or now
        self._idle_checks = 0 if is_working else self._idle_checks + 1
        if self._idle_checks > 1:  # at the first check, a task may be on its way to a worker
            return True
        usual = statistics.median(self._seconds) if self._seconds else 0.0
        return now - self._silent_since > max(STOP_SECONDS, STRAGGLER_RATIO * usual)

    def _next(self) -> Task | None:
        """Return the first task whose hosts have room for another slice, or None."""
        now = time.monotonic()
        for task in self._again:
            if now >= task.not_before and self._hosts.have_room(task.hosts, self._pending_of_host):
                self._again.remove(task)
                return task
        while len(self._again) - self._held < self._limit:
            fresh = next(self._slices, None)
            if fresh is None or self._hosts.have_room(fresh.hosts, self._pending_of_host):
                return fresh
            self._again.append(fresh)
        return None

    def _is_over(self) -> bool:
        return self._is_hopeless or self._stop.is_set()

    def _settle(self, future: Future[SliceResult]) -> Iterator[SliceResult | LostSlice]:
        """Yield the outcome of the slice whose task has ended, if there is one now."""
        task = self._pending.pop(future)
        self._pending_of_host -= Counter(task.hosts)  # this also drops hosts with a count of 0
        task.copies -= 1
        error = future.exception()
        if task.done or (error and task.copies):
            return  # the task's other copy was faster, or may still return a result
        if error is None:
            self._lost_in_a_row = 0
            yield from self._settle_result(task, future.result())
        elif task.first and not isinstance(error, ManagerLost):
            yield self._finish(task, task.first)
        elif not self._try_again(task, error):
            task.done = True
            yield self._finish(task, task.first) if task.first else LostSlice(task.slice_, error)
            self._count_lost(error)

    def _settle_result(self, task: Task, result: SliceResult) -> Iterator[SliceResult]:
        """Yield the result, unless photos weren't reached that another machine is to try once."""
        if task.first:
            if self._hosts.was_skipped_by(task.slice_, result.execution.host):
                task.not_before = time.monotonic() + RETRY_SECONDS
                self._again.append(task)
                return
            self._hosts.add_result(result)
            yield self._finish(task, with_second_outcomes(task.first, result))
            return
        self._seconds.append(result.execution.seconds)
        may_wait = self._held < self._limit and not self._is_over()
        if may_wait and (again := self._hosts.photos_to_try_elsewhere(task.slice_, result)):
            task.done = True
            self._hosts.add_result(without_failures_of(result, again))
            self._again.append(Task(again, first=result))
            self._held += 1
        else:
            self._hosts.add_result(result)
            yield self._finish(task, result)

    def _finish(self, task: Task, result: SliceResult) -> SliceResult:
        task.done = True
        self._held -= task.first is not None
        return result

    def _try_again(self, task: Task, error: BaseException) -> bool:
        """Queue the slice or its halves again after this error.  Return whether that was done."""
        task.lost += isinstance(error, ManagerLost)
        task.deaths += isinstance(error, WorkerLost)
        if isinstance(error, ManagerLost) and task.lost < MOST_TRIES:
            LOG.info("%s: lost with a manager (%s); to be measured again", task.rows, error)
        elif isinstance(error, WorkerLost) and task.deaths < DEADLY_TRIES:
            LOG.info("%s: its worker died (%s); to be measured again", task.rows, error)
        elif isinstance(error, WorkerLost) and len(task.slice_.photos) > 1:
            LOG.info("%s: its worker died again (%s); to be measured in halves", task.rows, error)
            self._again.extendleft(task.halves())
            task.done = True
            return True
        else:
            LOG.info("%s: given up: %s", task.rows, error)
            return False
        self._again.appendleft(task)  # before the tasks that only wait for room at their hosts
        return True

    def _count_lost(self, error: BaseException) -> None:
        """Submit nothing more after MOST_LOST_IN_A_ROW losses that no photo can have caused."""
        self._lost_in_a_row += not isinstance(error, WorkerLost)
        if self._lost_in_a_row >= MOST_LOST_IN_A_ROW:
            self._is_hopeless = True
            LOG.info("%s slices were given up in a row: no more are sent", self._lost_in_a_row)

    def _stragglers(self) -> Iterator[Task]:
        """Yield the tasks that are late, once workers have nothing else to do."""
        is_idle = 0 < len(self._pending) < self._workers and not self._again
        if not is_idle or self._is_over() or not self._seconds:
            return
        now = time.monotonic()
        self._idle_since = self._idle_since or now
        limit = max(STRAGGLER_SECONDS, STRAGGLER_RATIO * statistics.median(self._seconds))
        for task in list(self._pending.values()):
            is_late = now - max(task.submitted, self._idle_since) > limit
            if is_late and not task.done and task.copies == 1:
                LOG.info("%s: started twice", task.rows)
                yield task
