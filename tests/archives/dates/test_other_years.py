"""A year that is found in a text with others: any of them may be the photo's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import photoparsl
from photoparsl.archives.dates.choosing import choose_date
from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.date_texts import find_date_in_text, read_date
from photoparsl.manifests import read_manifest


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


@pytest.mark.parametrize(
    ("flag", "name", "ends"),
    [
        ("before", "date_modifier", (None, 1912)),
        ("vor", "Datierungszusatz", (None, 1912)),
        ("after", "date_note", (1912, None)),
        ("circa", "date_qualifier", (1907, 1917)),
    ],
)
def test_a_field_beside_a_date_says_that_it_is_open(
    flag: str, name: str, ends: tuple[int | None, int | None]
) -> None:
    beside = DateCandidate(Role.FLAG, flag, name)
    estimate = choose_date([DateCandidate(Role.DATE, "1912", "date"), beside]).estimate
    assert (estimate.earliest, estimate.latest) == ends


@pytest.mark.parametrize("kind", ["literal", "numeric:timestamp", "uri", "xsd:gYear", "string"])
def test_the_type_of_a_dates_value_says_nothing_of_what_it_is_of(kind: str, tmp_path: Path) -> None:
    item = {
        "image": "https://a.example/1.jpg",
        "dcterms:date": [{"type": kind, "property_label": "Date", "@value": "1912"}],
    }
    (tmp_path / "x.json").write_text(json.dumps([item]))
    photoparsl.make_manifest(tmp_path / "x.json", tmp_path / "m.csv")
    assert [photo.year for photo in read_manifest(str(tmp_path / "m.csv"))] == [1912]


@pytest.mark.parametrize(
    "text",
    [
        "American, 1864-1886",
        "Anna Beck (1860-1884)",
        "Anna Beck (1860\u201384)",
        "Anna Beck (1860 bis 1884)",
        "Carl Lund 1871 - 1899",
        "Anna Beck (1860-1884), 1880",
    ],
)
def test_the_years_of_a_short_life_are_no_date(text: str) -> None:
    assert find_date_in_text(text).span is None
    assert read_date(text).span is None


@pytest.mark.parametrize("text", ["Smith family (1910-1912)", "Views, ca. 1900-1920"])
def test_a_span_that_is_no_life_is_read(text: str) -> None:
    assert find_date_in_text(text).span
