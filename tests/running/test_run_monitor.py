"""What a process keeps of its tasks, with futures as Parsl gives them."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

from parsl.executors.high_throughput.errors import ManagerLost

from photoparsl.planning.plan import Plan
from photoparsl.results import SliceResult
from photoparsl.results.events import SliceGivenUp, TaskDone, TaskLost, read_events
from photoparsl.results.journal import Journal
from photoparsl.results.progress import read_progress
from photoparsl.running.run_monitor import RunMonitor
from photoparsl.running.task import LostSlice
from tests.made import result_of, slice_of


def plan(rows: int, finished: int) -> Plan:
    return Plan(rows, 0, None, "", range(rows), (range(finished, rows),))


def sent(monitor: RunMonitor, start: int) -> Future[SliceResult]:
    future: Future[SliceResult] = Future()
    monitor.add_task(slice_of(start, start + 10), future)
    return future


def test_every_task_ends_once_as_done_or_lost(tmp_path: Path) -> None:
    monitor = RunMonitor(Journal(tmp_path), "htcondor", plan(rows=40, finished=10), {})
    monitor.begin(1)
    done, gone, _ = sent(monitor, 10), sent(monitor, 20), sent(monitor, 30)
    done.set_result(result_of(slice_of(10, 20), failed=(11,)))
    gone.set_exception(ManagerLost(b"abc", "node7.example"))
    monitor.add_outcome(result_of(slice_of(10, 20), failed=(11,)))
    monitor.add_outcome(LostSlice(slice_of(20, 30), ManagerLost(b"abc", "node7.example")))
    monitor.close()
    events = list(read_events(tmp_path))
    assert [(e.start, e.measured, e.failed) for e in events if isinstance(e, TaskDone)] == [
        (10, 9, 1)
    ]
    assert [(e.start, e.host) for e in events if isinstance(e, TaskLost)] == [(20, "node7.example")]
    assert [e.start for e in events if isinstance(e, SliceGivenUp)] == [20]
    progress = read_progress(tmp_path)
    assert progress is not None
    assert (progress.done, progress.failed, progress.ended) == (20, 1, "incomplete")
    assert (progress.tasks_done, progress.tasks_lost, progress.tasks_pending) == (1, 1, 0)


def test_a_run_whose_photos_have_all_ended_is_complete(tmp_path: Path) -> None:
    monitor = RunMonitor(Journal(tmp_path), "local", plan(rows=10, finished=0), {})
    monitor.begin(2)
    monitor.add_outcome(result_of(slice_of(0, 10), failed=tuple(range(10))))
    monitor.close()
    progress = read_progress(tmp_path)
    assert progress is not None and progress.ended == "complete"


def test_photos_stay_counted_until_the_outcome_of_their_slice_is_recorded(tmp_path: Path) -> None:
    """Two tasks end at once, and the outcome of the first is recorded."""
    monitor = RunMonitor(Journal(tmp_path), "local", plan(rows=20, finished=0), {})
    monitor.begin(2)
    tasks = {start: sent(monitor, start) for start in (0, 10)}
    for start, task in tasks.items():
        task.set_result(result_of(slice_of(start, start + 10)))
    tallies = {0: 10, 10: 10}
    assert monitor.count_underway(tallies) == 20
    monitor.add_outcome(result_of(slice_of(0, 10)))
    assert monitor.count_underway(tallies) == 10
    monitor.observe([], is_last=True)
    progress = read_progress(tmp_path)
    assert progress is not None and progress.photos_pending == 10
    monitor.add_outcome(result_of(slice_of(10, 20)))
    assert monitor.count_underway(tallies) == 0
    monitor.close()
