"""A year that is found in a text with others: any of them may be the photo's."""

from __future__ import annotations

import pytest

from photoparsl.archives.dates import find_date_in_text


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("1898 (1960)", (1898, 1962)),
        ("1960 (1898)", (1896, 1960)),
        ("1898 (richtig: 1905)", (1898, 1907)),
        ("Commencement, Rockefeller Chapel, June 1932", (1930, 1934)),
        ("Rue du 4 septembre 1870, vers 1905", (1870, 1910)),
        ("Album Nr. 4521, Juli 1932", (1930, 1934)),
    ],
)
def test_the_span_has_every_year_of_the_text(text: str, span: tuple[int, int]) -> None:
    estimate = find_date_in_text(text)
    assert estimate.span == span
    assert estimate.certainty != "exact"
