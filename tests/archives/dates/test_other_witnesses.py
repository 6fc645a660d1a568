"""A date of what a photo shows, of an office or of a folder never makes a wrong exact year."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image

from photoparsl.archives.dates.choosing import choose_date
from photoparsl.archives.dates.date_fields import dates_in_json
from photoparsl.archives.description import describe
from photoparsl.commands.main import main
from tests.archives.dates.test_another_things_date import in_words

MAKE, EXPOSURE, TAKEN, EXIF = 0x010F, 0x829A, 0x9003, 0x8769

WHAT_IS_SHOWN = (
    "temporal", "coverage", "dcterms:temporal", "temporalCoverage", "period", "era", "epoch",
    "Zeitraum", "période", "siècle", "chronologicalCoverage", "subject", "topic", "event", "geo",
    "place", "spatial", "story", "zyx",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def in_json(item: dict[str, Any]) -> str:
    return in_words(choose_date(dates_in_json({"image": "a.jpg", **item})))


def in_xml(inside: str) -> str:
    return in_words(choose_date(describe(etree.fromstring(f"<photo>{inside}</photo>")).dates))


@pytest.mark.parametrize("name", WHAT_IS_SHOWN)
def test_a_date_in_what_the_photo_shows_is_never_exact_and_never_spoils_the_photos_own(
    name: str,
) -> None:
    within: tuple[dict[str, Any], ...] = (
        {"date": "1863"}, {"year": 1863}, {"displayDate": "1863"}, {"begin": "1863", "end": "1863"},
        {"start": "1863", "end": "1863"}, {"from": "1863", "to": "1863"},
        {"displayDate": "1863", "begin": "1863", "end": "1863"}, {"temporal": {"year": "1863"}},
        {"photographed": {"date": "1863"}}, {"dateTaken": "1863"},
    )  # fmt: skip
    for value in within:
        for held in (value, [value]):
            assert "exact" not in in_json({name: held}), value
            assert "exact" not in in_json({"sourceResource": {"title": "A", name: held}}), value
            assert in_json({"date": "1921", name: held}) == "1921 exact", value


@pytest.mark.parametrize("name", ["temporal", "coverage", "period", "era", "subject", "place"])
def test_in_xml_a_date_in_what_the_photo_shows_is_never_exact(name: str) -> None:
    for inside in (
        "<date>1863</date>", "<year>1863</year>", "<displayDate>1863</displayDate>",
        "<start>1863</start><end>1863</end>", "<temporal><date>1863</date></temporal>",
        "<temporal><begin>1863</begin><end>1863</end></temporal>",
    ):  # fmt: skip
        shown = f"<{name}>{inside}</{name}>"
        assert "exact" not in in_xml(f"<title>A</title>{shown}"), inside
        assert in_xml(f"<date>1925</date>{shown}") == "1925 exact", inside
        assert in_xml(f"{shown}<dateCreated>1925</dateCreated>") == "1925 exact", inside


def test_the_period_that_the_photo_shows_is_kept_as_uncertain() -> None:
    for held in ({"displayDate": "1863"}, {"begin": "1863", "end": "1863"}, {"date": "1863"}):
        assert in_json({"temporal": [held]}) == "1863 uncertain"


def photo(path: str, taken: str = "2011:04:05 10:11:12", *, is_exposed: bool = True) -> None:
    exif = Image.Exif()
    if taken:
        exif.get_ifd(EXIF)[TAKEN] = taken
    if is_exposed:
        exif[MAKE] = "Canon"
        exif.get_ifd(EXIF)[EXPOSURE] = (1, 125)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (4, 4)).save(path, exif=exif)


def years_below(folder: str) -> dict[str, tuple[str, str, str]]:
    main(["manifest", folder, "-o", "m.csv"])
    with Path("m.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["url"].rpartition(f"{folder}/")[2]: (
                row["earliest"], row["latest"], row["certainty"],
            )
            for row in csv.DictReader(file)
        }  # fmt: skip


@pytest.mark.parametrize("has_exif", [True, False])
@pytest.mark.parametrize(
    "name",
    [
        "1950s/IMG_20110405_101112.jpg", "1950s/20110405_101112.jpg", "1950s/2011-04-05 10.11.jpg",
        "1938/IMG_20110405_101112.jpg", "Oma 1938/IMG_20110405_101112.jpg", "1937/2011_k.jpg",
        "1931/2011 Kirmes.jpg", "1950s/2011/a.jpg", "1938/2011/PXL_20110405_101112345.jpg",
        "um 1910/IMG-20110405-WA0001.jpg", "vor 1914/IMG_20110405_101112.jpg",
    ],
)  # fmt: skip
def test_a_cameras_day_against_a_folders_year_gives_no_exact_year(
    name: str, *, has_exif: bool
) -> None:
    photo(f"in/{name}", "2011:04:05 10:11:12" if has_exif else "", is_exposed=has_exif)
    _, latest, certainty = years_below("in")[name]
    assert certainty != "exact"
    assert (int(latest) < 1995) if certainty != "undated" else True


def test_folders_that_say_different_years_give_no_exact_year() -> None:
    for name in ("1950s/1938/a.jpg", "1912/1925/b.jpg"):
        photo(f"in/{name}", "", is_exposed=False)
    photo("in/2019/1931/c.jpg", "", is_exposed=False)  # of 2019 are the scans
    photo("in/1930s/1931/d.jpg", "", is_exposed=False)
    found = {name[-5:]: certainty for name, (_, _, certainty) in years_below("in").items()}
    assert found == {
        "a.jpg": "uncertain", "b.jpg": "uncertain", "c.jpg": "exact", "d.jpg": "exact",
    }  # fmt: skip


def test_a_cameras_day_that_its_folder_agrees_with_stays_exact() -> None:
    for name in ("2011/IMG_20110405_101112.jpg", "Album/IMG_20110405_101112.jpg", "2010s/a.jpg"):
        photo(f"in/{name}")
    assert set(years_below("in").values()) == {("2011", "2011", "exact")}


def test_a_recent_day_in_exif_without_exposure_is_uncertain_whoever_wrote_it() -> None:
    photo("in/a.jpg", "2012:04:05 10:11:12", is_exposed=False)
    photo("in/b.jpg", "1936:04:05 10:11:12", is_exposed=False)  # people write this
    found = years_below("in")
    assert (found["a.jpg"][2], found["b.jpg"][2]) == ("uncertain", "exact")


@pytest.mark.parametrize(
    "column",
    ["Mayor", "Amt", "Office", "Bürgermeister", "Maire", "Alcalde", "Sindaco", "Burgemeester",
     "Starosta", "Term", "President", "Name", "Full name", "Position", "Owner", "Party"],
)  # fmt: skip
@pytest.mark.parametrize("pair", [("From", "To"), ("Von", "Bis"), ("De", "A"), ("Od", "Do")])
def test_the_term_of_an_office_is_never_an_exact_year(column: str, pair: tuple[str, str]) -> None:
    assert "exact" not in in_json({column: "A. Smith", pair[0]: "1887", pair[1]: "1887"})


def test_a_bare_span_beside_what_a_photo_has_stays_exact() -> None:
    for column in ("Titel", "Fotograf", "Ort", "Signatur", "Photographer"):
        assert in_json({column: "A", "Von": "1887", "Bis": "1887"}) == "1887 exact"


def test_a_year_that_is_also_the_one_of_building_is_uncertain() -> None:
    for built in ("Baujahr", "Year built", "Année de construction"):
        assert in_json({built: "1912", "Jahr": "1912"}) == "1912 uncertain"
        assert in_json({built: "1912", "Jahr": "1955"}) == "1955 exact"
        assert in_json({built: "1912", "Aufnahmejahr": "1912"}) == "1912 exact"


def test_the_year_of_a_coin_is_uncertain() -> None:
    for column in ("Coin", "Mint", "Münze", "Zecca"):
        assert in_json({column: "1 Mark", "Year": "1887"}) == "1887 uncertain"


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize(
    "above",
    [
        "sep={s}\r\n", "sep={s}\r\nVerein Stand 2019\r\n", "sep={s}\r\n\r\n",
        "sep={s}\r\nVerein\r\nStand 2019\r\n\r\n", '"sep={s}"\r\nVerein{s}{s}{s}\r\n{s}{s}{s}\r\n',
    ],
)  # fmt: skip
def test_titles_below_a_line_that_names_the_separator_arent_read(
    separator: str, above: str
) -> None:
    rows = [["Bild", "Was", "Wann", "Wer"], *(
        [f"https://x.example/{year}.jpg", "Kirmes", f"Juli {year}", "Opa"] for year in (1925, 1926)
    )]  # fmt: skip
    text = above.format(s=separator) + "".join(f"{separator.join(row)}\r\n" for row in rows)
    Path("t.csv").write_text(text, encoding="utf-8", newline="")
    assert main(["manifest", "t.csv", "-o", "m.csv"]) == 0
    with Path("m.csv").open(encoding="utf-8", newline="") as file:
        found = [(row["year"], row["certainty"]) for row in csv.DictReader(file)]
    assert found == [("1925", "exact"), ("1926", "exact")]


def test_a_json_file_of_the_dpla_gives_the_items_own_years() -> None:
    docs = [
        {"id": "1", "object": "https://x.example/1.jpg", "sourceResource": {"title": "t", "date": [
            {"displayDate": "1925", "begin": "1925", "end": "1925"}], "temporal": [
            {"displayDate": "1863", "begin": "1863", "end": "1863"}]}},
        {"id": "2", "object": "https://x.example/2.jpg", "sourceResource": {
            "title": "t", "date": [], "temporal": [{"begin": "1863", "end": "1863"}]}},
    ]  # fmt: skip
    Path("r.json").write_text(json.dumps({"docs": docs}), encoding="utf-8")
    assert main(["manifest", "r.json", "-o", "m.csv"]) == 0
    with Path("m.csv").open(encoding="utf-8", newline="") as file:
        found = [(row["year"], row["certainty"]) for row in csv.DictReader(file)]
    assert found == [("1925", "exact"), ("", "uncertain")]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [("photographed", "printed", "1925 exact"), ("printed", "photographed", "1970 exact")],
)
def test_the_association_of_a_date_says_of_what_it_is(first: str, last: str, expected: str) -> None:
    dates = [
        {"date": {"text": year}, "association": {"text": kind}}
        for year, kind in (("1925", first), ("1970", last))
    ]
    assert in_json({"title": "A", "productionDates": dates}) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("1/60,Canon,2004:05:06 11:12:13,2004:05:06 11:12:13", ("2004", "exact")),
        (",Canon,2004:05:06 11:12:13,2004:05:06 11:12:13", ("", "uncertain")),
        ("1/60,Canon,2004:05:06 11:12:13,2011:01:02 10:00:00", ("2004", "exact")),
    ],
)
def test_a_table_of_exiftool_has_a_cameras_date_if_it_has_an_exposure(
    row: str, expected: tuple[str, str]
) -> None:
    Path("t.csv").write_text(
        f"SourceFile,ExposureTime,Make,DateTimeOriginal,CreateDate\nhttps://x.example/1.jpg,{row}\n",
        encoding="utf-8",
    )
    assert main(["manifest", "t.csv", "-o", "m.csv"]) == 0
    with Path("m.csv").open(encoding="utf-8", newline="") as file:
        assert [(row["year"], row["certainty"]) for row in csv.DictReader(file)] == [expected]


ALTO = (
    '<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Description><fileName>1.tif</fileName>'
    "<processingDateTime>2015-03-04</processingDateTime></Description></alto>"
)


def test_the_recognised_text_beside_a_photo_is_no_record() -> None:
    for year in (1930, 1931):
        photo(f"in/{year}-05-04_p1.jpg", "", is_exposed=False)
        Path(f"in/{year}-05-04_p1.xml").write_text(ALTO, encoding="utf-8")
    photo("in/a.jpg", "", is_exposed=False)
    Path("in/a.xml").write_text("<record><id>a</id><date>1925</date></record>", encoding="utf-8")
    assert years_below("in") == {
        "1930-05-04_p1.jpg": ("1930", "1930", "exact"),
        "1931-05-04_p1.jpg": ("1931", "1931", "exact"),
        "a.jpg": ("1925", "1925", "exact"),
    }


@pytest.mark.parametrize("xml", [ALTO, "<info><x/></info>"])
def test_one_xml_file_that_describes_nothing_never_loses_photos(xml: str) -> None:
    for year in (1931, 1932):
        photo(f"in/{year}-05-04.jpg", "", is_exposed=False)
    Path("in/info.xml").write_text(xml, encoding="utf-8")
    assert years_below("in") == {
        "1931-05-04.jpg": ("1931", "1931", "exact"), "1932-05-04.jpg": ("1932", "1932", "exact"),
    }  # fmt: skip


def test_one_record_of_no_photo_never_loses_two_photos_and_is_listed() -> None:
    for year in (1931, 1932):
        photo(f"in/{year}-05-04.jpg", "", is_exposed=False)
    xml = "<album><title>Family album</title><date>2015</date></album>"
    Path("in/info.xml").write_text(xml, encoding="utf-8")
    assert main(["manifest", "in", "-o", "m.csv"]) == 1
    with Path("m.csv").open(encoding="utf-8", newline="") as file:
        assert [row["year"] for row in csv.DictReader(file)] == ["1931", "1932"]
    assert "in/info.xml,no-photo" in Path("m.left-out.csv").read_text(encoding="utf-8")
