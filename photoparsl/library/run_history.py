"""Where a run's pilots and tasks ran, and what it has cost, for `Run.history`."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from photoparsl.reports import Cost, PilotHistory, cost_of, pilots_of, read_job_states, tasks_of
from photoparsl.results import TaskDone, read_events, unrecorded

LATEST_TASKS = 1_000  # of a run's history, unless another number is given


@dataclass(frozen=True, slots=True)
class History:
    """Where a run's pilots and tasks ran, and what the run has cost.

    pilots: the run's pilots in the order of their submission
    tasks: the latest tasks, in the order in which they ended
    cost: core-hours, bytes and rates of the whole run
    """

    pilots: tuple[PilotHistory, ...]
    tasks: tuple[TaskDone, ...]
    cost: Cost


def history_of(path: Path, tasks: int | None) -> History:
    """Return the history of the run in a folder.

    path: the folder
    tasks: how many of the latest tasks to return, or None for all
    """
    latest, jobs = deque(tasks_of(path), maxlen=tasks), read_job_states(path)
    events = chain(read_events(path), unrecorded(path, jobs.changes) if jobs else ())
    cost = cost_of(events, time.time() if jobs else None)
    return History(tuple(pilots_of(path)), tuple(latest), cost)
