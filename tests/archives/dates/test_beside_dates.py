"""What stands beside or around a date: whose it is, its other end, how certain it is."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from photoparsl.archives.dates.choosing import choose_date
from photoparsl.archives.dates.date_choice import DateChoice
from photoparsl.archives.dates.date_fields import dates_in_json
from photoparsl.archives.description import describe
from photoparsl.commands.main import main
from tests.conftest import jpeg


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "Zoë's größe"
    folder.mkdir()
    monkeypatch.chdir(folder)


def of_rows(columns: str, *rows: str) -> list[str]:
    """The years and certainties of a table with a photo in each row."""
    lines = [f"https://a.example/{n}.jpg,{row}" for n, row in enumerate(rows)]
    Path("t.csv").write_text("\n".join([f"photo,{columns}", *lines]), encoding="utf-8")
    assert main(["manifest", "t.csv", "-o", "m.csv"]) == 0
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        return [
            f"{row['year'] or row['earliest']} {row['certainty']}" for row in csv.DictReader(file)
        ]


def in_json(item: dict[str, Any]) -> DateChoice:
    return choose_date(dates_in_json(item))


@pytest.mark.parametrize(
    ("column", "photos", "others"),
    [
        ("Date type", "photographed", ("construction", "accession", "digitised", "birth")),
        ("Date role", "creation", ("purchase", "exhibition", "print")),
        ("Kind of date", "taken", ("gift", "restoration")),
        ("Datumsart", "Aufnahme", ("Erwerb", "Ankauf", "Bau", "Digitalisierung")),
        ("Type de date", "prise de vue", ("achat", "numérisation", "tirage")),
        ("Tipo de fecha", "toma", ("adquisición", "construcción")),
        ("Soort datum", "opname", ("verwerving", "bouw")),
        ("Druh data", "fotografie", ("nákup", "stavba")),
        ("Rodzaj daty", "fotografia", ("zakup", "budowa")),
        ("Event", "Production", ("Accession", "Digitization")),
    ],
)
def test_a_column_says_whose_the_date_beside_it_is(
    column: str, photos: str, others: tuple[str, ...]
) -> None:
    found = of_rows(f"Date,{column}", f"1911,{photos}", *(f"1911,{other}" for other in others))
    assert found == ["1911 exact", *([" undated"] * len(others))]


def test_a_type_of_a_date_that_isnt_understood_makes_it_uncertain() -> None:
    found = of_rows("Date,Date type", "1911,zyx", "1911,", "1911,single", "1911,copyright")
    assert found == ["1909 uncertain", "1911 exact", "1911 exact", "1909 uncertain"]
    events = (
        "1911,Anna's wedding",
        "1911,Model parade",
        "1911,Party",
        "1911,Construction of the bridge",
    )
    assert of_rows("Date,Event", *events) == ["1911 exact"] * 4
    assert of_rows("Date,Event", "1911,Exhibition") == ["1909 uncertain"]
    assert of_rows("Photographed,Date,Date type", "1911,1954,gift") == ["1911 exact"]
    taken = in_json({"dates": [{"date_type": "made", "date": "1912"},
                               {"date_type": "scanned", "date": "2010"}]})  # fmt: skip
    assert taken.estimate.year == 1912
    assert not in_json({"date": "1954", "dateType": "accession"}).estimate.span


@pytest.mark.parametrize(
    ("column", "doubtful", "sure"),
    [
        ("Unsicher", "x", "nein"),
        ("Sure?", "maybe", "yes"),
        ("Datierung unsicher", "WAHR", "FALSCH"),
        ("Incertain", "oui", "non"),
        ("Dudosa", "sí", "no"),
        ("Année certaine", "non", "oui"),
        ("Incerto", "VERO", "FALSO"),
        ("Datum onzeker", "ja", "nee"),
        ("osäkert datum", "ja", "nej"),
        ("data pewna", "nie", "tak"),
        ("jisté", "ne", "ano"),
        ("Date certainty", "2", "high"),
        ("Confidence", "2/5", "5/5"),
        ("year_plus_minus", "5", "0"),
        ("date_status", "unverified", "verified"),
        ("dating method", "stylistic", "inscribed on the back"),
        ("Year (guess?)", "y", "n"),
        ("Uncertain date", "somewhat", "no"),
    ],
)
def test_a_field_of_doubt_counts_even_if_its_text_isnt_understood(
    column: str, doubtful: str, sure: str
) -> None:
    found = of_rows(f"Year,{column}", f"1911,{doubtful}", f"1911,{sure}", "1911,")
    assert found == ["1909 uncertain", "1911 exact", "1911 exact"]


def test_a_remark_beside_a_date_is_a_doubt_unless_it_says_that_it_is_sure() -> None:
    rows = ("1911,ca", "1911,fra albummet", "1911,sikker")
    found = of_rows("Year,Dateringsbemærkning", *rows)
    assert found == ["1906 approximate", "1909 uncertain", "1911 exact"]


@pytest.mark.parametrize("end", ["Year to", "End year", "date end"])
def test_the_last_year_beside_a_year_makes_a_span(end: str) -> None:
    found = of_rows(f"Year,{end}", "1911,1925", "1911,1911", "1911,", "1911,1908")
    assert found == ["1911 range", "1911 exact", "1911 exact", "1909 uncertain"]


def test_the_precision_of_wikidata_counts() -> None:
    spans = {8: (1910, 1919), 7: (1901, 2000), 9: (1910, 1910), 11: (1910, 1910)}
    for number, span in spans.items():
        moment = {"date": "+1910-00-00T00:00:00Z", "precision": number}
        assert in_json(moment).estimate.span == span
        assert in_json({"date": {"value": "1910", "precision": number}}).estimate.span == span


def test_a_date_in_a_subject_or_a_source_is_uncertain_and_named_with_its_path() -> None:
    for parent in ("subject", "source"):
        found = in_json({"title": "a", parent: {"date": "1850"}})
        assert found.estimate.certainty == "uncertain"
        assert found.taken[0].name == f"{parent}/date"
        xml = f"<r><title>a</title><{parent}><date>1850</date></{parent}></r>"
        chosen = choose_date(describe(etree.fromstring(xml)).dates)
        assert (chosen.estimate.certainty, chosen.taken[0].name) == ("uncertain", f"{parent}/date")
    assert in_json({"_source": {"date": "1850"}}).estimate.certainty == "exact"


def test_beside_a_photo_an_object_is_what_it_shows() -> None:
    found = in_json({"object": {"date": "1881"}, "photo": {"date": "1911"}})
    assert (found.estimate.span, [date.name for date in found.passed_over]) == (
        (1911, 1911),
        ["object/date"],
    )
    assert in_json({"object": {"date": "1881"}}).estimate.year == 1881


@pytest.mark.parametrize(
    "text", ["01/01/1900", "1.1.1970", "1970-01-01", "1904-01-01", "1/1/1904 00:00", "19700101"]
)
def test_the_day_at_which_clocks_begin_is_uncertain(text: str) -> None:
    found = in_json({"date": text})
    assert found.estimate.certainty == "uncertain"
    assert found.doubt.startswith("programs write this day")
    assert in_json({"date": text.replace("19", "18", 1)}).estimate.certainty == "exact"


@pytest.mark.parametrize("name", ["Photos from 2020", "Fotos von 1957", "Zdjęcia z 1970"])
def test_a_folder_of_google_takeout_says_nothing_of_its_photos(name: str) -> None:
    Path("p", name).mkdir(parents=True)
    Path("p", name, "granny.jpg").write_bytes(jpeg(90))
    assert main(["manifest", "p", "-o", "m.csv"]) in (0, 1)
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        assert [row["certainty"] for row in csv.DictReader(file)] == ["undated"]


def test_a_correction_that_cant_be_read_is_an_error_with_its_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    of_rows("date", "1912")
    Path("c.csv").write_text("record,date\nt.csv:2,1913\nt.csv:3,nineteen thirteen\n")
    assert main(["manifest", "t.csv", "-o", "n.csv", "--corrections", "c.csv"]) == 2
    said = capsys.readouterr().err
    assert "c.csv:3" in said
    assert "'nineteen thirteen'" in said


def test_a_pattern_that_fits_no_file_is_said(caplog: pytest.LogCaptureFixture) -> None:
    Path("p/1912").mkdir(parents=True)
    for name in ("x.jpg", "x_back.jpg"):
        Path("p/1912", name).write_bytes(jpeg(90))
    options = ("--exclude", "*_BACK.jpg", "--exclude", "p/1912")
    assert main(["manifest", "p", "-o", "m.csv", *options]) in (0, 1)
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        assert [Path(row["url"]).name for row in csv.DictReader(file)] == ["x.jpg"]
    assert "no file fits 'p/1912'" in caplog.text


def test_a_date_column_isnt_blamed_if_no_photo_was_found(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    Path("t.csv").write_text("soubor,datace\na1.jpg,1912\na2.jpg,1913\n")
    options = ("--image-column", "soubor", "--date-column", "datace", "--dry-run")
    assert main(["run", "t.csv", *options]) == 2
    assert "no record has a date there" not in capsys.readouterr().err + caplog.text


@pytest.mark.parametrize(
    "rows",
    [
        [f"č{n}.jpg;{title};Šechtl;1912" for n, title in enumerate(
            ("Žižkov - nádraží", "Most přes řeku", "Tři děti", "Náměstí", "Dům u lípy"))],
        [f"ż{n}.jpg;{title};Wiśniewski;ok. 1912" for n, title in enumerate(
            ("Święto", "Kościół", "Łódź - rynek", "Chłopi", "Góral"))],
    ],
)  # fmt: skip
def test_photos_with_letters_of_windows_1250_in_their_names_are_found(rows: list[str]) -> None:
    Path("p").mkdir()
    for row in rows:
        Path("p", row.partition(";")[0]).write_bytes(jpeg(90))
    text = "\n".join(["Plik;Titel;Autor;Datum", *rows])
    Path("t.csv").write_bytes(text.encode("cp1250"))
    assert main(["manifest", "t.csv", "-o", "m.csv"]) == 0
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        assert [Path(row["url"]).name for row in csv.DictReader(file)] == [
            row.partition(";")[0] for row in rows
        ]


def test_the_name_of_a_photo_that_is_there_tells_a_table_s_encoding() -> None:
    Path("photos").mkdir()
    Path("photos/è.jpg").write_bytes(jpeg(90))
    Path("photos/ř.jpg").write_bytes(jpeg(80))
    Path("t.csv").write_bytes("photo;date\nř.jpg;1912\n".encode("cp1250"))
    assert main(["manifest", "t.csv", "-o", "m.csv"]) == 0
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        assert [Path(row["url"]).name for row in csv.DictReader(file)] == ["ř.jpg"]
