from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest
from parsl.executors.high_throughput.errors import ManagerLost, WorkerLost

from photoparsl.errors import SlicesLostError
from photoparsl.manifests import Slice, cut
from photoparsl.results import SliceResult
from photoparsl.running import dispatcher
from photoparsl.running.dispatcher import Dispatcher
from photoparsl.running.gathering import gather
from photoparsl.running.hosts import Hosts
from photoparsl.running.stop_request import StopRequest
from photoparsl.running.task import LostSlice
from tests.made import photo, result_of, slice_of

WORKERS = 4
PER_HOST = 6


class Pool:
    """Real threads as workers, which lose the tasks that `fate` says; counts what it is given."""

    def __init__(self, rows: int, size: int, stop: StopRequest | None = None) -> None:
        self.stop = stop or StopRequest()
        self.threads = ThreadPoolExecutor(WORKERS)
        self.given: Counter[tuple[int, int]] = Counter()
        self.most_pending = 0
        self.pending = 0
        self._lock = threading.Lock()
        slices = cut((photo(row) for row in range(rows)), size)
        self.dispatcher = Dispatcher(slices, WORKERS, self.stop, Hosts(PER_HOST))

    def fate(self, slice_: Slice) -> None:
        """Raise what happens to the task of a slice."""

    def submit(self, slice_: Slice) -> Future[SliceResult]:
        self.given[slice_.start, slice_.stop] += 1
        with self._lock:
            self.pending += 1
            self.most_pending = max(self.pending, self.most_pending)
        return self.threads.submit(self._work, slice_)

    def _work(self, slice_: Slice) -> SliceResult:
        try:
            self.fate(slice_)
            return result_of(slice_, seconds=0.01)
        finally:
            with self._lock:
                self.pending -= 1

    def given_outcomes(self) -> Iterator[SliceResult | LostSlice]:
        """What `SliceLoop` does, with threads for Parsl."""
        while True:
            for task in self.dispatcher.ready():
                self.dispatcher.add(task, self.submit(task.slice_))
            if self.dispatcher.is_done():
                return
            yield from self.dispatcher.outcomes()

    def outcomes(self) -> list[SliceResult | LostSlice]:
        return list(self.given_outcomes())

    def results(self) -> list[SliceResult]:
        results = [outcome for outcome in self.outcomes() if isinstance(outcome, SliceResult)]
        return sorted(results, key=lambda result: result.start)


def covered(results: list[SliceResult]) -> list[int]:
    return [row for result in results for row in range(result.start, result.stop)]


def test_all_slices_come_back_through_a_bounded_window() -> None:
    pool = Pool(1000, 10)
    assert covered(pool.results()) == list(range(1000))
    assert pool.most_pending <= min(2 * WORKERS, PER_HOST), "as all are of the same host"


def test_a_slice_lost_with_its_manager_is_run_again(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "photoparsl.run")

    class Losing(Pool):
        def fate(self, slice_: Slice) -> None:
            if slice_.start % 3 == 0 and self.given[slice_.start, slice_.stop] < 4:
                raise ManagerLost(b"m", "host")

    pool = Losing(200, 10)
    assert covered(pool.results()) == list(range(200))
    assert "lost with a manager" in caplog.text


def test_a_lost_slice_goes_before_those_that_wait_for_their_host() -> None:
    submitted = []

    class Losing(Pool):
        def submit(self, slice_: Slice) -> Future[SliceResult]:
            submitted.append(slice_.start)
            return super().submit(slice_)

        def fate(self, slice_: Slice) -> None:
            if slice_.start == 0 and self.given[0, 10] == 1:
                raise ManagerLost(b"m", "host")

    pool = Losing(400, 10)
    assert covered(pool.results()) == list(range(400))
    assert submitted.index(0, 1) <= 2 * PER_HOST


def test_a_slice_whose_managers_are_always_lost_is_given_up_after_some_tries() -> None:
    class Losing(Pool):
        def fate(self, slice_: Slice) -> None:
            if slice_.start == 50:
                raise ManagerLost(b"m", "host")

    pool = Losing(200, 10)
    lost = [outcome for outcome in pool.outcomes() if isinstance(outcome, LostSlice)]
    assert [outcome.slice_.start for outcome in lost] == [50]
    assert pool.given[50, 60] == dispatcher.MOST_TRIES


def test_the_photo_that_kills_its_worker_is_found_and_the_rest_measured() -> None:
    class Deadly(Pool):
        def fate(self, slice_: Slice) -> None:
            if slice_.start <= 77 < slice_.stop:
                raise WorkerLost(1, "host")

    pool = Deadly(200, 50)
    outcomes = pool.outcomes()
    lost = [outcome for outcome in outcomes if isinstance(outcome, LostSlice)]
    results = [outcome for outcome in outcomes if isinstance(outcome, SliceResult)]
    assert [(o.slice_.start, o.slice_.stop) for o in lost] == [(77, 78)]
    assert sorted(covered(results)) == [row for row in range(200) if row != 77]
    assert not pool.stop.is_set()


def test_one_death_of_a_worker_costs_nothing() -> None:
    class Unlucky(Pool):
        def fate(self, slice_: Slice) -> None:
            if self.given[slice_.start, slice_.stop] == 1:
                raise WorkerLost(1, "host")

    pool = Unlucky(100, 10)
    assert covered(pool.results()) == list(range(100))
    assert set(pool.given.values()) == {2}


def test_a_site_that_loses_everything_is_given_up_soon() -> None:
    class Broken(Pool):
        def fate(self, slice_: Slice) -> None:
            raise RuntimeError("no such module")

    pool = Broken(100_000, 10)
    assert all(isinstance(outcome, LostSlice) for outcome in pool.outcomes())
    assert pool.given.total() <= dispatcher.MOST_LOST_IN_A_ROW + 2 * WORKERS


def test_stopping_finishes_what_is_pending_and_sends_no_more() -> None:
    pool = Pool(1000, 10)
    results = []
    for outcome in pool.given_outcomes():
        results.append(outcome)
        pool.stop.set()
    assert len(results) == pool.given.total() <= 2 * WORKERS + 1


def test_a_straggler_is_started_twice_and_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatcher, "STRAGGLER_SECONDS", 0.5)
    release = Event()
    waited_for: list[int] = []

    class Slow(Pool):
        def fate(self, slice_: Slice) -> None:
            if slice_.start == 30 and self.given[30, 40] == 1:
                release.wait(60)
                waited_for.append(slice_.start)

    pool = Slow(100, 10)
    assert covered(pool.results()) == list(range(100))
    assert waited_for == []
    assert pool.given[30, 40] == 2
    release.set()


def test_what_a_broken_executor_had_in_hand_goes_to_the_next() -> None:
    stuck = Event()

    class Breaking(Pool):
        def fate(self, slice_: Slice) -> None:
            if not broken and slice_.start >= 100:
                stuck.wait(20)

    broken = False
    results: list[SliceResult | LostSlice] = []
    pool = Breaking(200, 10)
    for outcome in pool.given_outcomes():
        results.append(outcome)
        if len(results) >= 10:
            break
    broken = True
    stuck.set()
    pool.dispatcher.submit_again()
    results.extend(pool.given_outcomes())
    rows = [row for r in results if isinstance(r, SliceResult) for row in range(r.start, r.stop)]
    assert sorted(rows) == list(range(200))


def test_gathered_results_come_by_row_and_a_lost_one_is_told_with_the_others_kept() -> None:
    futures: list[Future[SliceResult]] = [Future() for _ in range(3)]
    futures[0].set_result(result_of(slice_of(10, 20)))
    futures[1].set_result(result_of(slice_of(0, 10)))
    assert [result.start for result in gather(futures[:2])] == [0, 10]
    futures[2].set_exception(ManagerLost(b"m", "host"))
    with pytest.raises(
        SlicesLostError, match="1 of 3 tasks gave no result: ManagerLost: "
    ) as caught:
        gather(futures)
    assert [result.start for result in caught.value.results] == [0, 10]
    futures[2] = Future()
    futures[2].set_exception(ModuleNotFoundError("No module named 'photoparsl'"))
    with pytest.raises(SlicesLostError, match="'photoparsl': start workers in an environment"):
        gather(futures)
