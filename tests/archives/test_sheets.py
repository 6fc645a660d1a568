"""Which sheet of a workbook is read."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

import photoparsl
from photoparsl.commands.main import main
from photoparsl.errors import ManifestError
from photoparsl.results import RunDirectory
from tests.conftest import jpeg

pytestmark = pytest.mark.usefixtures("folder")


def write_workbook(
    path: str, sheets: dict[str, Sequence[Sequence[object]]], hidden: Sequence[str] = ()
) -> None:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if name in hidden:
                sheet.hide()


@pytest.fixture
def book() -> str:
    """A workbook with photos on two sheets, the larger of which is read by itself."""
    for name in "abcde":
        Path(f"{name}.jpg").write_bytes(jpeg(90))
    write_workbook(
        "Liste ü.xlsx",
        {
            "Glas & Co": [["Datei", "Jahr"], ["a.jpg", 1901], ["b.jpg", 1902]],
            "Deckblatt": [["Museum"]],
            "Papier": [["Foto", "Datum"], ["c.jpg", 1911], ["d.jpg", 1912], ["e.jpg", 1913]],
        },
        hidden=["Deckblatt"],
    )
    return "Liste ü.xlsx"


def years(*options: str) -> list[str]:
    assert main(["manifest", *options, "-o", "m.csv"]) in (0, 1)
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        return [row["year"] for row in csv.DictReader(file)]


def test_a_named_sheet_is_read_and_else_the_note_names_the_option(
    book: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert years(book) == ["1911", "1912", "1913"]
    note = "of its sheets 'Papier' is read, and not 'Glas & Co', 'Deckblatt'"
    assert f"{note}: --sheet NAME (Python: sheet) takes another" in caplog.text
    caplog.clear()
    assert years(book, "--sheet", "glas & co") == ["1901", "1902"]
    assert years(book, "--sheet", "Glas & Co", "--image-column", "Datei") == ["1901", "1902"]
    assert caplog.text == ""


def test_a_sheet_that_isnt_there_is_refused_with_the_names_of_those_that_are(book: str) -> None:
    with pytest.raises(ManifestError, match=r"has no sheet 'Papir'.*did you mean 'Papier'"):
        photoparsl.make_manifest(book, "m.csv", sheet="Papir")
    with pytest.raises(ManifestError, match="no sheet 'x'; there are 'Glas & Co', 'Papier'"):
        photoparsl.make_manifest(book, "m.csv", sheet="x")
    with pytest.raises(ManifestError, match="has no rows below the header"):
        photoparsl.make_manifest(book, "m.csv", sheet="Deckblatt")


def test_the_sheet_is_that_of_the_workbooks_in_a_folder(
    book: str, caplog: pytest.LogCaptureFixture
) -> None:
    Path("archive").mkdir()
    for name in (*(f"{letter}.jpg" for letter in "abcde"), book):
        Path(name).rename(Path("archive", name))
    assert years("archive", "--sheet", "Papier") == ["1911", "1912", "1913"]
    caplog.clear()
    Path("t.csv").write_text("url,date\nhttps://a.example/1.jpg,1950\n")
    assert years("t.csv", "--sheet", "Papier") == ["1950"]
    assert "--sheet (Python: sheet) has no effect where no workbook is read" in caplog.text


def test_a_run_remembers_its_sheet(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    photoparsl.run(book, sheet="Glas & Co", config="threads", measures="luminance", run_dir="r")
    results = RunDirectory(Path("r")).results()
    assert sorted(m.year or 0 for result in results for m in result.measurements) == [1901, 1902]
    assert photoparsl.arguments_of("r")["sheet"] == "Glas & Co"
    assert main(["provenance", "r"]) == 0
    assert "--sheet 'Glas & Co'" in capsys.readouterr().out
    assert main(["run", book, "--sheet", "Glas & Co", "--run-dir", "r", "--config", "threads"]) == 0
    assert "is as it was" in capsys.readouterr().err
    found = photoparsl.preview(book, run_dir="r", sheet="Papier")
    assert (found.photos, found.years, found.left) == (3, (1911, 1913), 3)


def test_a_preview_names_the_sheets_and_the_columns_of_the_one_that_is_chosen(book: str) -> None:
    found = photoparsl.preview(book)
    assert found.sheets == ("Papier", "Glas & Co", "Deckblatt")
    assert [name for name, _ in found.columns] == ["Foto", "Datum"]
    found = photoparsl.preview(book, sheet="Glas & Co")
    assert found.sheets == ("Papier", "Glas & Co", "Deckblatt")
    assert [name for name, _ in found.columns] == ["Datei", "Jahr"]
    assert found.years == (1901, 1902)


@pytest.mark.parametrize("name", ["only.xlsx", "only.csv"])
def test_a_table_with_a_header_alone_is_said_to_have_no_rows(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_workbook("only.xlsx", {"A": [["Datei", "Jahr"]]})
    Path("only.csv").write_text("Datei,Jahr\n")
    assert main(["manifest", name]) == 2
    assert f"since {name} has no rows below the header" in capsys.readouterr().err
    assert main(["run", name, "--image-column", "Datei"]) == 2
    assert f"{name} has no rows below the header" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["locked.xlsx", "locked.ods"])
def test_a_workbook_with_a_password_is_said_to_have_one(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if name.endswith(".xlsx"):
        Path(name).write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000))
    else:
        of = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        with zipfile.ZipFile(name, "w") as book:
            book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            book.writestr(
                "META-INF/manifest.xml",
                f'<manifest:manifest xmlns:manifest="{of}">'
                '<manifest:file-entry manifest:full-path="content.xml">'
                "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>",
            )
            book.writestr("content.xml", b"\x93\x11")
    assert main(["run", name]) == 2
    assert f"{name}: has a password, or isn't what its ending says" in capsys.readouterr().err
