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
     "Peter was born in 1925. Torn", "Harbour from the east", "1 negative, 1955 x 20 cm"],
)  # fmt: skip
def test_a_remark_on_another_thing_leaves_the_date_exact(text: str) -> None:
    assert certainty({"Date": "1930", "Note": text}) == "exact"


@pytest.mark.parametrize("text", ["perhaps 1935", "1935?", "möglicherweise 1935", "probably 1935"])
def test_an_uncertain_year_in_a_remark_on_the_date_doubts_another_year(text: str) -> None:
    assert certainty({"Date": "1930", "Date note": text}) == "uncertain"


@pytest.mark.parametrize("text", ["Copyright 1999, The Library", "© 1999", "(c) 2001 Museum"])
def test_a_copyright_in_a_remark_on_the_date_leaves_it_exact(text: str) -> None:
    assert certainty({"Date": "1930", "Date note": text}) == "exact"
