"""Which files of a folder are photos, and what is passed over."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from photoparsl.archives.photo_files import files_below
from photoparsl.commands.main import main
from photoparsl.commands.terminal.exit_codes import ExitCode
from tests.conftest import jpeg

pytestmark = pytest.mark.usefixtures("folder")


def write(*paths: str) -> None:
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(jpeg(90) if path.lower().endswith("jpg") else b"text")


def manifest(*arguments: str) -> tuple[int, list[str], dict[str, str]]:
    """The exit code, the photos, and what was left out with the reasons."""
    code = main(["manifest", *arguments, "-o", "m.csv"])
    left_out = Path("m.left-out.csv")
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        photos = [row["url"] for row in csv.DictReader(file)]
    rows = list(csv.reader(left_out.read_text().splitlines()))[1:] if left_out.exists() else []
    return code, photos, {row[0]: row[1] for row in rows}


def test_files_that_are_no_photos_are_counted_and_listed_and_are_no_fault(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write("p/1.jpg", "p/a.mp4", "p/b/c.MP4", "p/notes.txt", "p/Makefile", "p/.hidden")
    code, photos, left_out = manifest("p")
    assert (code, photos) == (ExitCode.DONE, ["p/1.jpg"])
    assert set(left_out) == {"p/a.mp4", "p/b/c.MP4", "p/notes.txt", "p/Makefile"}
    assert set(left_out.values()) == {"other-file"}
    printed = capsys.readouterr().out
    assert "Files passed over, all in m.left-out.csv: .mp4 (2)" in printed
    assert "without an ending (1)" in printed
    assert "1 records: 1 photos, 0 left out" in printed


def test_photos_in_formats_that_arent_read_are_left_out_with_the_format() -> None:
    write("p/1.jpg", "p/2.JXL", "p/3.nef")
    code, photos, left_out = manifest("p")
    assert (code, photos) == (ExitCode.SOME_FAILED, ["p/1.jpg"])
    assert left_out == {"p/2.JXL": "unread-format", "p/3.nef": "unread-format"}


def test_a_thumbnail_is_left_out_where_its_photo_is_there() -> None:
    write("p/1.jpg", "p/1_thumb.jpg", "p/small/1-Thumbnail.JPG", "p/2_thumb.jpg", "p/thumb.jpg")
    _, photos, left_out = manifest("p")
    assert photos == ["p/1.jpg", "p/2_thumb.jpg", "p/thumb.jpg"]
    assert set(left_out) == {"p/1_thumb.jpg", "p/small/1-Thumbnail.JPG"}


def test_folders_of_systems_arent_read() -> None:
    write(
        "p/1.jpg", "p/@eaDir/1.jpg", "p/.thumbnails/1.jpg", "p/a/__MACOSX/x.jpg", "p/#recycle/2.jpg"
    )
    assert manifest("p") == (ExitCode.DONE, ["p/1.jpg"], {})


def test_what_a_person_excludes_isnt_read_and_is_listed() -> None:
    write("p/1.jpg", "p/1_back.jpg", "p/old scans/2.jpg", "p/b/3.jpg")
    more = ("--exclude", "*_back.jpg", "--exclude", "old scans/", "--exclude", "b/*")
    code, photos, left_out = manifest("p", *more)
    assert (code, photos) == (ExitCode.DONE, ["p/1.jpg"])
    assert left_out == dict.fromkeys(["p/1_back.jpg", "p/b/3.jpg", "p/old scans/2.jpg"], "excluded")


def test_files_beside_a_photo_are_no_other_files() -> None:
    write(
        "p/1.jpg", "p/1.xmp", "p/1.jpg.xmp", "p/1.jpg.json", "p/1.jpg.supplemental.json", "p/2.xmp"
    )
    assert manifest("p")[2] == {"p/2.xmp": "other-file"}


def test_beside_a_table_only_the_files_that_it_names_count() -> None:
    write("p/1.jpg", "p/2.jpg", "p/x.txt")
    Path("p/table.csv").write_text("file,year\n1.jpg,1910\n")
    assert manifest("p", "p/table.csv") == (ExitCode.DONE, ["p/1.jpg"], {})


def test_files_that_photoparsl_is_writing_are_neither_read_nor_told(tmp_path: Path) -> None:
    for name in ("a.jpg", "m.csv.77eb508f.part", "m.left-out.csv.4d91521c.part", "b.part"):
        (tmp_path / name).touch()
    assert [name for _, name in files_below(tmp_path)] == ["a.jpg", "b.part"]
