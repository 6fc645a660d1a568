"""Several records in an XML file, several photos in a record: none is lost, no date is mixed."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from photoparsl.commands.main import main

Wrapped = Callable[[list[tuple[int, list[str]]]], str]  # records: year, URLs of photos

DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
VRA = '<vra xmlns="http://www.vraweb.org/vracore4.htm">{}</vra>'
KIND = "<worktypeSet><worktype>photograph</worktype></worktypeSet>"


def dates(year: int) -> str:
    ends = f"<earliestDate>{year}</earliestDate><latestDate>{year}</latestDate>"
    return f'<dateSet><date type="creation">{ends}</date></dateSet>'


def work(year: int, inner: str) -> str:
    title = f"<titleSet><title>T{year}</title></titleSet>"
    return f'<work id="w{year}">{KIND}{title}{dates(year)}{inner}</work>'


def vra_image(url: str, inner: str = "") -> str:
    return f'<image id="{url[-5:-4]}" href="{url}">{inner}</image>'


def related(year: int, urls: list[str]) -> str:
    relation = f'<relationSet><relation type="imageOf" relids="w{year}"/></relationSet>'
    return work(year, "") + "".join(vra_image(url, relation + dates(2005)) for url in urls)


def related_by_work(year: int, urls: list[str]) -> str:
    names = " ".join(url[-5:-4] for url in urls)
    relation = f'<relationSet><relation type="imageIs" relids="{names}"/></relationSet>'
    return work(year, relation) + "".join(map(vra_image, urls))


def lido(year: int, urls: list[str]) -> str:
    links = "".join(
        f"<resourceSet><resourceRepresentation><linkResource>{url}</linkResource>"
        "</resourceRepresentation></resourceSet>"
        for url in urls
    )
    ends = f"<earliestDate>{year}</earliestDate><latestDate>{year}</latestDate>"
    return (
        "<lido><descriptiveMetadata><objectIdentificationWrap><titleWrap><titleSet>"
        f"<appellationValue>T{year}</appellationValue></titleSet></titleWrap>"
        "</objectIdentificationWrap><eventWrap><eventSet><event><eventType><term>Production</term>"
        f"</eventType><eventDate><date>{ends}</date></eventDate></event></eventSet></eventWrap>"
        f"</descriptiveMetadata><administrativeMetadata><resourceWrap>{links}</resourceWrap>"
        "</administrativeMetadata></lido>"
    )


def mods(year: int, urls: list[str]) -> str:
    places = "".join(f"<location><url access='raw object'>{url}</url></location>" for url in urls)
    date = f"<originInfo><dateCreated>{year}</dateCreated></originInfo>"
    return f"<mods><titleInfo><title>T{year}</title></titleInfo>{date}{places}</mods>"


def dublin_core(year: int, urls: list[str]) -> str:
    names = "".join(f"<dc:identifier>{url}</dc:identifier>" for url in urls)
    return f"<dc:dc {DC}><dc:title>T{year}</dc:title><dc:date>{year}</dc:date>{names}</dc:dc>"


def section(year: int) -> str:
    data = f"<xmlData {DC}><dc:title>T{year}</dc:title><dc:date>{year}</dc:date></xmlData>"
    return f'<dmdSec ID="d{year}"><mdWrap MDTYPE="DC">{data}</mdWrap></dmdSec>'


def files(urls: list[str]) -> str:
    located = (
        f'<file ID="f{url}"><FLocat LOCTYPE="URL" xlink:href="{url}"/></file>' for url in urls
    )
    return f'<fileSec><fileGrp USE="access">{"".join(located)}</fileGrp></fileSec>'


def mets(year: int, urls: list[str]) -> str:
    return f"<mets {XLINK}>{section(year)}{files(urls)}</mets>"


def mets_album(records: list[tuple[int, list[str]]]) -> str:
    divisions = "".join(
        f'<div DMDID="d{year}">' + "".join(f'<fptr FILEID="f{url}"/>' for url in urls) + "</div>"
        for year, urls in records
    )
    sections = "".join(section(year) for year, _ in records)
    every = files([url for _, urls in records for url in urls])
    return f"<mets {XLINK}>{sections}{every}<structMap><div>{divisions}</div></structMap></mets>"


def mets_of_chapters(records: list[tuple[int, list[str]]]) -> str:
    chapters = "".join(f'<div ID="L{year}" DMDID="d{year}"/>' for year, _ in records)
    every = [url for _, urls in records for url in urls]
    pages = "".join(f'<div ID="P{url}"><fptr FILEID="f{url}"/></div>' for url in every)
    links = "".join(
        f'<smLink xlink:from="L{year}" xlink:to="P{url}"/>'
        for year, urls in records
        for url in urls
    )
    return (
        f"<mets {XLINK}>{''.join(section(year) for year, _ in records)}{files(every)}"
        f'<structMap TYPE="LOGICAL"><div>{chapters}</div></structMap><structMap TYPE="PHYSICAL">'
        f"<div>{pages}</div></structMap><structLink>{links}</structLink></mets>"
    )


def component(year: int, urls: list[str]) -> str:
    objects = "".join(f'<dao href="{url}"/>' for url in urls)
    described = f"<unittitle>T{year}</unittitle><unitdate>{year}</unitdate>{objects}"
    return f'<c02 level="item"><did>{described}</did></c02>'


def edm(year: int, urls: list[str]) -> str:
    names = ("isShownBy", *["hasView"] * len(urls))
    shown = (f'<edm:{n} rdf:resource="{u}"/>' for n, u in zip(names, urls, strict=False))
    return (
        f'<edm:ProvidedCHO rdf:about="#{year}"><dc:title>T{year}</dc:title><dcterms:created>{year}'
        f'</dcterms:created></edm:ProvidedCHO><ore:Aggregation rdf:about="#a{year}">'
        f'<edm:aggregatedCHO rdf:resource="#{year}"/>{"".join(shown)}</ore:Aggregation>'
    )


def marc(year: int, urls: list[str]) -> str:
    def datafield(tag: str, second: str, code: str, text: str) -> str:
        subfield = f'<subfield code="{code}">{text}</subfield>'
        return f'<datafield tag="{tag}" ind1="4" ind2="{second}">{subfield}</datafield>'

    fields = datafield("245", "0", "a", f"T{year}") + datafield("264", "0", "c", f"{year}.")
    places = "".join(datafield("856", "1", "u", url) for url in urls)
    return f'<record><controlfield tag="001">m{year}</controlfield>{fields}{places}</record>'


def oai(year: int, urls: list[str]) -> str:
    header = f"<header><identifier>oai:a:{year}</identifier><datestamp>2011</datestamp></header>"
    return f"<record>{header}<metadata>{dublin_core(year, urls)}</metadata></record>"


def spectrum(year: int, urls: list[str]) -> str:
    names = "".join(f"<reproduction_reference>{url}</reproduction_reference>" for url in urls)
    own = f"<object_number>{year}</object_number><title>T{year}</title>"
    return f"<object>{own}<date_photographed>{year}</date_photographed>{names}</object>"


def solr(year: int, urls: list[str]) -> str:
    images = "".join(f"<str>{url}</str>" for url in urls)
    own = f'<str name="title">T{year}</str><str name="date_created">{year}</str>'
    return f'<doc>{own}<arr name="image_url">{images}</arr></doc>'


def photo(year: int, urls: list[str]) -> str:
    names = "".join(f"<file>{url}</file>" for url in urls)
    return f"<photo><title>T{year}</title><date>{year}</date>{names}</photo>"


def in_album(records: list[tuple[int, list[str]]]) -> str:
    photos = "".join(photo(year, [url]) for year, urls in records for url in urls)
    return f"<albums><album><label>A</label>{photos}</album></albums>"


def joined(before: str, record: Callable[[int, list[str]], str], after: str) -> Wrapped:
    return lambda records: before + "".join(record(*known) for known in records) + after


RDF = (
    f'<rdf:RDF {DC} xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:edm="http://www'
    '.europeana.eu/schemas/edm/" xmlns:ore="http://www.openarchives.org/ore/terms/">'
)
OAI = '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>'
SRU = "<response><records>"
FAMILIES: dict[str, Wrapped] = {
    "VRA Core": joined(VRA[:-8], lambda y, u: work(y, "".join(map(vra_image, u))), "</vra>"),
    "VRA Core by its images": joined(VRA[:-8], related, "</vra>"),
    "VRA Core by its works": joined(VRA[:-8], related_by_work, "</vra>"),
    "VRA Core of images": joined(
        VRA[:-8], lambda y, us: "".join(vra_image(u, dates(y)) for u in us), "</vra>"
    ),
    "a collection of VRA Core": joined(
        "<collection>", lambda y, u: VRA.format(related(y, u)), "</collection>"
    ),
    "LIDO": joined("<lidoWrap>", lido, "</lidoWrap>"),
    "MODS": joined("<modsCollection>", mods, "</modsCollection>"),
    "Dublin Core": joined("<records>", dublin_core, "</records>"),
    "METS": joined("<collection>", mets, "</collection>"),
    "an album in METS": mets_album,
    "chapters in METS": mets_of_chapters,
    "EAD": joined(
        '<ead><archdesc><dsc><c01 level="series"><did><unitdate>1890-1990</unitdate></did>',
        component,
        "</c01></dsc></archdesc></ead>",
    ),
    "EDM": joined(RDF, edm, "</rdf:RDF>"),
    "OAI-PMH": joined(OAI, oai, "</ListRecords></OAI-PMH>"),
    "MARC 21": joined("<collection>", marc, "</collection>"),
    "MARC 21 in an answer of SRU": joined(
        f"{SRU}",
        lambda y, u: f"<record><data>{marc(y, u)}</data></record>",
        "</records></response>",
    ),
    "Spectrum": joined("<objects>", spectrum, "</objects>"),
    "Solr": joined("<response><result>", solr, "</result></response>"),
    "photos": joined("<photos>", photo, "</photos>"),
    "photos deep in a document": joined(
        "<export><meta><created>2020-01-01</created></meta><body><photos>",
        photo,
        "</photos></body></export>",
    ),
    "groups of photos": joined(
        "<export>", lambda y, u: f"<group><name>G</name>{photo(y, u)}</group>", "</export>"
    ),
    "photos in an album": in_album,
}


def rows(text: str, name: str = "a.xml") -> list[tuple[str, str, str]]:
    Path(name).write_text(text, encoding="utf-8")
    main(["manifest", name, "-o", "m.csv"])
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        return sorted((row["url"], row["year"], row["certainty"]) for row in csv.DictReader(file))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("photos", [1, 2], ids=["one photo each", "two photos each"])
@pytest.mark.parametrize("family", FAMILIES)
def test_each_record_of_a_file_has_all_its_photos_and_its_own_date(
    family: str, photos: int
) -> None:
    names = {1911: "ab", 1922: "cd", 1933: "ef"}
    records = [(y, [f"http://a.example/{n}.jpg" for n in ns[:photos]]) for y, ns in names.items()]
    expected = [(url, str(year), "exact") for year, urls in records for url in urls]
    assert rows(FAMILIES[family](records)) == expected


@pytest.mark.parametrize("around", ["{}", "<entries>{}</entries>"])
def test_entries_of_an_unknown_list_have_their_own_dates_though_one_has_none(around: str) -> None:
    urls = [f"http://a.example/{name}.jpg" for name in "ab"]
    dated = f"<entry><name>a</name><info><year>1933</year></info><link>{urls[0]}</link></entry>"
    bare = f"<entry><name>b</name><link>{urls[1]}</link></entry>"
    text = f"<catalog>{around.format(dated + bare)}</catalog>"
    assert rows(text) == [(urls[0], "1933", "exact"), (urls[1], "", "undated")]


def test_an_image_of_vra_core_without_a_known_work_gets_no_date_of_any_work() -> None:
    images = [f"http://a.example/{name}.jpg" for name in "abc"]
    text = VRA.format(work(1911, "") + work(1922, "") + "".join(map(vra_image, images)))
    assert rows(text) == [(image, "", "undated") for image in images]


def test_a_page_of_mets_without_a_date_inherits_one_as_uncertain() -> None:
    own = '<dmdSec ID="d1"><mdWrap><xmlData><title>Page</title></xmlData></mdWrap></dmdSec>'
    urls = [f"http://a.example/{name}.jpg" for name in "ab"]
    page = '<div DMDID="{}"><fptr FILEID="f{}"/></div>'
    pages = page.format("d1", urls[0]) + page.format("d1922", urls[1])
    structure = f'<structMap><div DMDID="d1911">{pages}</div></structMap>'
    sections = section(1911) + own + section(1922)
    text = f"<mets {XLINK}>{sections}{files(urls)}{structure}</mets>"
    assert rows(text) == [(urls[0], "", "uncertain"), (urls[1], "1922", "exact")]


def test_other_sizes_of_a_photo_are_no_further_photos_and_other_images_are_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    sizes = "".join(f"<url>http://a.example/a{size}.jpg</url>" for size in ("", "_large", "_o"))
    other = "<cover>http://a.example/cover.jpg</cover>"
    own = f"<title>T</title><date>1911</date>{sizes}{other}"
    assert rows(f"<record>{own}</record>") == [("http://a.example/a_large.jpg", "1911", "exact")]
    said = capsys.readouterr().out
    assert "'cover'" in said
    assert "XML records, the best of several sizes" in said


def test_an_image_within_a_building_of_vra_core_is_the_photo() -> None:
    palace = work(1754, vra_image("http://a.example/a.jpg", dates(1931)))
    text = VRA.format(palace.replace("photograph", "palace"))
    assert rows(text) == [("http://a.example/a.jpg", "1931", "exact")]


def test_records_in_a_list_of_one_object_are_found_in_json() -> None:
    works = [
        {"id": n, "title": f"T{n}", "issued": str(1910 + n), "image": f"http://a.example/{n}.jpg"}
        for n in (1, 2)
    ]
    document = {
        "query": "",
        "category": [{"code": "image", "records": {"total": 2, "work": works}}],
    }
    expected = [(f"http://a.example/{n}.jpg", str(1910 + n), "exact") for n in (1, 2)]
    assert rows(json.dumps(document), "a.json") == expected


def test_the_images_of_an_object_in_json_have_the_object_s_date_beside_theirs() -> None:
    def images(*names: str) -> list[dict[str, str]]:
        return [{"url": f"https://a.example/{n}.jpg", "dateTaken": "2015-01-02"} for n in names]

    own = {"title": "A", "objectType": "Photograph", "date": "1930", "images": images("a", "b")}
    none = {"title": "B", "date": None, "images": images("c", "d")}
    Path("o.json").write_text(json.dumps({"objects": [own, none]}))
    assert main(["manifest", "o.json", "-o", "m.csv"]) == 0
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        found = [(row["earliest"], row["certainty"], row["title"]) for row in csv.DictReader(file)]
    assert found == [*([("1930", "exact", "A")] * 2), *([("2013", "uncertain", "B")] * 2)]
