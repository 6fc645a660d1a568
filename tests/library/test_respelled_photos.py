"""A file is the same photo however its path is written."""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import photoparsl
from photoparsl.commands.main import main
from photoparsl.results import Failure, Measurement
from photoparsl.results.run_directory import RunDirectory


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder with four photos of one size and time, in two folders."""
    folder = tmp_path / "Ärchive 1's"
    for number in range(4):
        draw(folder / "ä b" / str(number // 2) / f"ö{number % 2}.bmp", 30 + number)
    (tmp_path / "link").symlink_to(folder / "ä b")
    return folder


def draw(path: Path, grey: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("L", (8, 8), grey).save(path)
    os.utime(path, (1e9, 1e9))


def measure(folder: Path, *places: str, **options: Any) -> photoparsl.Run:
    lines = "".join(f"{place},{1900 + row}\n" for row, place in enumerate(places))
    (folder / "photos.csv").write_text(f"url,year\n{lines}")
    run_dir = folder.parent / "run"
    return photoparsl.run(folder / "photos.csv", config="threads", run_dir=run_dir, **options)


def places(*, below: str) -> list[str]:
    return [f"{below}{number // 2}/ö{number % 2}.bmp" for number in range(4)]


def measurements(run: photoparsl.Run) -> list[Measurement]:
    results = RunDirectory(run.path).results()
    return [o for result in results for o in result.outcomes if isinstance(o, Measurement)]


def greys(run: photoparsl.Run) -> list[int]:
    return [round(256 * float(m.values["luminance"] or 0)) for m in measurements(run)]


def started(run: photoparsl.Run) -> set[float]:
    """When the photos were measured."""
    results = RunDirectory(run.path).results_as_kept()
    return {part.execution.started for result in results for part in result.executions()}


@pytest.mark.parametrize(
    "spelled",
    [
        lambda archive: places(below=f"{archive}/ä b/"),
        lambda archive: places(below="./ä b/../ä b//"),
        lambda archive: places(below=f"../{archive.name}/ä b/"),
        lambda archive: [Path(place).as_uri() for place in places(below=f"{archive}/ä b/")],
        lambda archive: places(below="../link/"),
        lambda archive: [unicodedata.normalize("NFD", p) for p in places(below="ä b/")],
    ],
    ids=["absolute", "dots", "parent", "file-url", "link", "NFD"],
)
def test_a_path_that_is_written_otherwise_is_the_same_photo(
    archive: Path, spelled: Callable[[Path], list[str]]
) -> None:
    before = started(measure(archive, *places(below="ä b/")))
    run = measure(archive, *spelled(archive))
    assert run.changes == ""
    assert started(run) == before
    assert greys(run) == [30, 31, 32, 33]
    assert [m.url for m in measurements(run)] == spelled(archive)
    run = measure(archive, *places(below="ä b/"))
    assert (run.changes, started(run)) == ("", before)


def test_a_photo_whose_value_was_kept_aside_comes_back_by_another_path(archive: Path) -> None:
    first, *others = places(below="ä b/")
    before = started(measure(archive, first, *others))
    assert "1 photo is gone" in measure(archive, *others).changes
    run = measure(archive, "../link/0/ö0.bmp", *others)
    assert "1 photo is new (its values were kept aside); 3 rows have moved" in run.changes
    assert (started(run), greys(run)) == (before, [30, 31, 32, 33])


def test_a_file_in_two_rows_keeps_its_value_in_both(archive: Path) -> None:
    before = started(measure(archive, "ä b/0/ö0.bmp", "./ä b/0/ö0.bmp"))
    run = measure(archive, *[f"{archive}/ä b/0/ö0.bmp"] * 2)
    assert (run.changes, started(run), greys(run)) == ("", before, [30, 30])


def test_the_parent_of_a_linked_folder_is_that_of_the_folder_itself(archive: Path) -> None:
    draw(archive / "a.bmp", 80)
    draw(archive / "deep" / "a.bmp", 90)
    (archive / "deep" / "er").mkdir()
    (archive / "link").symlink_to(archive / "deep" / "er")
    assert greys(measure(archive, "link/../a.bmp")) == [90]
    assert greys(measure(archive, "a.bmp")) == [80]
    assert greys(measure(archive, "link/../a.bmp")) == [90]


def test_values_kept_aside_are_of_the_folder_in_which_they_were_measured(tmp_path: Path) -> None:
    for name, grey in (("one", 30), ("two", 130)):
        for number in range(3):
            draw(tmp_path / name / f"{number}.bmp", grey + number)
    shared = str(tmp_path / "shared.bmp")
    draw(Path(shared), 200)
    assert greys(measure(tmp_path / "one", "0.bmp", "1.bmp", "2.bmp", shared))
    assert greys(measure(tmp_path / "two", "0.bmp", shared)) == [130, 200]
    assert greys(measure(tmp_path / "two", "0.bmp", "1.bmp", shared)) == [130, 131, 200]
    assert greys(measure(tmp_path / "one", "2.bmp", "1.bmp", shared)) == [32, 31, 200]


SPELLINGS = ("ä b/0/ö0.bmp", "{0}/ä b/0/ö0.bmp", "file://{0}/ä b/0/ö0.bmp", "../link/0/ö0.bmp")


def all_spellings(archive: Path) -> list[str]:
    """All ways to write the path of one file, also through a link to a folder and to the file."""
    (archive / "same.bmp").symlink_to(archive / "ä b" / "0" / "ö0.bmp")
    return [*(text.format(archive) for text in SPELLINGS), "same.bmp"]


def read_in_last_start(run: photoparsl.Run) -> int:
    """How many files the workers have read."""
    events = [json.loads(line) for line in (run.path / "events.jsonl").read_text().splitlines()]
    last = max(n for n, event in enumerate(events) if event["event"] == "began")
    tasks = [event for event in events[last:] if event["event"] == "task"]
    return sum(event["measured"] + event["failed"] for event in tasks)


def test_a_file_is_read_once_in_each_pass_however_its_path_is_written(archive: Path) -> None:
    rows = [*all_spellings(archive), "ä b/0/ö1.bmp"]
    run = measure(archive, *rows, measures=["luminance"])
    assert (read_in_last_start(run), greys(run)) == (2, [30] * 5 + [31])
    run = measure(archive, *rows, measures=["luminance", "width"])
    assert (read_in_last_start(run), greys(run)) == (2, [30] * 5 + [31])
    assert [m.values["width"] for m in measurements(run)] == [8] * 6
    assert [m.url for m in measurements(run)] == rows
    draw(archive / "ä b" / "0" / "ö0.bmp", 99)
    os.utime(archive / "ä b" / "0" / "ö0.bmp", (2e9, 2e9))
    run = measure(archive, *rows, measures=["luminance", "width"])
    assert (read_in_last_start(run), greys(run)) == (1, [99] * 5 + [31])


def test_a_file_that_fails_fails_by_each_of_its_paths(archive: Path) -> None:
    (archive / "ä b" / "0" / "ö0.bmp").write_bytes(b"")
    rows = all_spellings(archive)
    run = measure(archive, *rows)
    assert read_in_last_start(run) == 1
    (archive / "ä b" / "0" / "ö0.bmp").unlink()
    run = measure(archive, *rows, "new.bmp", retry_failed=True)
    failed = [o for r in RunDirectory(run.path).results() for o in r.outcomes]
    details = [o.detail for o in failed if isinstance(o, Failure)]
    for row, detail in zip(rows, details[:5], strict=True):
        assert detail.lstrip("'\"").startswith(row)
    assert "is a link that leads to no file" in details[4]


def test_a_row_that_goes_is_a_row_where_its_file_is_in_another(archive: Path) -> None:
    rows, other = all_spellings(archive), "ä b/0/ö1.bmp"
    before = started(measure(archive, *rows, other))
    for number in range(5):
        left = [row for n, row in enumerate(rows) if n != number]
        run = measure(archive, *left, other)
        assert "1 row is gone (its photo is in other rows too)" in run.changes
        run = measure(archive, *rows, other)
        assert "1 row is new (its photo is in other rows too)" in run.changes
    for row in rows:
        run = measure(archive, row, other)
        assert "photo is gone" not in run.changes
        assert "photo is new" not in run.changes
        assert greys(run) == [30, 31]
    assert started(run) == before


def test_a_link_that_leads_to_another_file_now_takes_no_photo_its_value(archive: Path) -> None:
    """Both files have one size and time: links alone tell."""
    link = archive / "same.bmp"
    link.symlink_to(archive / "ä b" / "0" / "ö1.bmp")
    first, other = "ä b/0/ö0.bmp", "ä b/1/ö0.bmp"
    assert greys(measure(archive, first, "same.bmp")) == [30, 31]
    link.unlink()
    link.symlink_to(archive / "ä b" / "0" / "ö0.bmp")
    assert greys(measure(archive, other, "same.bmp", first)) == [32, 31, 30]
    assert greys(measure(archive, "same.bmp", first)) == [31, 30]
    assert greys(measure(archive, first, other, "same.bmp")) == [30, 32, 31]


def test_files_of_a_folder_with_many_are_known_through_links_too(archive: Path) -> None:
    for number in range(40):
        draw(archive / "many" / f"{number}.bmp", 50 + number)
        (archive / "many" / f"link{number}.bmp").symlink_to(f"{number}.bmp")
    files, links = ([f"many/{name}{n}.bmp" for n in range(40)] for name in ("", "link"))
    run = measure(archive, *files, *links)
    assert read_in_last_start(run) == 40
    assert greys(run) == [*range(50, 90)] * 2
    assert "40 rows are gone (their photos are in other" in measure(archive, *links).changes
    assert "is new" not in measure(archive, *files).changes


def test_files_of_a_disk_that_is_there_again_are_measured_without_being_named(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photos, absent = archive / "ä b", archive / "unplugged"
    photos.rename(absent)
    rows = places(below="ä b/")
    run = measure(archive, *rows)
    assert run.check().failed == 4
    assert measure(archive, *rows).check().failed == 4
    absent.rename(photos)
    manifest = str(archive / "photos.csv")
    main(["run", manifest, "--run-dir", str(run.path), "--config", "threads", "--dry-run"])
    assert "4 files that weren't there are there now: measured" in capsys.readouterr().out
    assert greys(measure(archive, *rows)) == [30, 31, 32, 33]


def test_values_stay_where_a_path_is_written_otherwise_while_the_disk_isnt_there(
    archive: Path,
) -> None:
    before = started(measure(archive, *places(below="../link/")))
    (archive / "ä b").rename(archive / "unplugged")
    run = measure(archive, *places(below="ä b/"))
    assert (run.changes, started(run), greys(run)) == ("", before, [30, 31, 32, 33])
    (archive / "unplugged").rename(archive / "ä b")
    run = measure(archive, *places(below="ä b/"))
    assert (started(run), greys(run)) == (before, [30, 31, 32, 33])
