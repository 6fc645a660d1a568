"""A date in words goes before the number beside it; qualifiers are heard whatever their names."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from photoparsl.archives.dates.choosing import choose_date
from photoparsl.archives.dates.date_fields import dates_in_json
from photoparsl.archives.description import describe

Years = tuple[int | None, int | None, str]
NONE: Years = (None, None, "undated")


def in_json(item: dict[str, Any]) -> Years:
    estimate = choose_date(dates_in_json(item)).estimate
    return estimate.earliest, estimate.latest, estimate.certainty


def in_xml(text: str) -> Years:
    estimate = choose_date(describe(etree.fromstring(text)).dates).estimate
    return estimate.earliest, estimate.latest, estimate.certainty


@pytest.mark.parametrize(
    ("name", "remark"),
    [
        ("Anmerkung zur Datierung", "vermutlich"),
        ("Anmerkung zur Datierung", "Schätzung nach Kleidung"),
        ("Source de la datation", "d'après les vêtements"),
        ("Observaciones de fecha", "aproximada"),
        ("Note sulla data", "stimata"),
        ("Opmerking datering", "geschat"),
        ("Notas sobre a data", "provável"),
        ("Anmärkning datering", "osäkert"),
        ("Uwagi do daty", "niepewna"),
        ("Poznámka k datu", "nejisté"),
        ("Merknad dato", "usikker"),
        ("± Jahre", "5"),
        ("year estimated by", "Aunt May"),
        ("Genauigkeit", "ungefähr"),
        ("Genauigkeit", "geraten"),
        ("Fiabilidad", "baja"),
        ("Sicherheit (1-3)", "2"),
    ],
)
def test_a_remark_on_the_date_in_any_language_may_doubt_it(name: str, remark: str) -> None:
    assert in_json({"year": 1931, name: remark})[2] in ("uncertain", "approximate")


@pytest.mark.parametrize(
    ("name", "remark"),
    [("± Jahre", "0"), ("Genauigkeit", "genau"), ("Précision", "exacte"), ("Fiabilidad", "alta")],
)
def test_a_field_of_certainty_that_says_that_it_is_sure_leaves_the_date_exact(
    name: str, remark: str
) -> None:
    assert in_json({"year": 1931, name: remark}) == (1931, 1931, "exact")


def test_a_label_and_a_record_s_creation_beside_a_date_leave_it_exact() -> None:
    shown = {"displayDate": {"label": "Date", "value": "1926"}, "created": {"value": "2014"}}
    assert in_json(shown) == (1926, 1926, "exact")


def test_a_day_that_is_also_that_of_scanning_is_uncertain_in_french_too() -> None:
    day = {"Prise de vue": "02/03/2012", "Numérisé le": "2012-03-02"}
    assert in_json(day) == (2010, 2014, "uncertain")


def test_the_time_of_the_upload_in_seconds_is_the_same_minute_in_another_time_zone() -> None:
    taken = {"datetakenunknown": "0", "dateupload": "1400000000"}
    same, other = "2014-05-13 18:53:20", "2014-05-13 18:54:20"
    assert in_json({**taken, "datetaken": same}) == (2012, 2016, "uncertain")
    assert in_json({**taken, "datetaken": other}) == (2014, 2014, "exact")


def test_a_remark_that_says_no_doubt_of_the_date_leaves_it_exact() -> None:
    for remark in ("house built 1887", "written on its back", "inscription verso"):
        assert in_json({"year": 1931, "source of date": remark}) == (1931, 1931, "exact")


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"display_date": "before 1910", "date": 1909}, (None, 1909, "before")),
        ({"display_date": "after 1895", "year": 1895}, (1896, None, "after")),
        ({"display_date": "n.d.", "year": 1950}, NONE),
        ({"display_date": "unknown", "sort_date": "1950"}, NONE),
        ({"display_date": "ca. 1910", "date_created": "1910"}, (1905, 1915, "approximate")),
        ({"dateText": "vor 1910", "created": "1909"}, (None, 1909, "before")),
        ({"date": "before 1910", "year": "1909"}, (None, 1909, "before")),
        ({"date": "n.d.", "year": "1950"}, (1948, 1952, "uncertain")),
        ({"display_date": "n.d.", "date_taken": "1950-05-03"}, (1948, 1952, "uncertain")),
        (
            {"display_date": "before 1910", "begin_year": 1909, "end_year": 1909},
            (None, 1909, "before"),
        ),
        ({"created": {"start": 1905, "end": 1905, "period": "vor 1905"}}, (None, 1904, "before")),
        ({"dating": {"from": 1931, "to": 1931, "term": "1931?"}}, (1929, 1933, "uncertain")),
        ({"dating": {"year": 1926, "note": "geschätzt"}}, (1921, 1931, "approximate")),
        ({"year": 1930, "valmistus": {"date": "1930-luku"}}, (1928, 1932, "uncertain")),
        ({"year": 1944, "year_source": "guessed by the clothes"}, (1942, 1946, "uncertain")),
        ({"Jahr": 1944, "Datierungsgrundlage": "Kleidung"}, (1942, 1946, "uncertain")),
        ({"year": 1931, "date_note": "date of the house"}, (1929, 1933, "uncertain")),
        ({"year": 1931, "date_note": "house built 1931"}, (1929, 1933, "uncertain")),
        (
            {"dating": {"presentingDate": "in of na 1895", "sortingDate": 1895,
                        "yearEarly": 1895, "yearLate": 1905}},
            (1895, None, "after"),
        ),
    ],
)  # fmt: skip
def test_a_number_beside_a_text_for_people_that_says_less_is_never_exact(
    item: dict[str, Any], expected: Years
) -> None:
    assert in_json(item) == expected


@pytest.mark.parametrize(
    "item",
    [
        {"display_date": "1910", "date": 1910},
        {"display_date": "nan", "year": 1910},
        {"display_date": "", "year": 1910},
        {"display_date": "-", "year": 1910},
        {"display_date": "May 1910", "created": "1910"},
    ],
)
def test_a_number_beside_a_text_that_says_no_less_stays_exact(item: dict[str, Any]) -> None:
    assert in_json(item)[2] == "exact"


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ({"year": "2005", "digitised": "2005"}, "uncertain"),
        ({"year": "2005", "scanned_on": "2005-03-04"}, "uncertain"),
        ({"year": "2005", "published_date": "2005-02-02"}, "uncertain"),
        ({"year": [2011], "published_date": ["2011-04-04T00:00:00Z"]}, "uncertain"),
        ({"year": [2012], "syndication_date": "2012-05-05T00:00:00Z"}, "uncertain"),
        ({"date": "2005-02", "date_uploaded": "2005-02-02"}, "uncertain"),
        ({"year": "2005", "events": [{"type": "digitization", "date": "2005"}]}, "uncertain"),
        ({"year": "2005", "events": {"digitointi": [{"date": "2005"}]}}, "uncertain"),
        ({"year": "2004", "digitised": "2005"}, "exact"),
        ({"year": "1931", "digitised": "2005"}, "exact"),
        ({"date": "2005-01-03", "date_uploaded": "2005-02-02"}, "exact"),
        ({"date_taken": "2005", "date_uploaded": "2005-02-02"}, "exact"),
    ],
)
def test_a_recent_year_that_is_also_that_of_the_scan_or_upload_is_uncertain(
    beside: dict[str, Any], expected: str
) -> None:
    assert in_json({"title": "T", **beside})[2] == expected


@pytest.mark.parametrize(
    "name",
    ["date_qualifier_title", "date_note_type", "creation_date_qualifier", "date_prefix_text",
     "year_qualifier", "qualifier_of_date", "date_created_qualifier", "Datierung Zusatz Text"],
)  # fmt: skip
def test_a_qualifiers_field_is_heard_by_its_words_wherever_they_stand(name: str) -> None:
    assert in_json({"date": "1913", name: "c."})[2] == "approximate"
    assert in_json({"date": "1910", name: "before"}) == (None, 1910, "before")
    assert in_json({"date": "1910", name: ""})[2] == "exact"


@pytest.mark.parametrize("doubt", ["inferred", "questionable", "approximate"])
@pytest.mark.parametrize(
    "dates",
    [
        '<originInfo><dateCreated point="start" qualifier="{}">1908</dateCreated>'
        '<dateCreated point="end">1908</dateCreated></originInfo>',
        '<originInfo><dateCreated point="start">1908</dateCreated>'
        '<dateCreated point="end" qualifier="{}">1908</dateCreated></originInfo>',
        '<originInfo><dateCreated qualifier="{}">1908</dateCreated></originInfo>',
        '<originInfo qualifier="{}"><dateCreated>1908</dateCreated></originInfo>',
    ],
)
def test_a_qualifier_in_mods_is_heard_on_either_end_a_single_date_and_what_is_around(
    dates: str, doubt: str
) -> None:
    found = in_xml(f"<mods>{dates.format(doubt)}</mods>")
    assert found[2] == ("approximate" if doubt == "approximate" else "uncertain")


def test_the_czech_word_for_origin_names_the_photos_date() -> None:
    assert in_json({"Název": "T", "Vznik": "1927"}) == (1927, 1927, "exact")


@pytest.mark.parametrize(
    ("taken", "scanned", "expected"),
    [
        ("22.03.2012", "22.03.2012", "uncertain"),
        ("3/22/2012", "3/22/2012", "uncertain"),
        ("3/2/2012", "3/2/2012", "uncertain"),
        ("22. März 2012", "2012-03-22", "uncertain"),
        ("2012-03-22", "2012-03-22T10:11:12Z", "uncertain"),
        ("22/03/2012 14:05", "3/22/2012 2:05:30 PM", "uncertain"),
        ("2012:03:22 14:05:01", "22.03.2012", "uncertain"),
        ("March 22, 2012", "Thu Mar 22 10:11:12 2012", "uncertain"),
        ("22.03.2012 14:05", "22.03.2012 18:30", "exact"),
        ("22.03.2012", "23.03.2012", "exact"),
        ("22.03.1926", "22.03.2012", "exact"),
        ("22.03.1926", "22.03.1926", "exact"),
    ],
)
def test_a_day_that_is_also_that_of_the_scan_is_uncertain_in_any_form(
    taken: str, scanned: str, expected: str
) -> None:
    assert in_json({"Aufnahmedatum": taken, "Digitalisierungsdatum": scanned})[2] == expected
    assert in_json({"date taken": taken, "upload date": scanned})[2] == expected
