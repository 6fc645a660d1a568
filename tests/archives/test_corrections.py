"""A person's dates replace the archive's."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import pytest

import photoparsl
from photoparsl.commands.main import main
from tests.conftest import jpeg

WEB = "https://museum.example"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "Ann's größe"
    folder.mkdir()
    monkeypatch.chdir(folder)
    lines = [f"{n},{WEB}/{n}.jpg,{date}" for n, date in enumerate(("1900", "1901", "", "1903"))]
    Path("t.csv").write_text("\n".join(["id,image,date", *lines, ""]))


def dates(corrections: str, *options: str, source: str = "t.csv") -> list[str]:
    Path("c.csv").write_text(f"record,date\n{corrections}")
    assert main(["manifest", source, "-o", "m.csv", "--corrections", "c.csv", *options]) in (0, 1)
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        return [f"{row['year']} {row['certainty']}" for row in csv.DictReader(file)]


def test_a_correction_goes_before_the_archive_s_date(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f"0,1850\n{WEB}/1.jpg,\nt.csv:4,ca. 1930\nnobody,1900\n"
    expected = ["1850 exact", " undated", "1930 approximate", "1903 exact"]
    assert dates(text, "--fuzzy") == expected
    assert "1 of 4 corrections fit no record, like 'nobody'" in caplog.text
    assert "'corrections'" in capsys.readouterr().out


def test_a_single_correction_in_windows_1252_finds_its_photo(
    caplog: pytest.LogCaptureFixture,
) -> None:
    Path("p/1935").mkdir(parents=True)
    Path("p/1935/ü ß.jpg").write_bytes(jpeg(90))
    Path("c.csv").write_bytes("record;date\r\n1935\\Ü ß.JPG;1912\r\n".encode("cp1252"))
    assert main(["manifest", "p", "-o", "m.csv", "--corrections", "c.csv"]) == 0
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        assert [row["year"] for row in csv.DictReader(file)] == ["1912"]
    assert "1 line isn't UTF-8, and read as Windows-1252" in caplog.text


def test_a_photo_of_a_folder_is_corrected_by_its_path_in_the_manifest() -> None:
    for name in ("1912/a.jpg", "1912/b c.jpg"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_bytes(jpeg(90))
    found = dates("1912/b c.jpg,1913-05\n", source="1912")
    assert found == ["1912 exact", "1913 exact"]


def test_a_correction_may_name_the_photo_s_path_from_the_table_s_folder() -> None:
    album = Path("album")
    album.mkdir()
    for name in ("Käse.jpg", "b.jpg"):
        (album / unicodedata.normalize("NFD", name)).write_bytes(jpeg(90))
    (album / "c.csv").write_text(
        f"record,date\n{unicodedata.normalize('NFC', 'Käse.jpg')},1913\n.\\b.jpg,1914\n"
    )
    command = ["manifest", str(album.absolute()), "-o", "m.csv"]
    assert main([*command, "--corrections", str(album / "c.csv")]) in (0, 1)
    assert {line.split(",")[1] for line in Path("m.csv").read_text().splitlines()[1:]} == {
        "1913",
        "1914",
    }


def test_a_file_s_name_that_several_photos_have_is_no_correction(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("a/1.jpg", "a/b/1.jpg"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_bytes(jpeg(90))
    Path("c.csv").write_text("record,date\n1.jpg,1900\n")
    assert main(["manifest", "a", "-o", "m.csv", "--corrections", "c.csv"]) == 2
    assert "'1.jpg' is the name of several photos" in capsys.readouterr().err
    lines = [f"AB-1,{WEB}/{n}.jpg,1899" for n in range(2)]
    Path("t.csv").write_text("\n".join(["id,image,date", *lines, ""]))
    assert dates("AB-1,1901\n") == ["1901 exact"] * 2
    assert "1 of 1 corrections fit several records each, like 'AB-1'" in caplog.text


def test_the_end_of_a_path_that_fits_photos_in_two_folders_of_a_table_is_no_correction(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("album/017.jpg", "zwei/017.jpg"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_bytes(jpeg(90))
    Path("t.csv").write_text("image,date\nalbum/017.jpg,1926\nzwei/017.jpg,1944\n")
    Path("c.csv").write_text("record,date\n017.jpg,1923\n")
    assert main(["manifest", "t.csv", "-o", "m.csv", "--corrections", "c.csv"]) == 2
    assert "'017.jpg' is the name of several photos" in capsys.readouterr().err
    assert dates("zwei/017.jpg,1923\n") == ["1926 exact", "1923 exact"]


def test_a_script_can_correct_dates_too() -> None:
    Path("c.csv").write_text("record,date\n2,1902\n")
    report = photoparsl.make_manifest("t.csv", "m.csv", corrections="c.csv")
    assert report.years == 4


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "record,date\n1,1900\n1,1901\n",
            "c.csv:3: --corrections (Python: corrections): '1' has two dates",
        ),
        ("id,date\n1,1900\n", "expected the columns 'record' and 'date'"),
        ("record,date\n1,1900,x\n", "c.csv:2: expected 2 cells"),
    ],
)
def test_a_wrong_table_of_corrections_is_an_error(
    text: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("c.csv").write_text(text)
    assert main(["manifest", "t.csv", "-o", "m.csv", "--corrections", "c.csv"]) == 2
    assert message in capsys.readouterr().err
    assert main(["manifest", "t.csv", "-o", "c.csv", "--corrections", "c.csv"]) == 2
    assert main(["manifest", "t.csv", "-o", "m.csv", "--corrections", "absent.csv"]) == 2
    assert Path("c.csv").read_text() == text


def test_a_correction_may_name_the_end_of_a_photo_s_path_in_any_case() -> None:
    for name in ("1912/a.jpg", "1912/bb.jpg", "1913/a.jpg"):
        Path("album", name).parent.mkdir(parents=True, exist_ok=True)
        Path("album", name).write_bytes(jpeg(len(name) * 9))
    found = dates("1912\\A.JPG,1905\nBB.jpg,1906\n1913/a.jpg,1907\n", source="album")
    assert found == ["1905 exact", "1906 exact", "1907 exact"]
