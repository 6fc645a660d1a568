"""What photo programs, Flickr and national catalogues export: their dates and their photos."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from photoparsl.commands.main import main
from tests.conftest import jpeg

WEB = "https://museum.example"

pytestmark = pytest.mark.usefixtures("folder")


def years(source: str) -> dict[str, tuple[str, str, str]]:
    """The certainty and the ends of each photo's date, by the photo's file name."""
    main(["manifest", source, "-o", "made.csv"])
    with Path("made.csv").open(newline="", encoding="utf-8") as file:
        return {
            row["url"].rpartition("/")[2]: (row["certainty"], row["earliest"], row["latest"])
            for row in csv.DictReader(file)
        }


def test_the_catalogue_of_italy_dates_by_the_ends_of_a_span() -> None:
    dates = (
        "<DT><DTS><DTSI>{}</DTSI><DTSF>{}</DTSF></DTS></DT><CM><CMP><CMPD>2004</CMPD></CMP></CM>"
    )
    cards = "".join(
        f"<scheda><SG><SGTI>Firenze</SGTI></SG>{dates.format(*ends)}<FTAN>{name}</FTAN></scheda>"
        for name, ends in (("1.jpg", (1910, 1915)), ("2.jpg", (1923, 1923)))
    )
    for name in ("1.jpg", "2.jpg"):
        Path("cards").mkdir(exist_ok=True)
        Path("cards", name).write_bytes(jpeg(90))
    Path("cards/all.xml").write_text(f"<schede>{cards}</schede>")
    assert years("cards") == {
        "1.jpg": ("range", "1910", "1915"),
        "2.jpg": ("exact", "1923", "1923"),
    }


def test_a_time_of_capture_is_the_photos_before_there_were_scanners() -> None:
    Path("t.csv").write_text(
        f"photo,Capture Time,Import Date\n{WEB}/1.jpg,1931-05-12 10:00:00,2020-01-02\n"
        f"{WEB}/2.jpg,2019-05-12 10:00:00,2020-01-02\n"
    )
    found = years("t.csv")
    assert found["1.jpg"] == ("exact", "1931", "1931")
    assert found["2.jpg"][0] != "exact"


@pytest.mark.parametrize(
    ("taken", "certainty"),
    [
        ("1931-05-12 10:00:00", "exact"),
        ("2006-03-01 09:59:00", "exact"),
        ("2008-02-29 23:59:00", "uncertain"),  # what Flickr writes where no date is known
    ],
)
def test_a_time_within_a_day_of_flickrs_import_is_doubted(taken: str, certainty: str) -> None:
    record = {
        "id": "1",
        "name": "Street",
        "date_taken": taken,
        "date_imported": "2008-03-01 10:00:00",
        "original": f"{WEB}/1_abc_o.jpg",
    }
    Path("export").mkdir()
    Path("export/photo_1.json").write_text(json.dumps(record))
    assert years("export")["1_abc_o.jpg"][0] == certainty


def test_an_element_of_rdf_says_which_photo_it_is_about() -> None:
    Path("a.rdf.xml").write_text(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:foaf="http://xmlns.com/foaf/0.1/">'
        f'<rdf:Description rdf:about="{WEB}/1.jpg"><dc:date>1931</dc:date></rdf:Description>'
        f'<foaf:Image rdf:about="{WEB}/2.jpg"><dc:date>ca. 1910</dc:date></foaf:Image></rdf:RDF>'
    )
    assert years("a.rdf.xml") == {
        "1.jpg": ("exact", "1931", "1931"),
        "2.jpg": ("approximate", "1905", "1915"),
    }
