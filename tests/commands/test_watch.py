"""The commands that watch a run, of a real one."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from photoparsl.commands.main import main
from tests.conftest import Archive

RUN_DOCS = (Path(__file__).parent.parent.parent / "docs/run.md").read_text(encoding="utf-8")


@pytest.fixture
def run(archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """A finished run's folder."""
    run_dir = str(tmp_path / "run")
    command = ["run", str(archive.manifest), "--config", "threads", "--run-dir", run_dir]
    assert main([*command, "--slice-size", "5"]) == 0
    assert "had, " in capsys.readouterr().out
    return run_dir


def test_status_prints_how_a_run_ended(run: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", run]) == 0
    printed = capsys.readouterr().out
    assert "threads): complete" in printed
    assert "40 of 40 (100 %)" in printed
    assert main(["status", run, "--json"]) == 0
    status = json.loads(capsys.readouterr().out)
    assert (status["state"], status["done"], status["tasks_done"]) == ("complete", 40, 8)


@pytest.mark.parametrize("command", ["status", "check"])
def test_the_docs_describe_every_key_of_the_json(
    command: str, run: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, run, "--json"]) == 0
    keys = json.loads(capsys.readouterr().out).keys()
    start = f"^`photoparsl {command} RUN --json`"
    (part,) = re.findall(rf"{start}.*?(?=^[^|\n])", RUN_DOCS, re.S | re.M)
    rows = re.findall(r"^\| (`.*?) \|", part, re.M)
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == keys


def test_history_and_histogram_count_every_task(
    run: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["history", run, "--tasks", "3"]) == 0
    printed = capsys.readouterr().out
    assert printed.count("\n") >= 6 and "35 to 39" in printed and "0 to 4" not in printed
    assert main(["histogram", run]) == 0
    assert "|8 (100.00%)" in capsys.readouterr().out


def test_what_a_command_prints_is_had_as_json_too(
    run: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = {}
    for command in ("check", "history", "histogram", "provenance"):
        assert main([command, run, "--json"]) == 0
        found[command] = json.loads(capsys.readouterr().out)
    assert found["check"] | {"rows": 40, "measured": 40, "left": 0} == found["check"]
    assert len(found["history"]["tasks"]) == 8
    assert {*found["history"]["cost"]} >= {"core_hours", "bytes", "rates"}
    assert [*found["histogram"].values()] == [8]
    assert "40 photo" in found["provenance"]["citation"]
    assert all(Path(path).exists() for path in found["provenance"]["files"])


def test_the_summary_has_the_runs_cost(run: str) -> None:
    cost = json.loads((Path(run) / "summary.json").read_text())["cost"]
    assert cost["bytes"] > 0 and cost["lost_share"] == 0
    assert cost["core_hours"] >= cost["used_core_hours"] > 0


def test_watch_ends_with_the_run(run: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["watch", run]) == 0
    assert capsys.readouterr().out.startswith("complete: 40 of 40")


def test_a_folder_that_is_no_run_is_reported_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("status", "watch", "histogram", "history"):
        assert main([command, str(tmp_path)]) == 2
        assert capsys.readouterr().err.count("\n") == 1


def test_a_run_is_seen_from_another_process_while_it_goes_on(
    archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive.write_manifest(4000)
    run_dir = str(tmp_path / "run")
    command = [sys.executable, "-m", "photoparsl", "run", str(archive.manifest)]
    command += ["--config", "threads", "--run-dir", run_dir, "--slice-size", "20"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while not (tmp_path / "run" / "progress.json").exists():
            assert process.poll() is None
            time.sleep(0.05)
        assert main(["status", run_dir]) == 0
        printed = capsys.readouterr().out
        process.kill()
    assert "threads): at work" in printed or "complete" in printed
