"""A remark on a date, or its text for people, that repeats the year or says another."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from photoparsl.commands.main import main

pytestmark = pytest.mark.usefixtures("folder")

REMARKS = (
    "Date note", "Bemerkung zum Datum", "Remarque sur la date", "Uwagi do daty", "date_source",
    "date_qualifier", "Datierungszusatz", "Date certainty", "circa", "Date type", "Dating method",
)  # fmt: skip
FOR_PEOPLE = (
    "Date Description", "Datum Beschreibung", "date_as_recorded", "date_statement", "Date as given",
    "Datumsangabe", "Description of date", "descripción de la fecha", "Datering tekst",
    "Date textuelle", "Data testuale", "Raw date",
)  # fmt: skip


def dated(columns: str, *rows: str) -> list[str]:
    """The years and certainties of a table with a photo in each row."""
    lines = [f"https://a.example/{n}.jpg,{row}" for n, row in enumerate(rows)]
    Path("t.csv").write_text("\n".join([f"photo,{columns}", *lines]), encoding="utf-8")
    assert main(["manifest", "t.csv", "-o", "m.csv"]) == 0
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        return [
            f"{row['earliest']}-{row['latest']} {row['certainty']}" for row in csv.DictReader(file)
        ]


@pytest.mark.parametrize("column", REMARKS)
def test_a_remark_that_repeats_the_year_makes_it_as_doubtful_as_it_says(column: str) -> None:
    remarks = ("about 1890", "um 1890", "1890?", "before 1890", "1888-1892", "um 1890 am Haus")
    found = dated(f"Date,{column}", *(f"1890,{remark}" for remark in remarks), "1890,")
    assert found == [
        "1885-1895 approximate",
        "1885-1895 approximate",
        "1888-1892 uncertain",
        "-1889 before",
        "1888-1892 range",
        "1885-1895 approximate",
        "1890-1890 exact",
    ]


def test_a_remark_with_another_year_counts_unless_it_is_of_a_print_or_a_gift() -> None:
    remarks = ("about 1900", "printed 1960", "scan 2005", "given 1978", "1931", "1931 verso")
    found = dated("Date,Date note", *(f"1931,{remark}" for remark in remarks), "1931,Smith 1978")
    assert found == ["1929-1933 uncertain", *(["1931-1931 exact"] * 5), "1929-1933 uncertain"]


def test_a_remark_without_a_date_beside_it_is_named_and_gives_no_year(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert dated("Date,Date note", "1922,", ",about 1890") == ["1922-1922 exact", "- undated"]
    assert "'Date note'" in capsys.readouterr().out


@pytest.mark.parametrize("column", FOR_PEOPLE)
@pytest.mark.parametrize("number", ["Date", "Date created"])
def test_a_text_for_people_goes_before_the_number_whatever_it_is_called(
    column: str, number: str
) -> None:
    texts = ("about 1890", "before 1890", "n.d.", "Seen from the hill")
    found = dated(f"{number},{column}", *(f"1890,{text}" for text in texts))
    assert found == ["1885-1895 approximate", "-1889 before", "- undated", "1890-1890 exact"]


def test_a_text_for_people_with_another_year_makes_the_number_uncertain() -> None:
    found = dated("Date created,Date Description", "1890,1895", "1890,about 1900", "1890,1890")
    assert found == ["1888-1892 uncertain", "1888-1892 uncertain", "1890-1890 exact"]


def test_the_text_for_people_of_an_original_date_goes_before_a_number_of_a_later_step() -> None:
    found = dated("Date,Original Date Description", "1890,before 1890", "1890,c. 1890")
    assert found == ["-1889 before", "1885-1895 approximate"]


def test_the_date_of_a_description_is_the_records() -> None:
    assert dated("Date,Description date", "1890,1978", ",1978") == ["1890-1890 exact", "- undated"]
