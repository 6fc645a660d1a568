"""A run whose folder is damaged, full or not its own is reported, and nothing is lost."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path

import pytest

from photoparsl.measuring import MEASURES
from photoparsl.results.run_directory import RunDirectory
from photoparsl.results.slice_text import FORMAT
from tests.commands.calls import call, last_error, run_here, write_photos

pytestmark = pytest.mark.usefixtures("own_folder")


def measures_of(run: str) -> list[str]:
    record = RunDirectory(Path(run)).read_run_record()
    assert record
    return list(record.measures)


def test_a_new_run_measures_all_and_an_earlier_one_goes_on_with_its_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_photos(2)
    assert run_here() == 0
    assert measures_of("runs/m") == list(MEASURES)
    assert run_here("--run-dir", "old", "--measures", "luminance", "--count", "1") == 0
    assert run_here("--run-dir", "old") == 0
    assert measures_of("old") == ["luminance"]
    Path("old/run.json").write_text("{")
    assert run_here("--run-dir", "old") == 0, "its results tell what it measures"
    assert measures_of("old") == ["luminance"]
    Path("old/run.json").write_text("{")
    for path in Path("old/slices").iterdir():
        path.write_text("{")
    assert run_here("--run-dir", "old", "--restart") == 0, "whatever is damaged"
    assert measures_of("old") == list(MEASURES)


def test_a_restart_keeps_the_measures(capsys: pytest.CaptureFixture[str]) -> None:
    write_photos(2)
    assert run_here("--measures", "contrast,entropy") == 0
    assert run_here("--restart") == 0
    assert measures_of("runs/m") == ["contrast", "entropy"]
    assert run_here("--restart", "--measures", "luminance") == 0
    assert measures_of("runs/m") == ["luminance"]


def test_a_damaged_run_json_is_written_anew_and_a_newer_one_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_photos(2)
    assert run_here() == 0
    record = Path("runs/m/run.json")
    good = record.read_text()
    for text in ("", "{", "[]", "null", '{"format": 1}', good.replace('"rows"', '"raws"')):
        record.write_text(text)
        for command in ("export", "page", "check", "provenance"):
            assert call(command, "runs/m") == 2
            assert "run.json: damaged" in last_error(capsys)
        assert run_here() == 0
        assert record.read_text() == good
    record.write_text(good.replace(f'"format": {FORMAT}', '"format": 99'))
    assert run_here() == 2
    assert "made by a newer photoparsl" in last_error(capsys)


def test_a_file_system_without_locks_is_reported(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(descriptor: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    write_photos(1)
    monkeypatch.setattr(fcntl, "flock", none)
    assert run_here() == 2
    assert "its file system has no locks" in last_error(capsys)


def test_a_full_disk_is_reported_with_the_file_and_nothing_is_lost(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_photos(4)
    assert run_here("--count", "2") == 0

    def no_room(*arguments: object, **named: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr("photoparsl.files.whole_files.set_mode", no_room)
        for command in (("run", "m.txt", "--config", "threads"), ("export", "runs/m")):
            assert call(*command) == 2
            message = last_error(capsys)
            assert ": No space left on device: make room" in message and "/runs/m/" in message
        assert call("page", "runs/m") == call("provenance", "runs/m") == 2
    assert run_here() == 0
    assert call("check", "runs/m") == 0


def test_results_of_another_version_of_a_measure_are_refused_at_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_photos(30)
    wanted = {"luminance": MEASURES["luminance"].version + 1}
    monkeypatch.setattr("photoparsl.running.slice_loop.stored_versions", lambda *names: wanted)
    assert run_here("--slice-size", "1") == 2
    assert "its workers have another version" in last_error(capsys)
    assert not list(Path("runs/m/slices").iterdir())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("progress.json", "["),
        ("progress.json", "[]"),
        ("progress.json", '{"format": 1, "photos": "many", "pilots": []}'),
        ("events.jsonl", '{"event": "task", "time": "now", "start": null}\n{"event": "pilot"}\n'),
        ("summary.json", '{"format": 1, "page": 5}'),
        ("summary.json", "[1]"),
    ],
)
def test_a_damaged_progress_file_stops_no_command_that_doesnt_need_it(
    name: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_photos(2)
    assert run_here() == 0
    Path("runs/m", name).write_text(text)
    for command in ("export", "page", "check", "provenance"):
        assert call(command, "runs/m") == 0
    for command in ("status", "history", "histogram", "watch"):
        code = call(command, "runs/m")
        assert code in (0, 2)
        if code:
            last_error(capsys)
    assert run_here() == 0


def test_a_restart_moves_nothing_but_an_earlier_run(capsys: pytest.CaptureFixture[str]) -> None:
    write_photos(2)
    Path("album").mkdir()
    Path("album/mine.txt").write_text("mine")
    assert run_here("--run-dir", "album", "--restart") == 2
    assert "holds other files and no run" in last_error(capsys)
    assert run_here("--run-dir", ".") == 0
    assert run_here("--run-dir", ".", "--restart") == 2
    assert "the manifest or the current folder lies in it" in last_error(capsys)
    assert Path("album/mine.txt").exists() and Path("m.txt").exists()
    Path("new").mkdir()
    assert run_here("--run-dir", "new", "--restart") == 0


def test_results_that_cant_be_listed_are_not_taken_for_none(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_photos(2)
    assert run_here() == 0
    slices = Path("runs/m/slices")
    slices.rename("elsewhere")
    slices.symlink_to(slices.absolute())  # as unreadable to root as to others
    for command in ("check", "export", "page", "provenance"):
        assert call(command, "runs/m") == 2
        assert "slices: " in last_error(capsys)
    assert run_here() == 2
    assert "slices: " in last_error(capsys)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("lock", "pid 4711\n"),
        ("run.log", "epoch 1: loss 0.3\n"),
        ("run.json", '{"name": "my experiment"}'),
        ("events.jsonl", '{"type": "click"}\n'),
        ("progress.json", "{}"),
        ("summary.json", "{}"),
    ],
)
def test_files_of_something_else_in_a_new_runs_folder_stay_as_they_are(
    name: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_photos(2)
    Path("my notes").mkdir()
    Path("my notes", name).write_text(text)
    Path("my notes/data.json.1.part").write_text("a download")
    for options in ((), ("--restart",)):
        assert run_here("--run-dir", "my notes", *options) == 2
        assert f"{name}: exists and isn't a run's; give another --run-dir" in last_error(capsys)
    assert sorted(path.name for path in Path("my notes").iterdir()) == sorted(
        ["data.json.1.part", name]
    )
    assert Path("my notes", name).read_text() == text


def test_a_run_in_a_folder_with_other_files_touches_none_of_them() -> None:
    write_photos(2)
    names = ("data.json.1.part", "lock.txt", "notes.log")
    Path("my notes").mkdir()
    for name in names:
        Path("my notes", name).write_text("mine")
    assert run_here("--run-dir", "my notes") == 0
    assert all(Path("my notes", name).read_text() == "mine" for name in names)


REFUSED = {
    "no manifest": ("nosuch.csv",),
    "a broken manifest": ("broken.csv",),
    "an empty manifest": ("empty.txt",),
    "a row that isn't there": ("m.txt", "--start", "99"),
    "an unknown measure": ("m.txt", "--measures", "brightnes"),
    "an unknown site": ("m.txt", "--config", "nosuch"),
    "a broken site": ("m.txt", "--config", "site.py"),
    "a site without its scheduler": ("m.txt", "--config", "osgconnect", "--project", "X"),
    "a page that is no page": ("m.txt", "--public", "taken"),
    "a page that is a folder": ("m.txt", "--public", "folder"),
    "a manifest that is a photo": ("0.jpg",),
}


@pytest.mark.parametrize("case", REFUSED)
@pytest.mark.parametrize("run_dir", [None, "runs/2024/Ann's größe"])
def test_a_run_that_is_refused_leaves_no_folder_behind(
    case: str, run_dir: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    write_photos(2)
    Path("broken.csv").write_text("url,year\n0.jpg,1900\n1.jpg,soon,later,never\n")
    Path("empty.txt").write_text("\n")
    Path("site.py").write_text("pilots = 0 / 0\n")
    Path("taken").mkdir()
    Path("taken/scatter.html").write_text("my own page")
    Path("folder/scatter.html").mkdir(parents=True)
    before = listed()
    more = ("--run-dir", run_dir) if run_dir else ()
    for options in ((), ("--restart",)):
        assert call("run", *REFUSED[case], *more, *options) == 2
        last_error(capsys)
        assert listed() == before


def listed() -> list[Path]:
    """All files and folders here, without the compiled file of a site's file."""
    return sorted(path for path in Path().rglob("*") if "__pycache__" not in path.parts)


def test_a_restart_that_is_refused_leaves_the_earlier_run_where_it_was(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_photos(2)
    assert run_here() == 0
    before = sorted(Path("runs").rglob("*"))
    good = Path("m.txt").read_text()
    Path("m.txt").write_text(good + "0.jpg in the autumn, perhaps, of 19xx\n")
    assert run_here("--restart") == 2
    assert "kept as" not in capsys.readouterr().out
    assert sorted(Path("runs").rglob("*")) == before
    Path("m.txt").write_text(good)
    assert run_here("--restart") == 0
    assert "The earlier run is kept as" in capsys.readouterr().out
