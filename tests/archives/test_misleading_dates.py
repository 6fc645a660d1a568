"""Dates that mislead: years of copies and books, pairs, and what a table says of a column."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import pytest

from photoparsl.archives.choose_date import choose_date
from photoparsl.archives.date_fields import dates_in_json
from photoparsl.archives.dates import read_date
from photoparsl.archives.name_dates import date_in_file_name, date_in_folder_names
from photoparsl.archives.year_estimate import Certainty


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
    for found in (date_in_folder_names(PurePath(name)), date_in_file_name(f"{name} Opa")):
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


def test_a_book_that_was_published_has_another_date() -> None:
    assert in_json({"title": "Mill", "published": "1935"}) == (1935, 1935, "exact")
    book = {"title": "A book", "date": "1935"}
    assert in_json({"title": "Mill", "published": [book]}) == (None, None, "undated")
    assert in_json({"title": "Mill", "published": book}) == (None, None, "undated")


def test_a_word_that_two_languages_take_differently_gives_no_exact_year() -> None:
    assert read_date("ant. 1925").certainty not in (Certainty.EXACT, Certainty.BEFORE)
