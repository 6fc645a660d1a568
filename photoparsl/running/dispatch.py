"""Slices out as Parsl tasks, results in: a bounded number at a time, none lost.

A task that is lost with its worker or manager is run again.  A slice that keeps killing its
worker is halved until the photo that does it stands alone.  Near the end, a task that takes
far longer than the others is started a second time, and the first result wins.
"""

from __future__ import annotations

import statistics
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from math import inf

from parsl.executors.high_throughput.errors import ManagerLost, WorkerLost

from photoparsl.errors import PhotoparslError
from photoparsl.fetching import host_of
from photoparsl.manifests import Slice
from photoparsl.results import SliceResult
from photoparsl.running.elsewhere import EVERY, joined, without
from photoparsl.running.hosts import Hosts
from photoparsl.running.stop import Stop

MOST_TRIES = 6  # of a slice whose managers are lost, which is seldom its own fault
DEADLY_TRIES = 2  # of a slice whose workers die, before it is halved or given up
MOST_LOST_IN_A_ROW = 5  # slices given up, after which the fault is the site's
STRAGGLER_RATIO = 4  # times the median slice's seconds
STRAGGLER_SECONDS = 10  # and at least so long
STOPPED_SECONDS = 30  # and at least so long after a stop, until nothing is waited for any more
WAIT_SECONDS = 1.0  # for a task to end, before anything else is looked at
STOPPING_SECONDS = 0.1  # the same after a stop, since another may ask to end at once
REST_SECONDS = 0.2  # between two looks whether a host has had its pause

Submit = Callable[[Slice], "Future[SliceResult]"]


class SlicesLostError(PhotoparslError):
    """Some tasks gave no result; `results` holds those of the others."""

    def __init__(self, errors: list[BaseException], results: list[SliceResult]) -> None:
        super().__init__(f"{len(errors)} of {len(errors) + len(results)} slices: {errors[0]}")
        self.errors = errors
        self.results = results


@dataclass(frozen=True, slots=True)
class Lost:
    """A slice that was given up, and why; a WorkerLost means one photo that kills its worker."""

    slice_: Slice
    error: BaseException


@dataclass(slots=True, eq=False)
class _Task:
    slice_: Slice
    tries: int = 0
    deaths: int = 0
    submitted: float = 0.0
    copies: int = 0  # of it that are pending
    done: bool = False
    first: SliceResult | None = None  # that had failures which are tried elsewhere
    rest_until: float = 0.0  # not to be sent before
    hosts: frozenset[str] = field(init=False)  # that have its photos

    def __post_init__(self) -> None:
        self.hosts = frozenset(host_of(photo.url) for photo in self.slice_.photos) - {""}


def gather(futures: Iterable[Future[SliceResult]]) -> list[SliceResult]:
    """Wait for the futures and give their results by row: the list that a page is made of.

    Raises SlicesLostError, which holds the other results, when a task gave none.
    """
    futures = list(futures)
    wait(futures)
    errors = [error for future in futures if (error := future.exception())]
    results = [future.result() for future in futures if not future.exception()]
    results.sort(key=lambda result: result.start)
    if errors:
        raise SlicesLostError(errors, results)
    return results


class Dispatcher:
    """Sends slices out, at most two a worker at a time, until all are settled.

    `check` is called about once a second, and may raise when the executor is gone: then
    `outcomes` can be called again with another executor's `submit`.  `say` takes a line for
    the run's log.  Setting `stop` lets what is pending finish, and sends nothing more; what no
    worker has begun, or far too long ago, isn't waited for.
    `hosts` says whether a slice may go; one that may not waits aside, as many as can be underway.
    """

    def __init__(
        self,
        slices: Iterable[Slice],
        workers: int,
        stop: Stop,
        say: Callable[[str], None],
        hosts: Hosts,
    ) -> None:
        self._waiting = map(_Task, slices)
        self._workers = workers
        self._hosts = hosts
        self._stop = stop
        self._say = say
        self._again: deque[_Task] = deque()
        self._pending: dict[Future[SliceResult], _Task] = {}
        self._at_host: Counter[str] = Counter()  # tasks that are pending
        self._seconds: deque[float] = deque(maxlen=200)  # that the latest slices took
        self._lost_in_a_row = 0
        self._hopeless = False
        self._ending: float | None = None  # since when there are workers without a task
        self._held = 0  # tasks whose first results wait for what comes of a try elsewhere
        self._stopped: float | None = None  # since when no result has come after a stop
        self._idle_looks = 0  # one after the other, at which no worker had a task

    def outcomes(
        self,
        submit: Submit,
        check: Callable[[], None],
        at_work: Callable[[], bool] = lambda: True,
    ) -> Iterator[SliceResult | Lost]:
        """Give each slice's result as it comes, or that it is lost.

        `at_work` says whether any worker has a task; after a stop it is asked.
        """
        for task in dict.fromkeys(self._pending.values()):
            if not task.done:  # what an executor had that is gone
                task.copies = 0
                self._again.append(task)
        self._pending.clear()
        self._at_host.clear()
        while True:
            self._fill(submit)
            if all(task.done for task in self._pending.values()):
                if not self._again or self._is_over():
                    return
                time.sleep(REST_SECONDS)  # whoever has the photos that are left wants a pause
            seconds = STOPPING_SECONDS if self._stop.is_set() else WAIT_SECONDS
            done, _ = wait(self._pending, timeout=seconds, return_when=FIRST_COMPLETED)
            self._stop.check()
            for future in done:
                yield from self._settle(future)
                self._stopped = None
            check()
            if self._stop.is_set() and self._nothing_comes(at_work):
                self._say("stopped; what no worker had begun isn't waited for")
                return
            self._double(submit)

    def _fill(self, submit: Submit) -> None:
        while len(self._pending) < 2 * self._workers and not self._is_over():
            if not (task := self._next()):
                return
            self._send(task, submit)

    def _next(self) -> _Task | None:
        """The first task whose photos' hosts have room for another."""
        now = time.monotonic()
        for aside in self._again:
            if now < aside.rest_until:
                continue
            if self._hosts.have_room(aside.hosts, self._at_host):
                self._again.remove(aside)
                return aside
        while len(self._again) - self._held < 2 * self._workers:
            task = next(self._waiting, None)
            if task is None or self._hosts.have_room(task.hosts, self._at_host):
                return task
            self._again.append(task)
        return None

    def _is_over(self) -> bool:
        return self._hopeless or self._stop.is_set()

    def _send(self, task: _Task, submit: Submit) -> None:
        task.submitted = time.monotonic()
        task.copies += 1
        self._pending[submit(task.slice_)] = task
        self._at_host.update(task.hosts)

    def _settle(self, future: Future[SliceResult]) -> Iterator[SliceResult | Lost]:
        task = self._pending.pop(future)
        self._at_host -= Counter(task.hosts)  # and what comes to 0 is forgotten
        task.copies -= 1
        error = future.exception()
        if task.done or (error and task.copies):
            return  # its other copy has been faster, or may still bring it
        if error is None:
            self._lost_in_a_row = 0
            yield from self._came(task, future.result())
        elif task.first and not isinstance(error, ManagerLost):
            yield self._settled(task, task.first)
        elif not self._try_again(task, error):
            task.done = True
            yield self._settled(task, task.first) if task.first else Lost(task.slice_, error)
            self._give_up_if_hopeless(error)

    def _came(self, task: _Task, result: SliceResult) -> Iterator[SliceResult]:
        """Take a result; what it couldn't reach is tried on another machine, once."""
        if task.first:
            if self._hosts.was_left(task.slice_, result.execution.host):
                task.rest_until = time.monotonic() + EVERY
                self._again.append(task)
                return
            self._hosts.heard(result)
            yield self._settled(task, joined(task.first, result))
            return
        self._seconds.append(result.execution.seconds)
        may_wait = self._held < 2 * self._workers and not self._is_over()
        if may_wait and (again := self._hosts.elsewhere(task.slice_, result)):
            task.done = True
            self._hosts.heard(without(result, again))
            self._again.append(_Task(again, first=result))
            self._held += 1
        else:
            self._hosts.heard(result)
            yield self._settled(task, result)

    def _settled(self, task: _Task, result: SliceResult) -> SliceResult:
        task.done = True
        self._held -= task.first is not None
        return result

    def _try_again(self, task: _Task, error: BaseException) -> bool:
        rows = f"rows {task.slice_.start} to {task.slice_.stop - 1}"
        task.tries += isinstance(error, ManagerLost)
        task.deaths += isinstance(error, WorkerLost)
        if isinstance(error, ManagerLost) and task.tries < MOST_TRIES:
            self._say(f"{rows}: lost with a manager ({error}); to be measured again")
        elif isinstance(error, WorkerLost) and task.deaths < DEADLY_TRIES:
            self._say(f"{rows}: its worker died ({error}); to be measured again")
        elif isinstance(error, WorkerLost) and len(task.slice_.photos) > 1:
            self._say(f"{rows}: its worker died again ({error}); to be measured in halves")
            self._again.extendleft(_Task(half, deaths=1) for half in _halves(task.slice_))
            task.done = True
            return True
        else:
            self._say(f"{rows}: given up: {error}")
            return False
        self._again.appendleft(task)  # before those that only wait for room at their host
        return True

    def _give_up_if_hopeless(self, error: BaseException) -> None:
        """The fault of a photo is a photo's; of every slice, the site's."""
        self._lost_in_a_row += not isinstance(error, WorkerLost)
        if self._lost_in_a_row >= MOST_LOST_IN_A_ROW:
            self._hopeless = True
            self._say(f"{self._lost_in_a_row} slices were given up in a row: no more are sent")

    def _nothing_comes(self, at_work: Callable[[], bool]) -> bool:
        """After a stop: whether no worker has a task, or what they have takes far too long."""
        now = time.monotonic()
        self._stopped = self._stopped or now
        self._idle_looks = 0 if at_work() else self._idle_looks + 1
        if self._idle_looks > 1:  # a task may just be on its way to a worker
            return True
        usual = statistics.median(self._seconds) if self._seconds else inf
        return now - self._stopped > max(STOPPED_SECONDS, STRAGGLER_RATIO * usual)

    def _double(self, submit: Submit) -> None:
        """Start stragglers a second time, once there are workers with nothing else to do."""
        idle = len(self._pending) < self._workers and not self._again
        if not idle or self._is_over() or not self._seconds:
            return
        now = time.monotonic()
        self._ending = self._ending or now
        limit = max(STRAGGLER_SECONDS, STRAGGLER_RATIO * statistics.median(self._seconds))
        for task in list(self._pending.values()):
            late = now - max(task.submitted, self._ending) > limit
            if late and not task.done and task.copies == 1:
                self._say(f"rows {task.slice_.start} to {task.slice_.stop - 1}: started twice")
                self._send(task, submit)


def _halves(slice_: Slice) -> tuple[Slice, Slice]:
    middle = len(slice_.photos) // 2
    return Slice(slice_.photos[:middle]), Slice(slice_.photos[middle:])
