"""A spreadsheet has numbers where a column of the archive's list has numbers alone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PIL import Image
from python_calamine import load_workbook

import photoparsl

LIST = {
    "file": ("a.png", "b.png", "c.png"),
    "year": ("1901", "1902", "1903"),
    "pieces": ("1", "", "30"),
    "price": ("1.25", "-3", "0"),
    "shelf": ("007", "8", "9"),
    "weight": ("1.50", "2", "3"),
    "code": ("1e5", "2", "3"),
    "long": ("1234567890123456", "1", "2"),
    "west": ("-70.5", "12", "0.001"),
    "note": ("=1+1", "2", "3"),
    "empty": ("", "", ""),
}


def test_numbers_are_numbers_and_all_else_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in LIST["file"]:
        Image.new("L", (8, 8), 40).save(name)
    with Path("list.csv").open("w", newline="") as file:
        csv.writer(file).writerows([list(LIST), *zip(*LIST.values(), strict=True)])
    run = photoparsl.run("list.csv", config="threads", run_dir="runs/list")
    run.export("list.xlsx")
    photoparsl.open_runs(["runs/list"]).export("set.xlsx")
    for path in ("list.xlsx", "set.xlsx"):
        names, *rows = load_workbook(path).get_sheet_by_index(0).to_python()
        found = {name: [row[names.index(name)] for row in rows] for name in names}
        assert found["pieces"] == [1, "", 30]
        assert found["price"] == [1.25, -3, 0]
        assert found["west"] == [-70.5, 12, 0.001]
        for name in ("shelf", "weight", "code", "long", "note", "empty"):
            assert found[name] == list(LIST[name]), name
    monkeypatch.setattr("photoparsl.reports.export_format._decimal_sign", lambda: ",")
    run.export("of locale.csv", "csv-locale")
    lines = Path("of locale.csv").read_text(encoding="utf-8-sig").splitlines()
    written = list(csv.DictReader(lines, delimiter=";"))
    assert [row["west"] for row in written] == ["-70,5", "12", "0,001"]
    assert [row["weight"] for row in written] == ["1.50", "2", "3"]
    assert [row["note"] for row in written] == ["'=1+1", "2", "3"]
    run.export("list.json")
    assert '"pieces": "30"' in Path("list.json").read_text()
