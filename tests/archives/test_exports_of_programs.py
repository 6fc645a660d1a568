"""What photo programs, Flickr and national catalogues export: their dates and their photos."""

# ruff: noqa: RUF001  names in many scripts

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


@pytest.mark.parametrize(
    ("columns", "cells", "certainty"),
    [
        (
            "eventDate,year,basisOfRecord,type",
            "1890-05-12,1890,PreservedSpecimen,StillImage",
            "undated",
        ),
        (
            "eventDate,year,basisOfRecord,type",
            "1931-05-12,1931,HumanObservation,StillImage",
            "exact",
        ),
        ("dates_label,begin,end,date_type", "creation,1931,,single", "exact"),
        ("dates_label,begin,end,date_type", "creation,1905,1912,inclusive", "range"),
        (
            "dates_label,begin,end,dates_label_2,begin_2",
            "digitized,2009,,creation,1905",
            "after",
        ),
        ("dates_label,begin,end,date_type", "digitized,1931,,single", "undated"),
        ("DATE,STATUSDATE", "1931,01/01/2000", "exact"),
        ("OBJNAME,DATE", "Chair,1899", "uncertain"),
        ("DTSI,DTSF,DTSL", "1931,1931,ca.", "approximate"),
        ("When,Notes", "Summer 1931,", "exact"),
        ("When,Notes", "1931,guess", "uncertain"),
        ("When,Notes", "1931,back says 1932", "uncertain"),
        ("拍摄时间,时间备注", "1931年,推测", "uncertain"),
        ("Дата,Примечание к дате", "1931,предположительно", "uncertain"),
        ("تاريخ التصوير,سنة البناء", "1349,1650", "unread"),
        ("تاريخ التصوير,سنة البناء", "1931,1890", "exact"),
        ("Χρονολογία", "1931;", "uncertain"),
    ],
)
def test_columns_of_other_systems_date_the_photo_and_not_another_thing(
    columns: str, cells: str, certainty: str
) -> None:
    Path("t.csv").write_text(f"image,{columns}\n{WEB}/1.jpg,{cells}\n", encoding="utf-8")
    assert years("t.csv")["1.jpg"][0] == certainty


def test_a_date_of_dublin_core_is_doubted_on_the_day_of_its_records_stamp() -> None:
    record = (
        "<record><header><identifier>oai:x:{0}</identifier><datestamp>2012-01-02</datestamp>"
        '</header><metadata><dc xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:date>{{1}}</dc:date><dc:identifier>{WEB}/{{0}}.jpg</dc:identifier></dc></metadata></record>"
    )
    records = record.format(1, "2012-01-02") + record.format(2, "1931")
    Path("a.xml").write_text(
        f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>{records}</ListRecords>'
        "</OAI-PMH>"
    )
    found = years("a.xml")
    assert [found[name][0] for name in ("1.jpg", "2.jpg")] == ["uncertain", "exact"]


def test_the_graphic_and_the_date_of_origin_of_tei_are_the_photos() -> None:
    Path("a.xml").write_text(
        f'<list><photo><origDate when="1931-05"/><graphic url="{WEB}/1.jpg"/></photo>'
        '<photo><origDate notBefore="1905" notAfter="1912"/>'
        f'<graphic url="{WEB}/2.jpg"/></photo></list>'
    )
    found = years("a.xml")
    assert found["1.jpg"] == ("exact", "1931", "1931")
    assert found["2.jpg"][1:] == ("1905", "1912")


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


@pytest.mark.parametrize(
    ("columns", "cells"),
    [
        ("Здание,Год,Архитектор", "Собор,1883,Росси"),
        ("Yapı,Yıl,Mimar", "Cami,1931,Sinan"),
        ("建物,年,設計者", "東京駅,1914,辰野"),
        ("Rakennus,Vuosi", "Tuomiokirkko,1852"),
        ("Épület,Év", "Bazilika,1905"),
        ("Κτίριο,Έτος", "Ναός,1880"),
        ("Clădire,Anul", "Biserica,1880"),
        ("מבנה,שנה", "בית,1925"),
        ("건물,연도", "역,1925"),
        ("建筑,年份", "教堂,1925"),
        ("Тип об'єкта,Рік", "будівля,1880"),
    ],
)
def test_a_year_beside_a_building_isnt_taken_as_the_photos_in_any_language(
    columns: str, cells: str
) -> None:
    Path("t.csv").write_text(f"image,{columns}\n{WEB}/1.jpg,{cells}\n", encoding="utf-8")
    assert years("t.csv")["1.jpg"][0] in ("uncertain", "undated")


@pytest.mark.parametrize(
    ("columns", "cells"),
    [("Дом,Год", "12,1931"), ("EV,Yıl", "0.3,1931"), ("Тип объекта,Год", "фотография собора,1931")],
)
def test_an_address_or_a_photograph_of_a_building_leaves_its_year_exact(
    columns: str, cells: str
) -> None:
    Path("t.csv").write_text(f"image,{columns}\n{WEB}/1.jpg,{cells}\n", encoding="utf-8")
    assert years("t.csv")["1.jpg"] == ("exact", "1931", "1931")
