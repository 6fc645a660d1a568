"""Photos without records: dates within them, beside them, and in the names of files and folders."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from PIL import Image

from photoparsl.archives.dates.name_dates import date_in_file_name, dates_in_folder_names
from photoparsl.commands.main import main

TAKEN, MAKE, MODEL, EXIF = 0x9003, 0x010F, 0x0110, 0x8769


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def photo(
    path: str, taken: str = "", model: str = "", *, make: str = "", exposed: bool = False
) -> None:
    """Make a JPEG with a camera's date, and an exposure; a scanner, which has a model, has none."""
    exif, data = Image.Exif(), io.BytesIO()
    if taken:
        exif.get_ifd(EXIF)[TAKEN] = taken
    if exposed or (taken and not model):
        exif.get_ifd(EXIF)[0x829A] = (1, 125)
    if model:
        exif[MAKE], exif[MODEL] = make, model
    grey = 50 + len(path) * 3 % 150
    Image.new("L", (20, 20), grey).save(data, "JPEG", exif=exif)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(data.getvalue())


def read(*options: str) -> dict[str, tuple[str, str, str]]:
    assert main(["manifest", "family", *options]) == 0
    with Path("manifest.csv").open(newline="", encoding="utf-8") as file:
        return {
            row["url"].removeprefix("family/"): (row["earliest"], row["latest"], row["certainty"])
            for row in csv.DictReader(file)
        }


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("1923-05_family", ("1923-05", True)),
        ("1923-05-17 picnic", ("1923-05-17", True)),
        ("1923_family", ("1923", True)),
        ("1950s_beach", ("1950s", True)),
        ("ca 1910 mill", ("ca 1910", True)),
        ("IMG_19991231_235959", ("1999-12-31", True)),
        ("PXL_20210314_101112", ("2021-03-14", True)),
        ("20140708_091011", ("2014-07-08", True)),
        ("reunion 1987-07-04 (3)", ("1987-07-04", True)),
        ("19120305", ("1912-03-05", False)),
        ("hotel 1923", ("1923", False)),
        ("Album 1948-52 p 3", ("1948-52", True)),
        ("DSC_1923", None),
        ("MVI_1936", None),
        ("Scan_20190304_0001", None),
        ("gescannt 2003 Opa", None),
        ("Foto vom 3.5.1911 (gescannt 2012)", ("3.5.1911", True)),
        ("Scan 2019-03-04 1912 Haus", ("1912", True)),
        ("30er Jahre Haus", ("30er Jahre", True)),
        ("IMG_1950", None),
        ("scan1950", None),
        ("1923-05-001", None),
        ("1984.23.1", None),
        ("12345", None),
        ("19123", None),
        ("p1923", None),
        ("no. 1923", None),
        ("1910 and 1912 together", ("1910 and 1912", True)),
        ("from 1910 or 1912", ("from 1910 or 1912", True)),
        ("1930-1", None),
        ("1930_05_17 tour", ("1930-05-17", True)),
        ("1930-12-30 - 1931-01-02 tour", ("1930-12-30 - 1931-01-02", True)),
        ("1923_verso", ("1923", True)),
        ("IMG_20191399_1", None),
        ("family", None),
        ("2999", None),
    ],
)
def test_a_file_name_gives_a_date_if_its_number_can_be_one(
    stem: str, expected: tuple[str, bool] | None
) -> None:
    found = date_in_file_name(stem)
    assert (found and (found.text, found.is_sure)) == expected


# Names whose words say that the year isn't surely the photo's: the span or the doubt, or None
DOUBTED = """
1930 oder 1931 Haus,1930,1931|1930 nebo 1931 dům,1930,1931|1930 bis 1935 Urlaub,1930,1935
1930 und 1931 Reisen,1930,1931|1930 - 1931 Haus,1930,1931|1930_1931 Haus,1930,1931
1918_1945,1918,1945|1930 31,1930,1931|1930_31 Haus,1930,1931|1930s-1940s,1930,1949
1930er Haus,1930,1939|1930-talet hus,1930,1939|1923 Haus 1985,1923,1985|1930 ca Haus,1925,1935
1930 circa casa,1925,1935|1930 około dom,1925,1935|1930 etwa Haus,1928,1932
1930 ungefähr Haus,1928,1932|1930 omkring hus,1925,1935|1930 asi dům,1925,1935
1930 maybe grandpa,1928,1932|1930 (unsicher),1928,1932|1930 Oma (unsicher),1928,1932
1930 no sé,1928,1932|1930 vermutlich Opa,1928,1932|1930? Haus,1928,1932|1930 später,1928,1932
1930-05-17 maybe,1928,1932|1930 oder früher Haus,,1930|vor 1930 Haus,,1929|nach 1930 Haus,1931,
1960 Abzug Oma,,1960|Haus ca. 1930,1925,1935|Rom 1930 oder 1931,1930,1931|Haus vor 1930 innen,,1929
Rom 1930 Paris 1950,1930,1950|1930 Oma Abzug,1928,1932|1930 ±2,1928,1932|1930 falsch,1928,1932
1930ca Haus,1928,1932|1930 Kirche (erbaut 1890),1890,1930|1930 Opa geb. 1899,1899,1930
"""


@pytest.mark.parametrize("line", DOUBTED.strip().replace("\n", "|").split("|"))
def test_words_and_years_beside_a_year_in_a_name_count(line: str) -> None:
    name, earliest, latest = line.rsplit(",", 2)
    photo(f"family/{name}.jpg")
    photo(f"family/{name} x/a.jpg")
    for found in read().values():
        assert found[:2] == (earliest, latest)
        assert found[2] != "exact"


@pytest.mark.parametrize(
    "name",
    [
        "1930 built house",
        "1912 erbaute Kirche",
        "1899 born grandpa",
        "1930 geboren Opa",
        "House built 1890",
        "Opa *1930",
    ],
)
def test_a_year_of_a_building_or_a_life_in_a_name_is_passed_over(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    photo(f"family/{name}.jpg")
    photo(f"family/1950s/{name}/a.jpg")
    assert sorted(read().values()) == [("", "", "undated"), ("1950", "1959", "range")]
    assert "'file name' of another thing 1" in " ".join(capsys.readouterr().out.split())


NUMBERS = (
    "1945 Main Street,1916 E 5th St,1912 Elm Ave front,1840 Rue Cartier,1888 PLZ Sargans,"
    "1939 m ü.M. Gipfel,1911 km Radtour,1939m Gipfel,1912 m s.n.m.,1950 ft,1945 W Main St,"
    "1830 Uhr Essen"
)
NO_NUMBERS = (
    "1923 Grandma on Main Street,1926 Skiurlaub St. Anton,1923 M. Beck,1939 m. Opa,1936 cap Ferret,"
    "1923 Hauptstraße,1912 Opa und Dr. Meyer,1920 Mark und Anna,1923-05 Main Street"
)


@pytest.mark.parametrize("name", NUMBERS.split(","))
def test_a_number_of_a_house_a_height_or_the_like_that_begins_a_name_is_uncertain(
    name: str,
) -> None:
    photo(f"family/{name}.jpg")
    photo(f"family/{name}/a.jpg")
    assert {found[2] for found in read().values()} == {"uncertain"}


@pytest.mark.parametrize("name", NO_NUMBERS.split(","))
def test_other_words_after_a_year_that_begins_a_name_leave_it_exact(name: str) -> None:
    photo(f"family/{name}.jpg")
    assert {found[2] for found in read().values()} == {"exact"}


@pytest.mark.parametrize(
    "name",
    [
        "1930 Oma vor dem Haus",
        "1930 Post Office",
        "1930 on the beach",
        "1930 al mare",
        "1930 Haus - Kopie",
        "1930 Haus (2)",
        "1930 7",
        "1930 Geburtstag Opa",
        "1930 Winter in Rom",
        "1930 Haus scan 2019",
        "1930_05_Haus",
        "(1930) Haus",
    ],
)
def test_words_that_say_nothing_of_the_year_leave_it_exact(name: str) -> None:
    photo(f"family/{name}.jpg")
    assert list(read().values()) == [("1930", "1930", "exact")]


def test_an_open_date_in_a_name_goes_before_the_clock_of_a_scan() -> None:
    photo("family/vor 1914/a.jpg", "2011:03:04 10:11:12")
    photo("family/bb nach 1930/nach 1930 Haus.jpg", "2011:03:04 10:11:12")
    photo("family/nach 1930/1923 Haus.jpg")
    assert read() == {
        "vor 1914/a.jpg": ("", "1913", "before"),
        "bb nach 1930/nach 1930 Haus.jpg": ("1931", "", "after"),
        "nach 1930/1923 Haus.jpg": ("1921", "1925", "uncertain"),
    }


@pytest.mark.parametrize(
    ("folders", "expected"),
    [
        ("1912", "1912"),
        ("1950s/Italy", "1950s"),
        ("Album 1948-52", "1948-52"),
        ("1912/1913", "1913"),
        ("1912/scans 2019", "1912"),
        ("Backup 2015/x", None),
        ("Sommer 1934", "sommer 1934"),
        ("Foto_1890er", "1890er"),
        ("Foto_1890", None),
        ("Reise 14.-21. Juli 1933", "14.-21. juli 1933"),
        ("x/y", None),
    ],
)
def test_the_nearest_folder_with_a_date_gives_it(folders: str, expected: str | None) -> None:
    found = next(iter(dates_in_folder_names(Path(folders))), None)
    assert (found and found.text.lower()) == expected


def test_names_go_before_the_clocks_of_cameras_and_doubts_are_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    photo("family/1950s/a.jpg", "2011:03:04 10:11:12")
    photo("family/1912/bb.jpg")
    photo("family/1923-05_ccc.jpg", "2011:03:04 10:11:12")
    photo("family/2010s/dddd.jpg", "2011:03:04 10:11:12")
    photo("family/eeeee.jpg", "2011:03:04 10:11:12")
    photo("family/ffffff.jpg", "1980:01:01 00:03:04")
    photo("family/hotel 1923.jpg", "2011:03:04 10:11:12")
    photo("family/2003/gggg.jpg", "2011:03:04 10:11:12")
    photo("family/2004/hhhhh.jpg")
    photo("family/iiiiiii.jpg", "2012:03:04 10:11:12", "Perfection V600")
    assert read() == {
        "1950s/a.jpg": ("1950", "1959", "range"),
        "1912/bb.jpg": ("1912", "1912", "exact"),
        "1923-05_ccc.jpg": ("1923", "1923", "exact"),
        "2010s/dddd.jpg": ("2011", "2011", "exact"),
        "eeeee.jpg": ("2011", "2011", "exact"),
        "ffffff.jpg": ("", "", "undated"),
        "hotel 1923.jpg": ("2009", "2013", "uncertain"),
        "2003/gggg.jpg": ("2009", "2013", "uncertain"),
        "2004/hhhhh.jpg": ("2002", "2006", "uncertain"),
        "iiiiiii.jpg": ("", "", "undated"),
    }
    printed = " ".join(capsys.readouterr().out.split())
    assert "'folder name' when the photo was taken 3 e.g." in printed
    assert "'EXIF DateTimeOriginal' when it was digitised 3 e.g." in printed
    assert "'EXIF DateTimeOriginal' of another thing 1 e.g. 1980:01:01" in printed


def test_a_person_can_say_which_of_a_photos_dates_counts() -> None:
    photo("family/1950s/a.jpg", "2011:03:04 10:11:12")
    assert read("--date-column", "EXIF DateTimeOriginal") == {
        "1950s/a.jpg": ("2011", "2011", "exact")
    }
    assert read("--date-column", "folder name") == {"1950s/a.jpg": ("1950", "1959", "range")}


@pytest.mark.parametrize("name", ["a.jpg.xmp", "a.xmp"])
def test_xmp_beside_a_photo_gives_its_date(name: str) -> None:
    photo("family/a.jpg", "2011:03:04 10:11:12")
    Path("family", name).write_text(
        """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
        xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
        xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:ModifyDate="2015-01-02"
        xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
        photoshop:DateCreated="1934-07-08"/></rdf:RDF></x:xmpmeta>"""
    )
    assert read() == {"a.jpg": ("1934", "1934", "exact")}


def test_the_creation_of_a_file_in_xmp_beside_it_is_passed_over_by_name(
    capsys: pytest.CaptureFixture[str],
) -> None:
    photo("family/a.jpg")
    Path("family/a.xmp").write_text(
        """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
        xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
        xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreateDate="2011-03-04T10:11:12"/>
        </rdf:RDF></x:xmpmeta>"""
    )
    assert read() == {"a.jpg": ("", "", "undated")}
    assert "'XMP CreateDate beside'" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("photo_name", "json_name"),
    [
        ("a.jpg", "a.jpg.json"),
        ("a.jpg", "a.jpg.supplemental-metadata.json"),
        (f"{'long name ' * 3}.jpg", f"{'long name ' * 3}.jpg.supplemental-m"[:46] + ".json"),
    ],
)
def test_googles_json_beside_a_photo_gives_its_date(photo_name: str, json_name: str) -> None:
    photo(f"family/{photo_name}")
    taken = {"photoTakenTime": {"timestamp": "-1100000000"}, "creationTime": {"timestamp": "1"}}
    name = f"{photo_name}.supplemental-metadata"[:46] + ".json"
    Path("family", json_name if len(photo_name) < 20 else name).write_text(json.dumps(taken))
    assert read() == {photo_name: ("1935", "1935", "exact")}


def test_a_stray_record_among_many_photos_doesnt_hide_their_own_dates() -> None:
    for number in range(1, 25):
        photo(f"family/19{number + 10}/{'x' * number}.jpg")
    Path("family/notes.xml").write_text("<note><date>2001</date></note>")
    assert main(["manifest", "family"]) == 1  # the note has no photo, and is listed
    with Path("manifest.csv").open(newline="") as file:
        assert [row["year"] for row in csv.DictReader(file)] == [
            f"19{n + 10}" for n in range(1, 25)
        ]
    assert "no-photo" in Path("manifest.left-out.csv").read_text()


def test_it_is_said_that_names_of_fields_dont_count_for_photos_without_records(
    caplog: pytest.LogCaptureFixture,
) -> None:
    photo("family/1912/a.jpg")
    assert read("--title-column", "caption") == {"1912/a.jpg": ("1912", "1912", "exact")}
    name = "--title-column (Python: title_column)"
    assert f"{name} has no effect on photos without records" in caplog.text


def test_the_dates_of_scanning_and_of_the_last_change_are_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    exif = Image.Exif()
    exif[0x0132] = "2015:03:04 10:11:12"
    exif.get_ifd(EXIF)[0x9004] = "2014:03:04 10:11:12"
    Path("family/1912").mkdir(parents=True)
    Image.new("L", (20, 20), 90).save("family/a.jpg", exif=exif)
    Image.new("L", (20, 20), 90).save("family/1912/b.jpg", exif=exif)
    assert read() == {"a.jpg": ("", "", "undated"), "1912/b.jpg": ("1912", "1912", "exact")}
    printed = " ".join(capsys.readouterr().out.split())
    assert "'EXIF DateTimeDigitized' when it was digitised 2 e.g. 2014:03:04" in printed
    assert "'EXIF DateTime' record or acquisition 2 e.g. 2015:03:04" in printed


def test_a_makers_of_scanners_dates_are_the_scans_also_with_an_exposure() -> None:
    devices = {
        "a.jpg": ("EPSON", "X1"), "bb.jpg": ("Plustek", "OF-1"), "ccc.jpg": ("ION", "FILM2SD"),
        "dddd.jpg": ("SEIKO EPSON CORP.", "R-D1"), "eeeee.jpg": ("Canon", "X1"),
    }  # fmt: skip
    for name, (make, model) in devices.items():
        photo(f"family/Hytta 1963/{name}", "2017:03:04 10:11:12", model, make=make, exposed=True)
    found = {path.rpartition("/")[2]: row for path, row in read().items()}
    assert [found[name] for name in devices] == [
        *[("1961", "1965", "uncertain")] * 3, *[("2015", "2019", "uncertain")] * 2,
    ]  # fmt: skip


LIVES = (
    "Onkel Per, 1901-1977|Tante Liv (1911-1999)|Per Hansen; 1901 - 1977|"
    "Jean, 1901 à 1977|Opa Karl (1901 bis 1977) Fotos"
)
NO_LIVES = (  # years of an album, a span no longer than a part of a life, or longer than a life
    "Album, 1901-1977|Fotos (1901-1977)|Familienalbum Beck (1901-1977)|Per, 1931-1938|"
    "Per (1931-1961)|Oslo, 1830-1977|1901-1977, Oslo"
)


@pytest.mark.parametrize("name", LIVES.split("|"))
def test_a_persons_life_in_a_name_is_no_date_and_is_named(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    photo(f"family/{name}/img.jpg")
    photo(f"family/{name}.jpg")
    photo(f"family/1930s/{name}/b.jpg")
    assert sorted(read().values()) == [("", "", "undated")] * 2 + [("1930", "1939", "range")]
    assert "'folder name' of another thing" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("name", NO_LIVES.split("|"))
def test_years_that_are_no_life_in_a_name_are_its_dates(name: str) -> None:
    photo(f"family/{name}/img.jpg")
    assert all(first and last for first, last, _ in read().values())
