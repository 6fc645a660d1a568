"""Remarks in fields that may speak of anything, beside a date."""

from __future__ import annotations

import pytest

from photoparsl.archives.dates import choose_date, dates_in_json


def certainty(record: dict[str, str]) -> str:
    """The certainty of the record's date."""
    return choose_date(dates_in_json(record)).estimate.certainty.value


@pytest.mark.parametrize(
    "column", ["Note", "Remarks", "Bemerkung", "Commentaires", "Nota", "Poznámka"]
)
@pytest.mark.parametrize(
    "text",
    [
        "perhaps 1935",
        "1935",
        "or 1935?",
        "ca. 1938",
        "1938 according to the family",
        "The date is a guess",
    ],
)
def test_a_remark_on_anything_doubts_the_date_if_it_has_another_or_speaks_of_it(
    column: str, text: str
) -> None:
    assert certainty({"Date": "1930", column: text}) == "uncertain"


@pytest.mark.parametrize(
    "text",
    ["Copyright 2005 by the museum", "© 1999", "1930", "printed 1960", "Gift 1988", "Mill, 1935",
     "Peter was born in 1925. Torn", "Same as no. 1935. Torn",
     "Harbour from the east", "1 negative, 1955 x 20 cm"],
)  # fmt: skip
def test_a_remark_on_another_thing_leaves_the_date_exact(text: str) -> None:
    assert certainty({"Date": "1930", "Note": text}) == "exact"


@pytest.mark.parametrize("text", ["perhaps 1935", "1935?", "möglicherweise 1935", "probably 1935"])
def test_an_uncertain_year_in_a_remark_on_the_date_doubts_another_year(text: str) -> None:
    assert certainty({"Date": "1930", "Date note": text}) == "uncertain"


@pytest.mark.parametrize("text", ["Copyright 1999, The Library", "© 1999", "(c) 2001 Museum"])
def test_a_copyright_in_a_remark_on_the_date_leaves_it_exact(text: str) -> None:
    assert certainty({"Date": "1930", "Date note": text}) == "exact"


@pytest.mark.parametrize(
    ("column", "text"),
    [("uncertain_fields", "date, place"), ("to verify", "date"), ("flags", "date_estimated"),
     ("Tags", "date uncertain"), ("problems", "year?"), ("status", "year unconfirmed")],
)  # fmt: skip
def test_a_field_of_what_is_in_doubt_doubts_the_date_that_it_names(column: str, text: str) -> None:
    assert certainty({"date": "1916", column: text}) in ("uncertain", "approximate")
    assert certainty({"date": "1916", column: ""}) == "exact"
    assert certainty({"date": "1916", column: "place"}) == "exact"


@pytest.mark.parametrize(
    ("column", "text", "result"),
    [("pre", "ca.", "approximate"), ("pre", "vor", "before"), ("post", "nach", "after"),
     ("x", "circa", "approximate"), ("est.", "x", "approximate"),
     ("Est.", "1890", "exact"),
     ("State", "CA", "exact"), ("Initial", "C.", "exact")],
)  # fmt: skip
def test_a_word_of_doubt_alone_in_a_field_counts_whatever_the_field_is_called(
    column: str, text: str, result: str
) -> None:
    assert certainty({column: text, "year": "1916"}) == result


@pytest.mark.parametrize("name", ["is_exact", "exact", "is_sure", "precise"])
def test_an_object_of_a_date_says_whether_it_is_exact(name: str) -> None:
    found = [
        choose_date(dates_in_json({"date": {"year": 1916, name: value}})).estimate.certainty.value
        for value in (False, True, "no")
    ]
    assert found == ["uncertain", "exact", "uncertain"]


def test_a_date_taken_has_its_value_and_status_in_an_object() -> None:
    found = [
        choose_date(
            dates_in_json({"dates": {"taken": {"value": "1933", "status": status}, "scan": "1950"}})
        ).estimate
        for status in ("certain", "uncertain")
    ]
    assert [e.certainty.value for e in found] == ["exact", "uncertain"]
    assert {e.stated or e.year for e in found} == {1933}


def test_another_guess_beside_the_date_makes_it_uncertain() -> None:
    assert certainty({"date": "1940", "best guess": "1938"}) == "uncertain"
