from __future__ import annotations

import json
from pathlib import Path

import pytest

from photoparsl.results import PilotState
from photoparsl.results.events import (
    EVENTS,
    Event,
    PilotSeen,
    RunBegan,
    RunEnded,
    SliceGivenUp,
    TaskDone,
    TaskLost,
    latest_events,
    read_events,
)
from photoparsl.results.folder_watch import FolderWatch
from photoparsl.results.journal import Journal
from photoparsl.results.progress import PROGRESS, Progress, read_progress

EVENTS_OF_A_RUN: list[Event] = [
    RunBegan(1.0, "htcondor", 40, 2),
    PilotSeen(2.0, "7.0", PilotState.HELD, "node7.example", "the disk is full"),
    TaskDone(3.0, 0, 20, "node7.example", "example", 2.5, 0.5, 19, 1, 1000),
    TaskLost(4.0, 20, 40, "node7.example", 3.0, "its manager is gone"),
    SliceGivenUp(5.0, 20, 40, "six times"),
    RunEnded(6.0, 20),
]
PROGRESS_OF_A_RUN = Progress(
    config="htcondor",
    began=1.0,
    updated=6.0,
    photos=40,
    done=20,
    failed=1,
    tasks_done=1,
    tasks_pending=1,
    tasks_lost=1,
    rate=4.5,
    pilots=(PilotSeen(2.0, "7.0", PilotState.HELD, "node7.example", "the disk is full"),),
    final_counts={PilotState.ENDED: 2},
    ended_rate=5.0,
)


def test_events_are_read_as_they_were_written(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.add_events(EVENTS_OF_A_RUN[:3])
    journal.add_events(EVENTS_OF_A_RUN[3:])
    assert list(read_events(tmp_path)) == EVENTS_OF_A_RUN
    assert latest_events(tmp_path) == EVENTS_OF_A_RUN


def test_a_line_torn_by_a_kill_costs_no_other_line(tmp_path: Path) -> None:
    Journal(tmp_path).add_events(EVENTS_OF_A_RUN)
    path = tmp_path / EVENTS
    path.write_bytes(path.read_bytes()[:-9])
    assert list(read_events(tmp_path)) == EVENTS_OF_A_RUN[:-1]
    Journal(tmp_path).add_events(EVENTS_OF_A_RUN[:1])
    assert list(read_events(tmp_path)) == [*EVENTS_OF_A_RUN[:-1], EVENTS_OF_A_RUN[0]]


def test_an_event_of_another_version_is_left_out(tmp_path: Path) -> None:
    lines = [{"event": "eclipse", "time": 1}, {"event": "ended", "time": 1, "moon": 2}, ["ended"]]
    lines.append({"event": "pilot", "time": 1, "pilot": "7.0", "state": "on the moon"})
    text = "\n".join(map(json.dumps, lines))
    (tmp_path / EVENTS).write_text(f"{text}\n")
    assert list(read_events(tmp_path)) == []


def test_progress_is_read_as_it_was_written(tmp_path: Path) -> None:
    Journal(tmp_path).write_progress(PROGRESS_OF_A_RUN)
    assert read_progress(tmp_path) == PROGRESS_OF_A_RUN


def test_a_run_that_hasnt_begun_has_neither_events_nor_progress(tmp_path: Path) -> None:
    assert read_progress(tmp_path) is None
    assert list(read_events(tmp_path)) == latest_events(tmp_path) == []
    (tmp_path / PROGRESS).write_text("[]")
    assert read_progress(tmp_path) is None


def test_the_latest_events_are_read_from_the_end_of_the_file(tmp_path: Path) -> None:
    done = TaskDone(3.0, 0, 20, "node7.example", "example", 2.5, 0.5, 20, 0, 1000)
    Journal(tmp_path).add_events([done] * 50_000)
    assert 0 < len(latest_events(tmp_path)) < 200


def test_nothing_is_written_where_a_moved_folder_was(tmp_path: Path) -> None:
    run = tmp_path / "run"
    run.mkdir()
    watch = FolderWatch(run)
    watch.open()
    journal = Journal(run, watch)
    run.rename(tmp_path / "moved")
    run.mkdir()  # as Parsl makes it
    with pytest.raises(FileNotFoundError):
        journal.add_events(EVENTS_OF_A_RUN)
    with pytest.raises(FileNotFoundError):
        journal.write_progress(PROGRESS_OF_A_RUN)
    watch.close()
    assert not list(run.iterdir())
