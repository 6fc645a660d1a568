from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from photoparsl.reports.lines import pilot_lines, task_lines
from photoparsl.reports.pilot_history import (
    PilotHistory,
    _by_ad,
    pilots_of,
    tasks_by_resource,
    tasks_of,
)
from photoparsl.results import PilotState
from photoparsl.results.events import PilotSeen, RunBegan, RunEnded, TaskDone
from photoparsl.results.heartbeat import this_process
from photoparsl.results.journal import Journal
from tests.results.test_journal import PROGRESS_OF_A_RUN


def write(run: Path) -> None:
    """A run with an evicted pilot, and a second time with another."""
    Journal(run).add_events(
        [
            RunBegan(0, "slurm", 40, 1),
            PilotSeen(5, "7", PilotState.IDLE),
            PilotSeen(10, "7", PilotState.STARTING, "node7"),
            PilotSeen(15, "7", PilotState.RUNNING, "node7"),
            PilotSeen(30, "7", PilotState.IDLE),
            PilotSeen(40, "7", PilotState.RUNNING, "node8"),
            TaskDone(50, 0, 20, "node8", "example", 45, 5, 20, 0, 1),
            RunBegan(1000, "slurm", 40, 1),
            PilotSeen(1010, "8", PilotState.RUNNING, "node8"),
            TaskDone(1020, 20, 40, "node8", "example", 1015, 5, 19, 1, 1),
            RunEnded(1030, 0),
        ]
    )


def test_a_pilots_seconds_are_summed_over_all_its_starts(tmp_path: Path) -> None:
    write(tmp_path)
    first, second = pilots_of(tmp_path)
    assert (first.submitted, first.seconds, first.starts, first.host) == (5, 20 + 10, 2, "node8")
    assert (second.seconds, second.starts) == (20, 1)
    shown = list(pilot_lines([first, second]))
    assert "0+00:00:30" in shown[1] and shown[1].endswith("unknown   node8"), "its end wasn't seen"


def test_tasks_are_listed_by_rows_and_counted_by_resource(tmp_path: Path) -> None:
    write(tmp_path)
    assert tasks_by_resource(tmp_path) == {"example": 2}
    assert "20 to 39" in list(task_lines(tasks_of(tmp_path)))[-1]


def test_the_pilot_of_a_killed_run_isnt_running_and_has_run_until_the_runs_last_sign(
    tmp_path: Path,
) -> None:
    pilot = PilotSeen(10, "77", PilotState.RUNNING, "here")
    Journal(tmp_path).add_events([RunBegan(0, "local", 40, 1), pilot])
    life = this_process()
    at_work = replace(PROGRESS_OF_A_RUN, ended=None, updated=70, process=life)
    Journal(tmp_path).write_progress(at_work)
    (seen,) = pilots_of(tmp_path)
    assert (seen.state, seen.seconds) == (PilotState.RUNNING, 60)
    killed = replace(at_work, process=replace(life, start_ticks=life.start_ticks - 1))
    Journal(tmp_path).write_progress(killed)
    (seen,) = pilots_of(tmp_path)
    assert (seen.state, seen.seconds) == (PilotState.UNKNOWN, 60)
    other = PilotSeen(110, "78", PilotState.RUNNING, "here")
    Journal(tmp_path).add_events([RunBegan(100, "local", 40, 1), other])
    Journal(tmp_path).write_progress(replace(at_work, updated=120))
    states = [(pilot.pilot, pilot.state, pilot.seconds) for pilot in pilots_of(tmp_path)]
    assert states == [("77", PilotState.UNKNOWN, 0), ("78", PilotState.RUNNING, 10)]


def test_a_job_that_runs_again_is_where_it_runs_now_and_its_present_start_counts() -> None:
    """HTCondor's ad of a running job counts its earlier starts only."""
    seen = PilotHistory("7.0", 0, 130.0, 2, "w2.example", PilotState.RUNNING, "")
    ad = {"RemoteHost": "slot1@w2.example", "LastRemoteHost": "slot1@w1.example"}
    found = _by_ad(seen, ad | {"NumJobStarts": 1, "RemoteWallClockTime": 60.0})
    assert (found.host, found.starts, found.seconds) == ("w2.example", 2, 130.0)
