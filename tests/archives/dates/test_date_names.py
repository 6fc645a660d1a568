"""Which fields hold the photo's date, by their names; the others are never taken in silence."""

# ruff: noqa: RUF001  names in Turkish

from __future__ import annotations

import csv
import json
import time
from pathlib import Path

import pytest

from photoparsl.archives.dates.date_names import may_be_photos, role_of_bare
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.element_names import is_identifier, role_of
from photoparsl.commands.main import main

# Dates of scans, uploads, catalogues, accessions, lives and files, in eight languages.
OTHERS = (
    "date de numérisation|date numérisation|année de numérisation|date de mise en ligne|"
    "date de versement|date entrée|date de naissance|date de dépôt|date du tirage|Geburtsdatum|"
    "Erfassungsdatum|Datum der Erfassung|Importdatum|Änderungsdatum|Bearbeitungsdatum|"
    "Eingangsdatum|Zugangsdatum|Inventardatum|Erwerbungsjahr|Dateidatum|Scandatum|Sterbejahr|"
    "Digitalisierungsdatum|fecha de nacimiento|fecha de digitalización|fecha de ingreso|"
    "data di nascita|data di acquisizione|data de nascimento|data de digitalização|"
    "datum scan|geboortejaar|inventarisatiedatum|data urodzenia|data skanowania|rok urodzenia|"
    "Ημερομηνία γέννησης|تاريخ الميلاد|出生日期|生年|登録日|扫描日期|印刷日|Дата рождения|"
    "Дата поступления|תאריך לידה|"
    "date_crawled|date restored|date added|date acquired|dateDigitized|AccessionYear|BeginDate|"
    "EndDate|dateBuildingGroundsCreated|updated_at|created_at|"
    "Artist Begin Date|Metadata Date|recordCreationDate|date of birth|scan:date|date in|"
    "Todesdatum|Todesjahr|Ladedatum|del_date|date_del|CreateDate|"
    "createdDate|o:created|dmcreated|timestamp_created|förvärvsår|byggår|dateOther_print|"
    "Exhibition year|date of building|DateTimeDigitized|date file modified"
)
PHOTOS_OWN = {
    Role.TAKEN: "Taget den|Tagit år|Tatt den|Prise le|Tomada el|Scattata il|Tirada em|Genomen op|"
    "Fotografierdatum|Datum fotografování|Vyfotografováno|"
    "date taken|Aufnahmedatum|Aufnahmejahr|Datum der Aufnahme|date de prise de vue|"
    "date prise de vue|Année de prise de vue|fecha de la toma|data di scatto|data dello scatto|"
    "data della ripresa|opnamedatum|datum opname|DateTimeOriginal|taken|Date photo was taken|"
    "Photo Date|date of negative|Date (of the photo)|Fotodatum|data da fotografia|"
    "Data do registo fotográfico|Fototid|Fotograferingstid|data da tomada de vista|"
    "dateOther_negative|datePhotographCreated|fotograferingsår|optagelsesdato|撮影年|"
    "Дата съёмки|Время съёмки|Дата фотографии|Ημερομηνία λήψης|تاريخ التصوير|تاريخ الصورة|"
    "拍摄年份|撮影時期|תאריך צילום",
    Role.CREATED: "Fecha de producción|Vervaardigd|"
    "Entstehungsdatum|Entstehungszeit|fecha de creación|data de criação|"
    "data wykonania|rok wykonania|dateCreated|creation_date|creation_date_earliest|"
    "Dublin Core:Date Created|date_created_dtsi|Data di creazione|produksjonsår|datum vzniku",
    Role.DATE: "Date|year|Jahr|Datum|Année|l'année|Fecha|Año|Data|Anno|Ano|Jaar|Rok|Datierung|"
    "Datierung (Jahr)|Date(s)|date 2|År|Datace|年代|"
    "Год|Годы|Рік|Χρονολογία|ΧΡΟΝΟΛΟΓΊΑ|Έτος|Ημερομηνία|Χρονιά|تاريخ|التاريخ|السنة|年份|"
    "日期|年月日|תאריך|שנה|"
    "Data da imagem|"
    "Bilddatum|display date|dateText|Object Date|unitdate|date_start|date_to|Datierung bis|data do|"
    "beginyear|Object End Date|earliestDate",
    Role.ISSUED: "dateIssued|published|copyright date|date de publication|Erscheinungsjahr",
    Role.PERIOD: "coverage|temporal|temporal coverage|period|era|Период|Περίοδος|الفترة|時代",
}
# Names in Hebrew, Korean, Hungarian, Turkish, Finnish, Romanian, Greek, Ukrainian and others.
FURTHER_OTHERS = (
    "תאריך סריקה|תאריך העלאה|תאריך קליטה|תאריך לידה|שנת לידה|שנת בנייה|שנת הקמה|תאריך תרומה|"
    "תאריך עדכון|등록일|등록일자|수집일|기증일|디지털화일자|스캔일자|건립연도|준공연도|"
    "출생연도|수정일|인화일자|Beszerzés dátuma|Felvitel dátuma|Digitalizálás dátuma|"
    "Módosítás dátuma|Kayıt Tarihi|KAYIT TARİHİ|Tarama Tarihi|Yüklenme Tarihi|Doğum Yılı|"
    "İnşa Yılı|Bağış Tarihi|Güncelleme Tarihi|Rakennusvuosi|Skannauspäivä|Digitointipäivä|"
    "Luettelointipäivä|Hankinta-aika|Syntymävuosi|Data intrării|Anul construcției|"
    "Ημερομηνία καταχώρισης|Ημερομηνία σάρωσης|Ημερομηνία ψηφιοποίησης|Έτος κατασκευής|"
    "Έτος γέννησης|Ημερομηνία απόκτησης|Ημερομηνία εκτύπωσης|Дата надходження|Дата сканування|"
    "Рік побудови|Рік народження|Дата реєстрації|Дата запису|Дата оцифрування|"
    "Дата поступления|Дата сканирования|Дата оцифровки|Год постройки|Год рождения|"
    "Дата рождения|Дата регистрации|Дата печати|Дата изменения|Rok výstavby|Rok narození|"
    "Rok budowy|登録日|公開日|デジタル化年月日|竣工年|建築年|生年|受入年月日|寄贈年|印刷年|"
    "更新日|入藏日期|入藏時間|数字化日期|建成年份|建造年代|出生日期|登录日期|上传时间|"
    "更新时间|捐赠日期|發布日期|تاريخ الميلاد|سنة البناء|تاريخ الرفع|تاريخ الرقمنة|"
    "تاريخ التسجيل"
)
FURTHER_OWN = {
    Role.TAKEN: "שנת צילום|שנת הצילום|מועד צילום|촬영일자|촬영일|촬영연도|촬영년도|촬영시기|"
    "Felvétel ideje|Felvétel éve|Felvétel dátuma|Fotózás dátuma|Çekim Tarihi|ÇEKİM TARİHİ|"
    "Çekim Yılı|ÇEKİM YILI|Çekildiği Tarih|Fotoğraf Tarihi|Kuvausaika|Kuvauspäivä|Kuvausvuosi|"
    "Kuvausajankohta|Data fotografiei|Data fotografierii|Дата зйомки|Рік зйомки|"
    "Дата фотографування|Datum snimanja|Godina snimanja|Година на заснемане|Дата на заснемане|"
    "拍攝時間",
    Role.CREATED: "생산일자|생산연도|제작연도|Készítés ideje|Készítés éve|Készítés dátuma|"
    "Yapım Yılı|"
    "Valmistusaika|Valmistusvuosi|Data realizării|Anul realizării|Ημερομηνία δημιουργίας|"
    "Дата створення|Час створення|Рік створення|Время создания|Tillkomstår|Tillkomsttid|"
    "Datum nastanka",
    Role.DATE: "날짜|연도|년도|일자|"
    "Év|Évszám|Keltezés|Datálás|Tarih|TARİH|Yıl|YIL|Yılı|Ajoitus|Päiväys|"
    "Päivämäärä|Vuosi|Anul|Datare|Datarea|Ημ/νία|Vročení|Godina|Година",
    Role.ISSUED: "Дата публикации|Data wydania|出版日期",
    Role.PERIOD: "תקופה|시대|Dönem|Perioada",
}
NO_DATES = (
    "Datei|Dateiname|Dateien|Dateipfad|Datenträger|Datensatz|database|dataset|dateline|candidate|"
    "Aufnahmeort|Entstehungsort|Periodical|annotation|yearbook|creator|photographer|title"
)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def rows(source: str, *options: str) -> list[dict[str, str]]:
    assert main(["manifest", source, *options]) == 0
    with Path("manifest.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", f"{OTHERS}|{FURTHER_OTHERS}".split("|"))
def test_a_date_of_something_else_is_told_from_the_photos(name: str) -> None:
    assert not may_be_photos(role_of(name))


@pytest.mark.parametrize(
    ("name", "role"),
    [
        (name, role)
        for names_of in (PHOTOS_OWN, FURTHER_OWN)
        for role, names in names_of.items()
        for name in names.split("|")
    ],
)
def test_the_photos_own_date_is_known_in_many_languages(name: str, role: Role) -> None:
    assert role_of(name) == role_of(name.upper()) == role


@pytest.mark.parametrize("name", NO_DATES.split("|"))
def test_a_word_that_only_begins_like_a_date_is_none(name: str) -> None:
    assert role_of(name) is None


@pytest.mark.parametrize("name", ["datei", "dateiname", "filename", "identifier", "photoid"])
def test_the_names_of_files_are_identifiers(name: str) -> None:
    assert is_identifier(name)


def test_a_date_that_is_passed_over_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    Path("t.csv").write_text(
        "url,date de prise de vue,date de versement,Geburtsdatum\n"
        "http://a.example/1.jpg,1923,1994,1880\n"
        "http://a.example/2.jpg,s.d.,1994,\n"
        "http://a.example/3.jpg,,2012-05-01,unbekannt\n"
    )
    read = [(row["year"], row["certainty"]) for row in rows("t.csv")]
    assert read == [("1923", "exact"), ("", "undated"), ("", "undated")]
    printed = capsys.readouterr().out
    *_, first, second, _ = printed.splitlines()
    assert " ".join(first.split()).startswith("'date de versement' record or acquisition 3 e.g. ")
    assert " ".join(second.split()).startswith("'Geburtsdatum' a person's life 1 e.g. ")
    chosen = rows("t.csv", "--date-column", "date de versement")
    assert [row["year"] for row in chosen] == ["1994", "1994", "2012"]
    assert "Not taken" not in capsys.readouterr().out


def test_every_kind_of_source_names_what_it_passed_over(
    capsys: pytest.CaptureFixture[str],
) -> None:
    url = "http://a.example/1.jpg"
    Path("t.jsonl").write_text(json.dumps({"url": url, "date de versement": "1994"}))
    Path("t.json").write_text(json.dumps([{"id": 1, "date de versement": 1994}]))
    Path("t.xml").write_text(f"<dc><dateDeVersement><y>1994</y></dateDeVersement><u>{url}</u></dc>")
    metadata = [{"label": "date de versement", "value": "1994"}]
    resource = {"@id": url, "@type": "dctypes:Image"}
    canvas = {"@type": "sc:Canvas", "images": [{"resource": resource}], "metadata": metadata}
    manifest = {"@type": "sc:Manifest", "@id": "m", "sequences": [{"canvases": [canvas]}]}
    Path("iiif.json").write_text(json.dumps(manifest))
    for source in ("t.jsonl", "t.json", "t.xml", "iiif.json"):
        options = () if source != "t.json" else ("--url", "http://a.example/{id}.jpg")
        assert [row["certainty"] for row in rows(source, *options)] == ["undated"]
        printed = capsys.readouterr().out.lower().replace(" ", "")
        assert "'datedeversement'recordoracquisition1" in printed, source


def test_the_name_of_a_file_is_no_date() -> None:
    Path("t.csv").write_text("Datei;Aufnahmedatum\n1923;um 1910\n1888;\n")
    found = rows("t.csv", "--url", "https://archive.example/{identifier}.jpg")
    assert [(row["earliest"], row["latest"], row["certainty"]) for row in found] == [
        ("1905", "1915", "approximate"),
        ("", "", "undated"),
    ]


def test_a_recent_date_of_creation_gives_way_to_an_older_date() -> None:
    Path("t.csv").write_text("url,Date,Date created\nhttp://a.example/1,1923,2008-06-01\n")
    assert [(row["date"], row["certainty"]) for row in rows("t.csv")] == [("1923?", "uncertain")]


@pytest.mark.parametrize("piece", ["datetime", "date", "dela", "dateda", "annoano", "photographs"])
def test_no_name_takes_long(piece: str) -> None:
    began = time.process_time()
    for length in (99, 100, 100_000):
        role_of((piece * length)[: length - 1] + "q")
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("aufndatum", Role.TAKEN),
        ("aufndat", Role.TAKEN),
        ("fotogrdatum", Role.TAKEN),
        ("datephotogr", Role.TAKEN),
        ("fechafot", Role.TAKEN),
        ("opndatum", Role.TAKEN),
        ("datazdj", Role.TAKEN),
        ("entstjahr", Role.CREATED),
        ("herstdat", Role.CREATED),
        ("fotografendatum", Role.OTHER),
        ("datei", None),
        ("mandat", None),
        ("druckdat", None),
    ],
)
def test_abbreviated_names_hold_the_date_that_the_whole_word_does(
    name: str, role: Role | None
) -> None:
    assert role_of_bare(name) == role


def test_the_word_when_is_that_of_a_date_in_each_language() -> None:
    words = "Wann Kdy Quando Cuándo Quand Når Hvornår När Wanneer Kiedy"
    assert {role_of(word) for word in words.split()} == {Role.DATE}
