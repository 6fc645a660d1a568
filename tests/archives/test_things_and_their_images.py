"""The year of a thing, and the day of a digital image, are never the photo's exact year."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

import pytest

from photoparsl.archives.dates.choosing import choose_date
from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_doubts import IS_DEFAULT
from photoparsl.archives.dates.date_fields import dates_in_json
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.photo_dates import choose_photo_date
from photoparsl.archives.dates.year_estimate import Certainty
from photoparsl.archives.image_sizes import of_best_sizes
from photoparsl.commands.main import main


def of_rows(columns: str, *rows: str) -> list[str]:
    """The years and certainties of a table with a photo in each row."""
    lines = [f"https://a.example/{n}.jpg;{row}" for n, row in enumerate(rows)]
    Path("t.csv").write_text("\n".join([f"Foto-Datei;{columns}", *lines]), encoding="utf-8")
    assert main(["manifest", "t.csv", "-o", "m.csv"]) == 0
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        return [
            f"{row['year'] or row['earliest']} {row['certainty']}".strip()
            for row in csv.DictReader(file)
        ]


def in_json(item: dict[str, Any]) -> str:
    estimate = choose_date(dates_in_json(item)).estimate
    return f"{estimate.year or estimate.earliest or ''} {estimate.certainty}".strip()


@pytest.mark.parametrize(
    "columns",
    [
        "Inventarnr.;Objekt;Hersteller;Herstellungsjahr;Jahr der Aufnahme",
        "No;Object;Manufacturer;Year of manufacture;Year of photo",
        "N°;Objet;Fabricant;Année de fabrication;Date de la photo",
        "No;Object;Maker;Date made;Photographed",
        "Nr;Objekt;Hersteller;Jahr;Aufnahmedatum",
    ],
)
@pytest.mark.usefixtures("folder")
def test_where_the_photos_date_is_empty_the_things_year_isnt_exact(columns: str) -> None:
    assert of_rows(columns, "1;Pflug;Fowler;1887;1975", "2;Traktor;Lanz;1921;") == [
        "1975 exact",
        "1919 uncertain",
    ]


@pytest.mark.usefixtures("folder")
def test_where_the_photos_date_is_empty_another_date_of_a_photograph_stays_exact() -> None:
    assert of_rows("Titel;Datum;Aufnahmedatum", "T;1926;") == ["1926 exact"]
    assert of_rows("Objektart;Objekt;Datum;Aufnahmedatum", "Fotografie;T;1926;") == ["1926 exact"]


@pytest.mark.parametrize("holder", ["images", "files", "media", "representations", "digitalImages"])
def test_the_day_of_a_digital_image_isnt_the_photos(holder: str) -> None:
    url = "https://a.example/1.jpg"
    assert in_json({"dated": None, "image": url, holder: [{"date": "2004-05-02"}]}) == "undated"
    assert in_json({"dated": "1911", "image": url, holder: [{"date": "2004"}]}) == "1911 exact"


@pytest.mark.parametrize("beside", ["item", "itemLabel", "classLabel", "Name", "Coordinates"])
def test_the_inception_of_an_item_isnt_the_photos_exact_year(beside: str) -> None:
    item = {beside: "Rathaus", "inception": "1887-01-01T00:00:00Z"}
    assert in_json(item) == "1887 uncertain"
    estimate = choose_date(dates_in_json({**item, "precision": "7"})).estimate
    assert (estimate.earliest, estimate.latest) == (1801, 1900)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("other", "undated"), ("created", "1887 exact"), ("collected", "undated")],
)
def test_the_type_of_a_date_is_heard_as_an_object_too(kind: str, expected: str) -> None:
    assert in_json({"dates": [{"date": "1887", "type": {"id": kind}}]}) == expected


@pytest.mark.parametrize("name", ["period", "label", "display"])
def test_the_words_beside_a_pair_in_one_object_go_before_its_numbers(name: str) -> None:
    def of(words: str, year: str) -> str:
        return in_json({"production_date": [{"start": year, "end": year, name: words}]})

    assert of("ca. 1911", "1911-12-31T00:00:00.000Z") == "1911 approximate"
    assert of("før 1905", "1905") == "before"
    assert of("udateret", "1950") == "undated"
    assert of("1931?", "1931") == "1931 uncertain"
    assert of("1931", "1931") == "1931 exact"


def test_a_cameras_first_of_january_1900_is_doubted() -> None:
    date = DateCandidate(Role.TAKEN, "1900:01:01 00:00:00", "EXIF DateTimeOriginal")
    choice = choose_photo_date(PurePath("a/1.jpg"), [date])
    assert (choice.estimate.certainty, choice.doubt) == (Certainty.UNCERTAIN, IS_DEFAULT)
    sure = choose_photo_date(PurePath("a/1.jpg"), [replace(date, text="1900:05:04 10:11:12")])
    assert sure.estimate.certainty == Certainty.EXACT


def test_sizes_at_the_library_of_congress_are_one_photo_and_elsewhere_several() -> None:
    ends = ("_150px.jpg", "t.gif", "r.jpg", "v.jpg")
    here = [f"https://tile.loc.gov/pnp/3a/1{end}" for end in ends]
    assert of_best_sizes(here)[0] == [here[-1]]
    elsewhere = [f"https://loc.gov.example/pnp/3a/1{end}" for end in ends]
    assert of_best_sizes(elsewhere)[0] == elsewhere


@pytest.mark.parametrize(
    ("columns", "thing", "photo"),
    [
        ("Object;Object type;Date made;Maker", "Tractor;Machinery;1938;Fordson",
         "Sheep;Photograph;1931;W. Tan"),
        ("Objekt;Objektart;Herstellungsjahr;Hersteller", "Traktor;Landmaschine;1938;Lanz",
         "Hof;Glasplatte;1931;Kurz"),
        ("Object name;Object type;Year", "Plow;Tool;1938", "Sheep;Lantern slide;1931"),
        ("Name/Title;Classification;Made By;Date(s) Made", "Plow;Tool;Deere;1938",
         "Class;Photographs;Lee;1931"),
        ("object_name;object_type;event_type;event_time", "Rad;Fahrrad;Hergestellt;1938",
         "Turm;Fotografie;Aufgenommen;1931"),
        ("Object;Date made;Maker", "Tractor;1938;Fordson", "Photograph;1931;W. Tan"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("folder")
def test_the_year_of_a_made_thing_isnt_the_photos_exact_year(
    columns: str, thing: str, photo: str
) -> None:
    assert of_rows(columns, thing, photo) == ["1936 uncertain", "1931 exact"]


@pytest.mark.usefixtures("folder")
def test_a_type_of_any_thing_or_a_maker_alone_leaves_the_year_exact() -> None:
    assert of_rows("Title;Object type;Date made", "Mill;Museum object;1931") == ["1931 exact"]
    assert of_rows("Title;Date made;Maker", "Mill;1931;Hill & Co") == ["1931 exact"]


@pytest.mark.usefixtures("folder")
def test_the_date_of_the_image_of_a_building_is_the_photos() -> None:
    columns = "Title;Work Type;Date;Image Date"
    found = of_rows(columns, "Hall;Architecture;1751;1938", "Hall;Architecture;1751;")
    assert found == ["1938 exact", "undated"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("American, 1891-1967", "1929 exact"),
        ("Anna Beck (1860-1940)", "1929 exact"),
        ("undated; Anna Beck, 1860-1940", "1929 uncertain"),
        ("Anna Beck (1860-1940), before 1950", "1929 uncertain"),
        ("American, 1891-1967?", "1929 uncertain"),
        ("1891-1967", "1929 range"),
    ],
)
def test_a_text_for_people_with_a_life_only_says_nothing_of_a_photos_year(
    text: str, expected: str
) -> None:
    assert in_json({"Title": "x", "Dated": "1929", "DisplayDate": text}) == expected
