from __future__ import annotations

import fcntl
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

import pytest

from photoparsl.commands import watch
from photoparsl.commands.main import main
from photoparsl.errors import RunError
from photoparsl.reports.lines import status_line, status_text
from photoparsl.reports.run_folders import newest_run
from photoparsl.reports.run_status import status_of
from photoparsl.results import PilotState, RunState, heartbeat
from photoparsl.results.events import PilotSeen, TaskLost
from photoparsl.results.heartbeat import ProcessIdentity, this_process
from photoparsl.results.journal import Journal
from photoparsl.results.progress import Progress
from tests.conftest import Archive
from tests.results.test_journal import EVENTS_OF_A_RUN, PROGRESS_OF_A_RUN


def now() -> Progress:
    return replace(PROGRESS_OF_A_RUN, began=time.time() - 60, updated=time.time())


def test_a_held_pilot_is_shown_with_its_reason(tmp_path: Path) -> None:
    Journal(tmp_path).write_progress(now())
    status = status_of(tmp_path)
    assert (status.state, status.pilot_counts) == ("at work", {"held": 1, "ended": 2})
    assert "held   7.0 on node7.example: the disk is full" in status_text(status)
    assert "20 of 40 (50 %), 1 failed; 4.5 photos/s, 4 s left" in status_line(status)


def test_a_pilot_whose_place_isnt_known_yet_is_shown_without_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pilots = (PilotSeen(time.time(), "block 0", PilotState.RUNNING, ""),)
    Journal(tmp_path).write_progress(replace(now(), pilots=pilots))
    status = status_of(tmp_path)
    assert re.search(r"^Pilots   1 running(, |$)", status_text(status), re.MULTILINE)
    assert status.pilots_by_resource == {} and status.pilot_counts[PilotState.RUNNING] == 1
    assert main(["histogram", str(tmp_path)]) == 2
    assert "no pilot's host is known now" in capsys.readouterr().err


def test_a_histogram_shows_where_pilots_are_now_and_where_tasks_ran(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    journal = Journal(tmp_path)
    journal.add_events(EVENTS_OF_A_RUN)
    places = ("n1.lake.test", "n2.lake.test", "c7.sea.test")
    pilots = tuple(
        PilotSeen(time.time(), f"block {n}", PilotState.RUNNING, host)
        for n, host in enumerate(places)
    )
    idle = PilotSeen(time.time(), "block 9", PilotState.IDLE, "gone.moor.test")
    pilots = (*pilots[:2], replace(pilots[2], state=PilotState.STARTING))
    journal.write_progress(replace(now(), pilots=(*pilots, idle)))
    assert status_of(tmp_path).pilots_by_resource == {"lake.test": 2, "sea.test": 1}
    assert "2 running on lake.test, 1 starting on sea.test, 1 idle" in status_line(
        status_of(tmp_path)
    ), "a place of a starting pilot is said of a running one"
    assert main(["histogram", str(tmp_path)]) == 0
    pilots_block, tasks_block = capsys.readouterr().out.split("\n\n")
    assert pilots_block.startswith("Where the pilots are|Ct (Pct)")
    assert "lake.test           |2 (66.67%)" in pilots_block and "moor" not in pilots_block
    assert tasks_block.startswith("Where the tasks ran |Ct (Pct)")


@pytest.mark.parametrize(
    ("done", "shown"), [(39_999, "more than 99 %"), (40_000, "100 %"), (1, "less than 1 %")]
)
def test_no_share_of_a_part_is_rounded_to_all_or_none(
    tmp_path: Path, done: int, shown: str
) -> None:
    progress = now()
    Journal(tmp_path).write_progress(replace(progress, done=done, photos=40_000))
    assert f"{done:,} of 40,000 ({shown})" in status_line(status_of(tmp_path))


def test_no_time_is_left_that_would_end_before_a_hosts_pause(tmp_path: Path) -> None:
    for seconds, shown in ((2, "4 s left"), (86_400, "")):
        pauses = {"a.example": time.time() + seconds}
        Journal(tmp_path).write_progress(replace(now(), pauses=pauses))
        line = status_line(status_of(tmp_path))
        assert (shown in line) if shown else (" left" not in line)


def test_a_pilots_reason_is_shown_once_and_fits_a_narrow_terminal(tmp_path: Path) -> None:
    journal, progress = Journal(tmp_path), now()
    held = replace(progress.pilots[0], time=time.time())
    journal.add_events(
        [held, replace(held, pilot="8.0", state=PilotState.REMOVED, why="by its owner")]
    )
    journal.write_progress(progress)
    text = status_text(status_of(tmp_path), 40)
    assert " ".join(text.split()).count("the disk is full") == 1
    assert "8.0: removed: by its owner" in " ".join(text.split())
    assert max(map(len, text.splitlines())) <= 40
    assert "\n         is full" in text


def test_a_run_elsewhere_that_gives_no_sign_is_silent(tmp_path: Path) -> None:
    Journal(tmp_path).write_progress(replace(now(), updated=time.time() - 600))
    os.utime(tmp_path / "progress.json", (time.time() - 600,) * 2)
    status = status_of(tmp_path)
    assert status.state == "silent"
    assert "last heard of 10 min ago" in status_text(status)
    assert "the same command goes on" in status_text(status)


def test_a_run_whose_process_is_stopped_or_killed_is_shown_as_such(
    archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive.write_manifest(20_000)
    run = tmp_path / "run"
    command = [sys.executable, "-m", "photoparsl", "run", str(archive.manifest)]
    command += ["--config", "threads", "--run-dir", str(run), "--slice-size", "20"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until((run / "progress.json").exists)
        assert status_of(run).state == "at work"
        process.send_signal(signal.SIGSTOP)
        until(lambda: status_of(run).state == "stopped")
        seen = status_of(run)
        assert "'fg' in its terminal lets it go on" in status_text(seen)
        assert (seen.left_seconds, " left" in status_text(seen)) == (None, False)
        process.send_signal(signal.SIGCONT)
        until(lambda: status_of(run).state == "at work")
    finally:
        process.kill()
        until(lambda: status_of(run).state == "killed")  # also before anybody has waited for it
        process.wait()
    assert status_of(run).state == "killed"
    assert "the same command goes on" in status_text(status_of(run))
    assert main(["watch", str(run)]) == 3
    assert "killed: " in capsys.readouterr().out


@pytest.fixture
def starting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[IO[bytes]]:
    """The locked file of a run in runs/new, which has written nothing."""
    monkeypatch.chdir(tmp_path)
    folder = Path("runs/new")
    (folder / "slices").mkdir(parents=True)
    with (folder / "lock").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


@pytest.mark.parametrize("named", [True, False], ids=["named", "newest"])
@pytest.mark.parametrize("command", ["status", "history", "histogram"])
def test_a_run_that_is_starting_is_no_folder_without_a_run(
    command: str, named: bool, starting: IO[bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, *(["runs/new"] if named else [])]) == 2
    assert "a run is starting there" in capsys.readouterr().err


def test_what_reads_results_says_that_a_run_is_starting(
    starting: IO[bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("page", "export", "check", "provenance", "trend"):
        assert main([command, "runs/new"]) == 2
        assert "a run is starting there" in capsys.readouterr().err


def test_watch_waits_for_a_run_that_is_starting_and_until_it_has_let_go_of_its_lock(
    starting: IO[bytes], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "LINE_SECONDS", 0.05)
    journal = Journal(Path("runs/new").resolve())
    unlocked: list[bool] = []

    def work() -> None:
        time.sleep(0.3)
        journal.write_progress(replace(now(), process=this_process()))
        time.sleep(0.3)
        journal.write_progress(replace(now(), ended=RunState.COMPLETE))
        time.sleep(0.3)
        unlocked.append(True)
        starting.close()

    thread = threading.Thread(target=work)
    thread.start()
    assert main(["watch"]) == 0
    assert unlocked
    thread.join()
    assert re.match(
        "A run is starting in runs/new.*\nat work.*\n(.*\n)*complete", capsys.readouterr().out
    )


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_another_process_of_the_same_number_isnt_the_run(tmp_path: Path) -> None:
    process = this_process()
    Journal(tmp_path).write_progress(replace(now(), process=process))
    assert status_of(tmp_path).state == "at work"
    other = replace(process, start_ticks=process.start_ticks - 1)
    Journal(tmp_path).write_progress(replace(now(), process=other))
    assert status_of(tmp_path).state == "killed"


def test_nobody_knows_the_workers_of_a_killed_run(tmp_path: Path) -> None:
    process = replace(this_process(), start_ticks=this_process().start_ticks - 1)
    pilots = (PilotSeen(time.time(), "block 0", PilotState.RUNNING, "host", ""),)
    Journal(tmp_path).write_progress(replace(now(), process=process, pilots=pilots))
    assert status_of(tmp_path).pilot_counts == {"unknown": 1, "ended": 2}


def test_the_state_of_a_run_elsewhere_follows_from_its_heartbeat_whatever_the_clocks_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heartbeat, "BEAT_SECONDS", 0.2)
    journal, path = Journal(tmp_path), tmp_path / "progress.json"
    journal.write_progress(
        replace(now(), process=ProcessIdentity(1, 1, "elsewhere"), updated=time.time() + 3600)
    )
    assert status_of(tmp_path).state == "at work"
    os.utime(path, (time.time() + 3600,) * 2)
    seen = status_of(tmp_path)
    assert seen.state == "silent"
    assert " -" not in status_text(seen) and "last heard of at" in status_text(seen)
    os.utime(path, (time.time() - 600,) * 2)
    assert status_of(tmp_path).state == "silent"


def test_the_heartbeat_goes_on_while_a_run_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heartbeat, "BEAT_SECONDS", 0.05)
    journal, path = Journal(tmp_path), tmp_path / "progress.json"
    journal.write_progress(replace(now(), process=ProcessIdentity(1, 1, "elsewhere")))
    journal.start_heartbeat()
    os.utime(path, (time.time() - 600,) * 2)
    time.sleep(0.5)
    assert status_of(tmp_path).state == "at work"
    journal.stop_heartbeat()
    os.utime(path, (time.time() - 600,) * 2)
    time.sleep(0.2)
    assert status_of(tmp_path).state == "silent"


def test_a_run_that_has_ended_has_no_time_left(tmp_path: Path) -> None:
    Journal(tmp_path).write_progress(replace(now(), ended=RunState.INCOMPLETE, pilots=()))
    status = status_of(tmp_path)
    assert (status.state, status.left_seconds) == ("incomplete", None)


def test_the_latest_troubles_since_the_run_began_are_listed(tmp_path: Path) -> None:
    journal, progress = Journal(tmp_path), now()
    journal.add_events([TaskLost(1.0, 0, 9, "old.example", 0.5, "an earlier time")])
    journal.add_events(
        [TaskLost(time.time(), 20, 40, "node7.example", progress.began, "its manager is gone")]
    )
    journal.write_progress(progress)
    assert status_of(tmp_path).latest[0].endswith("rows 20 to 39: lost: its manager is gone")
    assert len(status_of(tmp_path).latest) == 1


def test_escape_sequences_of_a_host_are_not_shown(tmp_path: Path) -> None:
    pilot = PilotSeen(time.time(), "8.0", PilotState.HELD, "\x1b[2Jhost", "\x1b]0;boo\x07")
    Journal(tmp_path).write_progress(replace(now(), pilots=(pilot,)))
    assert "\x1b" not in status_text(status_of(tmp_path))


def test_a_folder_without_a_run_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(RunError, match="isn't a run's folder"):
        status_of(tmp_path)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RunError, match="name the run's folder"):
        newest_run()


@pytest.mark.parametrize("command", ["history", "histogram"])
def test_a_damaged_progress_stops_no_command_that_reads_the_events(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Journal(tmp_path).add_events(EVENTS_OF_A_RUN)
    (tmp_path / "progress.json").write_text("{")
    assert main([command, str(tmp_path)]) == 0
    assert "example" in capsys.readouterr().out
    assert main(["status", str(tmp_path)]) == 2
    assert "damaged" in capsys.readouterr().err


def test_the_newest_run_is_the_one_at_work_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("b", "a"):
        (tmp_path / "runs" / name).mkdir(parents=True)
        Journal(tmp_path / "runs" / name).write_progress(now())
        time.sleep(0.02)
    assert newest_run().name == "a"
