"""Which slices to submit, and what comes of them: a bounded number at a time, none lost.

A task that is lost with its worker or manager is submitted again.  A slice that keeps killing its
worker is halved until the photo that does it is alone.  Near the end, a task that takes far longer
than the others is submitted a second time, and the first result counts.
"""

from __future__ import annotations

import statistics
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from math import inf

from parsl.executors.high_throughput.errors import ManagerLost, WorkerLost

from photoparsl.manifests import Slice
from photoparsl.results import SliceResult
from photoparsl.running.elsewhere import RETRY_SECONDS, joined, without
from photoparsl.running.hosts import Hosts
from photoparsl.running.log import LOG
from photoparsl.running.stop import Stop
from photoparsl.running.task import LostSlice, Task

MOST_TRIES = 6  # of a slice whose managers are lost, which is seldom its own fault
DEADLY_TRIES = 2  # of a slice whose workers die, before it is halved or given up
MOST_LOST_IN_A_ROW = 5  # slices given up, after which the site is taken for broken
STRAGGLER_RATIO = 4  # times the median slice's seconds, after which a task is submitted again,
STRAGGLER_SECONDS = 10  # and not before
STOP_SECONDS = 30  # without a result after a stop, after which no task is waited for
WAIT_SECONDS = 1.0  # for a task to end
STOPPED_WAIT_SECONDS = 0.1  # the same after a stop, as an interrupt may ask to end at once
PAUSE_SECONDS = 0.2  # between two looks whether the hosts of all slices that are left have room


class Dispatcher:
    """Decides which slices are submitted and when, and gives the outcome of each, once.

    At most two tasks a worker are pending at a time.  Setting `stop` lets them finish and gives no
    further slice.  A slice whose hosts have no room waits, and others go before it, as many as
    may be pending.

    slices: the slices to measure, each cut when it is needed
    workers: the most workers that the site can have
    stop: set when the run is to end early
    hosts: tells whether a slice's hosts have room for it
    """

    def __init__(self, slices: Iterable[Slice], workers: int, stop: Stop, hosts: Hosts) -> None:
        self._slices = map(Task, slices)
        self._window = 2 * workers
        self._workers = workers
        self._hosts = hosts
        self._stop = stop
        self._again: deque[Task] = deque()
        self._pending: dict[Future[SliceResult], Task] = {}
        self._pending_of_host: Counter[str] = Counter()
        self._seconds: deque[float] = deque(maxlen=200)  # that the latest slices took
        self._lost_in_a_row = 0
        self._is_hopeless = False
        self._idle_since: float | None = None  # since when workers have had no task
        self._held = 0  # tasks whose first results wait for a try on another machine
        self._silent_since: float | None = None  # since when no task has ended after a stop
        self._idle_checks = 0  # in a row, at which no worker had a task

    def ready(self) -> Iterator[Task]:
        """Give the tasks that are to be submitted now; `add` each before the next is taken."""
        while len(self._pending) < self._window and not self._is_over():
            if not (task := self._next()):
                break
            yield task
        yield from self._stragglers()

    def add(self, task: Task, future: Future[SliceResult]) -> None:
        """The task has been submitted."""
        task.submitted = time.monotonic()
        task.copies += 1
        self._pending[future] = task
        self._pending_of_host.update(task.hosts)

    def is_done(self) -> bool:
        """Whether no outcome is to come; to be called when there is no task to submit."""
        return all(task.done for task in self._pending.values()) and (
            not self._again or self._is_over()
        )

    def outcomes(self) -> Iterator[SliceResult | LostSlice]:
        """Wait a moment for tasks to end, and give the outcomes of their slices."""
        if all(task.done for task in self._pending.values()):
            time.sleep(PAUSE_SECONDS)  # the hosts of all slices that are left have no room
        seconds = STOPPED_WAIT_SECONDS if self._stop.is_set() else WAIT_SECONDS
        ended, _ = wait(self._pending, timeout=seconds, return_when=FIRST_COMPLETED)
        for future in ended:
            self._silent_since = None
            yield from self._settle(future)

    def submit_again(self) -> None:
        """Give all tasks that are pending again: the executor that had them has ended."""
        for task in dict.fromkeys(self._pending.values()):
            if not task.done:
                task.copies = 0
                self._again.append(task)
        self._pending.clear()
        self._pending_of_host.clear()

    def waits_in_vain(self, *, is_working: bool) -> bool:
        """After a stop: whether no task is going to end, or none within a reasonable time.

        is_working: whether any worker has a task
        """
        now = time.monotonic()
        self._silent_since = self._silent_since or now
        self._idle_checks = 0 if is_working else self._idle_checks + 1
        if self._idle_checks > 1:  # a task may just be on its way to a worker
            return True
        usual = statistics.median(self._seconds) if self._seconds else inf
        return now - self._silent_since > max(STOP_SECONDS, STRAGGLER_RATIO * usual)

    def _next(self) -> Task | None:
        """The first task whose photos' hosts have room for another."""
        now = time.monotonic()
        for task in self._again:
            if now >= task.not_before and self._hosts.have_room(task.hosts, self._pending_of_host):
                self._again.remove(task)
                return task
        while len(self._again) - self._held < self._window:
            fresh = next(self._slices, None)
            if fresh is None or self._hosts.have_room(fresh.hosts, self._pending_of_host):
                return fresh
            self._again.append(fresh)
        return None

    def _is_over(self) -> bool:
        return self._is_hopeless or self._stop.is_set()

    def _settle(self, future: Future[SliceResult]) -> Iterator[SliceResult | LostSlice]:
        """Give the outcome of the slice whose task has ended, if it has one now."""
        task = self._pending.pop(future)
        self._pending_of_host -= Counter(task.hosts)  # which drops those of 0
        task.copies -= 1
        error = future.exception()
        if task.done or (error and task.copies):
            return  # its other copy has been faster, or may still bring a result
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
        """Give the result, or have what it couldn't reach tried on another machine, once."""
        if task.first:
            if self._hosts.were_left_by(task.slice_, result.execution.host):
                task.not_before = time.monotonic() + RETRY_SECONDS
                self._again.append(task)
                return
            self._hosts.add_result(result)
            yield self._finish(task, joined(task.first, result))
            return
        self._seconds.append(result.execution.seconds)
        may_wait = self._held < self._window and not self._is_over()
        if may_wait and (again := self._hosts.photos_to_try_elsewhere(task.slice_, result)):
            task.done = True
            self._hosts.add_result(without(result, again))
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
        """Whether the slice, or its halves, are to be submitted again after this error."""
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
        self._again.appendleft(task)  # before those that only wait for room at their hosts
        return True

    def _count_lost(self, error: BaseException) -> None:
        """Submit no more when slices are lost one after the other, which no photo can cause."""
        self._lost_in_a_row += not isinstance(error, WorkerLost)
        if self._lost_in_a_row >= MOST_LOST_IN_A_ROW:
            self._is_hopeless = True
            LOG.info("%s slices were given up in a row: no more are sent", self._lost_in_a_row)

    def _stragglers(self) -> Iterator[Task]:
        """Give tasks a second time that take too long, once workers have nothing else to do."""
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
