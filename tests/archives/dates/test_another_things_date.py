"""An exact year needs a reason to be the photo's; without one it is uncertain."""

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

EXACT, UNCERTAIN, NONE = "1876 exact", "1876 uncertain", " undated"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def in_words(choice: DateChoice) -> str:
    estimate = choice.estimate
    return f"{estimate.stated or estimate.earliest or ''} {estimate.certainty}"


def in_json(item: dict[str, Any]) -> DateChoice:
    return choose_date(dates_in_json({"image": "a.jpg", **item}))


def of_whole_record(inside: str) -> str:
    return in_words(choose_date(describe(etree.fromstring(f"<record>{inside}</record>")).dates))


def in_xml(inside: str, root: str = "record") -> DateChoice:
    text = f"<{root}>{inside}<image>a.jpg</image></{root}>"
    return choose_date(describe(etree.fromstring(text)).dates)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *((name, UNCERTAIN) for name in (
            "object", "work", "artwork", "subject", "place", "event", "events", "collection",
            "source", "original", "objectInfo", "oeuvre", "Werk", "series", "church", "zyx")),
        *((name, NONE) for name in (
            "building", "artist", "person", "related", "publication", "exhibition")),
        *((name, EXACT) for name in (
            "metadata", "dates", "fields", "properties", "data", "attributes", "values", "photo",
            "image", "photograph", "picture", "Bild", "content", "daten", "item")),
    ],
)  # fmt: skip
def test_the_date_in_an_element_is_the_photos_only_if_the_element_is_neutral(
    name: str, expected: str
) -> None:
    for choice in (
        in_xml(f"<title>A</title><{name}><date>1876</date></{name}>"),
        in_xml(f"<title>A</title><data><{name}><year>1876</year></{name}></data>"),
        in_json({"title": "A", name: {"date": "1876"}}),
        in_json({"title": "A", "data": {name: [{"year": 1876}]}}),
    ):
        assert in_words(choice) == expected
        dates = (*choice.taken, *choice.passed_over)
        assert all("/" in date.name or expected == EXACT for date in dates)
        assert bool(choice.doubt) == (expected == UNCERTAIN)
        assert dates, "a date is never lost without a word"


def test_an_object_that_holds_the_photo_and_its_title_is_the_record_itself() -> None:
    inside = "<title>A</title><date>1876</date><file>a.jpg</file>"
    for name in ("object", "work", "objekt", "artObject", "obra"):
        record = etree.fromstring(f"<record><{name}>{inside}</{name}></record>")
        assert in_words(choose_date(describe(record).dates)) == EXACT
        whole = {name: {"title": "A", "date": "1876", "image": "a.jpg"}}
        assert in_words(choose_date(dates_in_json(whole))) == EXACT
    photo = {"objectType": "photograph", "title": "A", "object": {"date": "1876"}}
    assert in_words(in_json(photo)) == EXACT
    image = {"type": "Image", "title": "A", "object": {"date": "1876"}}
    assert in_words(in_json(image)) == UNCERTAIN


def test_an_empty_photo_beside_an_object_tells_that_the_object_is_what_it_shows() -> None:
    inside = "<object><date>1876</date></object>"
    for photo in ("<photo/>", "<image/>", "<photo>P-17</photo>", '<photo src="a.jpg"/>'):
        for record in (inside + photo, photo + inside):
            assert of_whole_record(record) == UNCERTAIN, record
    assert of_whole_record(inside) == EXACT
    beside = dates_in_json({"object": {"date": "1876"}, "photo": {}})
    assert in_words(choose_date(beside)) == UNCERTAIN
    within = dates_in_json({"photo": {"object": {"title": "A", "date": "1876"}}})
    assert in_words(choose_date(within)) == EXACT


@pytest.mark.parametrize(
    ("make", "model", "year"),
    [("Make", "Model", "Year"), ("Marke", "Modell", "Jahr"), ("Marque", "Modèle", "Année"),
     ("Marca", "Modelo", "Año"), ("Manufacturer", "Model No.", "Date")],
)  # fmt: skip
def test_a_year_beside_a_make_and_a_model_may_be_that_of_the_car(
    make: str, model: str, year: str
) -> None:
    car = {make: "Ford", model: "T"}
    assert in_words(in_json({**car, year: "1911"})) == "1911 uncertain"
    assert in_words(in_json({**car, year: "1911", "Baujahr": "1911"})) == "1911 uncertain"
    assert in_words(in_json({**car, year: "1923", "Baujahr": "1911"})) == "1923 exact"
    assert in_words(in_json({**car, "Photographed": "1911"})) == "1911 exact"
    assert in_words(in_json({model: "Anna", year: "1911"})) == "1911 exact"
    assert in_words(in_json({make: "Agfa", model: "", year: "1911"})) == "1911 exact"
    assert in_words(in_json({"exif": car, year: "1999"})) == "1999 exact"


def test_the_model_of_a_car_is_enough() -> None:
    for column in ("Car model", "Vehicle make", "Car", "Aircraft"):
        assert in_words(in_json({column: "Ford T", "Year": "1911"})) == "1911 uncertain"


def test_doubtful_dates_that_disagree_are_doubtful_together() -> None:
    both = in_json({"foo": {"year": "1910"}, "bar": {"year": "1961"}}).estimate
    assert (both.certainty, both.span) == ("uncertain", (1908, 1963))


def test_beside_the_photos_own_date_that_of_an_object_is_passed_over() -> None:
    own = in_json({"date": "1911", "object": {"date": "1876"}})
    assert (in_words(own), [date.name for date in own.passed_over]) == (
        "1911 exact",
        ["object/date"],
    )


def test_a_labelled_list_in_another_thing_isnt_the_photos() -> None:
    for name, expected in (("church_info", UNCERTAIN), ("metadata", EXACT)):
        labelled = [{"label": "Name", "value": "A"}, {"label": "Year", "value": "1876"}]
        assert in_words(in_json({name: labelled})) == expected


@pytest.mark.parametrize(
    "column",
    [
        "Building", "Building name", "Name of the building", "Monument", "Gebäude", "Church",
        "Ship", "Architect", "Architekturbüro", "Edificio", "Pfarrkirche", "Bâtiment", "Palazzo",
        "Gebouw", "Kyrka", "Budynek", "Stavba", "Statue", "Lokomotive", "Bauherr",
    ],
)  # fmt: skip
@pytest.mark.parametrize("date", ["Year", "Date", "Jahr", "Date created"])
def test_a_generic_date_beside_a_building_is_uncertain(column: str, date: str) -> None:
    assert in_words(in_json({column: "St. Mary", date: "1876"})) == UNCERTAIN
    assert in_words(in_json({column: {"name": "St. Mary"}, date: "1876"})) == UNCERTAIN
    assert in_words(in_json({column: "", date: "1876"})) == EXACT
    assert in_words(in_json({column: "St. Mary", date: "1850", "Photographed": "1876"})) == EXACT
    own = {column: "St. Mary", "Year built": "1850", "Date": "1876"}
    assert in_words(in_json(own)) == EXACT
    photo = {column: "St. Mary", date: "1876", "objectType": "Photograph"}
    assert in_words(in_json(photo)) == EXACT


def test_a_column_that_names_no_thing_leaves_the_date_exact() -> None:
    for column in ("Title", "Photographer", "Artist", "Place", "Shipping", "Fonte", "Object",
                   "Townscape", "House style guide", "Database", "Model", "Housing"):  # fmt: skip
        assert in_words(in_json({column: "St. Mary", "Year": "1876"})) == EXACT


def test_a_record_called_like_another_thing_has_that_things_date() -> None:
    assert in_words(in_xml("<date>1876</date>", "church")) == UNCERTAIN
    assert in_words(in_xml("<date>1876</date>", "building")) == NONE
    assert in_words(in_xml("<taken>1876</taken>", "church")) == EXACT
    xml = in_xml("<building><name>Mill</name></building><year>1876</year>")
    assert in_words(xml) == UNCERTAIN


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<holding><object><made><date>1876</date></made></object></holding>", UNCERTAIN),
        ("<depicts><thing><name>Hall</name><year>1876</year></thing></depicts>", UNCERTAIN),
        ("<building>Mill</building><photo><date>1876</date></photo>", EXACT),
        ("<monument><datation>1850</datation></monument><prisedevue><date>1876</date></prisedevue>",
         EXACT),
        ("<vehicle><model>T</model></vehicle><year>1876</year>", UNCERTAIN),
        ("<gebouw><jaar>1850</jaar><naam>Molen</naam></gebouw><datum>1876</datum>", EXACT),
        ("<object>Church</object><date>1876</date>", UNCERTAIN),
        ("<object>Photograph of a church</object><date>1876</date>", EXACT),
        ("<aufnahme><ort>Ulm</ort><datum>1876</datum></aufnahme>", EXACT),
        ("<location><building>Mill</building></location><date>1876</date>", EXACT),
    ],
)  # fmt: skip
def test_what_stands_around_and_beside_a_date_tells_whose_it_is(inside: str, expected: str) -> None:
    assert in_words(in_xml(f"<title>T</title>{inside}")) == expected


def years_of(file: str) -> list[str]:
    assert main(["manifest", file, "-o", "m.csv"]) in (0, 1)
    with Path("m.csv").open(newline="", encoding="utf-8") as lines:
        return [f"{row['year']} {row['certainty']}" for row in csv.DictReader(lines)]


def test_a_list_of_buildings_gives_no_exact_years(capsys: pytest.CaptureFixture[str]) -> None:
    items = [
        {"name": f"No. {n}", "year": 1876, "image": f"https://a.example/{n}.jpg"} for n in range(3)
    ]
    for name, expected in (("buildings", NONE), ("churches", " uncertain"), ("photos", EXACT)):
        Path("a.json").write_text(json.dumps({name: items, "count": 3}))
        assert years_of("a.json") == [expected] * 3
        Path("b").mkdir(exist_ok=True)
        Path("b/a.json").write_text(json.dumps({name: items, "count": 3}))
        assert years_of("b") == [expected] * 3
    Path("t.csv").write_text("photo,Church,Year\nhttps://a.example/1.jpg,St. Mary,1876\n")
    assert years_of("t.csv") == [" uncertain"]
    printed = " ".join(capsys.readouterr().out.split())
    assert "1 date of 'Year' taken as uncertain: the field 'Church' names a building" in printed


@pytest.mark.parametrize(
    "column",
    [
        "Until",
        "bis",
        "to",
        "jusqu'à",
        "hasta",
        "fino a",
        "tot",
        "till",
        "do",
        "Year until",
        "Through",
        "Al",
        "Ende",
    ],
)
def test_an_end_beside_a_year_makes_a_span(column: str) -> None:
    span = in_json({"Year": "1876", column: "1880"})
    assert (span.estimate.span, span.estimate.certainty) == ((1876, 1880), "range")
    twice = in_json({"Year": "1876", "Date": "1876", column: "1880"})
    assert (twice.estimate.span, twice.estimate.certainty) == ((1876, 1880), "range")
    assert in_words(in_json({"Year": "1876", column: "1870"})) == UNCERTAIN
    assert in_words(in_json({"Year": "1876", column: "Anna"})) == EXACT
    alone = in_json({column: "1880"})
    assert (alone.estimate.latest, alone.estimate.certainty) == (1880, "before")
    xml = choose_date(describe(etree.fromstring("<r><date>1876</date><to>1880</to></r>")).dates)
    assert xml.estimate.span == (1876, 1880)


@pytest.mark.parametrize(
    ("precision", "expected"),
    [
        (5, (None, None)), (6, (None, None)), (7, (1901, 2000)), (8, (1920, 1929)),
        (9, (1923, 1923)), (10, (1923, 1923)), (11, (1923, 1923)),
    ],
)  # fmt: skip
def test_a_time_of_wikidata_is_read_with_its_precision(
    precision: int, expected: tuple[int | None, int | None]
) -> None:
    time = {"time": "+1923-05-04T00:00:00Z", "precision": precision}
    for item in ({"date": time}, time, {"date": {"value": time}}, {"inception": [time]}):
        estimate = in_json(item).estimate
        assert (estimate.earliest, estimate.latest) == expected
    date = {10: "1923-05", 11: "1923-05-04"}.get(precision, "")
    assert in_json({"date": time}).estimate.date == date
    claim = {"claims": {"P571": [{"mainsnak": {"datavalue": {"value": time, "type": "time"}}}]}}
    assert in_json(claim).estimate.certainty != "exact"


def test_a_time_of_the_julian_calendar_is_that_of_ours() -> None:
    time = {"time": "+1911-12-25T00:00:00Z", "precision": 11,
            "calendarmodel": "http://www.wikidata.org/entity/Q1985786"}  # fmt: skip
    found = in_json({"date": time})
    assert found.estimate.date == "1912-01-07"
    assert found.text.endswith("Julian")
    about = in_json({"date": {"time": "+1911-00-00T00:00:00Z", "precision": 9, "after": 3}})
    assert about.estimate.certainty == "approximate"
