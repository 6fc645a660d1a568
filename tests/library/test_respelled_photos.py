"""A file is the same photo however its path is written."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

import photoparsl
from photoparsl.results import Measurement
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


def measure(folder: Path, *places: str) -> photoparsl.Run:
    lines = "".join(f"{place},{1900 + row}\n" for row, place in enumerate(places))
    (folder / "photos.csv").write_text(f"url,year\n{lines}")
    run_dir = folder.parent / "run"
    return photoparsl.run(folder / "photos.csv", config="threads", run_dir=run_dir)


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
