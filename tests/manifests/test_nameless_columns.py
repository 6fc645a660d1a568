"""Columns whose header has no name: those with texts are kept, under a name that is said."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from photoparsl.commands.main import main
from photoparsl.manifests import read_columns, read_manifest, read_rows

TABLE = (
    "url,year,title,,,\nhttp://a.example/1.jpg,1900,a,wichtig,,\nhttp://a.example/2.jpg,,b,,,zwei\n"
)
NAMES = ("title", "column 4", "column 6")
SENTENCE = (
    "the header has no name for 2 columns with texts, which are called 'column 4', 'column 6'"
)


def test_a_run_keeps_columns_without_a_name_and_says_their_names(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text(TABLE)
    said: list[str] = []
    assert len(list(read_manifest(path, remarks=said))) == 2
    assert SENTENCE in said
    assert read_columns(path, "m.csv") == NAMES
    cells = [row.cells for row in read_rows(path, "m.csv", "")]
    assert cells == [("a", "wichtig", ""), ("b", "", "zwei")]


def test_columns_without_name_and_texts_are_left_out_and_not_said(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("url,year,,\nhttp://a.example/1.jpg,1900,, \n")
    said: list[str] = []
    assert list(read_manifest(path, remarks=said))
    assert (said, read_columns(path, "m.csv")) == ([], ())


def test_a_table_that_is_written_anew_is_looked_at_anew(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    for cell, names in (("", ()), ("later", ("column 2",))):
        path.write_text(f"url,\nhttp://a.example/1.jpg,{cell}\n")
        assert read_columns(path, "m.csv") == names


def test_parquet_keeps_its_column_without_a_name(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")

    path = tmp_path / "m.parquet"
    cells = {"url": ["http://a.example/1.jpg"], "": ["wichtig"], "year": [1900]}
    table = arrow.table({**cells, "thumbnail": [b"\xff\xd8"]})
    arrow.parquet.write_table(table, path)
    assert read_columns(path, "m") == ("column 2",)
    assert [row.cells for row in read_rows(path, "m", "")] == [("wichtig",)]


def _spreadsheet(path: Path) -> None:
    book = pytest.importorskip("xlsxwriter").Workbook(path)
    sheet = book.add_worksheet()
    for number, row in enumerate(csv.reader(TABLE.splitlines())):
        sheet.write_row(number, 0, row)
    book.close()


@pytest.mark.parametrize("name", ["table.csv", "table.xlsx"])
def test_the_command_manifest_carries_them_along_and_says_so(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.chdir(tmp_path)
    if name.endswith(".csv"):
        Path(name).write_text(TABLE)
    else:
        pytest.importorskip("python_calamine")
        _spreadsheet(Path(name))
    assert main(["manifest", name, "-o", "made.csv"]) == 0
    with Path("made.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["column 4"], r["column 6"]) for r in rows] == [("wichtig", ""), ("", "zwei")]
    assert "column 5" not in rows[0]
    assert [r.message for r in caplog.records].count(f"{name}: {SENTENCE}") == 1
