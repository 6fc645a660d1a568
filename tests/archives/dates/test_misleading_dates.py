"""Dates that mislead: years of copies and books, pairs, and what a table says of a column."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Any

import pytest

from photoparsl.archives.dates.choosing import choose_date
from photoparsl.archives.dates.date_fields import dates_in_json
from photoparsl.archives.dates.date_texts import read_date
from photoparsl.archives.dates.name_dates import date_in_file_name, dates_in_folder_names
from photoparsl.archives.dates.year_estimate import Certainty
from photoparsl.archives.read_options import FieldNames
from photoparsl.archives.table_dates import TableDates
from photoparsl.archives.table_rows import read_rows


def in_json(item: dict[str, Any]) -> tuple[int | None, int | None, str]:
    estimate = choose_date(dates_in_json(item)).estimate
    return estimate.earliest, estimate.latest, estimate.certainty


@pytest.mark.parametrize(
    "name",
    [
        "1985 Abfotografiert", "1985 Repros", "1985 Abzüge", "1985 Reproduktionen", "1985 Kopien",
        "1985 Duplikate", "1985 Fotos von Fotos", "1985 rephotographed", "1985 reprints",
        "1985 contretypes", "1985 riproduzioni", "1985 reproducciones", "1985 Glasabzüge von Oma",
    ],
)  # fmt: skip
def test_a_year_beside_a_word_for_copies_in_a_name_is_that_of_copies(name: str) -> None:
    for found in (*dates_in_folder_names(PurePath(name))[:1], date_in_file_name(f"{name} Opa")):
        estimate = read_date(found.text) if found else None
        assert (estimate and (estimate.latest, estimate.certainty)) == (1985, "before")


@pytest.mark.parametrize("label", ["Zeit der Aufnahme", "Taget år", "Tatt år", "Shot on"])
def test_a_label_of_the_photo_s_own_date_is_known(label: str) -> None:
    assert in_json({label: "1923"}) == (1923, 1923, "exact")


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("fromYear", "toYear"), ("årFra", "årTil"), ("deAño", "hastaAño"), ("vanJaar", "totJaar"),
        ("odRoku", "doRoku"), ("abJahr", "bisJahr"), ("daAnno", "finoAnno"),
    ],
)  # fmt: skip
def test_the_years_from_and_to_are_a_pair(first: str, last: str) -> None:
    made = {"artifact": {"production": {first: "1920", last: "1930"}}}
    assert in_json(made) == (1920, 1930, "range")
    assert in_json({first: "1923", last: "1923"}) == (1923, 1923, "exact")


def test_the_dates_of_literature_and_of_a_purchase_arent_the_photos() -> None:
    for name in ("Literatur", "Publikationen", "Zugang", "gebaeude"):
        assert in_json({"title": "Mill", name: {"jahr": "1935"}}) == (None, None, "undated")


def test_europeanas_label_of_a_time_is_uncertain_since_it_may_be_what_the_photo_shows() -> None:
    for label in ([{"def": "1923"}], {"def": ["1923"]}, "1923"):
        assert in_json({"title": "Mill", "edmTimespanLabel": label}) == (1921, 1925, "uncertain")


def test_a_book_that_was_published_has_another_date() -> None:
    assert in_json({"title": "Mill", "published": "1935"}) == (1935, 1935, "exact")
    book = {"title": "A book", "date": "1935"}
    assert in_json({"title": "Mill", "published": [book]}) == (None, None, "undated")
    assert in_json({"title": "Mill", "published": book}) == (None, None, "undated")


def test_a_word_that_two_languages_take_differently_gives_no_exact_year() -> None:
    assert read_date("ant. 1925").certainty not in (Certainty.EXACT, Certainty.BEFORE)


@pytest.mark.parametrize(
    ("precision", "expected"),
    [
        ("7", (1901, 2000, "range")), ("8", (1910, 1919, "range")), ("11", (1910, 1910, "exact")),
    ],
)  # fmt: skip
def test_the_precision_of_sparql_s_answer_is_heeded(
    precision: str, expected: tuple[int, int, str]
) -> None:
    made = {"type": "literal", "value": "1910-01-01T00:00:00Z"}
    item = {"inception": made, "precision": {"type": "literal", "value": precision}}
    assert in_json(item) == expected


def in_table(tmp_path: Path, *lines: str) -> list[tuple[int | None, int | None, str]]:
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    dates = TableDates(path, FieldNames())
    found = [dates.of(row).estimate for _, row in read_rows(path) if not isinstance(row, str)]
    return [(estimate.earliest, estimate.latest, estimate.certainty) for estimate in found]


def test_a_column_that_always_disagrees_with_another_gives_no_exact_year(tmp_path: Path) -> None:
    lines = ("Id,Date,Year", "1,1911,1975", "2,,1975", "3,1923,1976", "4,,1977")
    found = in_table(tmp_path, *lines)
    assert [certainty for *_, certainty in found] == ["range", "uncertain", "range", "uncertain"]
    agreeing = in_table(tmp_path, "Id,Date,Year", "1,1911-05,1911", "2,,1975", "3,1923,1923")
    assert agreeing[1] == (1975, 1975, "exact")


def test_years_that_a_spreadsheet_made_days_are_uncertain(tmp_path: Path) -> None:
    days = ("1905-04-06", "1905-04-07", "1905-05-08")
    assert {c for *_, c in in_table(tmp_path, "Id,Date", *(f"1,{day}" for day in days))} == {
        "uncertain"
    }


def test_begin_and_end_are_a_life_only_in_a_table_of_people(tmp_path: Path) -> None:
    row = "1,1920,1930"
    assert in_table(tmp_path, "id,begin_date,end_date", row) == [(1920, 1930, "range")]
    assert in_table(tmp_path, "id,begin_date,end_date,artist", f"{row},x") == [
        (None, None, "undated")
    ]


def test_what_an_event_is_of_is_heard_in_german_too() -> None:
    bought, taken = {"typ": "Erwerb", "datum": "1954"}, {"typ": "Aufnahme", "datum": "1912"}
    assert in_json({"ereignisse": [bought, taken]}) == (1912, 1912, "exact")
    shown = [
        {"eventType": "exhibition", "date": "1954"},
        {"eventType": "conservation", "date": "60"},
    ]
    assert in_json({"events": shown}) == (None, None, "undated")
