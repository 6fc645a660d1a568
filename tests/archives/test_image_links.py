"""The photo's link in the records of known interfaces, and what is said where none is found."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from photoparsl.commands.main import main

WEB = "https://museum.example"

pytestmark = pytest.mark.usefixtures("folder")


def manifest(document: Any, *options: str, source: str = "a.json") -> list[tuple[str, str]]:
    """The photos and their years, of an answer in JSON."""
    Path("a.json").write_text(json.dumps(document))
    main(["manifest", source, "-o", "m.csv", *options])
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        return [(row["url"], row["year"]) for row in csv.DictReader(file)]


def of_work(**fields: Any) -> list[dict[str, Any]]:
    return [{"id": n, "title": "Quay", "date": "1931", **fields} for n in (1, 2)][:1]


LINK = f"{WEB}/index.php?id=1&t=w"


@pytest.mark.parametrize(
    ("fields", "link"),
    [
        ({"imageLink": LINK}, LINK),
        ({"primaryimageurl": f"{WEB}/urn-3:HUAM:1_dynmc"}, f"{WEB}/urn-3:HUAM:1_dynmc"),
        ({"images": [f"{LINK}.jpg"]}, f"{LINK}.jpg"),
        ({"Thumbnail": LINK, "url": f"{WEB}/art/1"}, LINK),
        ({"thumbnail_url": f"{WEB}/1.jpg", "large_thumbnail_url": f"{WEB}/2.jpg"}, f"{WEB}/2.jpg"),
        (
            {"identifier": [
                {"type": "url", "linktype": "fulltext", "value": f"{WEB}/1"},
                {"type": "url", "linktype": "thumbnail", "value": f"{WEB}/1-t.jpg"},
            ]},
            f"{WEB}/1-t.jpg",
        ),
    ],
)  # fmt: skip
def test_the_link_of_an_image_is_found_by_its_fields_name(
    fields: dict[str, Any], link: str
) -> None:
    assert manifest({"records": of_work(**fields)}) == [(link, "1931")]


@pytest.mark.parametrize("name", ["imageRights", "photographer_url", "image_page", "photo_license"])
def test_a_link_beside_an_image_is_none_of_it(name: str) -> None:
    assert manifest({"records": of_work(**{name: LINK})}) == []


def test_several_links_in_a_list_of_images_are_several_photos() -> None:
    links = [f"{LINK}&n=1", f"{LINK}&n=2"]
    assert manifest({"records": of_work(images=links)}) == [(link, "1931") for link in links]


def test_where_no_photo_is_found_the_fields_with_urls_are_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert manifest({"records": of_work(deliver={"big": LINK}, rights=f"{WEB}/cc")}) == []
    assert "URLs are in 'deliver.big', 'rights'" in capsys.readouterr().err
    Path("t.csv").write_text(f"Title,Date,Deliver\nQuay,1931,{LINK}\n")
    main(["manifest", "t.csv", "-o", "m.csv"])
    assert "URLs are in 'deliver'" in capsys.readouterr().err


def in_linked_art(number: int, years: str, words: str, name: str) -> dict[str, Any]:
    first, _, last = years.partition("-")
    span = {
        "type": "TimeSpan",
        "begin_of_the_begin": f"{first}-01-01T00:00:00Z",
        "end_of_the_end": f"{last or first}-12-31T23:59:59Z",
        "identified_by": [{"type": "Name", "content": words}],
    }
    shown = {"type": "DigitalObject", "access_point": [{"id": f"{WEB}/{number}.jpg"}]}
    return {
        "id": f"{WEB}/object/{number}",
        "type": "HumanMadeObject",
        "_label": "Street",
        name: {"timespan": span},
        "representation": [{"type": "VisualItem", "digitally_shown_by": [shown]}],
    }


def test_a_folder_of_linked_art_has_its_photos_and_the_time_of_their_production() -> None:
    Path("in").mkdir()
    works = [
        in_linked_art(1, "1929", "1929", "produced_by"),
        in_linked_art(2, "1890-1899", "1890s", "produced_by"),
        in_linked_art(3, "1938", "about 1938", "produced_by"),
        in_linked_art(4, "1984", "1984", "changed_ownership_through"),
    ]
    for number, work in enumerate(works, start=1):
        Path(f"in/{number}.json").write_text(json.dumps(work))
    years = ["1929", "", "", ""]
    found = manifest({}, source="in")
    assert found == [(f"{WEB}/{n}.jpg", year) for n, year in enumerate(years, start=1)]


def test_a_text_that_says_that_it_was_printed_later_makes_the_numbers_uncertain() -> None:
    found = {"dated": "printed later", "datebegin": 1912, "dateend": 1912}
    assert manifest({"records": [{"id": 1, "image": f"{WEB}/1.jpg", **found}]}) == [
        (f"{WEB}/1.jpg", "")
    ]
