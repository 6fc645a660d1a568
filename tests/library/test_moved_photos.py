"""Photos in another folder, and URLs with another signature, are the same photos."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
import xlsxwriter
from PIL import Image

import photoparsl
from photoparsl.results import Failure, Measurement
from photoparsl.results.run_directory import RunDirectory
from photoparsl.running import execute_request
from tests.conftest import jpeg

UNSURE = "6 photos may be in another folder: their bytes are compared"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "Ärchive 1's"
    (folder / "img").mkdir(parents=True)
    for number in range(6):
        (folder / "img" / f"{number}.jpg").write_bytes(jpeg(40 + 8 * number))
        os.utime(folder / "img" / f"{number}.jpg", (1.7e9, 1.7e9 + number))
    write(folder, "img/")
    return folder


def write(folder: Path, below: str) -> None:
    lines = "".join(f"{below}{number}.jpg,{1900 + number}\n" for number in range(6))
    (folder / "photos.csv").write_text(f"url,year\n{lines}")


def measure(folder: Path, run: Path, moved_from: Path | None = None) -> photoparsl.Run:
    return photoparsl.run(
        folder / "photos.csv", config="threads", run_dir=run, moved_from=moved_from
    )


def started(run: photoparsl.Run) -> set[float]:
    """When the photos were measured."""
    results = RunDirectory(run.path).results_as_kept()
    return {part.execution.started for result in results for part in result.executions()}


def outcomes(run: Path) -> list[Measurement | Failure]:
    return [outcome for result in RunDirectory(run).results() for outcome in result.outcomes]


def test_a_manifest_that_moved_with_its_photos_is_the_same(archive: Path, tmp_path: Path) -> None:
    before = started(measure(archive, tmp_path / "run"))
    moved = archive.rename(tmp_path / "elsewhere")
    run = measure(moved, tmp_path / "run")
    assert started(run) == before
    assert run.check().is_whole


def test_another_archive_with_the_same_file_names_is_refused(archive: Path, tmp_path: Path) -> None:
    measure(archive, tmp_path / "run")
    other = tmp_path / "other"
    shutil.copytree(archive, other)
    for number in range(6):
        (other / "img" / f"{number}.jpg").write_bytes(jpeg(200 - number))
    with pytest.raises(photoparsl.PhotoparslError, match=r"mean other photos .* --moved-from"):
        measure(other, tmp_path / "run")


def spreadsheet(folder: Path) -> Path:
    """The same table as `photos.csv`, as a spreadsheet."""
    with xlsxwriter.Workbook(folder / "photos.xlsx") as book:
        sheet = book.add_worksheet()
        for row, line in enumerate((folder / "photos.csv").read_text().splitlines()):
            sheet.write_row(row, 0, line.split(","))
    return folder / "photos.xlsx"


def test_after_a_spreadsheet_another_archive_is_refused_by_its_name(
    archive: Path, tmp_path: Path
) -> None:
    photoparsl.run(spreadsheet(archive), config="threads", run_dir=tmp_path / "run")
    other = tmp_path / "other"
    (other / "img").mkdir(parents=True)
    for number in range(6):
        (other / "img" / f"{number}.jpg").write_bytes(jpeg(200 - number))
    write(other, "img/")
    with pytest.raises(photoparsl.PhotoparslError, match=r"is the run of .*photos\.xlsx, whose"):
        measure(other, tmp_path / "run")


def test_the_archive_whose_values_are_all_kept_aside_comes_back_in_any_form(
    archive: Path, tmp_path: Path
) -> None:
    first = measure(archive, tmp_path / "run")
    before = started(first)
    table = spreadsheet(archive)
    (archive / "photos.csv").write_text("url,year\nother.jpg,1950\n")
    (archive / "other.jpg").write_bytes(jpeg(99))
    measure(archive, tmp_path / "run")
    run = photoparsl.run(table, config="threads", run_dir=tmp_path / "run")
    assert started(run) == before


@pytest.mark.parametrize("shares_one", [False, True])
def test_files_that_are_still_there_werent_moved_whatever_sizes_and_times_say(
    tmp_path: Path, shares_one: bool
) -> None:
    for name, grey in (("one", 30), ("two", 130)):
        (tmp_path / name / "img").mkdir(parents=True)
        for number in range(6):
            path = tmp_path / name / "img" / f"{number}.bmp"
            Image.new("L", (8, 8), grey + number).save(path)
            os.utime(path, (1e9, 1e9))
        shared = f"{tmp_path / 'one' / 'img' / '0.bmp'},1999\n" if shares_one else ""
        lines = "".join(f"img/{number}.bmp,{1900 + number}\n" for number in range(6))
        (tmp_path / name / "photos.csv").write_text(f"url,year\n{lines}{shared}")
    measure(tmp_path / "one", tmp_path / "run")
    if not shares_one:
        with pytest.raises(photoparsl.PhotoparslError, match=r"mean other photos .* --moved-from"):
            measure(tmp_path / "two", tmp_path / "run")
        return
    run = measure(tmp_path / "two", tmp_path / "run")
    values = [m.values["luminance"] for m in outcomes(run.path) if isinstance(m, Measurement)]
    assert [round(256 * float(value or 0)) for value in values] == [*range(130, 136), 30]


def test_the_earlier_manifest_stands_for_its_folder(archive: Path, tmp_path: Path) -> None:
    before = started(measure(archive, tmp_path / "run"))
    shutil.copytree(archive, tmp_path / "new", copy_function=shutil.copy)  # with other times
    for photo in (tmp_path / "new" / "img").iterdir():
        os.utime(photo, ns=(0, (archive / "img" / photo.name).stat().st_mtime_ns))
    shutil.rmtree(archive)
    run = measure(tmp_path / "new", tmp_path / "run", archive / "photos.csv")
    assert started(run) == before
    write(tmp_path / "new", str(tmp_path / "new" / "img") + "/")
    run = measure(tmp_path / "new", tmp_path / "run", tmp_path / "new" / "photos.csv")
    assert run.changes == "", "the same files, by absolute paths"
    assert started(run) == before


@pytest.mark.parametrize("is_absolute", [False, True])
def test_a_renamed_folder_is_believed_if_it_is_named(
    archive: Path, tmp_path: Path, is_absolute: bool
) -> None:
    base = f"{archive}/" if is_absolute else ""
    write(archive, f"{base}img/")
    before = started(measure(archive, tmp_path / "run"))
    (archive / "img").rename(archive / "Bilder")
    (archive / "Bilder" / "3.jpg").write_bytes(jpeg(222))
    write(archive, f"{base}Bilder/")
    run = measure(archive, tmp_path / "run", archive / "img")
    assert "1 photo is new, 5 are in another folder, 1 is gone" in run.changes
    assert len(started(run) - before) == 1
    assert run.check().is_whole
    assert run.check().measured == 6


def test_bytes_are_compared_where_the_earlier_file_is_still_in_its_place(
    archive: Path, tmp_path: Path
) -> None:
    long = archive / "img" / "3.jpg"
    long.write_bytes(jpeg(64).ljust(9_000, b"\0"))
    os.utime(long, (1.7e9, 1.7e9 + 3))
    before = started(measure(archive, tmp_path / "run"))
    shutil.copytree(archive / "img", archive / "Bilder")
    (archive / "img" / "5.jpg").unlink()
    other = archive / "Bilder" / "3.jpg"
    other.write_bytes(jpeg(222).ljust(9_000, b"\0"))
    os.utime(other, (1.7e9, 1.7e9 + 3))
    write(archive, "Bilder/")
    run = measure(archive, tmp_path / "run", archive / "img")
    moved = "1 photo is in another folder"
    assert run.changes == f"{moved}, 5 may be in another folder: their bytes are compared"
    assert len(started(run) - before) == 1, "one has other bytes"
    assert photoparsl.run(archive / "photos.csv", config="threads", run_dir=tmp_path / "fresh")
    assert outcomes(tmp_path / "run") == outcomes(tmp_path / "fresh")


def test_bytes_are_compared_where_the_earlier_manifest_still_has_its_files(tmp_path: Path) -> None:
    """The paths are relative: in both folders they are the same texts."""
    for name, grey in (("one", 30), ("two", 30)):
        (tmp_path / name / "img").mkdir(parents=True)
        for number in range(6):
            path = tmp_path / name / "img" / f"{number}.bmp"
            Image.new("L", (8, 8), grey + number + 100 * (name == "two" and number == 3)).save(path)
            os.utime(path, (1e9, 1e9))
        lines = "".join(f"img/{number}.bmp,{1900 + number}\n" for number in range(6))
        (tmp_path / name / "photos.csv").write_text(f"url,year\n{lines}")
    before = started(measure(tmp_path / "one", tmp_path / "run"))
    (tmp_path / "one" / "img" / "5.bmp").unlink()
    run = measure(tmp_path / "two", tmp_path / "run", tmp_path / "one")
    assert run.changes == "5 photos may be in another folder: their bytes are compared"
    assert len(started(run) - before) == 1, "one has other bytes"
    values = [m.values["luminance"] for m in outcomes(run.path) if isinstance(m, Measurement)]
    assert [round(256 * float(value or 0)) for value in values] == [30, 31, 32, 133, 34, 35]
    assert measure(tmp_path / "two", tmp_path / "run", tmp_path / "one").changes == ""


def test_a_file_that_is_missing_in_the_new_folder_has_no_value_of_the_earlier_one(
    tmp_path: Path,
) -> None:
    for name, numbers in (("one", range(6)), ("two", range(4))):
        (tmp_path / name / "img").mkdir(parents=True)
        for number in numbers:
            path = tmp_path / name / "img" / f"{number}.bmp"
            Image.new("L", (8, 8), 30 + number).save(path)
            os.utime(path, (1e9, 1e9))
        lines = "".join(f"img/{number}.bmp,{1900 + number}\n" for number in range(6))
        (tmp_path / name / "photos.csv").write_text(f"url,year\n{lines}")
    measure(tmp_path / "one", tmp_path / "run")
    run = measure(tmp_path / "two", tmp_path / "run", tmp_path / "one")
    assert "4 may be in another folder: their bytes are compared" in run.changes
    assert "2 photos are new" in run.changes
    assert "2 are gone: their values are kept aside" in run.changes
    failed = [outcome for outcome in outcomes(run.path) if isinstance(outcome, Failure)]
    assert [(one.row, one.reason) for one in failed] == [(4, "no-such-file"), (5, "no-such-file")]
    assert run.check().is_whole


def test_photos_of_a_copy_of_a_folder_leave_the_values_of_the_folder_where_they_are(
    archive: Path, tmp_path: Path
) -> None:
    before = started(measure(archive, tmp_path / "run"))
    shutil.copytree(archive / "img", archive / "copy")
    write(archive, "copy/")
    run = measure(archive, tmp_path / "run")
    assert "6 photos are new" in run.changes
    assert "6 are gone: their values are kept aside" in run.changes
    assert not started(run) & before
    write(archive, "img/")
    run = measure(archive, tmp_path / "run")
    assert started(run) == before, "the values come back"
    assert run.check().measured == 6


def test_without_a_name_the_bytes_of_photos_in_another_folder_are_compared(
    archive: Path, tmp_path: Path
) -> None:
    long = archive / "img" / "3.jpg"
    long.write_bytes(jpeg(64).ljust(9_000, b"\0"))
    os.utime(long, (1.7e9, 1.7e9))
    before = started(measure(archive, tmp_path / "run"))
    (archive / "img").rename(archive / "Bilder")
    other = archive / "Bilder" / "3.jpg"
    other.write_bytes(jpeg(222).ljust(9_000, b"\0"))
    os.utime(other, (1.7e9, 1.7e9))
    write(archive, "Bilder/")
    run = measure(archive, tmp_path / "run")
    assert run.changes == UNSURE
    assert len(started(run) - before) == 1, "one has other bytes"
    assert run.check().is_whole
    assert photoparsl.run(archive / "photos.csv", config="threads", run_dir=tmp_path / "fresh")
    assert outcomes(tmp_path / "run") == outcomes(tmp_path / "fresh")


def test_a_kill_before_bytes_are_compared_leaves_them_to_the_next_start(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure(archive, tmp_path / "run")
    (archive / "img").rename(archive / "Bilder")
    write(archive, "Bilder/")
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(execute_request, "begin_run", _interrupted)
        measure(archive, tmp_path / "run")
    (archive / "Bilder" / "3.jpg").write_bytes(jpeg(222))
    run = measure(archive, tmp_path / "run")
    assert run.changes == UNSURE
    assert photoparsl.run(archive / "photos.csv", config="threads", run_dir=tmp_path / "fresh")
    assert outcomes(tmp_path / "run") == outcomes(tmp_path / "fresh")


def _interrupted(*arguments: object) -> None:
    raise KeyboardInterrupt


def test_a_folder_that_moved_is_the_same_archive_if_it_is_named(
    archive: Path, tmp_path: Path
) -> None:
    def of_folder(folder: Path, moved_from: Path | None = None) -> photoparsl.Run:
        return photoparsl.run(
            folder, config="threads", run_dir=tmp_path / "run", moved_from=moved_from
        )

    photos = archive / "img"
    before = started(of_folder(photos))
    (tmp_path / "new").mkdir()
    moved = photos.rename(tmp_path / "new" / "img")
    with pytest.raises(photoparsl.PhotoparslError, match="--moved-from"):
        of_folder(moved)
    run = of_folder(moved, photos)
    assert "6 photos are in another folder" in run.changes
    assert started(run) == before
    assert run.check().is_whole


def test_the_photos_own_folder_may_be_named_where_manifest_and_photos_moved_apart(
    tmp_path: Path,
) -> None:
    (tmp_path / "A").mkdir()
    photos = tmp_path / "B ü" / "pics"
    photos.mkdir(parents=True)
    for number in range(6):
        (photos / f"{number}.jpg").write_bytes(jpeg(40 + 8 * number))
    write(tmp_path / "A", "../B ü/pics/")
    before = started(measure(tmp_path / "A", tmp_path / "run"))
    photos.rename(tmp_path / "C")
    write(tmp_path, "C/")
    with pytest.raises(photoparsl.PhotoparslError, match=r"--moved-from '.*B ü/pics'"):
        measure(tmp_path, tmp_path / "run")
    with pytest.raises(photoparsl.PhotoparslError, match="mean other photos"):
        measure(tmp_path, tmp_path / "run", moved_from=tmp_path / "D")
    run = measure(tmp_path, tmp_path / "run", moved_from=photos)
    assert started(run) == before
    assert run.check().is_whole
    assert [outcome.url for outcome in outcomes(run.path)] == [f"C/{n}.jpg" for n in range(6)]
