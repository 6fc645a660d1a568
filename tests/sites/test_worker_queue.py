"""Tasks reach a pool's workers, whichever of them is killed."""

from __future__ import annotations

import multiprocessing
import os
import time
from multiprocessing.queues import Queue
from queue import Empty
from typing import Any

import pytest

from photoparsl.sites.worker_queue import WorkerQueue

SPAWN = multiprocessing.get_context("spawn")


def work(tasks: Queue[Any], results: Queue[Any]) -> None:
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
        workers[2].join(10)
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


def test_nothing_comes_of_an_empty_queue() -> None:
    with pytest.raises(Empty):
        WorkerQueue().get(timeout=0.1)
