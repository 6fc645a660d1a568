"""Columns that hold the dates of several events give the date of the photo's own."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from photoparsl.commands.main import main

pytestmark = pytest.mark.usefixtures("folder")

ATOM = "legacyId,parentId,identifier,eventTypes,eventDates,eventStartDates,eventEndDates"
SPACE = "id,date_1_label,date_1_expression,date_1_begin,date_1_end,date_1_type,date_2_label"


def dates(header: str, *rows: str) -> list[str]:
    """The years and certainties of a table's photos."""
    lines = [f"{row},https://a.example/{n}.jpg" for n, row in enumerate(rows)]
    Path("t.csv").write_text("\n".join([f"{header},image_url", *lines]), encoding="utf-8")
    assert main(["manifest", "t.csv", "-o", "m.csv"]) == 0
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        return [
            f"{row['earliest']}-{row['latest']} {row['certainty']}" for row in csv.DictReader(file)
        ]


def test_the_photos_event_is_taken_of_several_in_a_cell() -> None:
    assert dates(
        ATOM,
        "1,,F1,Creation,1926,1926,1926",
        "2,,F2,Creation|Accumulation,1907|1900-1920,1907|1900,1907|1920",
        "3,,F3,Custody|Creation,1961|1912,1961|1912,1961|1912",
        "4,,F4,Custody,1961,1961,1961",
        "5,,F5,Creation,NULL,1905,1915",
        "6,,F6,Custody|Creation,NULL|,1961|NULL,NULL|1961",
        "7,,F7,Creation|Custody,1961,1961,1961",
    ) == [
        "1926-1926 exact",
        "1907-1907 exact",
        "1912-1912 exact",
        "- undated",
        "1905-1915 range",
        "-1961 before",
        "- undated",
    ]


def test_a_numbered_label_says_of_what_the_dates_beside_it_are() -> None:
    assert dates(
        f"{SPACE},date_2_begin,date_2_end",
        "1,creation,1926,1926,,single,digitized,2011,2011",
        "2,digitized,2011,2011,,single,,,",
        "3,creation,circa 1910,1905,1915,inclusive,,,",
        "4,digitized,1999,1999,,single,creation,1904,1904",
        "5,creation,,1905,1915,inclusive,,,",
    ) == [
        "1926-1926 exact",
        "- undated",
        "1905-1915 approximate",
        "1904-1904 exact",
        "1905-1915 range",
    ]


def test_a_parent_is_found_by_the_number_that_parts_name(
    caplog: pytest.LogCaptureFixture,
) -> None:
    dates(ATOM, "1,,F1,Creation,1926,1926,1926", "2,1,F1-1,Creation,1907,1907,1907")
    assert "aren't in the table" not in caplog.text
    dates(ATOM, "1,,F1,Creation,1926,1926,1926", "2,9,F1-1,Creation,1907,1907,1907")
    assert "belong to 1 others that aren't in the table" in caplog.text
