"""Runs on real workers with too little memory or disk, or with the ground moving under them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from photoparsl.commands.main import main
from photoparsl.manifests import read_manifest
from photoparsl.reports import status_text
from photoparsl.reports.run_status import status_of
from photoparsl.results.run_directory import RunDirectory
from tests.conftest import Archive, Flow, needs

MEMORY = next(
    (
        p
        for p in (Path("/sys/fs/cgroup/memory"), Path("/sys/fs/cgroup"))
        if (p / "cgroup.procs").exists()
    ),
    None,
)
MEGABYTE = 1_000_000


@pytest.fixture
def little_memory() -> Iterator[Path]:
    """A control group with memory for a run, and not for a photo of 169 megapixels too."""
    needs(os.geteuid() == 0 and MEMORY, "root, and control groups that limit memory")
    assert MEMORY
    group = MEMORY / f"photoparsl-{os.getpid()}"
    group.mkdir()
    limit = "memory.limit_in_bytes" if (group / "memory.limit_in_bytes").exists() else "memory.max"
    (group / limit).write_text(str(750 * MEGABYTE))
    yield group
    for _ in range(50):
        if not (group / "cgroup.procs").read_text():
            break
        time.sleep(0.1)
    group.rmdir()


def test_the_photo_that_kills_its_worker_costs_only_its_own_row(
    archive: Archive, little_memory: Path, tmp_path: Path
) -> None:
    Image.new("RGB", (13_000, 13_000)).save(archive.folder / "13.jpg", "PNG", compress_level=1)
    lines = [f"{number:02}.jpg {1900 + number}\n" for number in range(20)]
    archive.manifest.write_text("".join(lines))
    program = [
        sys.executable,
        "-m",
        "photoparsl",
        "run",
        str(archive.manifest),
        "--slice-size",
        "8",
        "--run-dir",
        "run",
    ]
    done = subprocess.run(
        ["sh", "-c", 'echo $$ > "$0"; exec "$@"', little_memory / "cgroup.procs", *program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    results = list(RunDirectory(tmp_path / "run").results())
    assert [(f.row, f.reason) for r in results for f in r.failures] == [(13, "killed-worker")]
    assert sum(len(r.measurements) for r in results) == 19
    assert "halves" in (tmp_path / "run" / "run.log").read_text()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own that is soon full."""
    needs(os.geteuid() == 0 and shutil.which("mount"), "root, to mount a small file system")
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "none", disk], check=True, capture_output=True
    )
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


@pytest.mark.parametrize("config", ["threads", "local"])
def test_a_full_disk_is_one_sentence_and_costs_nothing_that_was_finished(
    archive: Archive, small_disk: Path, config: str, capsys: pytest.CaptureFixture[str]
) -> None:
    archive.write_manifest(2000)
    arguments = ["run", str(archive.manifest), "--config", config, "--slice-size", "50"]
    arguments += ["--run-dir", str(small_disk / "run")]
    assert main(arguments) == 3
    said = capsys.readouterr().err
    assert "No space left on device" in said
    assert "Traceback" not in said
    status = status_of(small_disk / "run")  # also where nothing can be written
    assert status.state == "incomplete"
    assert "No space left on device" in " ".join(status_text(status).split())
    kept = list(RunDirectory(small_disk / "run").results())
    assert all(result.is_whole for result in kept)
    subprocess.run(["mount", "-o", "remount,size=8m", small_disk], check=True)
    assert main(arguments) == 0
    assert main(["check", str(small_disk / "run")]) == 0
    assert not status_of(small_disk / "run").stopped_by
    finished = list(RunDirectory(small_disk / "run").results())
    assert [result for result in finished if result in kept] == kept


@pytest.mark.parametrize("is_taken_back", [False, True])
def test_a_disk_that_is_full_while_results_are_carried_over_leaves_the_run_incomplete(
    archive: Archive, small_disk: Path, capsys: pytest.CaptureFixture[str], *, is_taken_back: bool
) -> None:
    subprocess.run(["mount", "-o", "remount,size=4m", small_disk], check=True)
    run, filler = small_disk / "run", small_disk / "filler"
    arguments = ["run", str(archive.manifest), "--config", "threads", "--run-dir", str(run)]
    assert main(arguments) == 0
    before = archive.manifest.read_text()
    lines = before.splitlines()
    archive.manifest.write_text("\n".join(reversed(lines[1:])))
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while file.write(bytes(1024)):
            pass
    assert main(arguments) == 3
    assert status_of(run).state == "incomplete"
    assert main(["status", str(run)]) == 0
    assert "the same command goes on" in capsys.readouterr().out
    filler.unlink()
    if is_taken_back:
        archive.manifest.write_text(before)
    assert main(arguments) == 0
    rows = len(lines) if is_taken_back else len(lines) - 1
    status = status_of(run)
    assert (status.state, status.photos, status.done) == ("complete", rows, rows)


@pytest.mark.parametrize("is_gone", [False, True])
def test_a_run_measures_what_its_manifest_held_when_it_began(
    slow: Archive, flow: Flow, tmp_path: Path, capsys: pytest.CaptureFixture[str], *, is_gone: bool
) -> None:
    slow.write_manifest(300)
    flow.hold()
    run_dir = tmp_path / "run"
    arguments = ["run", str(slow.manifest), "--config", "threads", "--run-dir", str(run_dir)]
    before = [photo.url for photo in read_manifest(slow.manifest)]

    def edit() -> None:
        while not list(run_dir.glob("slices/slice-*.json")):
            time.sleep(0.01)
        slow.manifest.unlink()
        if not is_gone:
            slow.write_manifest(310)
            lines = slow.manifest.read_text().splitlines()
            slow.manifest.write_text("\n".join(reversed(lines)))
        flow.release()

    editor = threading.Thread(target=edit)
    editor.start()
    assert main([*arguments, "--slice-size", "20"]) == 0
    editor.join()
    what = "removed" if is_gone else "changed"
    assert f"{what} while the run was under way" in " ".join(capsys.readouterr().err.split())
    assert status_of(run_dir).state == "complete"
    assert [o.url for r in RunDirectory(run_dir).results() for o in r.outcomes] == before
    if not is_gone:
        assert main(arguments) == 0
        out = capsys.readouterr().out
        assert "10 photos are new" in " ".join(out.split())
        assert "under way" not in out
        after = [photo.url for photo in read_manifest(slow.manifest)]
        assert [o.url for r in RunDirectory(run_dir).results() for o in r.outcomes] == after


def test_a_public_directory_that_vanishes_costs_only_the_page(
    slow: Archive, flow: Flow, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flow.hold()
    run_dir, public = tmp_path / "run", tmp_path / "public"
    arguments = ["run", str(slow.manifest), "--config", "threads", "--run-dir", str(run_dir)]
    arguments += ["--public", str(public), "--slice-size", "20"]

    def vanish() -> None:
        while not list(run_dir.glob("slices/slice-*.json")):
            time.sleep(0.01)
        public.rmdir()
        public.write_text("somebody else's")
        flow.release()

    thief = threading.Thread(target=vanish)
    thief.start()
    assert main(arguments) == 3
    thief.join()
    said = capsys.readouterr().err
    assert "can't be written" in said
    assert "the same command writes the page" in said
    status = status_of(run_dir)
    assert (status.state, status.done) == ("incomplete", status.photos)
    assert "can't be written" in status.stopped_by
    public.unlink()
    assert main(arguments) == 0
    assert (status_of(run_dir).state, status_of(run_dir).stopped_by) == ("complete", "")
    assert (public / "scatter.html").exists()


def test_an_unreachable_server_is_said_and_its_photos_can_be_tried_again(
    archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = archive.manifest.read_text()
    archive.manifest.write_text(there.replace(archive.url, "http://127.0.0.1:9/"))
    arguments = [
        "run",
        str(archive.manifest),
        "--config",
        "threads",
        "--run-dir",
        str(tmp_path / "r"),
    ]
    assert main(arguments) == 1
    said = capsys.readouterr().out
    assert "0 photos measured, 40 failed" in said
    assert "no-connection" in said
    assert "is their server up?" in said
