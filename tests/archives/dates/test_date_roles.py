"""A date has a role: the photo's is taken, not those of the record, the scan, another thing."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from photoparsl.archives.dates.choosing import choose_date
from photoparsl.archives.dates.date_choice import DateChoice
from photoparsl.archives.dates.date_fields import dates_in_json
from photoparsl.archives.description import describe
from photoparsl.commands.main import main


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def chosen(item: dict[str, Any]) -> DateChoice:
    return choose_date(dates_in_json(item))


def read(item: dict[str, Any]) -> tuple[int | None, int | None, str]:
    estimate = chosen(item).estimate
    return estimate.earliest, estimate.latest, estimate.certainty


NONE = (None, None, "undated")


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        # the photo's own wins, also where it says that it has none
        ({"dateBridgeBuilt": "1888", "datePhotographCreated": "1931-04"}, (1931, 1931, "exact")),
        ({"dateBridgeBuilt": "1888", "datePhotographCreated": "Undated"}, NONE),
        ({"date": "1888", "date taken": "unknown"}, NONE),
        ({"date": "1888", "date taken": ""}, (1888, 1888, "exact")),
        # an artist's life
        ({"BeginDate": "(1871)", "EndDate": "(1932)", "Date": "1904"}, (1904, 1904, "exact")),
        ({"BeginDate": "(1871)", "EndDate": "(1932)", "Date": ""}, NONE),
        ({"BeginDate": "(1951)"}, NONE),
        ({"BeginDate": "(1951)", "EndDate": "(0)", "Date": "n.d."}, NONE),
        ({"maker": {"date": "1871-1932", "born": "1871"}}, NONE),
        ({"artist": {"date": "1871-1932", "birth_date": "1871-01-01"}}, NONE),
        ({"creators": [{"name": "A", "year": 1871}], "year": 1904}, (1904, 1904, "exact")),
        # the record's own dates
        ({"Date created": "2009-03-02", "Date modified": "2013-04-05"}, NONE),
        ({"Date created": "1911-03-02", "Date modified": "2013-04-05"}, (1911, 1911, "exact")),
        ({"created": "2012-05-01T10:20:30+00:00"}, NONE),
        ({"created": "2012-05-01T00:00:00Z"}, (2010, 2014, "uncertain")),
        ({"created": "2012-05-01", "date": "um 1910"}, (1905, 1915, "uncertain")),
        ({"created_at": "2012-05-01", "updated_at": "2012-05-01", "harvested": "2014"}, NONE),
        ({"Publication_Date": "2015-06-07"}, NONE),
        ({"Publication_Date": "1911"}, (1911, 1911, "exact")),
        ({"date": "2012-05-01T10:20:30Z"}, (2010, 2014, "uncertain")),
        ({"date": "2012-05-01"}, (2012, 2012, "exact")),
        ({"creation_date": "October 4, 2004"}, (2004, 2004, "exact")),
        # other things
        ({"exhibitions": [{"date": "1957"}], "date": "1904"}, (1904, 1904, "exact")),
        ({"exhibitions": [{"date": "1957"}]}, NONE),
        ({"hoard": {"date": "1957"}}, (1955, 1959, "uncertain")),
        ({"hoard": {"date": "1957"}, "date": "lost"}, (None, None, "unread")),
        ({"navDate": "1950-01-01T00:00:00Z", "date": "Unknown"}, NONE),
        ({"navDate": "1950-01-01T00:00:00Z"}, (1948, 1952, "uncertain")),
        ({"media": [{"created": "2019-02-03"}]}, NONE),
        ({"navDate": "2019-02-03"}, NONE),
        ({"production": {"date": {"earliest": "1911-01-01", "latest": "1914-12-31"}}},
         (1911, 1914, "range")),
        ({"production": {"date": {"earliest": 1911, "latest": 1914, "display": "c. 1912"}}},
         (1907, 1917, "approximate")),
        ({"birth": {"earliest": 1880}, "dimension": {"value": "1912", "max": "1914"}}, NONE),
        # words and numbers
        ({"dateText": "1924, printed 1978", "year": 1978}, (1924, 1924, "exact")),
        ({"dateText": "1924", "startYear": 1834, "endYear": 1834}, (1922, 1926, "uncertain")),
        ({"dateText": "1909/10", "year": 1909}, (1909, 1910, "range")),
        ({"date": "1920s", "year": 1920}, (1920, 1929, "range")),
        ({"date": "1920s", "year": 1923}, (1923, 1923, "exact")),
        ({"dateRange": {"endYear": 1912, "startYear": 1908, "text": "x"}}, (1908, 1912, "range")),
        ({"dateRange": {"endYear": 1912}}, (None, 1912, "before")),
        ({"date_start": "1912-01-01"}, (1910, 1914, "uncertain")),  # no field holds the end
        ({"date_start": "1912-01-01", "date_end": None}, (1912, None, "after")),
        ({"von": "1912", "bis": "1914"}, (1912, 1914, "range")),
        ({"dates": [{"type": "built", "date": "1880"}]}, NONE),
        ({"dates": [{"label": "digitized", "begin": "2009"}]}, NONE),
        ({"dates": [{"label": "creation", "expression": "1912"}]}, (1912, 1912, "exact")),
        ({"year": ["1912", "1913"]}, (1912, 1913, "range")),
        ({"metadata": [{"key": "dc.date", "value": "1912"}]}, (1912, 1912, "exact")),
        ({"date": {"value": "1912", "qualifier": "before"}}, (None, 1912, "before")),
        ({"year": 1912, "year_certain": False}, (1910, 1914, "uncertain")),
        ({"field_edtf_date_created": "1912-21"}, (1912, 1912, "exact")),
        ({"extmetadata": {"DateTime": {"value": "2015-01-02 10:00:00"}}}, NONE),
        ({"date_start": 1912, "date_end": 0}, (1912, None, "after")),
        ({"date_start": 1912, "date_end": 1912}, (1912, 1912, "exact")),
        ({"date_start": 1912, "date_end": 1911}, (None, None, "unread")),
        ({"object date": "n.d.", "object begin date": 1900, "object end date": 1900},
         (1898, 1902, "uncertain")),
        ({"Datierung von": 1910, "Datierung bis": 1914}, (1910, 1914, "range")),
        # flags
        ({"date": "1910", "date_is_approximate": "yes"}, (1905, 1915, "approximate")),
        ({"date": "1910", "date_is_approximate": True}, (1905, 1915, "approximate")),
        ({"date": "1910", "date_is_approximate": "no"}, (1910, 1910, "exact")),
        ({"date": "1910", "date_is_approximate": False}, (1910, 1910, "exact")),
        ({"date": "1910", "date_certainty": "questionable"}, (1908, 1912, "uncertain")),
        ({"date": "1910", "circa": "ca."}, (1905, 1915, "approximate")),
        ({"date": "1910", "certainty": "exact"}, (1910, 1910, "exact")),
        ({"Approximate date": "1910"}, (1905, 1915, "approximate")),
        ({"datetaken": "1911-01-01 00:00:00", "datetakengranularity": "8"},
         (1906, 1916, "approximate")),
        ({"datetaken": "2014-09-28 18:27:38", "datetakenunknown": "1"}, NONE),
        ({"dates": {"taken": "2014-09-28 18:27:38", "takenunknown": "1"}}, NONE),
        ({"datetaken": "2014-09-28 18:27:38", "datetakenunknown": "0"}, (2014, 2014, "exact")),
    ],
)  # fmt: skip
def test_the_role_of_a_date_decides_whether_it_is_taken(
    item: dict[str, Any], expected: tuple[int | None, int | None, str]
) -> None:
    assert read(item) == expected


@pytest.mark.parametrize(
    ("known", "date"), [("0", "05-30/1923-06-02"), ("4", "05/1923-06"), ("6", "")]
)
def test_both_ends_of_a_span_are_as_fine_as_a_field_beside_it_says(known: str, date: str) -> None:
    found = chosen({"datetaken": "1923-05-30/1923-06-02", "datetakengranularity": known})
    assert found.estimate.edtf == (f"1923-{date}" if date else "1923")


def test_what_was_passed_over_is_told_with_its_role() -> None:
    found = chosen(
        {"creator": {"birth_date": "1871"}, "scanned": "2004", "created": "2012-05-01T1"}
    )
    assert [(c.name, c.role.name) for c in found.passed_over] == [
        ("birth_date", "LIFE"),
        ("scanned", "SCAN"),
    ]
    found = chosen({"Date digitized": "2004", "Date": "1904", "date printed": "1960"})
    assert [(c.name, c.role.name) for c in found.passed_over] == [
        ("Date digitized", "SCAN"),
        ("date printed", "PRINT"),
    ]


def rows(source: str, *options: str) -> list[dict[str, str]]:
    assert main(["manifest", source, *options]) == 0
    with Path("manifest.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_table_of_nested_objects_is_read_by_their_names() -> None:
    works = [
        {
            "id": 1,
            "artist": {"birth": "1871"},
            "info": {"date": "1904", "image": "http://a.x/1.jpg"},
        },
        {"id": 2, "artist": {"birth": "1871"}, "info": {"image": "http://a.x/2.jpg"}},
    ]
    Path("works.jsonl").write_text("\n".join(map(json.dumps, works)))
    found = rows("works.jsonl", "--image-column", "info.image")
    assert [(row["url"], row["year"]) for row in found] == [
        ("http://a.x/1.jpg", "1904"),
        ("http://a.x/2.jpg", ""),
    ]


def test_the_parts_of_a_whole_inherit_its_date_and_title() -> None:
    Path("album.csv").write_text(
        "objectid,parentid,title,date,date scanned,url\n"
        "album,,An album,1911-1914,,http://a.example/0.jpg\n"
        "p1,album,,,2004,http://a.example/1.jpg\n"
        "p2,album,Mill,May 1912,2004,http://a.example/2.jpg\n"
        "p3,lost,,,2004,http://a.example/3.jpg\n"
    )
    found = [(row["title"], row["earliest"], row["latest"]) for row in rows("album.csv")]
    assert found == [
        ("An album", "1911", "1914"),
        ("An album", "1911", "1914"),
        ("Mill", "1912", "1912"),
        ("", "", ""),
    ]


def test_what_was_left_out_for_its_date_tells_the_dates_that_werent_taken() -> None:
    lines = (
        "url,created",
        "http://a.example/1.jpg,2009-01-02 10:20:30",
        "http://a.example/2.jpg,1911",
    )
    Path("t.csv").write_text("\n".join(lines))
    assert main(["manifest", "t.csv", "--dated-only"]) == 1
    left_out = Path("manifest.left-out.csv").read_text()
    assert (
        "date: none; not taken: 'created' (record or acquisition): 2009-01-02 10:20:30" in left_out
    )


def test_a_pair_of_columns_can_be_named_for_every_kind_of_source() -> None:
    url, fields = "http://a.example/1.jpg", {"alpha": "1908", "omega": "1912"}
    Path("t.csv").write_text(f"url,alpha,omega\n{url},1908,1912\n")
    Path("t.json").write_text(json.dumps([{"url": url, **fields}]))
    Path("t.xml").write_text(f"<r><alpha>1908</alpha><omega>1912</omega><u>{url}</u></r>")
    metadata = [{"label": name, "value": text} for name, text in fields.items()]
    canvas = {
        "@type": "sc:Canvas",
        "images": [{"resource": {"@id": url, "@type": "dctypes:Image"}}],
    }
    manifest = {"@type": "sc:Manifest", "@id": "m", "metadata": metadata,
                "sequences": [{"canvases": [canvas]}]}  # fmt: skip
    Path("iiif.json").write_text(json.dumps(manifest))
    for source in ("t.csv", "t.json", "t.xml", "iiif.json"):
        options = ("--image-column", "url") if source == "t.json" else ()
        (row,) = rows(source, "--date-column", "alpha..omega", *options)
        assert (row["earliest"], row["latest"], row["certainty"]) == ("1908", "1912", "range"), (
            source
        )


def test_iiif_hears_the_names_of_date_and_title() -> None:
    metadata = [
        {"label": {"cy": ["Dyddiad y llun"], "en": ["Made on"]}, "value": {"en": ["1904"]}},
        {"label": {"en": ["Caption"]}, "value": {"en": ["A street"]}},
    ]
    page = {"items": [{"body": {"type": "Image", "id": "http://a.example/1.jpg"}}]}
    manifest = {"type": "Manifest", "id": "m", "label": {"en": ["No. 1"]}, "metadata": metadata,
                "items": [{"type": "Canvas", "items": [page]}]}  # fmt: skip
    Path("iiif.json").write_text(json.dumps(manifest))
    assert [(row["year"], row["title"]) for row in rows("iiif.json")] == [("", "No. 1")]
    named = rows("iiif.json", "--date-column", "Dyddiad y llun", "--title-column", "caption")
    assert [(row["year"], row["title"]) for row in named] == [("1904", "A street")]


def test_the_summary_says_what_was_taken_from_where_and_what_is_doubtful(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = [f"http://a.example/{n}.jpg,1905-0{n}-1{n},2009-01-0{n}\n" for n in range(2, 7)]
    Path("t.csv").write_text("url,date,created\n" + "".join(lines))
    rows("t.csv")
    printed = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "'date' a date 5 e.g. 1905-02-12 | 1905-03-13 | 1905-04-14" in printed
    doubt = "Doubt: 5 dates of 'date' taken as uncertain: another date, of 1995 or later, may be"
    assert any(line.startswith(doubt) for line in printed)
    rows("t.csv", "--date-column", "date")
    printed = capsys.readouterr().out.splitlines()
    doubt = "Doubt: 5 dates of 'date' taken as uncertain: they lie between December 1904"
    assert any(line.startswith(doubt) for line in printed)


LIDO = """<lido:lido xmlns:lido="http://www.lido-schema.org"><lido:lidoRecID>7</lido:lidoRecID>
<lido:eventWrap>{}</lido:eventWrap><lido:linkResource>http://a.example/7.jpg</lido:linkResource>
</lido:lido>"""
EVENT = """<lido:eventSet><lido:event><lido:eventType><lido:term>{}</lido:term></lido:eventType>
<lido:eventActor><lido:actor><lido:vitalDatesActor><lido:earliestDate>1861</lido:earliestDate>
</lido:vitalDatesActor></lido:actor></lido:eventActor><lido:eventDate>{}</lido:eventDate>
</lido:event></lido:eventSet>"""
SHOWN = "<lido:displayDate>{}</lido:displayDate>"
SPAN = """<lido:date><lido:earliestDate>{}</lido:earliestDate><lido:latestDate>{}</lido:latestDate>
</lido:date>"""
EDM = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns:edm="http://www.europeana.eu/schemas/edm/" xmlns:dcterms="http://purl.org/dc/terms/">
<edm:ProvidedCHO><dcterms:created rdf:resource="#t"/></edm:ProvidedCHO>
<edm:WebResource><dcterms:created>2012</dcterms:created></edm:WebResource>
<edm:TimeSpan rdf:about="#t"><edm:begin>1921</edm:begin><edm:end>1924</edm:end></edm:TimeSpan>
<edm:isShownBy rdf:resource="http://a.example/7.jpg"/></rdf:RDF>"""
VRA = """<vra xmlns="http://www.vraweb.org/vracore4.htm"><work><worktypeSet><worktype>photographs
</worktype></worktypeSet><title>Mill</title><dateSet>
<display>{}</display><date type="creation"><earliestDate>1921</earliestDate>
<latestDate>1924</latestDate></date></dateSet></work><image href="http://a.example/7.jpg"><dateSet>
<date type="creation"><earliestDate>2004</earliestDate></date></dateSet></image></vra>"""
METS = """<mets xmlns:xlink="http://www.w3.org/1999/xlink"><metsHdr><date>2011</date></metsHdr>
<dmdSec><mdWrap><xmlData><mods><originInfo eventType="production">
<dateCreated point="start">1921</dateCreated><dateCreated point="end">1924</dateCreated>
</originInfo><originInfo eventType="digital capture"><dateCreated>2012</dateCreated></originInfo>
</mods></xmlData></mdWrap></dmdSec><fileSec><fileGrp USE="thumbnail"><file>
<FLocat xlink:href="http://a.example/7s.jpg"/></file></fileGrp><fileGrp USE="access"><file>
<FLocat xlink:href="http://a.example/7.jpg"/></file></fileGrp></fileSec></mets>"""
RANGE = ("1921", "1924", "range")
SHOWN_SPAN = EDM.replace("1924", "1921").replace("created rdf", "temporal rdf")


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (LIDO.format(EVENT.format("Herstellung", SPAN.format(1921, 1924))), RANGE),
        (SHOWN_SPAN, ("1919", "1923", "uncertain")),
        (SHOWN_SPAN.replace('<dcterms:temporal rdf:resource="#t"/>', ""),
         ("1919", "1923", "uncertain")),
        (LIDO.format(EVENT.format("Production", SHOWN.format("um 1921") + SPAN.format(1919, 1924))),
         ("1916", "1926", "approximate")),
        (LIDO.format(EVENT.format("Erwerbung", SHOWN.format("1998"))
                     + EVENT.format("Aufnahme", SPAN.format(1921, 1924))), RANGE),
        (LIDO.format(EVENT.format("Restaurierung", SHOWN.format("1998"))), ("", "", "undated")),
        (EDM, RANGE),
        (VRA.format("ca. 1922"), ("1917", "1927", "approximate")),
        (VRA.format("when the bridge was new"), RANGE),
        (METS, RANGE),
    ],
)  # fmt: skip
def test_the_photos_date_is_found_in_the_formats_of_museums(
    xml: str, expected: tuple[str, str, str]
) -> None:
    Path("7.xml").write_text(xml)
    (row,) = rows("7.xml")
    assert row["url"] == "http://a.example/7.jpg"
    assert (row["earliest"], row["latest"], row["certainty"]) == expected


def test_a_finding_aid_gives_a_photo_for_each_digital_object_and_what_it_inherits() -> None:
    Path("aid.xml").write_text(
        """<ead xmlns:xlink="http://www.w3.org/1999/xlink"><eadheader><date>2009</date></eadheader>
        <archdesc><did><unittitle>Papers</unittitle><unitdate>1880-1960</unitdate></did><dsc>
        <c01><did><unittitle>Mills</unittitle><unitdate>1921-1924</unitdate></did>
        <c02><did><unittitle>Mill</unittitle><unitid>7</unitid><unitdate>May 1922</unitdate>
        <dao xlink:href="http://a.example/7.jpg"/></did></c02>
        <c02><did><unitid>8</unitid><dao xlink:href="http://a.example/8.jpg"/></did></c02>
        </c01></dsc></archdesc></ead>"""
    )
    found = [
        (row["identifier"], row["title"], row["earliest"], row["latest"], row["certainty"])
        for row in rows("aid.xml")
    ]
    assert found == [
        ("7", "Mill", "1922", "1922", "exact"),
        ("8", "Mills", "1921", "1924", "uncertain"),
    ]


def years_of(xml: str) -> tuple[str, int | None, int | None]:
    estimate = choose_date(describe(etree.fromstring(xml)).dates).estimate
    return estimate.certainty.value, estimate.earliest, estimate.latest


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ('<r><date precision="decade">1912</date></r>', ("range", 1910, 1919)),
        ("<r><date>1912</date><date_precision>century</date_precision></r>", ("range", 1901, 2000)),
        ("<r><date>1912</date><date_accuracy>+/- 5 years</date_accuracy></r>",
         ("approximate", 1907, 1917)),
        ('<r><date when="1912-05-03"/></r>', ("exact", 1912, 1912)),
        ('<r><date notBefore="1910" notAfter="1915"/></r>', ("range", 1910, 1915)),
        ('<r><date notAfter="1915"/></r>', ("before", None, 1915)),
        ('<r><date notBefore="1910" notAfter="1920">1915</date></r>', ("range", 1910, 1920)),
        ('<r><date from="1915-05" to="1915-08">1915</date></r>', ("exact", 1915, 1915)),
        ('<r><date normal="1910/1920">1915</date></r>', ("range", 1910, 1920)),
        ('<r><assetDate dateType="created">1912</assetDate></r>', ("exact", 1912, 1912)),
        ('<r><assetDate dateType="digitized">2012</assetDate></r>', ("undated", None, None)),
        ('<r><unitdate type="inclusive">1910-1915</unitdate><unitdate type="bulk">1912</unitdate>'
         "</r>", ("range", 1910, 1915)),
        ('<r><unitdate type="bulk">1912</unitdate></r>', ("uncertain", 1910, 1914)),
        ("<r><event><eventType><term>Aufnahme</term></eventType><eventDate><displayDate>3.5.1923"
         "</displayDate></eventDate></event><event><eventType><term>Herstellung</term></eventType>"
         "<eventDate><displayDate>1950</displayDate></eventDate></event></r>",
         ("exact", 1923, 1923)),
    ],
)  # fmt: skip
def test_what_stands_beside_a_date_and_around_it_counts(
    xml: str, expected: tuple[str, int | None, int | None]
) -> None:
    assert years_of(xml) == expected


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("Datierung,Negativ,Abzug", "1960,1905,1960", "1905 exact"),
        ("Date,Negative,Print", "1960,1905,1960", "1905 exact"),
        ("Date,Negative", "1960,1905", " uncertain"),  # it may be the negative's number
        ("Date,Negative", "1960,N 1234", "1960 exact"),
        ("Date,Negative,Print", "1960,,8x10", "1960 exact"),
        ("Negative", "1905", " uncertain"),
        ("Title,createdDate", "A street,1987", " undated"),
    ],
)
def test_a_negatives_date_is_the_photos_or_a_doubt(header: str, cells: str, expected: str) -> None:
    Path("t.csv").write_text(f"url,{header}\nhttp://a.example/1.jpg,{cells}\n")
    assert [f"{row['year']} {row['certainty']}" for row in rows("t.csv")] == [expected]


TOWER = """<vra xmlns="http://www.vraweb.org/vracore4.htm"><work>{}<dateSet><date type="creation">
<earliestDate>1888</earliestDate><latestDate>1888</latestDate></date></dateSet></work><image>
<dateSet><date type="creation"><earliestDate>{}</earliestDate></date></dateSet></image></vra>"""
WORKTYPE = "<worktypeSet><worktype>{}</worktype></worktypeSet>"
MODS = "<mods><originInfo>{}<dateIssued>1935</dateIssued></originInfo></mods>"


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (TOWER.format("", "1934"), ("after", 1934, None)),
        (TOWER.format(WORKTYPE.format("towers"), "2004"), ("after", 2004, None)),
        (TOWER.format(WORKTYPE.format("photographs"), "1934"), ("exact", 1888, 1888)),
        (TOWER.format(WORKTYPE.format("photographs"), "2004"), ("exact", 1888, 1888)),
        (MODS.format('<dateOther type="negative">1923</dateOther>'), ("exact", 1923, 1923)),
        (MODS.format('<dateOther type="print">1960</dateOther>'), ("exact", 1935, 1935)),
        ("<item><createdDate>1987</createdDate></item>", ("undated", None, None)),
    ],
)
def test_the_date_of_a_work_or_a_record_isnt_taken_for_its_photos(
    xml: str, expected: tuple[str, int | None, int | None]
) -> None:
    assert years_of(xml) == expected


MARC = """<record xmlns="http://www.loc.gov/MARC21/slim"><controlfield tag="001">7</controlfield>
<datafield tag="100"><subfield code="a">Doe</subfield><subfield code="d">1861-1930</subfield>
</datafield><datafield tag="245"><subfield code="a">Mill</subfield></datafield>
<datafield tag="{}" ind2="{}"><subfield code="c">c1923.</subfield></datafield>
<datafield tag="856"><subfield code="u">http://a.example/7.jpg</subfield></datafield></record>"""


@pytest.mark.parametrize(("tag", "ind2"), [("260", " "), ("264", "0"), ("264", "1"), ("264", "4")])
def test_marc_gives_its_date_and_not_that_of_a_life(
    tag: str, ind2: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("7.xml").write_text(MARC.format(tag, ind2))
    (row,) = rows("7.xml")
    assert row["earliest"] <= "1923" <= row["latest"]
    assert (row["identifier"], row["title"]) == ("7", "Mill")
    printed = " ".join(capsys.readouterr().out.split())
    assert "'lifedates' a person's life 1 e.g. 1861-1930" in printed
