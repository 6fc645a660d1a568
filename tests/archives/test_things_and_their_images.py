"""The year of a thing, and the day of a digital image, are never the photo's exact year."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from photoparsl.archives.choose_date import choose_date
from photoparsl.archives.date_fields import dates_in_json
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
