"""A field whose name has a word for a date speaks of the date beside it, whatever it is called."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from photoparsl.archives.dates.choosing import choose_date
from photoparsl.archives.dates.date_fields import dates_in_json
from photoparsl.archives.description import describe
from photoparsl.commands.main import main

pytestmark = pytest.mark.usefixtures("folder")

UNSURE, SURE, NONE = "1928-1932 uncertain", "1930-1930 exact", "None-None undated"


def in_json(item: dict[str, Any]) -> str:
    found = choose_date(dates_in_json(item)).estimate
    return f"{found.earliest}-{found.latest} {found.certainty}"


def in_xml(xml: str) -> str:
    found = choose_date(describe(etree.fromstring(f"<record>{xml}</record>")).dates).estimate
    return f"{found.earliest}-{found.latest} {found.certainty}"


@pytest.mark.parametrize(
    ("name", "unsure", "sure"),
    [
        ("How do we know the year?", "grandma's memory", "written on the back"),
        ("photo_date_src", "user guess", "EXIF"),
        ("yr_conf", "low", "high"),
        ("Year is", "the donor's guess", "known"),
        ("Jahr bekannt durch", "Opa", "Beschriftung Rückseite"),
        ("Datierungshilfe", "Automodell", "Negativ"),
        ("Aufnahmedatum gesichert (j/n)", "n", "j"),
        ("Mode de datation", "par le costume", "inscription"),
        ("Fiabilité de l'année", "faible", "certaine"),
        ("¿Año seguro?", "no", "sí"),
        ("Procedencia del año", "recuerdo de la abuela", "reverso"),
        ("Data attribuita da", "il curatore", ""),
        ("Jaartal zeker?", "nee", "ja"),
        ("År uppskattat av", "museet", ""),
        ("Data wg", "wnuczki", ""),
        ("Datum odhadl", "kurátor", ""),
        ("Year ?", "zyx", "no"),
        ("Date attestée ?", "non", "oui"),
        ("Date asked for", "no", ""),
        ("Incertitude", "oui", "non"),
    ],
)
def test_what_a_field_on_a_date_says_is_a_doubt_unless_it_is_understood_as_sure(
    name: str, unsure: str, sure: str
) -> None:
    assert in_json({"Date": "1930", name: unsure}) == UNSURE
    assert in_json({"Date": "1930", name.lower(): unsure}) == UNSURE
    assert in_json({"Date": "1930", name: sure}) == SURE


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("Fecha de qué", "la copia"),
        ("Årtalet gäller", "byggnaden"),
        ("Rok czego", "budowy"),
        ("Anno riferito a", "stampa"),
        ("Year is for", "exhibition"),
        ("Datierung Ereignis", "Schenkung"),
    ],
)
def test_a_field_on_a_date_may_say_whose_it_is(name: str, others: str) -> None:
    assert in_json({"Date": "1930", name: others}) == NONE


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Date place", "Kew"), ("Date entered by", "Anna"), ("Date weekday", "Monday"),
        ("Date month", "May"), ("Year built", "unknown to us"), ("date_gmt", "1930-01-01"),
        ("date_timezone", "UTC"), ("Birth date certainty", "low"), ("Data source", "Album"),
        ("Data entry", "Anna"), ("Yearbook", "Senior"), ("Year level", "Grade five"),
        ("Photographed by", "Lee"), ("Date format", "YYYY"),
        ("Schätzung", "200 EUR"), ("keyDate", "yes"), ("Estimate", "1900-2200"), ("Date URL", "https://a.example/x"),
    ],
)  # fmt: skip
def test_a_field_that_says_something_else_leaves_the_date_exact(name: str, text: str) -> None:
    assert in_json({"Date": "1930", name: text}) == SURE


def test_what_is_within_a_date_speaks_of_it() -> None:
    assert in_json({"date": {"value": "1930", "basis": "hairstyle"}}) == UNSURE
    assert in_json({"date": "1930", "date_meta": {"method": "guess"}}) == UNSURE
    assert in_json({"created": {"display": "1930", "status": "unconfirmed"}}) == UNSURE
    assert in_json({"created": {"display": "1930", "status": "confirmed"}}) == SURE
    assert in_json({"dates": [{"year": 1890, "of": "building"}]}) == NONE
    commons = {"DateTimeOriginal": {"value": "1930", "source": "commons-desc-page", "hidden": ""}}
    assert in_json({"extmetadata": commons}) == SURE
    coded = {"@value": "1930", "type": "numeric:timestamp", "is_public": True}
    assert in_json({"date": coded}) == SURE
    assert in_xml("<date><year>1930</year><comment>perhaps</comment></date>") == UNSURE
    assert in_xml("<dateInfo><date>1930</date><basis>hair</basis></dateInfo>") == UNSURE
    assert in_xml("<date1>1930</date1><date1Type>built</date1Type>") == NONE
    assert in_xml('<year refersTo="building">1930</year>') == NONE
    assert in_xml('<date calendar="islamic">1349</date>') == "None-None unread"
    assert in_xml('<date source="#b1" lang="en">1930</date>') == SURE


def test_a_column_s_precision_or_calendar_is_heard_in_a_table() -> None:
    rows = ("1930,decade,,", "1930,year,Gregorian,CE", "1349,,Islamic,", "12,,,Showa")
    lines = [f"https://a.example/{n}.jpg,{row}" for n, row in enumerate(rows)]
    header = "photo,date,date_granularity,Date calendar system,Year era"
    Path("t.csv").write_text("\n".join([header, *lines]), encoding="utf-8")
    assert main(["manifest", "t.csv", "-o", "m.csv"]) == 0
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        found = [(row["earliest"], row["certainty"]) for row in csv.DictReader(file)]
    assert found == [("1930", "range"), ("1930", "exact"), ("", "unread"), ("", "unread")]
