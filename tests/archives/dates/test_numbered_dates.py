"""Dates that are counted by letters and ordinals, and those with one end in Latin."""

from __future__ import annotations

import pytest

from photoparsl.archives.dates import choose_date, dates_in_json


def found(record: dict[str, str]) -> tuple[int | None, int | None, str]:
    """The earliest and the latest year of a record, and its certainty."""
    estimate = choose_date(dates_in_json(record)).estimate
    return estimate.earliest, estimate.latest, estimate.certainty.value


@pytest.mark.parametrize(
    ("first", "second"),
    [("Year A", "Year B"), ("Datum A", "Datum B"), ("date_a", "date_b"), ("1. Datum", "2. Datum"),
     ("1st date", "2nd date"), ("1er année", "2e année"), ("Date taken (a)", "Date taken (b)")],
)  # fmt: skip
def test_dates_by_letters_and_ordinals_are_several_dates(first: str, second: str) -> None:
    assert found({first: "1930", second: "1935"}) == (1930, 1935, "range")
    assert found({first: "1930", second: "1930"}) == (1930, 1930, "exact")
    assert found({first: "1930", second: ""}) == (1930, 1930, "exact")


@pytest.mark.parametrize(
    ("date", "flag"),
    [
        ("Date A", "Date A certainty"),
        ("1. Datum", "1. Datum unsicher"),
        ("1st date", "1st date note"),
    ],
)
def test_what_has_the_same_letter_or_ordinal_doubts_the_date(date: str, flag: str) -> None:
    assert found({date: "1930", flag: "doubtful"})[2] == "uncertain"


@pytest.mark.parametrize("name", ["Data da", "Datazione da"])
def test_an_a_after_an_italian_date_is_the_end_of_a_span(name: str) -> None:
    assert found({name: "1930", f"{name[:-2]}a": "1935"}) == (1930, 1935, "range")


def test_a_terminus_alone_is_one_end_of_a_span() -> None:
    assert found({"Terminus post quem": "1930"}) == (1930, None, "after")
    assert found({"terminus_ante": "1930"}) == (None, 1930, "before")
    assert found({"post quem": "1930", "ante quem": "1935"}) == (1930, 1935, "range")


@pytest.mark.parametrize("name", ["Seen", "Sighted", "date_observed"])
def test_when_something_was_seen_may_be_when_it_was_photographed(name: str) -> None:
    assert found({name: "1930"})[2] == "uncertain"
    assert found({name: "1930", "Date taken": "1931"}) == (1931, 1931, "exact")


@pytest.mark.parametrize("own", ["date", "Date taken", "created", "inception"])
def test_a_publication_beside_the_empty_date_of_the_photo_is_uncertain(own: str) -> None:
    assert found({own: "", "publication_date": "1930"})[2] == "uncertain"
    assert found({"publication_date": "1930"}) == (1930, 1930, "exact")


@pytest.mark.parametrize("thing", ["Painting", "Statue", "Sculptor", "Maler"])
def test_a_year_beside_a_work_of_art_and_an_empty_date_taken_is_uncertain(thing: str) -> None:
    assert found({thing: "X", "Year": "1840", "Photographed": ""})[2] == "uncertain"
