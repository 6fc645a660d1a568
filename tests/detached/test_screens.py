"""What `status`, `history` and `check` say of a detached run, from its first job to its end."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from photoparsl.commands.check import _counts
from photoparsl.commands.main import main
from photoparsl.detached.taking import take_in
from photoparsl.library import Checked
from photoparsl.reports import pilots_of, status_of, status_text
from photoparsl.reports.lines import status_line
from photoparsl.results import Journal, PilotState, RunBegan, RunDirectory, RunState
from photoparsl.results.progress import Progress
from tests.detached.conftest import ENDED, OVER, Submitted, of_job

RUNS = """\
000 (007.000.000) {} Job submitted from host: <x>
...
001 (007.000.000) {} Job executing on host: <x>
\tSlotName: slot1_1@w1.sea.example
...
"""
EVICTED = "004 (007.000.000) {} Job was evicted.\n...\n"
CUT_OFF = "022 (007.000.000) {} Job disconnected, attempting to reconnect\n...\n"
GIVEN_UP = "024 (007.000.000) {} Job reconnection failed\n    Can not find startd\n...\n"
BACK = "023 (007.000.000) {} Job reconnected to slot1_1@w1.sea.example\n...\n"
HELD = "012 (007.000.000) {} Job was held.\n\tthe disk is full\n\tCode 1\n...\n"


@pytest.fixture
def run(submitted: Submitted) -> Path:
    """The run, as the command that submitted it has left it a minute ago."""
    then = time.time() - 60
    began = RunBegan(then, "ospool", 12, 2)
    Journal(submitted.run).add_events([began])
    Journal(submitted.run).write_progress(
        Progress("ospool", then, then, 12, 0, 0, 0, 0, 0, 0.0, "", True, ended=RunState.INCOMPLETE)
    )
    return submitted.run


def logged(submitted: Submitted, *events: str) -> str:
    """What status says when the log has these events, of some seconds ago."""
    when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(time.time() - 9))
    submitted.log("".join(events).replace("{}", when))
    return status_text(status_of(submitted.run))


def test_a_job_that_runs_says_where_and_how_many_are_to_come(
    submitted: Submitted, run: Path
) -> None:
    text = logged(submitted, RUNS)
    assert "(ospool): detached, since" in text
    assert "10 in jobs that haven't ended" in text
    assert "Jobs     1 running on sea.example, 1 to be created as others end" in text
    assert "Tasks" not in text and "Pilots" not in text
    assert "; jobs: 1 running on sea.example" in status_line(status_of(run))


def test_an_evicted_job_waits_and_status_says_where_it_was_evicted(
    submitted: Submitted, run: Path
) -> None:
    text = logged(submitted, RUNS, EVICTED)
    assert re.search(r"Jobs     1 idle for \d+ s, 1 to be created", text), text
    assert "job 7.0: idle: it was evicted from w1.sea.example" in text


@pytest.mark.parametrize(
    ("events", "shown"),
    [
        ((HELD,), "1 held"),
        ((CUT_OFF,), "1 lost"),
        ((CUT_OFF, BACK), "1 running on sea.example"),
        ((CUT_OFF, GIVEN_UP), "1 idle for"),
    ],
)
def test_a_jobs_state_is_the_logs_latest(
    submitted: Submitted, run: Path, events: tuple[str, ...], shown: str
) -> None:
    assert f"Jobs     {shown}" in logged(submitted, RUNS, *events)


def test_ended_jobs_whose_results_wait_are_no_running_ones(submitted: Submitted, run: Path) -> None:
    submitted.log(ENDED + OVER)
    status = status_of(run)
    assert (status.state, status.in_jobs, status.to_take_in) == (RunState.INCOMPLETE, 0, 10)
    text = status_text(status)
    assert "10 in ended jobs: the same command takes in what they measured" in text
    assert "its jobs have ended; the same command takes in what they measured, and goes on" in text
    assert "it stopped before its end" not in text
    assert "Jobs     1 ended, 1 failed" in text


def test_what_was_taken_in_stays_on_all_screens(
    submitted: Submitted, run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    submitted.log(ENDED + OVER)
    submitted.bring_back(0, of_job(0, 0, 3), of_job(0, 3, 5, failed=(4,)))
    submitted.bring_back(1, of_job(1, 0, 2))
    with RunDirectory(run) as directory:
        take_in(directory, submitted.folder)
    status = status_of(run)
    assert (status.done, status.failed, status.tasks_done) == (7, 1, 3)
    assert status.pilots == {PilotState.ENDED: 1, PilotState.FAILED: 1}
    assert "Jobs     1 ended, 1 failed" in status_text(status)
    first, second = pilots_of(run)
    assert (first.pilot, first.seconds, first.starts, first.host) == ("7.0", 61, 1, "w1.example")
    assert second.why == "failed: it ended with exit code 3"
    main(["history", str(run)])
    assert "Cost: 2.0 core-minutes had" in capsys.readouterr().out


def test_check_says_how_many_photos_are_in_jobs() -> None:
    shown = list(_counts(Checked(12, left=12, in_jobs=10)))
    assert shown[1] == "10 photos are in jobs: the same 'run' takes in what they have measured"
