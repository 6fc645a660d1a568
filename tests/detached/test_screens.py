"""What `status`, `history` and `check` say of a detached run, from its first job to its end."""

from __future__ import annotations

import hashlib
import re
import time
from pathlib import Path

import pytest

from photoparsl.commands.check import _counts
from photoparsl.commands.main import main
from photoparsl.detached.taking import take_in
from photoparsl.library import Checked
from photoparsl.library.check_results import check_results
from photoparsl.library.run_history import history_of
from photoparsl.reports import pilots_of, status_of, status_text
from photoparsl.reports.lines import status_line
from photoparsl.results import (
    BatchFolder,
    Journal,
    PilotState,
    RunBegan,
    RunDirectory,
    RunRecord,
    RunState,
)
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
    assert "2 in no job: the same command goes on with them once the others have ended" in text
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
    assert "10 in ended jobs: the same command takes in what came back" in text
    assert "its jobs have ended; the same command takes in what came back, and goes on" in text
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
    assert status.pilot_counts == {PilotState.ENDED: 1, PilotState.FAILED: 1}
    assert "Jobs     1 ended, 1 failed" in status_text(status)
    first, second = pilots_of(run)
    assert (first.pilot, first.seconds, first.starts, first.host) == ("7.0", 61, 1, "w1.example")
    assert second.why == "failed: it ended with exit code 3"
    main(["history", str(run)])
    assert "Cost: 2.0 core-minutes had" in capsys.readouterr().out


def test_check_says_how_many_photos_are_in_jobs() -> None:
    shown = list(_counts(Checked(12, left=12, in_jobs=10)))
    assert shown[1].startswith("10 photos are in jobs that haven't ended: the same 'run', later,")
    ended = list(_counts(Checked(12, left=12, to_take_in=10)))
    assert ended[1] == "10 photos are in ended jobs: the same 'run' takes in what came back"


def test_check_counts_photos_of_ended_jobs_as_in_no_job(submitted: Submitted, run: Path) -> None:
    submitted.log(ENDED + "001 (007.001.000) 2026-11-26 09:14:49 Job executing\n...\n")
    sha256 = hashlib.sha256((run.parent / "manifest.txt").read_bytes()).hexdigest()
    record = RunRecord(
        manifest="manifest.txt",
        rows=12,
        digest="0" * 32,
        sha256=sha256,
        measures={},
        slice_size=None,
        start=0,
        count=None,
        config="ospool",
        public=None,
        title="",
        subtitle="",
        versions={},
    )
    checked = check_results(RunDirectory(run), record)
    assert (checked.in_jobs, checked.to_take_in) == (5, 5)


HOUR = """\
000 (007.000.000) 2026-11-26 09:00:00 Job submitted from host: <x>
...
040 (007.000.000) 2026-11-26 09:00:30 Started transferring input files
\tTransferring to host: <10.0.0.1:9618?CCBID=10.0.0.9%3falias%3dlogin.example#1&alias=w1.example>
...
001 (007.000.000) 2026-11-26 09:01:00 Job executing on host: <x>
\tSlotName: slot1_1@w1.example
\tMemory = 896
...
004 (007.000.000) 2026-11-26 09:20:30 Job was evicted.
...
012 (007.000.000) 2026-11-26 09:20:31 Job was held.
\tmemory usage exceeded request_memory
\tCode 34 Subcode 0
...
013 (007.000.000) 2026-11-26 09:21:00 Job was released.
...
001 (007.000.000) 2026-11-26 09:30:00 Job executing on host: <x>
\tSlotName: slot1_2@w2.example
\tMemory = 1664
...
"""
SECOND_EVICTION = "004 (007.000.000) 2026-11-26 09:40:00 Job was evicted.\n...\n"
ITS_END = """\
001 (007.000.000) 2026-11-26 09:45:00 Job executing on host: <x>
\tSlotName: slot1_1@w1.example
\tMemory = 1664
...
005 (007.000.000) 2026-11-26 09:55:00 Job terminated.
\t(1) Normal termination (return value 0)
...
"""


def take(submitted: Submitted, log: str) -> None:
    """Take in what is there when HTCondor's log says this."""
    submitted.log(log)
    with RunDirectory(submitted.run) as directory:
        take_in(directory, submitted.folder)


def test_what_happened_to_jobs_stands_in_the_runs_log_once(submitted: Submitted, run: Path) -> None:
    """However often the command takes in, and with the time that HTCondor says."""
    for log in (HOUR, HOUR, HOUR + SECOND_EVICTION, HOUR + SECOND_EVICTION + ITS_END):
        take(submitted, log)
    lines = [line.split("  ", 1)[1] for line in (run / "run.log").read_text().splitlines()]
    assert [line for line in lines if line.startswith("job 7.0: at ")] == [
        "job 7.0: at 2026-11-26 09:00:00 idle",
        "job 7.0: at 2026-11-26 09:00:30 starting on w1.example",
        "job 7.0: at 2026-11-26 09:01:00 running on w1.example",
        "job 7.0: at 2026-11-26 09:20:31 held on w1.example: memory usage exceeded request_memory",
        "job 7.0: at 2026-11-26 09:21:00 idle",
        "job 7.0: at 2026-11-26 09:30:00 running on w2.example: "
        "with 1,664 MB of memory, after 896 MB",
        "job 7.0: at 2026-11-26 09:40:00 idle: it was evicted from w2.example",
        "job 7.0: at 2026-11-26 09:45:00 running on w1.example",
        "job 7.0: at 2026-11-26 09:55:00 ended on w1.example: nothing of it is taken in, "
        "its photos are measured again: no results came back",
    ]


def test_the_cost_counts_every_start_of_a_job_and_no_second_twice(
    submitted: Submitted, run: Path
) -> None:
    """From its slot's first second on, whether its results have been taken in or not."""
    log = HOUR + SECOND_EVICTION
    submitted.log(log)
    for _ in range(2):
        assert history_of(run, 0).cost.core_hours * 60 == pytest.approx(2 * (20 + 1 / 60 + 10))
        (job,) = pilots_of(run)
        assert (job.seconds, job.starts) == (20 * 60 + 1 + 600, 2)
        take(submitted, log)
    take(submitted, log + ITS_END)
    assert history_of(run, 0).cost.core_hours * 60 == pytest.approx(2 * (20 + 1 / 60 + 20))
    (job,) = pilots_of(run)
    assert (job.seconds, job.starts, job.host) == (20 * 60 + 1 + 1200, 3, "w1.example")


@pytest.mark.parametrize(
    ("folder", "sentence"),
    [
        ("none", "none: isn't a run's folder: no run has begun there"),
        ("run", "run: has no jobs of a detached run: there is nothing to stop"),
    ],
)
def test_stop_says_whether_a_folder_is_no_run_or_has_no_jobs(
    run: Path, folder: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    BatchFolder(run).remove()
    assert main(["stop", str(run.parent / folder)]) == 2
    assert sentence in capsys.readouterr().err
