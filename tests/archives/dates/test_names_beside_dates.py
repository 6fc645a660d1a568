"""What stands beside a date is heard whatever it is called: remarks, kinds, numbers, calendars."""

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


def dated(columns: str, *rows: str) -> list[str]:
    """The years and certainties of a table with a photo in each row."""
    lines = [f"https://a.example/{n}.jpg;{row}" for n, row in enumerate(rows)]
    Path("t.csv").write_text("\n".join([f"photo;{columns}", *lines]), encoding="utf-8")
    main(["manifest", "t.csv", "-o", "m.csv"])
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        return [
            f"{row['earliest']}-{row['latest']} {row['certainty']}" for row in csv.DictReader(file)
        ]


def in_json(item: dict[str, Any]) -> str:
    found = choose_date(dates_in_json(item)).estimate
    return f"{found.earliest}-{found.latest} {found.certainty}"


UNSURE, SURE = "1928-1932 uncertain", "1930-1930 exact"


@pytest.mark.parametrize(
    ("column", "unsure", "sure"),
    [
        ("Date remarks", ("might be later", "family story", "see file"), "dated on negative"),
        ("Date status", ("to be verified", "rounded"), "confirmed"),
        ("Date basis", ("car in the picture", "guess", "album page"), "inscription verso"),
        ("How dated", ("family story", "by the dress"), "inscribed on the back"),
        ("Explanation of the date", ("her mother said so",), "written on the negative"),
        ("Date given by", ("Aunt Ida",), "exif"),
        ("Bemerkung zum Datum", ("laut Enkelin", "evtl. früher", "zu prüfen"), "gesichert"),
        ("Datierung Quelle", ("Angabe des Sammlers",), "Beschriftung auf der Rückseite"),
        ("Hinweis zur Datierung", ("ohne Gewähr",), "Negativhülle"),
        ("Remarque sur la date", ("selon la famille", "sous réserve"), "inscription au verso"),
        ("Justification de la date", ("costume",), "datée au dos"),
        ("Observaciones sobre la fecha", ("por confirmar", "la familia"), "fechada al dorso"),
        ("Note sulla data", ("da verificare", "secondo la famiglia"), "datata sul verso"),
        ("Fonte della datazione", ("dal vestito",), "iscrizione sul retro"),
        ("Observações sobre a data", ("a confirmar",), "inscrição no verso"),
        ("Opmerking bij datum", ("volgens familie",), "gedateerd op de achterzijde"),
        ("Toelichting op de datering", ("zie dossier",), "opschrift"),
        ("Anmärkning om datum", ("enligt familjen",), "daterad på baksidan"),
        ("Bemærkning til dato", ("ifølge familien",), "påskrift"),
        ("Merknad til dato", ("etter klærne",), "datert på baksiden"),
        ("Uwagi do daty", ("do sprawdzenia", "może wcześniej"), "napis na odwrocie"),
        ("Poznámka k dataci", ("podle pamětníka", "ověřit"), "nápis na rubu"),
    ],
)  # fmt: skip
def test_a_remark_on_a_date_makes_it_uncertain_unless_it_is_understood_as_sure(
    column: str, unsure: tuple[str, ...], sure: str
) -> None:
    found = dated(f"Date;{column}", *(f"1930;{text}" for text in (*unsure, sure, "")))
    assert found == [*([UNSURE] * len(unsure)), SURE, SURE]


def test_a_remark_in_json_and_in_xml_is_heard_as_in_a_table() -> None:
    for remark, expected in (("laut Enkelin", UNSURE), ("verso", SURE), ("verso: 1930", SURE)):
        assert in_json({"date": "1930", "dateNote": remark}) == expected
        assert in_json({"date": {"value": "1930", "note": remark}}) == expected
        for xml in (
            f"<r><date>1930</date><dateNote>{remark}</dateNote></r>",
            f"<r><date note='{remark}'>1930</date></r>",
        ):
            found = choose_date(describe(etree.fromstring(xml)).dates).estimate
            assert f"{found.earliest}-{found.latest} {found.certainty}" == expected


def test_the_summary_says_how_many_remarks_arent_understood_with_an_example(
    capsys: pytest.CaptureFixture[str],
) -> None:
    dated("Date;Date remarks", "1930;laut Enkelin", "1931;family story", "1932;verso")
    said = capsys.readouterr().out
    reason = "what 'Date remarks' says beside it isn't understood as sure, e.g. 'laut Enkelin'"
    assert f"2 dates of 'Date' taken as uncertain: {reason}" in said


def test_a_field_that_may_be_on_something_else_is_a_doubt_only_by_words_of_doubt() -> None:
    rows = ("1930;Mr", "1930;ca.", "1930;?")
    assert dated("Date;Prefix", *rows) == [SURE, "1925-1935 approximate", UNSURE]
    for column in ("Data type", "Note", "Source", "Database", "Data source"):
        assert dated(f"Date;{column}", "1930;laut Enkelin") == [SURE]
    assert dated("Date;Date checked;Date source", "1930;2010-05-06;2011-01-02") == [SURE]


@pytest.mark.parametrize(
    ("column", "photos", "others"),
    [
        ("Art der Jahresangabe", "Aufnahme", ("Abzug", "Repro", "Baujahr", "Schenkung")),
        ("Art des Datums", "Aufnahme", ("Erwerb", "Neuabzug", "Poststempel")),
        ("Type d'année", "prise de vue", ("tirage", "construction", "don")),
        ("Nature de la date", "prise de vue", ("inauguration", "versement")),
        ("Tipo de fecha", "toma", ("donación", "copia", "edificio")),
        ("Tipo di data", "ripresa", ("stampa", "acquisto", "costruzione")),
        ("Tipo de data", "tomada", ("doação", "cópia")),
        ("Soort datum", "opname", ("afdruk", "schenking", "bouw")),
        ("Typ av datum", "fotografering", ("förvärv", "kopia")),
        ("Type dato", "optagelse", ("erhvervelse", "kopi")),
        ("Typ daty", "fotografia", ("odbitka", "darowizna", "budowa")),
        ("Druh data", "fotografování", ("zvětšenina", "dar", "stavba")),
        ("Kind of year", "taken", ("reprint", "demolished", "given")),
    ],
)
def test_a_kind_of_date_is_heard_in_each_language(
    column: str, photos: str, others: tuple[str, ...]
) -> None:
    found = dated(f"Date;{column}", *(f"1930;{text}" for text in (photos, *others)), "1930;zyx")
    assert found == [SURE, *(["- undated"] * len(others)), UNSURE]


def test_what_has_the_number_of_a_date_is_on_this_date_only() -> None:
    assert dated(
        "Date 1;Date 1 type;Date 2;Date 2 type",
        "1990;donated;;",
        "1999;scanned;1920;photographed, approximate",
        "1940;printed;1930;photographed",
        "1930;;1999;scanned",
    ) == ["- undated", "1915-1925 approximate", SURE, SURE]
    assert dated(
        "Date 1;Date 1 circa;Date 1 qualifier", "1930;yes;", "1930;;questionable", "1930;no;"
    ) == ["1925-1935 approximate", UNSURE, SURE]
    assert dated(
        "date_1_label;date_1_type;date_1_expression;date_1_begin;date_1_certainty;date_2_label",
        "creation;single;1930;1930;questionable;",
        "creation;single;1930;1930;;digitized",
        "digitized;single;1930;1930;;",
        "zyx;single;1930;1930;;",
    ) == [UNSURE, SURE, "- undated", UNSURE]
    assert dated(
        "dates/0/expression;dates/0/label;dates/0/certainty;dates/1/expression;dates/1/label",
        "1930;creation;inferred;2012;digitized",
        "2012;digitized;;1930;creation",
    ) == [UNSURE, SURE]


def test_a_column_that_comes_twice_is_joined_with_its_type() -> None:
    rows = ("1999;scan;1930;photographed", "1930;photographed;1999;gift")
    assert dated("Date;Date type;Date;Date type", *rows) == [SURE, SURE]


@pytest.mark.parametrize("name", ["Hijri", "AH", "Solar Hijri", "hégire", "jüdisch", "Buddhist"])
def test_a_year_of_another_calendar_isnt_read(name: str) -> None:
    assert dated("Year;Calendar", f"1345;{name}", "1930;Gregorian") == ["- unread", SURE]
    assert in_json({"date": "1345", "date_calendar": name}) == "None-None unread"
    assert dated("Year;Kalender", "1930;gregorianisch", "1930;zyx") == [SURE, UNSURE]
