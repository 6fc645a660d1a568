"""A pass that is killed or stopped, or loses workers, goes on with the same command."""

from __future__ import annotations

import csv
import os
import re
import signal
from collections import Counter
from pathlib import Path

import pytest

from photoparsl.commands.main import main
from photoparsl.results.run_directory import RunDirectory
from tests.conftest import Archive, Flow, jpeg
from tests.running.test_survival import finish, ours, running, until

ELSEWHERE = ("resource", "host", "started", "program", "photoparsl_origin")


def retried(run_dir: Path) -> int:
    return len(list((run_dir / "slices").glob("retried-*.json")))


def rows_of(run_dir: Path) -> list[dict[str, str]]:
    assert main(["export", str(run_dir)]) == 0
    with (run_dir / "photos.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [{name: row[name] for name in row if name not in ELSEWHERE} for row in rows]


def test_a_pass_that_is_killed_again_and_again_gives_what_all_at_once_had_given(
    slow: Archive, flow: Flow, tmp_path: Path
) -> None:
    run_dir = tmp_path / "run"
    finish(slow, run_dir, "--measures", "luminance")
    (slow.folder / "07.jpg").write_bytes(jpeg(131))
    added = ("--measures", "contrast,luminance")
    flow.hold()
    with running(slow, run_dir, *added) as process:
        until(lambda: retried(run_dir) > 4)
        process.kill()
    flow.release()
    until(lambda: not ours(run_dir))
    flow.hold()
    with running(slow, run_dir, *added) as process:
        until(lambda: not retried(run_dir))
        until(lambda: retried(run_dir) > 4)
        process.send_signal(signal.SIGINT)
        flow.release()
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 130, output
    left = main(["check", str(run_dir)])
    assert left == 3, "rows lack the measure"
    flow.hold(after=100)
    with running(slow, run_dir, *added) as process:
        until(lambda: retried(run_dir) > 0)
        for worker in ours(run_dir, "process_worker_pool"):
            os.kill(worker.pid, signal.SIGKILL)
            break
        flow.release()
        output, _ = process.communicate(timeout=100)
    assert process.returncode == 0, output
    done = finish(slow, run_dir, *added)
    assert "nothing left to do" in done.stdout
    finish(slow, tmp_path / "other", *added)
    assert rows_of(run_dir) == rows_of(tmp_path / "other")
    parts = Counter(
        part.measures for result in RunDirectory(run_dir).results() for part in result.executions()
    )
    assert parts[("contrast",)] > 0


@pytest.mark.parametrize("size", ["1", "64"])
def test_a_pass_says_what_it_does_and_ends_with_its_codes(
    slow: Archive, tmp_path: Path, size: str, capfd: pytest.CaptureFixture[str]
) -> None:
    slow.write_manifest(60)
    run = ["run", str(slow.manifest), "--config", "threads", "--slice-size", size]
    run += ["--run-dir", str(tmp_path / "run"), "--measures"]
    assert main([*run, "luminance"]) == 0
    (slow.folder / "05.jpg").rename(slow.folder / "gone.jpg")
    (slow.folder / "06.jpg").write_bytes(jpeg(140))
    capfd.readouterr()
    assert main([*run, "luminance,contrast", "--dry-run"]) == 0
    said = capfd.readouterr().out
    assert "contrast is added to 60 photos that have luminance" in said
    assert "To do      60 photos" in said
    assert main([*run, "luminance,contrast"]) == 1
    said = capfd.readouterr().out
    assert "contrast is added to 60 photos that have luminance" in said
    assert "60 photos measured, 0 failed; 60 in" in said
    assert "3 photos lack an added measure (contrast: http-404)" in said
    assert "3 photos had other bytes" in said
    assert main(["check", str(tmp_path / "run")]) == 1
    said = capfd.readouterr().out
    assert "60 rows = 60 measured + 0 failed + 0 left" in said
    assert "3 of those measured: an added measure failed (contrast: http-404)" in said
    assert "3 of those measured: the bytes had changed at the latest start" in said
    assert main(["status", str(tmp_path / "run")]) == 0
    assert re.search(r"60 of 60 \(100 %\)$", capfd.readouterr().out, re.MULTILINE), "none failed"
    assert main([*run, "luminance,contrast"]) == 1, "it still lacks it"
    (slow.folder / "gone.jpg").rename(slow.folder / "05.jpg")
    assert main([*run, "luminance,contrast", "--retry-failed"]) == 0
