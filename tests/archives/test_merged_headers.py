"""A header in two lines, as merged cells of a spreadsheet leave it, is read as one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from photoparsl.commands.main import main

pytestmark = pytest.mark.usefixtures("folder")


def dated(*lines: str) -> list[str]:
    """The years and certainties of the photos in a table of these lines."""
    Path("t.csv").write_text("\n".join(lines), encoding="utf-8")
    main(["manifest", "t.csv", "-o", "m.csv"])
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        return [
            f"{row['earliest']}-{row['latest']} {row['certainty']}" for row in csv.DictReader(file)
        ]


def test_from_and_to_below_a_merged_cell_are_the_ends_of_its_span(
    caplog: pytest.LogCaptureFixture,
) -> None:
    rows = (
        "https://a.example/1.jpg,A,1931,1935,1961,1961",
        "https://a.example/2.jpg,B,1930,1930,,",
    )
    assert dated("File,Title,Negative,,Print,", ",,from,to,from,to", *rows) == [
        "1931-1935 range",
        "1930-1930 exact",
    ]
    assert "the header has two lines: columns are called 'Negative from', 'Negative to'" in (
        caplog.text
    )
    assert dated("Datei;Titel;Datierung;", ";;von;bis", "https://a.example/1.jpg;A;1931;1935") == [
        "1931-1935 range"
    ]


def test_a_row_that_names_a_photo_or_a_date_is_no_header() -> None:
    assert dated("File,Date,", "https://a.example/1.jpg,1931,x") == ["1931-1931 exact"]
    assert len(dated("File,Date,,Note", "https://a.example/1.jpg,,,", ",1931,x,y")) == 1


def test_a_date_with_another_date_in_a_column_without_a_name_is_uncertain() -> None:
    rows = ("https://a.example/1.jpg,1931,1935", "https://a.example/2.jpg,1931,")
    assert dated("File,Date,", *rows) == ["1929-1933 uncertain", "1931-1931 exact"]
