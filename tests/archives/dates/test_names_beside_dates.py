"""What stands beside a date is heard whatever it is called: remarks, kinds, numbers, calendars."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from photoparsl.archives.dates.choosing import choose_date
from photoparsl.archives.dates.date_fields import dates_in_json
from photoparsl.archives.description import describe
from photoparsl.commands.main import main
from tests.conftest import jpeg

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


@pytest.mark.parametrize(
    "column",
    ["Aufgenommen von", "Fotografiert von", "Photographed by", "Taken from", "Opname van"],
)
def test_a_column_of_persons_or_places_is_no_date(column: str) -> None:
    rows = ("1911;unbekannt", "1912;Müller", "1920;Foto Huber, gegr. 1884", ";Müller", "1930;n.d.")
    assert dated(f"Datierung;{column}", *rows) == [
        "1911-1911 exact", "1912-1912 exact", "1920-1920 exact", "- undated", SURE,
    ]  # fmt: skip
    assert dated("Aufgenommen von;Aufgenommen bis", "1930;1934") == ["1930-1934 range"]


def test_an_objects_earlier_date_goes_before_the_day_on_which_its_image_was_taken() -> None:
    image = {"url": "https://a.example/1.jpg", "dateTaken": "2015-01-02"}
    item = {"title": "T", "dateRange": {"from": 1931, "to": 1938}, "images": [image]}
    found = choose_date(dates_in_json(item))
    assert (found.estimate.span, found.estimate.certainty) == ((1929, 1940), "uncertain")
    assert [date.text for date in found.passed_over] == ["2015-01-02"]
    assert in_json({"objectType": "Photograph", "date": "1930", "images": [image]}) == SURE
    assert in_json({"objectType": "Photograph", "date": "1930", "image": image}) == SURE
    assert in_json({"title": "T", "images": [image]}) == "2015-2015 exact"
    assert in_json({"date": "1930", "photo": image}) == "2015-2015 exact"
    assert in_json({"dateRange": None, "images": [image]}) == "2013-2017 uncertain"
    vase = {"objectType": "Vase", "date": "1720", "images": [image]}
    assert in_json(vase) == "2015-2015 exact"


@pytest.mark.parametrize(
    "column",
    ["Vervaardiging", "Herstellung", "Shoot date", "Neg date", "Date of view", "Dateringsår"],
)
def test_more_names_of_a_photos_date_are_known(column: str) -> None:
    assert dated(column, "1930", "Wien")[0] == SURE


def test_italys_catalogue_has_the_first_and_the_last_date() -> None:
    rows = ("1931;1935;;data", "1930;1930;;iscrizione", "1930;1930;ca.;")
    assert dated("DTSI;DTSF;DTSV;DTM", *rows) == ["1931-1935 range", SURE, "1925-1935 approximate"]
    assert dated("DTSI;DTSF;DTM", "1930;1930;analisi stilistica") == [UNSURE]


def in_xml(xml: str) -> str:
    found = choose_date(describe(etree.fromstring(xml)).dates).estimate
    return f"{found.earliest}-{found.latest} {found.certainty}"


def test_marc_says_when_the_original_of_a_copy_was_made_and_when_it_was_photographed() -> None:
    def field(tag: str, code: str, text: str) -> str:
        return f"<datafield tag='{tag}'><subfield code='{code}'>{text}</subfield></datafield>"

    copy = field("260", "c", "[1985]") + field("534", "c", "1930")
    assert in_xml(f"<record>{copy}</record>") == SURE
    taken = field("518", "a", "Photographed on 12 May 1930") + field("541", "d", "1977")
    assert in_xml(f"<record>{taken}</record>") == SURE
    song = field("518", "a", "Recorded in Vienna on 12 May 1930")
    assert in_xml(f"<record>{song}</record>") == "None-None undated"


def test_the_production_of_the_negative_in_lido_is_the_photos() -> None:
    event = (
        "<event><eventType><term>{}</term></eventType><eventDate><date><earliestDate>{}"
        "</earliestDate><latestDate>{}</latestDate></date></eventDate></event>"
    )
    events = event.format("Entwurf", 1899, 1899) + event.format("Herstellung (Negativ)", 1930, 1930)
    assert in_xml(f"<lido><eventWrap><eventSet>{events}</eventSet></eventWrap></lido>") == SURE


def test_a_file_s_name_goes_before_google_s_time_of_the_upload() -> None:
    Path("t/Album").mkdir(parents=True)
    Path("t/Album/fete 1952.jpg").write_bytes(jpeg(90))
    times = {"photoTakenTime": 1_500_000_100, "creationTime": 1_500_000_000}
    Path("t/Album/fete 1952.jpg.supplemental-metadata.json").write_text(
        json.dumps({name: {"timestamp": str(time)} for name, time in times.items()})
    )
    assert main(["manifest", "t", "-o", "m.csv"]) in (0, 1)
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        assert [(row["earliest"], row["certainty"]) for row in csv.DictReader(file)] == [
            ("1950", "uncertain")
        ]


def test_the_advice_names_no_column_where_several_may_be_the_photos(
    capsys: pytest.CaptureFixture[str],
) -> None:
    dated("Pealkiri;Ehitusaasta;Lisatud;Pildistatud", "A;1890;1999;1926", "B;1890;1999;umbes 1930")
    said = capsys.readouterr().out
    assert "'Lisatud' ('1999')" in said
    assert "'Ehitusaasta'" not in said.partition("these look like dates")[2]
    assert said.index("'Pildistatud' ('1926', 'umbes 1930')") < said.index("'Lisatud' ('1999')")
    assert "--date-column Pildistatud (Python: date_column) takes it" in said
    dated("Otsikko;Zeitpunkt A;Moment", "A;1890;1926", "B;1891;1930")
    assert (
        "--date-column NAME (Python: date_column) takes the one that you know to be the photo's"
        in (capsys.readouterr().out)
    )
