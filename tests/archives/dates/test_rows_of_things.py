"""The year in a table of things with pictures isn't the photo's, and the summary says so."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from photoparsl.commands.main import main

pytestmark = pytest.mark.usefixtures("folder")


def certainty(columns: str, row: str) -> str:
    Path("t.csv").write_text(f"Photo,{columns}\nhttps://a.example/1.jpg,{row}\n", encoding="utf-8")
    main(["manifest", "t.csv", "-o", "m.csv"])
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        return next(csv.DictReader(file))["certainty"]


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        ("Orgel,Jahr", "Silbermann,1888"), ("Boerderij,Jaar", "Hoeve,1888"),
        ("Grave,Year", "Smith,1888"), ("Verein,Jahr", "Turnverein,1860"),
        ("Camera,Year", "Leica,1925"), ("Stamp,Year", "Penny Black,1840"),
        ("Map,Year", "Bohemia,1720"), ("Book,Author,Year", "Emma,Austen,1815"),
        ("Film,Year", "Metropolis,1927"), ("Species,Author,Year", "Rosa,L.,1853"),
        ("Player,Team,Year", "A,B,1888"), ("Battle,Date", "Gettysburg,1863-07-01"),
        ("Event,Date", "Battle of Gettysburg,1863"), ("Ereignis,Jahr", "Schlacht bei Jena,1806"),
        ("Gatunek,Rok", "Rosa,1853"), ("Ferme,Année", "Haut,1788"), ("Frimärke,År", "Tre,1855"),
        ("Banconota,Anno", "Lira,1912"), ("Zvon,Rok", "Marie,1520"),
        ("Grave,Description,Year", "A,B,1888"),
    ],
)  # fmt: skip
def test_a_table_of_things_gives_no_exact_year(columns: str, row: str) -> None:
    assert certainty(columns, row) == "uncertain"


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        ("Boerderij,Fotograaf,Jaar", "Hoeve,Jan,1912"), ("Title,Map,Year", "Mill,B3,1912"),
        ("Event,Date", "Anna's wedding,1912"), ("Event,Date", "Commencement,1912"),
        ("Camera,Date", "Leica,1955-05-01"), ("Species,Date", "Lynx,3.5.1955"),
        ("Club,Photographer,Year", "FC,Jane,1912"), ("Firma,Negativ,Jahr", "AEG,N 12,1912"),
        ("Farm,Objecttype,Year", "Hill,photograph,1912"),
        ("Film,Sammlung,Jahr", "Agfa,Beck,1912"), ("Company,Date taken", "AEG,1912"),
        ("Date of Original,Date of Structure,Architect", "1904,1872,Brown"),
    ],
)  # fmt: skip
def test_a_table_of_photos_of_things_keeps_its_years(columns: str, row: str) -> None:
    assert certainty(columns, row) == "exact"


def test_the_doubt_names_the_field_as_the_table_writes_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    certainty("Boerderij,Jaar", "Hoeve,1888")
    certainty("Date of Original,Architect", "1904,Brown")
    printed = " ".join(capsys.readouterr().out.split())
    assert "of 'Jaar' taken as uncertain: the record is of what 'Boerderij' says" in printed
    assert "of 'Date of Original' taken as uncertain: the field 'Architect' names" in printed
