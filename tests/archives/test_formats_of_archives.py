"""Records in the forms of finding aids, Europeana, METS, OAI-PMH, Wikimedia and Islandora."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from photoparsl.commands.main import main

RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:edm="http://www.europeana.eu/schemas/edm/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:ore="http://www.openarchives.org/ore/terms/" '
    'xmlns:skos="http://www.w3.org/2004/02/skos/core#">{}</rdf:RDF>'
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def found(name: str, text: str, *options: str) -> list[tuple[str, str, str]]:
    """Place, date and title of each photo in the manifest of a file."""
    Path(name).write_text(text, encoding="utf-8")
    main(["manifest", name, "-o", "m.csv", "--fuzzy", *options])
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        return [(row["url"], row["date"], row["title"]) for row in csv.DictReader(file)]


def reasons() -> list[str]:
    with Path("m.left-out.csv").open(newline="") as file:
        return [row["reason"] for row in csv.DictReader(file)]


def work(number: int, date: str) -> str:
    return (
        f'<edm:ProvidedCHO rdf:about="#{number}"><dc:identifier>{number}</dc:identifier>'
        f"<dc:title>T{number}</dc:title>{date}<dcterms:issued>2009</dcterms:issued>"
        "</edm:ProvidedCHO>"
    )


def aggregation(number: int) -> str:
    image = f"http://a.example/{number}.jpg"
    return (
        f'<edm:WebResource rdf:about="{image}"><dcterms:created>2012</dcterms:created>'
        f'</edm:WebResource><ore:Aggregation rdf:about="#a{number}"><edm:aggregatedCHO '
        f'rdf:resource="#{number}"/><edm:isShownBy rdf:resource="{image}"/><edm:object '
        f'rdf:resource="http://a.example/t/{number}.jpg"/></ore:Aggregation>'
    )


def test_the_works_of_an_edm_document_have_their_own_photos_and_dates() -> None:
    span = '<edm:TimeSpan rdf:about="#t"><edm:begin>1905</edm:begin><edm:end>1906</edm:end>'
    one, two = '<dcterms:created rdf:resource="#t"/>', "<dcterms:created>1931</dcterms:created>"
    works = [work(1, one), work(2, two), span + "</edm:TimeSpan>", aggregation(2), aggregation(1)]
    expected = [
        ("http://a.example/1.jpg", "1905/1906", "T1"),
        ("http://a.example/2.jpg", "1931", "T2"),
    ]
    assert found("a.xml", RDF.format("".join(works))) == expected
    assert found("b.xml", RDF.format(work(2, two) + aggregation(2))) == expected[1:]


def oai(*records: str, verb: str = "ListRecords", namespace: str = "http") -> str:
    return (
        f'<OAI-PMH xmlns="{namespace}://www.openarchives.org/OAI/2.0/"><responseDate>2026-01-02'
        f'T03:04:05Z</responseDate><request verb="{verb}">http://a.example/oai</request><{verb}>'
        f"{''.join(records)}<resumptionToken>abc</resumptionToken></{verb}></OAI-PMH>"
    )


def oai_record(number: int, metadata: str, status: str = "") -> str:
    return (
        f"<record><header{status}><identifier>oai:a.example:{number}</identifier><datestamp>"
        f"2011-01-11</datestamp></header><metadata>{metadata}</metadata></record>"
    )


def dublin_core(number: int, date: str) -> str:
    return (
        '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>T{number}</dc:title>{date}'
        f"<dc:identifier>http://a.example/{number}.jpg</dc:identifier></oai_dc:dc>"
    )


@pytest.mark.parametrize("namespace", ["http", "https"])
def test_a_saved_answer_of_oai_pmh_is_read(namespace: str) -> None:
    deleted = (
        '<record><header status="deleted"><identifier>oai:a.example:2</identifier></header>'
        "</record>"
    )
    edm = RDF.format(work(3, "<dcterms:created>1931</dcterms:created>") + aggregation(3))
    records = [oai_record(1, dublin_core(1, "<dc:date>1907</dc:date>")), deleted]
    text = oai(*records, oai_record(3, edm), namespace=namespace)
    assert found("a.xml", text) == [
        ("http://a.example/1.jpg", "1907", "T1"),
        ("http://a.example/3.jpg", "1931", "T3"),
    ]
    assert reasons() == ["deleted"]


def test_the_time_of_a_saved_answer_isn_t_a_date_of_a_photo() -> None:
    text = oai(oai_record(1, dublin_core(1, "")), verb="GetRecord")
    assert found("a.xml", text) == [("http://a.example/1.jpg", "", "T1")]


def test_mets_gives_the_photo_of_its_file_section() -> None:
    def group(use: str, name: str) -> str:
        return (
            f'<mets:fileGrp USE="{use}"><mets:file ID="{use}"><mets:FLocat LOCTYPE="URL" '
            f'xlink:href="http://a.example/{name}.jpg"/></mets:file></mets:fileGrp>'
        )

    text = (
        '<mets:mets xmlns:mets="http://www.loc.gov/METS/" xmlns:mods="http://www.loc.gov/mods/v3" '
        'xmlns:xlink="http://www.w3.org/1999/xlink"><mets:metsHdr CREATEDATE="2014-05-06"/>'
        '<mets:dmdSec ID="D"><mets:mdWrap MDTYPE="MODS"><mets:xmlData><mods:mods><mods:titleInfo>'
        "<mods:title>Market</mods:title></mods:titleInfo><mods:originInfo><mods:dateCreated>1913-06"
        "</mods:dateCreated></mods:originInfo><mods:recordInfo><mods:recordCreationDate>2014"
        "</mods:recordCreationDate></mods:recordInfo></mods:mods></mets:xmlData></mets:mdWrap>"
        f"</mets:dmdSec><mets:fileSec>{group('THUMBS', 'thumb')}{group('DEFAULT', 'max')}"
        "</mets:fileSec></mets:mets>"
    )
    assert found("a.xml", text) == [("http://a.example/max.jpg", "1913-06", "Market")]


def test_an_item_of_a_finding_aid_inherits_from_the_levels_around_it() -> None:
    def level(number: int, level: str, date: str, inner: str) -> str:
        name = f"c{number:02}"
        date = date and f"<unitdate>{date}</unitdate>"
        return (
            f'<{name} level="{level}"><did><unittitle>{level} {number}</unittitle>{date}'
            f"</did>{inner}</{name}>"
        )

    dao = '<dao xlink:href="http://a.example/{}.jpg"/>'
    items = level(3, "item", "1908", dao.format("a")) + level(3, "item", "", dao.format("b"))
    series = level(1, "series", "1907-1911", level(2, "file", "1910", items))
    text = (
        '<ead xmlns="urn:isbn:1-931666-22-9" xmlns:xlink="http://www.w3.org/1999/xlink"><eadheader>'
        "<eadid>x</eadid><filedesc><publicationstmt><date>2009</date></publicationstmt></filedesc>"
        '</eadheader><archdesc level="collection"><did><unitdate>1890-1950</unitdate></did>'
        f"<dsc>{series}</dsc></archdesc></ead>"
    )
    assert found("a.xml", text) == [
        ("http://a.example/a.jpg", "1908", "item 3"),
        ("http://a.example/b.jpg", "1910?", "item 3"),
    ]


def test_a_saved_answer_of_wikimedia_commons_is_read() -> None:
    hidden = '<div style="display: none;">date QS:P571,+1910-00-00T00:00:00Z/9</div>'
    info = {
        "timestamp": "2012-01-02T03:04:05Z",
        "url": "https://upload.example/A.jpg",
        "descriptionurl": "https://commons.example/wiki/File:A.jpg",
        "extmetadata": {
            "DateTime": {"value": "2012-01-02 03:04:05"},
            "DateTimeOriginal": {"value": f"circa 1910{hidden}"},
        },
    }
    page = {"pageid": 1, "title": "File:A.jpg", "imageinfo": [info]}
    for pages in ([page], {"1": page}):
        answer = json.dumps({"batchcomplete": True, "query": {"pages": pages}})
        assert found("a.json", answer)[0][:2] == ("https://upload.example/A.jpg", "1910~")


def test_a_saved_answer_of_europeana_is_read() -> None:
    preview = "https://api.example/thumbnail/v2/url.json?uri=http%3A%2F%2Fa.example%2F7.jpg"
    item = {"id": "/1/a", "title": ["Rathaus"], "edmIsShownBy": ["http://a.example/7.jpg"],
            "edmPreview": [preview], "timestamp_created": "2013-09-13T21:19:32.000Z"}  # fmt: skip
    answer = json.dumps({"success": True, "items": [{**item, "year": ["1911"]}]})
    assert found("a.json", answer) == [("http://a.example/7.jpg", "1911", "Rathaus")]
    answer = json.dumps({"success": True, "items": [item]})
    assert found("a.json", answer) == [("http://a.example/7.jpg", "", "Rathaus")]


def test_islandora_s_nodes_are_read_with_what_pages_inherit() -> None:
    table = (
        "id,parent_id,title,field_edtf_date_issued,field_edtf_date_created,file,created\n"
        "1,,Album,,1910~,,2021-04-05\n"
        "2,1,Page,,,http://a.example/1.jp2,2021-04-05\n"
        "3,,Bridge,2020,1923-05,http://a.example/2.jpg,2021-04-05\n"
    )
    assert found("a.csv", table) == [
        ("http://a.example/1.jp2", "1910~", "Page"),
        ("http://a.example/2.jpg", "1923-05", "Bridge"),
    ]
    attributes = {"title": "Bridge", "created": "2021-04-05T00:00:00+00:00",
                  "field_edtf_date_created": ["1923-05"]}  # fmt: skip
    node = {"id": "u", "attributes": attributes, "field_media_image": "http://a.example/2.jpg"}
    assert found("a.json", json.dumps({"data": [node]}))[0][:2] == (
        "http://a.example/2.jpg",
        "1923-05",
    )


def test_islandora_s_workbench_names_nodes_by_node_id_and_missing_parents_are_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    table = (
        "node_id,field_member_of,title,field_edtf_date_created,file\n"
        "1,,Album,1910,\n2,1,Page,,http://a.example/1.jp2\n3,9,Page,,http://a.example/3.jp2\n"
    )
    assert found("a.csv", table) == [
        ("http://a.example/1.jp2", "1910", "Page"),
        ("http://a.example/3.jp2", "", "Page"),
    ]
    assert "rows belong to 1 others that aren't in the table" in caplog.text


def statement(*parts: str) -> str:
    return "date QS:P571," + ",".join(parts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{other date|circa|1931}}", "1931~"),
        ("{{Other date|between|1931|1934}}", "1931/1934"),
        ("{{other date|before|1931}}", "../1930"),
        ("{{other date|s|1930}}", "1930/1939"),
        ("{{other date|?}}", ""),
        ("{{circa|1931}}", "1931~"),
        ("{{date|1931|5|4}}", "1931-05-04"),
        ("{{Taken on|1931-05-04|location=Rome}}", "1931-05-04"),
        ("{{Upload date|2012-05-04}}", ""),
        (statement("+1931-00-00T00:00:00Z/9"), "1931"),
        (statement("+1931-05-04T00:00:00Z/11"), "1931-05-04"),
        (statement("+1931-00-00T00:00:00Z/9", "P1480", "Q5727902"), "1931~"),
        (statement("+1930-00-00T00:00:00Z/8"), "1930/1939"),
        (statement("+1950-00-00T00:00:00Z/7"), "1901/2000"),
        (statement("+1950-00-00T00:00:00Z/6"), ""),
        (
            statement("+1950-00-00T00:00:00Z/7", "P1319", "+1931-00-00T00:00:00Z/9", "P1326",
                      "+1934-00-00T00:00:00Z/9"),
            "1931/1934",
        ),
        ("about 1931 " + statement("+1931-00-00T00:00:00Z/9", "P1480", "Q5727902"), "1931~"),
        ("+1931-00-00T00:00:00Z", "1931"),
    ],
)  # fmt: skip
def test_the_dates_of_commons_are_read(text: str, expected: str) -> None:
    table = f'image,date\nhttp://a.example/1.jpg,"{text}"\n'
    assert found("a.csv", table) == [("http://a.example/1.jpg", expected, "")]
