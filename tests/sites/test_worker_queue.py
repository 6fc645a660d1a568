"""Tasks and results reach those for whom they are, whichever worker is killed and when."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Empty

import pytest

from photoparsl.sites.worker_queue import WorkerCount, WorkerQueue

SPAWN = multiprocessing.get_context("spawn")


def work(tasks: WorkerQueue, results: WorkerQueue) -> None:
    while (task := tasks.get(timeout=60)) is not None:
        results.put((task, os.getpid()))


def test_workers_get_tasks_after_one_was_killed_while_it_waited() -> None:
    tasks, results = WorkerQueue(), WorkerQueue()
    workers = [SPAWN.Process(target=work, args=(tasks, results)) for _ in range(3)]
    for worker in workers:
        worker.start()
    try:
        for task in range(30):
            tasks.put(task)
        found = [results.get(timeout=30)[0] for _ in range(30)]
        for killed in range(2):
            time.sleep(0.5)  # all wait now; one of them holds the lock, whichever it is
            workers[killed].kill()
            workers[killed].join()
            tasks.put(30 + killed)
            assert results.get(timeout=30)[0] == 30 + killed
        assert sorted(found) == list(range(30))
        tasks.put(None)
        workers[2].join(60)
        assert workers[2].exitcode == 0
    finally:
        for worker in workers:
            worker.kill()


def test_workers_answer_after_one_was_killed_just_as_it_answered() -> None:
    tasks, results = WorkerQueue(), WorkerQueue()
    workers = [SPAWN.Process(target=work, args=(tasks, results)) for _ in range(3)]
    for worker in workers:
        worker.start()
    try:
        for task in range(3):
            tasks.put(task)
            answer, pid = results.get(timeout=30)
            assert answer == task
            if task < 2:
                next(worker for worker in workers if worker.pid == pid).kill()
    finally:
        for worker in workers:
            worker.kill()


LARGE = 64_000_000  # bytes of a result whose writing takes a while


def answer_at_length(results: WorkerQueue, begun: Connection) -> None:
    text = bytes(LARGE)
    begun.send("now")
    results.put(text)


@pytest.mark.parametrize("seconds", [0.0, 0.005, 0.02, 0.08])
def test_a_worker_killed_while_it_writes_a_large_result_leaves_no_half_of_it(
    seconds: float,
) -> None:
    results = WorkerQueue()
    ours, theirs = SPAWN.Pipe()
    worker = SPAWN.Process(target=answer_at_length, args=(results, theirs))
    worker.start()
    ours.recv()
    time.sleep(seconds)
    worker.kill()
    worker.join()
    results.put("another's")  # as another worker does
    messages = []
    while "another's" not in messages:
        messages.append(results.get(timeout=30))
    assert messages in (["another's"], [bytes(LARGE), "another's"])


def test_a_worker_stopped_while_it_writes_holds_up_nobody() -> None:
    results = WorkerQueue()
    ours, theirs = SPAWN.Pipe()
    worker = SPAWN.Process(target=answer_at_length, args=(results, theirs))
    worker.start()
    try:
        ours.recv()
        os.kill(worker.pid or 0, signal.SIGSTOP)
        results.put("another's")
        assert results.get(timeout=30) in ("another's", bytes(LARGE))
    finally:
        worker.kill()


def test_more_messages_than_fit_wait_for_room_and_keep_their_order() -> None:
    queue = WorkerQueue()

    def put_all() -> None:
        for number in range(2000):
            queue.put(number)

    putting = threading.Thread(target=put_all)
    putting.start()
    assert [queue.get(timeout=30) for _ in range(2000)] == list(range(2000))
    putting.join()


def count_and_stay(count: WorkerCount, begun: Connection) -> None:
    with count.get_lock():
        count.value += 1
        begun.send("counted")
        time.sleep(60)


def test_a_worker_killed_while_it_counts_itself_holds_up_nobody() -> None:
    count = WorkerCount("i", 0)
    ours, theirs = SPAWN.Pipe()
    for number in range(2):
        worker = SPAWN.Process(target=count_and_stay, args=(count, theirs))
        worker.start()
        assert ours.poll(30) and ours.recv() == "counted"
        worker.kill()
        worker.join()
        assert count.value == number + 1


def test_nothing_comes_of_an_empty_queue() -> None:
    with pytest.raises(Empty):
        WorkerQueue().get(timeout=0.1)


def take_and_stay(
    tasks: WorkerQueue, count: WorkerCount, begun: Connection, *, confirm: bool
) -> None:
    count.value += 1
    task = tasks.get(timeout=60)
    if confirm:
        count.value -= 1
    begun.send(task)
    time.sleep(60)


@pytest.mark.parametrize(("confirmed", "found"), [(False, "a task"), (True, "another")])
def test_a_task_is_sent_again_if_its_worker_was_killed_before_it_said_that_it_has_it(
    *, confirmed: bool, found: str
) -> None:
    tasks, count = WorkerQueue(), WorkerCount("i", 0)
    ours, theirs = SPAWN.Pipe()
    tasks.put("a task")
    for number in range(2):
        worker = SPAWN.Process(
            target=take_and_stay, args=(tasks, count, theirs), kwargs={"confirm": confirmed}
        )
        worker.start()
        try:
            assert ours.poll(30) and ours.recv() == ("a task", found)[number]
        finally:
            worker.kill()
            worker.join()
        if number == 0:
            tasks.put("another")


def count_files(counts: Connection) -> None:
    """Send the number of open files before and after fifty messages."""
    queue = WorkerQueue()
    before = len(list(Path("/proc/self/fd").iterdir()))
    for number in range(50):
        queue.put(number)
        assert queue.get(timeout=30) == number
    with pytest.raises(Empty):
        queue.get(block=False)
    queue.send_lost()
    counts.send((before, len(list(Path("/proc/self/fd").iterdir()))))


def test_a_queue_holds_no_file_of_a_message_that_was_taken() -> None:
    """In a process of its own, where nothing else opens or closes files."""
    ours, theirs = SPAWN.Pipe()
    counting = SPAWN.Process(target=count_files, args=(theirs,))
    counting.start()
    counting.join(60)
    assert ours.poll(), "it ended without a number"
    before, after = ours.recv()
    assert after == before


def test_messages_go_through_files_where_the_system_has_none_in_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(os, "memfd_create")
    queue = WorkerQueue()
    queue.put(bytes(LARGE))
    assert queue.get(timeout=30) == bytes(LARGE)


def look_ahead_and_stay(tasks: WorkerQueue, begun: Connection) -> None:
    tasks.get(timeout=60)
    while (task := tasks.look_ahead()) is None:
        time.sleep(0.01)
    begun.send((task, tasks.look_ahead()))
    time.sleep(60)


def test_a_task_that_a_killed_worker_only_looked_at_goes_to_another() -> None:
    tasks, results = WorkerQueue(), WorkerQueue()
    ours, theirs = SPAWN.Pipe()
    first = SPAWN.Process(target=look_ahead_and_stay, args=(tasks, theirs))
    first.start()
    tasks.put("first")
    tasks.put("second")
    assert ours.recv() == ("second", "second")
    first.kill()
    first.join()
    second = SPAWN.Process(target=work, args=(tasks, results))
    second.start()  # which sends again what was lost
    try:
        assert {results.get(timeout=30)[0], results.get(timeout=30)[0]} == {"first", "second"}
    finally:
        second.kill()


def test_what_was_looked_at_is_what_comes_next() -> None:
    queue = WorkerQueue()
    assert queue.look_ahead() is None
    for number in range(3):
        queue.put(number)
    assert [queue.look_ahead(), queue.get(), queue.get(), queue.look_ahead()] == [0, 0, 1, 2]
    assert queue.get(timeout=1) == 2
    with pytest.raises(Empty):
        queue.get(timeout=0.01)
