"""Dates in the fields of systems: their names, what they stand in, and what they mean."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from photoparsl.archives.dates.choosing import choose_date
from photoparsl.archives.dates.date_fields import dates_in_json
from photoparsl.commands.main import main

pytestmark = pytest.mark.usefixtures("folder")


def in_json(item: dict[str, Any]) -> str:
    """The year or the span of a record, and its certainty."""
    estimate = choose_date(dates_in_json(item)).estimate
    years = {estimate.earliest, estimate.latest}
    span = str(estimate.earliest) if len(years) == 1 else f"{estimate.earliest}-{estimate.latest}"
    return f"{span} {estimate.certainty}"


def in_manifest(source: str, *options: str) -> list[str]:
    main(["manifest", source, "-o", "m.csv", *options])
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        return [
            f"{row['earliest']}-{row['latest']} {row['certainty']}" for row in csv.DictReader(file)
        ]


def in_table(columns: str, *rows: str) -> list[str]:
    lines = [f"https://a.example/{n}.jpg,{row}" for n, row in enumerate(rows)]
    Path("t.csv").write_text("\n".join([f"photo,{columns}", *lines]), encoding="utf-8")
    return in_manifest("t.csv")


@pytest.mark.parametrize("second", ["2016 (scan)", "1978 (reprint)", "printed 1960", "before 1940"])
@pytest.mark.parametrize("is_first", [True, False])
def test_of_two_dates_in_one_field_that_of_the_photo_is_taken(second: str, is_first: bool) -> None:
    dates = ["1914", second] if is_first else [second, "1914"]
    assert in_json({"title": "Mill", "date": dates}) == "1914 exact"
    assert in_json({"dcterms:date": [{"@value": date} for date in dates]}) == "1914 exact"
    inner = "".join(f"<dc:date>{date}</dc:date>" for date in dates)
    Path("a.xml").write_text(
        '<r xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Mill</dc:title>'
        f"<dc:identifier>https://a.example/1.jpg</dc:identifier>{inner}</r>"
    )
    assert in_manifest(".") == ["1914-1914 exact"]


@pytest.mark.parametrize(
    ("words", "read"), [("before 1910", "None-1909 before"), ("after 1910", "1911-None after")]
)
def test_a_number_that_stands_for_the_words_beside_it_is_no_date(words: str, read: str) -> None:
    assert in_json({"date": ["1910", words]}) == read


def test_europeanas_names_without_a_separator_are_those_of_dublin_core() -> None:
    assert in_json({"year": ["1905"], "dctermsCreated": ["ca. 1905"]}) == "1900-1910 approximate"
    assert in_json({"proxies": [{"dctermsCreated": {"def": ["1921"]}}]}) == "1921 exact"
    assert in_json({"year": "1955", "dctermsCreated": "before 1955"}) == "1953-1957 uncertain"
    assert in_json({"year": ["1905"], "dctermsIssued": ["1999"]}) == "1905 exact"


def test_names_that_are_paths_are_taken_apart() -> None:
    years = {"production.fromYear": 1890, "production.toYear": 1905, "title": "Farm"}
    fields = {f"artifact.ingress.{name}": value for name, value in years.items()}
    changed = {"artifact.updatedDate": "2021-03-01T10:00:00Z"}
    assert in_json(fields | changed) == "1890-1905 range"
    assert in_json(changed) == "None undated"
    adlib = {"production.date.start": "1905", "production.date.end": "1905"}
    about = {"production.date.start.prec": "ca."}
    assert in_json({"title": "A", **adlib}) == "1905 exact"
    assert in_json({"title": "A", **adlib, **about}) == "1900-1910 approximate"
    assert in_json({"dc.date.issued": "1931", "dc.date.accessioned": "2011-01-01"}) == "1931 exact"


def test_the_fields_of_emu_are_read_and_its_insertions_are_not() -> None:
    assert in_table(
        "CreDateCreated,CreEarliestDate,CreLatestDate,CreDateNotes,AdmDateInserted",
        "14 Feb 1911,14/02/1911,14/02/1911,,2004-07-01",
        "Circa 1930,1925,1935,,2004-07-01",
        "1914,1914,1914,Estimated from the ship,2004-07-01",
        ",,,,2004-07-01",
    ) == [
        "1911-1911 exact",
        "1925-1935 approximate",
        "1909-1919 approximate",
        "- undated",
    ]


def test_a_season_and_a_time_with_a_year_are_dates() -> None:
    found = in_table("Season,Donated in", "1926-27,2004", "1931,2004", ",2004", "Winter,2004")
    assert found == ["1926-1927 range", "1931-1931 exact", "- undated", "- unread"]
    assert in_json({"label": "Crane", "time": "1928"}) == "1928 exact"
    assert in_json({"label": "Crane", "time": "2019-05-03T10:22:11"}) == "None undated"
    assert in_json({"label": "Crane", "time": "10:30"}) == "None undated"


def test_a_columns_event_says_whose_the_events_time_is() -> None:
    rows = ("Aufgenommen,1928", "Wurde abgebildet,1770", "Erworben,1966", "Hergestellt,1931")
    assert in_table("event_type,event_time", *rows) == [
        "1928-1928 exact",
        "- undated",
        "- undated",
        "1931-1931 exact",
    ]
    assert in_table("Event type,Event date", "Photographed,1928", "Acquired,1966") == [
        "1928-1928 exact",
        "- undated",
    ]


def test_a_column_of_events_that_is_named_is_doubted_where_the_event_isnt_the_photos() -> None:
    rows = ("Aufgenommen,1928", "Wurde abgebildet,1770", "Erworben,1966")
    in_table("event_type,event_time", *rows)
    assert in_manifest("t.csv", "--date-column", "event_time") == [
        "1928-1928 exact",
        "1768-1772 uncertain",
        "1964-1968 uncertain",
    ]


def test_a_kind_of_date_may_begin_with_a_word_for_a_date() -> None:
    kinds = ("Data de aquisição", "Data de criação", "Date of purchase")
    found = in_table("Date type,Date", *(f"{kind},1927" for kind in kinds))
    assert found == ["- undated", "1927-1927 exact", "- undated"]


@pytest.mark.parametrize(
    "other",
    [
        "<acqinfo><p>Gift <date>1977</date></p></acqinfo>",
        "<bioghist><p>Firm founded <date>1881</date></p></bioghist>",
        "<appraisal><p><date>1990</date></p></appraisal>",
        "<relatedmaterial><p><date>1790</date></p></relatedmaterial>",
    ],
)
def test_what_a_finding_aid_says_beside_the_unit_is_not_the_photos_date(other: str) -> None:
    Path("fa.xml").write_text(
        "<ead><eadheader><eadid>f</eadid></eadheader><archdesc level='fonds'><did><unittitle>Mill"
        "</unittitle></did><dsc><c01 level='series'><did><unittitle>Photos</unittitle><unitdate>"
        "1900-1930</unitdate></did><c02 level='item'><did><unittitle>Loom</unittitle>"
        f"<dao href='https://a.example/1.jpg'/></did>{other}</c02></c01></dsc></archdesc></ead>"
    )
    assert in_manifest("fa.xml") == ["1900-1930 uncertain"]


def test_the_record_of_a_copy_gives_the_date_of_its_original() -> None:
    original = "<relatedItem type='original'><originInfo><dateCreated>1904</dateCreated>"
    Path("a.xml").write_text(
        "<mods><titleInfo><title>Mill</title></titleInfo><location><url>https://a.example/1.jpg"
        f"</url></location>{original}</originInfo></relatedItem><relatedItem type='series'>"
        "<originInfo><dateCreated>1890</dateCreated></originInfo></relatedItem>"
        "<originInfo><dateCreated>1988</dateCreated></originInfo></mods>"
    )
    assert in_manifest(".") == ["1904-1904 exact"]


def test_a_month_taken_that_is_that_of_the_scan_is_uncertain() -> None:
    rows = ("mars 2012,02/03/2012", "mars 2012,15/05/2012", "2012,02/05/2012", "1926,02/03/2012")
    assert in_table("Prise de vue,Numérisé le", *rows) == [
        "2010-2014 uncertain",
        "2012-2012 exact",
        "2012-2012 exact",
        "1926-1926 exact",
    ]
