"""A year in which something was built, copied or published isn't exact for the photo."""

from __future__ import annotations

from typing import Any

import pytest

from photoparsl.archives.dates.choosing import choose_date
from photoparsl.archives.dates.date_fields import dates_in_json
from photoparsl.archives.dates.date_texts import read_date


def certainty(item: dict[str, Any]) -> str:
    return choose_date(dates_in_json({"image": "a.jpg", **item})).estimate.certainty


@pytest.mark.parametrize(
    "item",
    [
        {"Built": 1888, "Date": 1888},
        {"attributes": {"Built": "1888", "Date": "1888"}},
        {"Errichtet": "1888", "Jahr": "1888"},
        {"Founded": "1888", "Date": "1888"},
        {"year": 1888, "caption": "The house as it looks today, built 1888"},
        {"year": 1888, "title": "House (built in 1888)"},
        {"Jahr": 1888, "Beschreibung": "Kirche, erbaut um 1888."},
        {"anno": "1888", "descrizione": "La chiesa fu costruita nel 1888"},
        {"year": 1888, "caption": "1888 gegründeter Verein; gegründet 1888"},
        {"year": 1985, "material": "Scan of print, 1985"},
        {"year": "1985", "Technik": "Neuabzug 1985"},
    ],
)
def test_a_year_that_is_also_another_things_is_uncertain(item: dict[str, Any]) -> None:
    assert certainty(item) in ("uncertain", "before")


def test_dates_about_a_thing_arent_the_photos() -> None:
    dates = {"start": "1888", "end": "1888", "about": "house"}
    assert certainty({"dates": dates}) == "undated"


@pytest.mark.parametrize(
    "item",
    [
        {"Built": 1888, "Date": 1931},
        {"year": 1931, "description": "Erbaut 1888."},
        {"year": 1888, "title": "Opening of the bridge, 1888"},
        {"year": 1888, "title": "Mill, 1888"},
        {"year": 1888, "description": "Built 1888, photographed 1888"},
        {"date taken": "1888", "description": "built 1888"},
        {"year": 1888, "description": "A newly built school. Taken on 4 May 1888"},
    ],
)
def test_a_year_of_another_thing_beside_the_photos_own_changes_nothing(
    item: dict[str, Any],
) -> None:
    assert certainty(item) == "exact"


@pytest.mark.parametrize(
    "text",
    [
        "published 1985", "1985 (published)", "issued 1985", "first published in 1985",
        "veröffentlicht 1985", "erschienen 1985", "publié en 1985", "publicado en 1985",
        "pubblicato nel 1985", "uitgegeven 1985", "1985 (publication)", "1985, published",
    ],
)  # fmt: skip
def test_a_photo_is_no_younger_than_its_publication(text: str) -> None:
    assert (read_date(text).certainty, read_date(text).latest) == ("before", 1985)
