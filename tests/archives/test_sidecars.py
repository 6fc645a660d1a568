"""Records of many shapes, and the photos that they mean."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from photoparsl.archives.dates.choosing import choose_date
from photoparsl.archives.description import describe
from photoparsl.archives.markup import read_xml
from photoparsl.archives.photo_files import PhotoFiles, files_below, is_photo
from photoparsl.archives.read_options import FieldNames
from photoparsl.archives.record import Record, RecordOrSkipped, Skipped
from photoparsl.archives.sidecars import read_sidecars
from photoparsl.archives.xml_records import find_records
from tests.conftest import jpeg

DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
MODS = 'xmlns="http://www.loc.gov/mods/v3"'


def dated(xml: str, *date: str) -> tuple[int | None, str]:
    """The year and how certain it is, of a document that is one record."""
    (record,) = find_records(read_xml(xml.encode()))
    found = choose_date(describe(record, FieldNames(date_column=date)).dates).estimate
    return found.year, found.certainty


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<dc:date>1923</dc:date>", (1923, "exact")),
        ("<DC.Date.Created>1923</DC.Date.Created>", (1923, "exact")),
        ("<Date>1923</Date><Title>1888</Title>", (1923, "exact")),
        ("<photo_date>May 1, 1923</photo_date>", (1923, "exact")),
        ("<year>1923</year>", (1923, "exact")),
        ("<dc:date>2004</dc:date><dcterms:created>1923</dcterms:created>", (1923, "exact")),
        ("<dc:date>1923</dc:date><dc:date>2004-05-06</dc:date>", (1923, "exact")),
        ("<dc:date>2004-05-06</dc:date><dc:date>1923</dc:date>", (1923, "exact")),
        ("<dc:date>1923</dc:date><dc:date>1945</dc:date>", (1934, "range")),
        ("<dc:date>1923</dc:date><dc:date>1920s</dc:date>", (1923, "exact")),
        ("<dc:date>1923</dc:date><dc:date>ca. 1923</dc:date>", (1923, "approximate")),
        ("<dc:date>1923</dc:date><dc:date>n.d.</dc:date>", (1923, "exact")),
        ("<dateDigitized>2004</dateDigitized>", (None, "undated")),
        ('<date type="digitized">2004</date>', (None, "undated")),
        ('<date type="digitized">2004</date><date type="creation">1923</date>', (1923, "exact")),
        ('<date qualifier="scanned">2004</date><date>1923</date>', (1923, "exact")),
        ("<dcterms:dateSubmitted>2004</dcterms:dateSubmitted>", (None, "undated")),
        ("<dcterms:modified>2004</dcterms:modified>", (None, "undated")),
        ("<birthDate>1880</birthDate>", (None, "undated")),
        ("<dc:date>2004</dc:date><dc:coverage>Chicago; 1923</dc:coverage>", (1923, "uncertain")),
        ("<dc:date>1990</dc:date><dcterms:temporal>1914-1918</dcterms:temporal>", (1990, "exact")),
        ("<dc:date>1999</dc:date>", (1999, "exact")),
        ("<dc:date>1998</dc:date><dc:date>1990s</dc:date>", (1998, "exact")),
        ("<dc:date>1998</dc:date><dc:coverage>1990s</dc:coverage>", (1998, "exact")),
        ("<dc:date>1998</dc:date><dc:coverage>1980s</dc:coverage>", (1984, "uncertain")),
        ("<dc:coverage>Chicago (Ill.)--1923</dc:coverage>", (1923, "uncertain")),
        ("<dc:coverage>Fort Collins; Building 1923</dc:coverage>", (None, "undated")),
        ('<coverage type="spatial">1923</coverage>', (None, "undated")),
        ("<dc:title>Hall, 1923</dc:title>", (None, "undated")),
        ("<dc:identifier>1984.23.1</dc:identifier>", (None, "undated")),
        ("<dc:date>1984.23.1</dc:date>", (None, "unread")),
        ("<dc:date>Chicago, 1923</dc:date>", (1923, "uncertain")),
        ("<dc:date>before 1935</dc:date>", (None, "before")),
        ("<dc:date></dc:date>", (None, "undated")),
        ("<dc:date>caf&eacute; & 1923</dc:date>", (None, "unread")),
        ("<issued>1923</issued>", (1923, "exact")),
        ("<issued>1950</issued><created>1923</created>", (1923, "exact")),
        ("<earliestDate>1910</earliestDate><latestDate>1920</latestDate>", (1915, "range")),
        ('<dcvalue element="date" qualifier="created">1923</dcvalue>', (1923, "exact")),
        ('<dcvalue element="date" qualifier="accessioned">2004</dcvalue>', (None, "undated")),
        ('<field name="date_taken">1923</field>', (1923, "exact")),
        ('<meta name="DC.date" content="1923"/>', (1923, "exact")),
        ('<dc:description dc:date="1923"/>', (1923, "exact")),
        ("<undeclared:date>1923</undeclared:date>", (1923, "exact")),
        ("<date_start>1910</date_start><date_end>1920</date_end>", (1915, "range")),
        ("<date><value>1923</value></date>", (1923, "exact")),
        ("<dc:date>ca. <b>1910</b></dc:date>", (1910, "approximate")),
        ("<dc:date>1923<br/>-1925</dc:date>", (1924, "range")),
        ("<copyright>2004</copyright><published>1923</published>", (1923, "exact")),
        ('<date type="digitized"><earliestDate>2004</earliestDate></date>', (None, "undated")),
        ("<dc:date>1904-05</dc:date>", (1904, "range")),
        ("<scan><date>2004</date></scan>", (None, "undated")),
        ("<Numérisation><year>2004</year></Numérisation><date>1923</date>", (1923, "exact")),
        ("<photo><date>1923</date></photo>", (1923, "exact")),
        ("<created>n.d.</created><dc:date>1994</dc:date>", (1994, "uncertain")),
        ("<created>before 1935</created><issued>1994</issued>", (1994, "uncertain")),
        ("<created></created><dc:date>1994</dc:date>", (1994, "exact")),
        ("<created>x</created><dc:date>1994</dc:date>", (1994, "exact")),
        ('<dc:date encoding="w3cdtf">1904-05</dc:date>', (1904, "exact")),
    ],
)
def test_the_photos_date_is_distinguished_from_others(
    inner: str, expected: tuple[int | None, str]
) -> None:
    assert dated(f"<metadata {DC}>{inner}</metadata>") == expected


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("<dateCreated>1923</dateCreated>", (1923, "exact")),
        ('<dateCreated qualifier="approximate">1923</dateCreated>', (1923, "approximate")),
        ('<dateCreated qualifier="questionable">1923</dateCreated>', (1923, "uncertain")),
        ('<dateCreated qualifier="inferred">1923</dateCreated>', (1923, "uncertain")),
        (
            '<dateCreated encoding="w3cdtf" point="start">1910</dateCreated>'
            '<dateCreated encoding="w3cdtf" point="end">1920</dateCreated>',
            (1915, "range"),
        ),
        ("<dateIssued>1930</dateIssued><dateCreated>1923</dateCreated>", (1923, "exact")),
        ("<dateCaptured>2004</dateCaptured><dateIssued>1923</dateIssued>", (1923, "exact")),
        (
            "<dateCreated>circa 1923</dateCreated>"
            '<dateCreated encoding="w3cdtf" keyDate="yes">1923</dateCreated>',
            (1923, "approximate"),
        ),
    ],
)
def test_mods_is_read_with_its_qualifiers(origin: str, expected: tuple[int | None, str]) -> None:
    others = (
        "<recordInfo><recordCreationDate>2004</recordCreationDate></recordInfo>"
        "<name><namePart type='date'>1880-1950</namePart></name>"
        "<relatedItem><originInfo><dateCreated>1800</dateCreated></originInfo></relatedItem>"
    )
    xml = f"<mods {MODS}>{others}<originInfo>{origin}</originInfo></mods>"
    assert dated(xml) == expected


def test_a_persons_names_replace_the_usual_ones() -> None:
    xml = "<r><date>2004</date><foo><bar>1923</bar></foo><title>Hall, June 1932</title></r>"
    assert dated(xml, "bar") == (1923, "exact")
    assert dated(xml, "foo/bar") == (1923, "exact")
    assert dated(xml, "baz/bar") == (None, "undated")
    assert dated(xml, "baz", "title") == (1932, "uncertain")


def test_of_several_names_the_first_counts_wherever_it_stands() -> None:
    record = read_xml(
        b"<r><caption>A</caption><note>B</note><file>1</file><shelfmark>2</shelfmark></r>"
    )
    names = FieldNames(title_column=("note", "caption"), identifier=("shelfmark", "file"))
    description = describe(record, names)
    assert (description.titles, description.identifiers) == (["B", "A"], ["2", "1"])


@pytest.mark.parametrize(
    ("xml", "number"),
    [
        ("<records><record><id>1</id></record><record><id>2</id></record></records>", 2),
        ("<r><record><id>1</id></record></r>", 1),
        ("<r><title>x</title><item><id>1</id></item><item><id>2</id></item></r>", 2),
        (f"<modsCollection {MODS}><mods><originInfo/><identifier>1</identifier></mods>"
         "<mods><identifier>2</identifier></mods></modsCollection>", 2),
        ("<a><head>x</head><list><p><date>1</date></p><p><date>2</date></p></list></a>", 2),
        (f"<mods {MODS}><name><namePart>a</namePart></name><name><namePart>b</namePart></name>"
         "</mods>", 1),
        ("<photo><title>x</title><event><date>1</date></event><event><date>2</date></event>"
         "</photo>", 1),
        ("<metadata><title>a</title><date>1923</date></metadata>", 1),
    ],
)  # fmt: skip
def test_a_file_may_hold_many_records(xml: str, number: int) -> None:
    assert len(find_records(read_xml(xml.encode()))) == number


def test_the_element_that_holds_a_record_can_be_named() -> None:
    root = read_xml(b"<a><x><thing/><thing/></x><thing/></a>")
    assert len(find_records(root, "thing")) == 3


def read(folder: Path, names: FieldNames = FieldNames()) -> list[RecordOrSkipped]:
    files = list(files_below(folder))
    photos = PhotoFiles(pair for pair in files if is_photo(pair[0]))
    return list(read_sidecars([p for p in files if p[0].suffix == ".xml"], photos, names))


def make(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if text else jpeg(100))


def urls(folder: Path, names: FieldNames = FieldNames()) -> list[str]:
    return [
        (found.url.removeprefix(f"{folder}/") or "none")
        if isinstance(found, Record)
        else found.reason
        for found in read(folder, names)
    ]


RECORD = "<dc><identifier>{}</identifier><date>1923</date></dc>"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a.xml": RECORD.format("x"), "a.jpg": ""}, ["a.jpg"]),
        ({"a.jpg.xml": RECORD.format("x"), "a.jpg": ""}, ["a.jpg"]),
        ({"A.xml": RECORD.format("x"), "a.JPG": ""}, ["a.JPG"]),
        ({"1.xml": RECORD.format("a.jpg"), "a.jpg": ""}, ["a.jpg"]),
        ({"1.xml": RECORD.format("a"), "a.tif": ""}, ["a.tif"]),
        ({"1.xml": RECORD.format("C:\\scans\\a.tif"), "a.tif": ""}, ["a.tif"]),
        ({"xml/a.xml": RECORD.format("x"), "jpg/a.jpg": ""}, ["jpg/a.jpg"]),
        ({"xml/1.xml": RECORD.format("a"), "jpg/a.jpg": ""}, ["jpg/a.jpg"]),
        ({"1.xml": RECORD.format("a"), "b/a.jpg": "", "c/a.jpg": ""},
         ["none", "no-record", "no-record"]),
        ({"b/a.xml": RECORD.format("x"), "b/a.jpg": "", "c/a.jpg": ""}, ["b/a.jpg", "no-record"]),
        ({"1.xml": RECORD.format("../../../etc/passwd")}, ["none"]),
        ({"1.xml": RECORD.format("http://a.example/x.jpg")}, ["http://a.example/x.jpg"]),
        ({"1.xml": RECORD.format("http://a.example/thumbs/x.jpg")}, ["none"]),
        ({"1.xml": RECORD.format("http://a.example/thumb_1.jpg")}, ["none"]),
        ({"1.xml": RECORD.format("http://a.example/thumbelina.jpg")},
         ["http://a.example/thumbelina.jpg"]),
        ({"1.xml": "<rs>" + RECORD.format("a") + RECORD.format("b") + "</rs>",
          "a.jpg": "", "b.jpg": ""}, ["a.jpg", "b.jpg"]),
        ({"1.xml": "<a", "a.jpg": ""}, ["not-well-formed", "no-record"]),
        ({"xml/a.xml": RECORD.format("x"), "scans/a.jpg": "", "scans/a.tif": ""},
         ["scans/a.jpg", "no-record"]),
        ({"a-01.xml": RECORD.format("x"), "a-01r.jpg": ""}, ["a-01r.jpg"]),
        ({"1.xml": RECORD.format("a-01"), "jpg/a-01_web.jpg": ""}, ["jpg/a-01_web.jpg"]),
        ({"a-01.xml": RECORD.format("x"), "a-01r.jpg": "", "a-01t.jpg": ""},
         ["none", "no-record", "no-record"]),
        ({"a-01.xml": RECORD.format("x"), "a-01.jpg": "", "a-01t.jpg": ""},
         ["a-01.jpg", "no-record"]),
        ({".hidden.xml": "<a", "a.jpg": "", "a.xml": RECORD.format("x")}, ["a.jpg"]),
    ],
)  # fmt: skip
def test_a_record_finds_its_photo(
    tmp_path: Path, files: dict[str, str], expected: list[str]
) -> None:
    make(tmp_path, files)
    assert urls(tmp_path) == expected


def test_a_template_makes_the_place(tmp_path: Path) -> None:
    make(
        tmp_path, {"s1/apf1-00007.xml": RECORD.format("apf1-00007"), "s1/b.xml": RECORD.format("")}
    )
    template = "http://a.example/series{identifier[3]}/{folder}/{identifier}r.jpg"
    assert urls(tmp_path, FieldNames(url=template)) == [
        "http://a.example/series1/s1/apf1-00007r.jpg",
        "none",
    ]
    assert urls(tmp_path, FieldNames(url="http://a.example/{stem}.jpg"))[0].endswith(
        "/apf1-00007.jpg"
    )


def test_a_record_says_where_it_stands_and_what_it_is_called(tmp_path: Path) -> None:
    xml = "<r><dc><title>A\n  hall</title><identifier>a</identifier><date>ca. 1910</date></dc></r>"
    make(tmp_path, {"all.xml": xml.replace("</r>", xml[3:]), "a.jpg": ""})
    first, second = read(tmp_path)
    assert isinstance(first, Record) and not isinstance(second, Skipped)
    assert (first.where, second.where) == (f"{tmp_path}/all.xml#1", f"{tmp_path}/all.xml#2")
    assert (first.title, first.identifier, first.date) == ("A hall", "a", "ca. 1910")


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ("<date role='building'>1880</date>", None),
        ("<event><date>1880</date></event>", "uncertain"),
        ("<date certainty='low'>1912</date>", "uncertain"),
        ("<date circa='yes'>1912</date>", "approximate"),
        ("<date modifier='before'>1912</date>", "before"),
        ("<date datechar='digitized'>2009</date>", None),
        ("<date>1912</date><date_notes>estimated</date_notes>", "approximate"),
        ("<date>1912</date><date_notes>on the negative sleeve</date_notes>", "exact"),
        ("<Datierung>1912</Datierung><Datierungszusatz>um</Datierungszusatz>", "approximate"),
        ("<fecha>1912</fecha><fecha_aproximada>si</fecha_aproximada>", "approximate"),
        ("<date>1910</date><precision>century</precision>", "range"),
        ("<date>1912</date><datePrefix>after</datePrefix>", "after"),
        ("<dateTaken>1970-01-01</dateTaken>", None),
        ("<date>1900-01-01T00:00:00</date>", "uncertain"),
        ("<date name='timestamp'>2019-01-01T00:00:00Z</date>", None),
        ("<arr name='date_s'><str>1912</str></arr>", "exact"),
        ("<unitdate>1910-1915</unitdate><unitdate type='bulk'>1912</unitdate>", "range"),
    ],
)
def test_what_stands_beside_a_date_is_heard(xml: str, expected: str | None) -> None:
    choice = choose_date(describe(etree.fromstring(f"<record>{xml}</record>")).dates)
    assert choice.estimate.certainty == (expected or "undated")
