"""Whose date it is: by the type of what a record describes, by labels, devices and clocks."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image

from photoparsl.archives.dates.choosing import choose_date
from photoparsl.archives.dates.date_fields import candidate_at, dates_in_json
from photoparsl.archives.description import describe
from photoparsl.commands.main import main

NONE = (None, None, "undated")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def in_xml(text: str) -> tuple[int | None, int | None, str]:
    estimate = choose_date(describe(etree.fromstring(text)).dates).estimate
    return estimate.earliest, estimate.latest, estimate.certainty


def in_json(item: dict[str, Any]) -> tuple[int | None, int | None, str]:
    estimate = choose_date(dates_in_json(item)).estimate
    return estimate.earliest, estimate.latest, estimate.certainty


def lido(kind: str, *events: tuple[str, str]) -> str:
    dates = "".join(
        f"<eventSet><event><eventType><term>{event}</term></eventType><eventDate><date>"
        f"<earliestDate>{year}</earliestDate><latestDate>{year}</latestDate></date></eventDate>"
        "</event></eventSet>"
        for event, year in events
    )
    return (
        "<lido><descriptiveMetadata><objectClassificationWrap><objectWorkTypeWrap><objectWorkType>"
        f"<term>{kind}</term></objectWorkType></objectWorkTypeWrap></objectClassificationWrap>"
        f"<eventWrap>{dates}</eventWrap></descriptiveMetadata></lido>"
    )


def with_id(identifier: str) -> str:
    """LIDO's usual order: an event's identifier stands before its term."""
    text = lido("Foto", ("Herstellung", "1930"), ("Erwerb", "1954"))
    return text.replace(
        "<eventType><term>Herst", f"<eventType><conceptID>{identifier}</conceptID><term>Herst"
    )


CODES = "http://terminology.lido-schema.org"


@pytest.mark.parametrize("identifier", [f"{CODES}/lido00007", f"{CODES}/lido00012", "evt-12", "10"])
def test_an_events_term_says_what_happened_though_an_identifier_stands_before_it(
    identifier: str,
) -> None:
    assert in_xml(with_id(identifier)) == (1930, 1930, "exact")


def test_an_event_without_a_term_is_known_by_lidos_own_code() -> None:
    text = with_id(f"{CODES}/lido00007").replace("<term>Herstellung</term>", "")
    assert in_xml(text) == (1930, 1930, "exact")
    assert in_xml(text.replace("00007", "00228")) == NONE


def vra(kind: str, *dates: tuple[str, str]) -> str:
    sets = "".join(
        f'<date type="{what}"><earliestDate>{year}</earliestDate><latestDate>{year}</latestDate>'
        "</date>"
        for what, year in dates
    )
    display = "; ".join(f"{what} {year}" for what, year in dates)
    return (
        f"<vra><work><worktypeSet><worktype>{kind}</worktype></worktypeSet><dateSet><display>"
        f"{display}</display>{sets}</dateSet></work></vra>"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (vra("church", ("creation", "1877")), NONE),
        (vra("bridge", ("design", "1893"), ("completion", "1897")), NONE),
        (vra("photograph", ("creation", "1921")), (1921, 1921, "exact")),
        (vra("photograph", ("creation", "1921"), ("publication", "1925")), (1921, 1921, "exact")),
        (lido("Pfarrkirche", ("Herstellung", "1904")), NONE),
        (lido("<Concept><prefLabel>Dom</prefLabel></Concept>", ("Herstellung", "1904")), NONE),
        (lido("Fotografie", ("Herstellung", "1904")), (1904, 1904, "exact")),
        (lido("Windmühle", ("Herstellung", "1804"), ("Aufnahme", "1911")), (1911, 1911, "exact")),
        (lido("Foto", ("Production", "1931"), ("Publication", "1937")), (1931, 1931, "exact")),
        (lido("Foto", ("Veröffentlichung", "1937")), (1937, 1937, "exact")),
        ("<mods><genre>town halls</genre><dateCreated>1871</dateCreated></mods>", NONE),
        (
            "<mods><genre>churches</genre><genre>photographs</genre><dateCreated>1911</dateCreated>"
            "</mods>",
            (1911, 1911, "exact"),
        ),
        ("<dc><type>Castle</type><type>Image</type><date>1911</date></dc>", (1911, 1911, "exact")),
        ("<r><ProvidedCHO><type>IMAGE</type><type>Slott</type><created>1650</created></ProvidedCHO>"
         "</r>", NONE),
        ("<c><did><unitdate>1880</unitdate></did><controlaccess><genreform>bridges</genreform>"
         "</controlaccess></c>", NONE),
        ('<record><datafield tag="655"><subfield code="a">Lighthouses.</subfield></datafield>'
         '<datafield tag="260"><subfield code="c">1880</subfield></datafield></record>', NONE),
        ("<dc><subject><type>church</type></subject><date>1911</date></dc>", (1911, 1911, "exact")),
    ],
)  # fmt: skip
def test_the_date_of_a_building_isn_t_that_of_its_photo(
    text: str, expected: tuple[int | None, int | None, str]
) -> None:
    assert in_xml(text) == expected


def test_a_type_counts_in_json_in_tables_and_in_labels_of_iiif() -> None:
    assert in_json({"objectType": {"label": "Wohnhaus"}, "date": "1888"}) == NONE
    assert in_json({"type": "photo", "date": "1888"}) == (1888, 1888, "exact")
    assert in_json({"place": {"type": "church"}, "date": "1888"}) == (1888, 1888, "exact")
    labels = (("Object type", "Église"), ("Date", "1888"), ("Photographed", "1921"))
    found = [date for label, text in labels if (date := candidate_at((label,), text))]
    assert choose_date(found).estimate.year == 1921
    rows = (
        "photo,Objektart,Jahr\nhttp://a.example/1.jpg,Turm,1701\nhttp://a.example/2.jpg,Glas,1911"
    )
    Path("t.csv").write_text(rows)
    assert main(["manifest", "t.csv", "-o", "m.csv"]) == 0
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        assert [row["year"] for row in csv.DictReader(file)] == ["", "1911"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<mods><originInfo displayLabel="Bridge opened"><dateCreated>1869</dateCreated>'
         "</originInfo></mods>", NONE),
        ('<mods><originInfo displayLabel="House built"><dateCreated>1869</dateCreated></originInfo>'
         '<originInfo displayLabel="Negative exposed"><dateCreated>1907</dateCreated></originInfo>'
         "</mods>", (1907, 1907, "exact")),
        ('<mods><originInfo displayLabel="Publication info"><dateIssued>1907</dateIssued>'
         "</originInfo></mods>", (1907, 1907, "exact")),
        ('<mods><originInfo displayLabel="Chapter"><dateCreated>1907</dateCreated></originInfo>'
         "</mods>", (1905, 1909, "uncertain")),
        ('<dc><dateCreated displayLabel="Church consecrated">1869</dateCreated>'
         '<dateCreated displayLabel="Date of the photograph">1907</dateCreated></dc>',
         (1907, 1907, "exact")),
        ('<r><metadata key="Date Photographed" value="1907"/><metadata key="Date Built" '
         'value="1869"/></r>', (1907, 1907, "exact")),
        ('<c><unitdate localtype="photographed">1907</unitdate><unitdate localtype="built">1869'
         "</unitdate></c>", (1907, 1907, "exact")),
        ("<r><context><contextLabel>Fotografering</contextLabel><fromTime>1907</fromTime><toTime>"
         "1908</toTime></context><context><contextLabel>Byggnation</contextLabel><fromTime>1869"
         "</fromTime><toTime>1870</toTime></context></r>", (1907, 1908, "range")),
        ("<mods><copyrightDate>c1907</copyrightDate></mods>", (1907, 1907, "exact")),
    ],
)  # fmt: skip
def test_labels_and_attributes_say_whose_date_it_is(
    text: str, expected: tuple[int | None, int | None, str]
) -> None:
    assert in_xml(text) == expected


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"history": [{"event": "sold", "date": "1931"}, {"event": "exposure", "date": "1905"}]},
         (1905, 1905, "exact")),
        ({"loan": {"date": "1950"}, "purchase": {"year": "1960"}}, NONE),
        ({"Date du cliché": "1911", "Date": "1935"}, (1911, 1911, "exact")),
        ({"dating": {"presentingDate": "c. 1890 - c. 1900", "yearEarly": 1890, "yearLate": 1900}},
         (1885, 1905, "approximate")),
        ({"coverage": "1880"}, (1878, 1882, "uncertain")),
        ({"temporal": "1640", "issued": "1911"}, (1911, 1911, "exact")),
        ({"date": "fotograferad 1904, kopierad 1950"}, (1904, 1904, "exact")),
        # the time of an upload
        ({"datetaken": "2012-05-01 10:20:30", "dateupload": "1335867645"},
         (2010, 2014, "uncertain")),
        ({"date": "2012-05-01", "date_uploaded": "2012-05-01T00:00:00"}, (2010, 2014, "uncertain")),
        ({"datetaken": "2012-05-01 10:20:30", "dateupload": "1345867645"}, (2012, 2012, "exact")),
        # where a clock begins
        ({"datetaken": "1904-01-01 00:00:00"}, NONE),
        ({"datetaken": "1969-12-31 19:00:00"}, NONE),
        ({"date taken": "1904-01-01"}, (1902, 1906, "uncertain")),
    ],
)  # fmt: skip
def test_the_photos_own_date_goes_before_those_of_other_things(
    item: dict[str, Any], expected: tuple[int | None, int | None, str]
) -> None:
    assert in_json(item) == expected


def photo(name: str, maker: str = "", taken: str = "2013:04:05 06:07:08", **tags: Any) -> None:
    exif, data = Image.Exif(), io.BytesIO()
    exif[0x010F], exif[0x0110], exif[0x0131] = (*maker.split("|"), "", "", "")[:3]
    exif.get_ifd(0x8769).update({0x9003: taken})
    exif.get_ifd(0x8769).update({int(tag[1:], 16): value for tag, value in tags.items()})
    Image.new("L", (20, 20), len(name) * 7 % 200).save(data, "JPEG", exif=exif)
    Path("family").mkdir(exist_ok=True)
    Path("family", name).write_bytes(data.getvalue())


def read() -> dict[str, tuple[str, str]]:
    assert main(["manifest", "family"]) == 0
    with Path("manifest.csv").open(newline="", encoding="utf-8") as file:
        return {Path(r["url"]).stem: (r["earliest"], r["certainty"]) for r in csv.DictReader(file)}


def test_a_scanner_s_date_isn_t_that_of_the_photo() -> None:
    for name, maker in {
        "a": "Plustek|OpticFilm 7600i", "bb": "NORITSU KOKI|QSS-3501", "ccc": "Brother|DCP-J4110DW",
        "dddd": "EPSON|GT-X970", "eeeee": "HP|Officejet 6600", "ffffff": "Canon|MG5300 series",
        "ggggggg": "Apple|iPhone 6|Photomyne 12", "hhhhhhhh": "||SilverFast 9",
    }.items():  # fmt: skip
        photo(f"{name}.jpg", maker)
    assert set(read().values()) == {("", "undated")}


def test_a_recent_date_of_a_device_that_wrote_no_exposure_is_doubted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    photo("a.jpg", "Unheard Of|Duplicator 3")
    photo("bb.jpg", x9004="2013:04:05 06:07:08")
    photo("ccc.jpg", "NIKON|D70", x829A=(1, 60))
    photo("dddd.jpg", "Canon|PowerShot G2", x920A=(7, 1), x9004="2013:04:05 06:07:08")
    photo("eeeee.jpg", "Old|Camera", "1923:04:05 06:07:08")  # a person wrote it
    photo("ffffff.jpg", "Old|Camera", "1904:01:01 00:00:00")
    exact, doubted = ("2013", "exact"), ("2011", "uncertain")
    assert read() == {
        "a": doubted, "bb": doubted, "ccc": exact, "dddd": exact, "eeeee": ("1923", "exact"),
        "ffffff": ("", "undated"),
    }  # fmt: skip
    assert "a scanner may have written the date" in capsys.readouterr().out


def test_the_time_of_an_upload_to_google_is_doubted() -> None:
    for name, uploaded in {"a": 1_600_000_000, "bb": 1_600_000_900, "ccc": 1_650_000_000}.items():
        photo(f"{name}.jpg", taken="")
        times = {"photoTakenTime": 1_600_000_000, "creationTime": uploaded}
        Path(f"family/{name}.jpg.json").write_text(
            json.dumps({key: {"timestamp": str(time)} for key, time in times.items()})
        )
    photo("dddd.jpg", "NIKON|D70", "2020:09:13 12:26:40", x829A=(1, 60))
    Path("family/dddd.jpg.json").write_bytes(Path("family/a.jpg.json").read_bytes())
    assert read() == {
        "a": ("2018", "uncertain"), "bb": ("2018", "uncertain"), "ccc": ("2020", "exact"),
        "dddd": ("2020", "exact"),
    }  # fmt: skip
