"""A run's folder that a stranger made: links, devices, pipes and files without a bound in it."""

from __future__ import annotations

import gzip
import os
import resource
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from photoparsl.errors import RunError
from photoparsl.files import IrregularFileError, read_json_file, read_regular
from photoparsl.results import RunDirectory, read_events
from tests.commands.calls import call, last_error, run_here, write_photos

pytestmark = pytest.mark.usefixtures("own_folder")

READERS = ("status", "history", "histogram", "check", "export", "page", "provenance", "trend")
FILES = (
    "run.json",
    "progress.json",
    "summary.json",
    "events.jsonl",
    "lock",
    "archive.json",
    "manifest-changes.json",
    "manifest-as-read.txt.gz",
    "slices/slice-0000000-0000002.json",
    "slices/segment-0000000-0000002.jsonl.gz",
    "jobs/batch.json",
)


@contextmanager
def bounded(more: int = 4 << 30) -> Iterator[None]:
    """Bound the memory of this process to `more` bytes than now, and the time of the test."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + more, before[1]))
    signal.alarm(120)
    try:
        yield
    finally:
        signal.alarm(0)
        resource.setrlimit(resource.RLIMIT_AS, before)


def put(path: Path, kind: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    if kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "kernel":
        path.symlink_to("/proc/kmsg")  # to read it as root is to wait for ever
    else:
        os.mkfifo(path)


@pytest.mark.parametrize("kind", ["device", "kernel", "pipe"])
def test_no_file_of_a_run_is_waited_for_or_read_without_end(
    kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_photos(2)
    assert run_here("--slice-size", "2") == 0
    shutil.copytree("runs/m", "whole")
    for name in FILES:
        shutil.rmtree("runs/m")
        shutil.copytree("whole", "runs/m")
        put(Path("runs/m", name), kind)
        with bounded():
            for command in READERS:
                assert call(command, "runs/m") in (0, 2), (name, command)
            assert call("run", "m.txt", "--dry-run") == 2, name
            assert run_here() == 2, name
        text = last_error(capsys)
        assert text.removeprefix("photoparsl: ").startswith(str(Path("runs/m", name).absolute()))
        assert "runs/m" in text and "Traceback" not in text


@pytest.mark.parametrize(
    "name", [*FILES, "run.log", "slices", "aside", "jobs", "jobs/job.sh", "jobs/00000", "parsl"]
)
def test_a_link_in_a_runs_folder_leads_no_writing_elsewhere(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_photos(1)
    assert run_here() == 0
    path, own = Path("runs/m", name), Path("own")
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True)
    own.write_text("mine\n")
    path.symlink_to(own.absolute())
    for more in ([], ["--measures", "contrast"], ["--restart"], ["--dry-run"]):
        capsys.readouterr()
        assert run_here(*more) == 2
        assert own.read_text() == "mine\n"
        assert f"runs/m/{name}: " in last_error(capsys)


def test_the_link_to_the_jobs_bundle_is_a_run_s_own() -> None:
    write_photos(1)
    assert run_here() == 0
    Path("runs/m/jobs").mkdir()
    Path("runs/m/jobs/bundle.tar.gz").symlink_to(Path("m.txt").absolute())
    assert run_here() == 0


def test_one_long_line_of_a_segment_is_not_read_whole(capsys: pytest.CaptureFixture[str]) -> None:
    write_photos(1)
    assert run_here() == 0
    with gzip.open("runs/m/slices/segment-0000000-0000001.jsonl.gz", "wb", 1) as file:
        for _ in range(400):
            file.write(bytes(1 << 20))
    with bounded(1 << 28):
        assert call("check", "runs/m") == 2
    assert "segment-0000000-0000001.jsonl.gz: damaged" in capsys.readouterr().out


def test_a_number_without_end_is_said_in_plain_words(capsys: pytest.CaptureFixture[str]) -> None:
    Path("m.json").write_text(f'[{{"url": "1.jpg", "year": {"9" * 100_000}}}]')
    assert call("manifest", "m.json", "-o", "m.csv") == 2
    assert last_error(capsys).endswith("m.json: a number has too many digits")


def test_a_file_without_a_bound_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    with path.open("wb") as file:
        file.truncate(1 << 42)  # it takes no room on the disk
    with pytest.raises(IrregularFileError, match="has more than 268,435,456 bytes"):
        read_json_file(path)
    with pytest.raises(IrregularFileError, match="has more than 4 bytes"):
        read_regular(path, 4)
    with pytest.raises(RunError, match=r"run\.json: damaged \(it has more than"):
        RunDirectory(tmp_path).read_run_record()


def test_an_event_without_an_end_takes_no_memory(tmp_path: Path) -> None:
    with (tmp_path / "events.jsonl").open("wb") as file:
        file.truncate(1 << 30)
        file.seek(0, os.SEEK_END)
        file.write(b'\n{"event": "ended", "time": 1.0, "left": 0}\n')
    with bounded():
        assert len(list(read_events(tmp_path))) == 1


def test_brackets_without_end_are_damage(capsys: pytest.CaptureFixture[str]) -> None:
    write_photos(1)
    assert run_here() == 0
    for path in [p for p in Path("runs/m").rglob("*.json*") if "parsl" not in p.parts]:
        text = path.read_bytes()
        path.write_bytes(b"[" * 200_000)
        for command in READERS:
            assert call(command, "runs/m") in (0, 2), (path, command)
        path.write_bytes(text)
    assert "Traceback" not in "".join(capsys.readouterr())
