"""Which column of a table is the photo, and which file a cell names."""

from __future__ import annotations

import csv
import json
import unicodedata
from pathlib import Path

import pytest

from photoparsl.commands.main import main
from photoparsl.manifests import find_captions, read_columns, read_manifest
from tests.conftest import jpeg

WEB = "https://museum.example"

pytestmark = pytest.mark.usefixtures("folder")


def photo(*paths: str) -> None:
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(jpeg(90))


def places(table: str, *options: str, name: str = "table.csv") -> list[str]:
    """The photos that the manifest of a table names."""
    Path(name).write_text(table, encoding="utf-8")
    Path("made").mkdir()
    main(["manifest", name, "-o", "made/m.csv", *options])
    with Path("made/m.csv").open(newline="", encoding="utf-8") as file:
        return [row["url"] for row in csv.DictReader(file)]


@pytest.mark.parametrize(
    ("table", "place"),
    [
        ("URL,ThumbnailURL\n{0}/works/4,{0}/media/4.jpg\n", "{0}/media/4.jpg"),
        ("id,url,thumbnailUrl\n1,{0}/art/1,{0}/1_8.jpg\n", "{0}/1_8.jpg"),
        ("image_thumb,image_small,object_location\n{0}/t.jpg,{0}/s.jpg,{0}/o.jpg\n", "{0}/o.jpg"),
        ("url_s,url_l\n{0}/1_m.jpg,{0}/1_b.jpg\n", "{0}/1_b.jpg"),
        ("page,native_jpg\n{0}/1,{0}/1.JPG?size=9\n", "{0}/1.JPG?size=9"),
        ("a,b\nx,{0}/iiif/1/full/max/0/default.jpg\n", "{0}/iiif/1/full/max/0/default.jpg"),
        ("title,download url\nx,{0}/download/1\n", "{0}/download/1"),
    ],
)
def test_the_photo_is_found_by_what_a_column_holds(table: str, place: str) -> None:
    assert places(table.format(WEB)) == [place.format(WEB)]


def test_other_columns_with_photos_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    table = f"front,back,date\n{WEB}/1.jpg,{WEB}/1b.jpg,1910\n,{WEB}/2b.jpg,1911\n"
    assert places(table) == [f"{WEB}/1.jpg", f"{WEB}/2b.jpg"]
    printed = capsys.readouterr().out
    assert "Photos from: the column 'front' (1), the column 'back' (1)" in printed
    assert "photos are in 'back' too: --image-column NAME takes these" in printed


def test_options_that_mean_nothing_for_a_table_are_said(caplog: pytest.LogCaptureFixture) -> None:
    table = f"url,date\n{WEB}/1.jpg,1910\n"
    assert places(table, "--record-url", f"{WEB}/{{item}}", "--record", "items") == [f"{WEB}/1.jpg"]
    assert "no effect on a table" in caplog.text
    assert "--record" in caplog.text
    assert "--record-url" in caplog.text
    assert "--next" not in caplog.text
    caplog.clear()
    Path("made").rename("before")
    places(table)
    assert "no effect" not in caplog.text


@pytest.mark.parametrize(
    ("source", "options", "said"),
    [
        ("table.csv", ["--every", "5"], "--every"),
        ("table.csv", ["--refresh"], "--refresh"),
        ("table.csv", ["--allow-private"], "--allow-private"),
        ("table.csv", ["--size", "600"], "--size"),
        ("table.csv", ["--raw"], "--raw"),
        ("table.csv", ["--widest", "5"], "--widest"),
        ("table.csv", ["--widest", "5", "--fuzzy"], ""),
        (
            "photos",
            ["--refresh", "--allow-private"],
            "--refresh (Python: refresh), --allow-private",
        ),
        ("photos", ["--next", "a"], "--next"),
        ("photos", ["--record", "a"], "--record"),
        ("photos", ["--identifier", "a"], "--identifier"),
        ("photos", ["--raw"], ""),
        ("records", ["--record", "a"], ""),
        ("records", ["--next", "a"], "--next"),
        ("records", ["--allow-private"], ""),
        ("list.json", ["--refresh", "--record", "@", "--allow-private", "--every", "5"], ""),
    ],
)
def test_an_option_without_effect_on_the_sources_is_said(
    source: str, options: list[str], said: str, caplog: pytest.LogCaptureFixture
) -> None:
    Path("table.csv").write_text(f"url,date\n{WEB}/1.jpg,1910\n")
    Path("list.json").write_text(f'[{{"image": "{WEB}/1.jpg", "date": "1910"}}]')
    for folder in ("photos", "records"):
        Path(folder).mkdir()
        (Path(folder) / "1.jpg").write_bytes(jpeg(40))
    Path("records/1.xml").write_text("<a><title>1</title><date>1910</date></a>")
    main(["manifest", source, "-o", "m.csv", *options])
    text = caplog.text.partition("--")
    assert ("no effect" in caplog.text) == bool(said)
    assert not said or "".join(text[1:]).startswith(said)


def test_a_column_that_no_record_of_xml_or_of_photos_has_is_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    Path("photos").mkdir()
    Path("photos/1.jpg").write_bytes(jpeg(40))
    main(["manifest", "photos", "-o", "m.csv", "--columns", "album"])
    assert "--columns album (Python: columns): no record has anything there" in caplog.text


def test_a_column_that_is_named_is_taken_alone(capsys: pytest.CaptureFixture[str]) -> None:
    table = f"front,back\n{WEB}/1.jpg,{WEB}/1b.jpg\n{WEB}/2.jpg,\n"
    assert places(table, "--image-column", "Back") == [f"{WEB}/1b.jpg"]
    assert "too: --image-column" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("cell", "file"),
    [
        ("001.jpg", "images/001.jpg"),
        (" 001.jpg ", "images/001.jpg"),
        ("1910er\\x.tif", "1910er/x.tif"),
        ("1910er\\x.tif", "scans/1910er/x.tif"),
        ("/objects/demo1.jpg", "objects/demo1.jpg"),
        ("A-1.TIF", "scans/a-1.jpg"),
        (unicodedata.normalize("NFD", "Köln.jpg"), unicodedata.normalize("NFC", "s/Köln.jpg")),
        (unicodedata.normalize("NFC", "Köln.jpg"), unicodedata.normalize("NFD", "s/Köln.jpg")),
    ],
)
def test_a_file_is_found_by_its_name_below_the_tables_folder(cell: str, file: str) -> None:
    photo(file, "other/y.jpg")
    assert places(f"File,Year\n{cell},1910\n") == [f"../{file}"]


def test_a_file_in_the_folder_that_a_cell_names_goes_before_others_of_its_name() -> None:
    photo("scans/1910er/x.jpg", "scans/1920er/x.jpg")
    assert places("Datei\n1920er\\x.jpg\n") == ["../scans/1920er/x.jpg"]


def test_of_several_files_of_a_name_none_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    photo("a/x.jpg", "b/x.jpg", "a/y.jpg")
    assert places("Datei\nx.jpg\ny.jpg\n") == ["../a/y.jpg"]
    printed = capsys.readouterr().out
    assert "several-files" in printed
    assert "x.jpg is in several folders: a/x.jpg, b/x.jpg" in printed
    assert "the column 'Datei', by the files' names (1)" in printed


def test_files_that_are_found_by_their_names_are_counted_beside_those_found_by_their_paths(
    capsys: pytest.CaptureFixture[str],
) -> None:
    photo("a/x.jpg", "b/y.jpg", "b/z.jpg")
    assert len(places("Datei\na/x.jpg\ny.jpg\nz.jpg\n")) == 3
    assert "the column 'Datei', 2 of them by the files' names (3)" in capsys.readouterr().out


def test_several_photos_in_one_cell_are_several_rows() -> None:
    photo("a.jpg", "b.jpg", "c; d.jpg")
    table = f'File\na.jpg; b.jpg\n"{WEB}/1.jpg\n{WEB}/2.jpg"\nc; d.jpg\n'
    assert places(table, name="table.tsv") == [
        "../a.jpg",
        "../b.jpg",
        f"{WEB}/1.jpg",
        f"{WEB}/2.jpg",
        "../c; d.jpg",
    ]


def rows_of(*arguments: str) -> list[dict[str, str]]:
    main(["manifest", *arguments, "-o", "m.csv"])
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    "column",
    [
        "Inventární číslo", "Inv. č.", "Přírůstkové číslo", "Inventar-Nr.", "Inventory Number",
        "N° d'inventaire", "Numero di inventario", "Número de inventario", "Inventarisnummer",
        "Inventarienummer", "Inventaarionumero", "Numer inwentarzowy", "Leltári szám",
        "Инвентарный номер", "登録番号", "vra:Accession_Number",
    ],
)  # fmt: skip
def test_the_inventory_number_is_the_identifier_in_many_languages(column: str) -> None:
    table = f"Soubor,{column},date\n{WEB}/1.jpg,F 17/3,1910\n"
    Path("t.csv").write_text(table, encoding="utf-8")
    (row,) = rows_of("t.csv")
    assert row["identifier"] == "F 17/3"
    assert find_captions(["url", column.rpartition(":")[2]]).identifier == 1


@pytest.mark.parametrize(
    "column",
    [
        "Intitulé", "INTITULÉ", "Başlık", "BAŞLIK", "Title", "Název",  # noqa: RUF001
        "Название", "タイトル", "dc:Titre",
    ],
)  # fmt: skip
def test_the_title_is_found_in_many_languages(column: str) -> None:
    table = f"Soubor,{column},date\n{WEB}/1.jpg,Most,1910\n"
    Path("t.csv").write_text(table, encoding="utf-8")
    (row,) = rows_of("t.csv")
    assert row["title"] == "Most"
    assert find_captions(["url", column.rpartition(":")[2]]).title == 1
    item = {"image": f"{WEB}/1.jpg", column.rpartition(":")[2]: "Most", "date": "1910"}
    Path("t.json").write_text(json.dumps([item]))
    (row,) = rows_of("t.json")
    assert row["title"] == "Most"


def test_a_tables_own_columns_are_carried_along_as_they_are_written() -> None:
    Path("t.csv").write_text(
        f"URL;Title;Photographer;Year;Bestand, alt;Earliest;=1+1\n{WEB}/1.jpg;A;Ann;1910;B ü;x;=2\n"
    )
    (row,) = rows_of("t.csv")
    own = list(row)[list(row).index("photoparsl_origin") + 1 :]
    assert own == [
        "source URL", "Photographer", "source Year", "Bestand, alt", "source Earliest", "'=1+1"
    ]  # fmt: skip
    assert [row[name] for name in own] == [f"{WEB}/1.jpg", "Ann", "1910", "B ü", "x", "'=2"]
    assert next(read_manifest("m.csv")).year == 1910
    assert read_columns(Path("m.csv"), "")[-1] == "'=1+1"


def test_columns_are_chosen_by_their_names(capsys: pytest.CaptureFixture[str]) -> None:
    Path("t.csv").write_text(f"url,a,B,b,title\n{WEB}/1.jpg,1,2,3,T\n")
    (row,) = rows_of("t.csv", "--columns", "b", "--columns", "title")
    assert list(row.values())[-2:] == ["2", "T"]
    assert list(row)[-2:] == ["B", "source title"]
    assert main(["manifest", "t.csv", "--columns", "C"]) == 2
    assert (
        "no table has a column 'C', which --columns (Python: columns) names"
        in capsys.readouterr().err
    )


def test_columns_of_several_tables_stand_beside_each_other() -> None:
    Path("a.csv").write_text(f"url,artist\n{WEB}/1.jpg,Ann\n")
    Path("b.jsonl").write_text(json.dumps({"url": f"{WEB}/2.jpg", "place": {"town": "Ulm"}}))
    found = rows_of("a.csv", "b.jsonl")
    assert [(row["artist"], row["place.town"]) for row in found] == [("Ann", ""), ("", "Ulm")]


def test_columns_of_json_lines_keep_their_capitals() -> None:
    first = {"url": f"{WEB}/1.jpg", "File Name": "a", "Artist": {"Birth Place": "Ulm"}}
    second = {"url": f"{WEB}/2.jpg", "file name": "b", "Title": "T", "Ort": "Rom", "ort": "Bonn"}
    Path("t.jsonl").write_text(f"{json.dumps(first)}\n{json.dumps(second)}\n")
    found = rows_of("t.jsonl")
    assert [row["File Name"] for row in found] == ["a", "b"]
    assert [row["Artist.Birth Place"] for row in found] == ["Ulm", ""]
    assert (found[1]["Ort"], found[1]["ort 2"], found[1]["title"]) == ("Rom", "Bonn", "T")
    assert not {"file name", "artist.birth place", "Title"} & set(found[0])
    (row, _) = rows_of("t.jsonl", "--columns", "file name")
    assert row["File Name"] == "a"


def test_a_file_of_another_folder_or_another_row_isn_t_taken() -> None:
    photo("A/1.jpg", "B/2.jpg", "x.jpg")
    table = "file,date\nB/1.jpg,1911\nx.tif,1912\nx.jpg,1913\nC:\\\\scans\\\\2.jpg,1914\n"
    assert places(table.replace("\\\\", "\\")) == ["../x.jpg", "../B/2.jpg"]
    with Path("made/m.csv").open(newline="", encoding="utf-8") as file:
        assert [row["year"] for row in csv.DictReader(file)] == ["1913", "1914"]


def test_names_of_columns_in_a_template_are_as_they_are_written() -> None:
    table = "Bild Nr.,Größe (cm),date\n7,9 x 12,1910\n"
    template = f"{WEB}/{{Bild Nr.}}/{{Größe (cm)}}.jpg"
    assert places(table, "--url", template) == [f"{WEB}/7/9%20x%2012.jpg"]


@pytest.mark.parametrize("name", ["t.json", "t.jsonl"])
def test_a_list_of_images_is_several_photos_but_sizes_are_one(name: str) -> None:
    sizes = [{"url": f"{WEB}/{n}.jpg", "width": n} for n in (9, 8)]
    rows = [
        {"id": "1", "date": "1910", "files": [f"{WEB}/1a.jpg", f"{WEB}/1b.jpg"]},
        {"id": "2", "date": "1911", "files": [{"src": f"{WEB}/2a.jpg"}, {"src": f"{WEB}/2b.jpg"}]},
        {"id": "3", "date": "1912", "sizes": sizes},
    ]
    for row, expected in zip(rows, (["1a", "1b"], ["2a", "2b"], ["9"]), strict=True):
        text = json.dumps([row]) if name == "t.json" else json.dumps(row)
        assert places(text, name=name) == [f"{WEB}/{n}.jpg" for n in expected]
        for file in Path("made").iterdir():
            file.unlink()
        Path("made").rmdir()


def test_years_of_two_digits_are_completed_by_the_table_s_own_years() -> None:
    dates = ["1921", "1931", "1948", "7-Oct-33", "Oct-33", "Oct-22", "12.5.48", "5-Jan-12"]
    places("image,date\n" + "".join(f"{WEB}/{n}.jpg,{d}\n" for n, d in enumerate(dates)))
    with Path("made/m.csv").open(newline="", encoding="utf-8") as file:
        found = [(row["certainty"], row["date"]) for row in csv.DictReader(file)][3:]
    assert found == [
        ("uncertain", "1933-10-07?"),
        ("uncertain", "1933-10?"),
        ("unread", ""),  # 22 October
        ("uncertain", "1948?"),
        ("unread", ""),  # 1812, 1912, 2012
    ]


@pytest.mark.parametrize(
    ("dates", "certainty", "span"),
    [
        (["1890s", "1910s", "1920s", "1900s"], "uncertain", ("1900", "1909")),
        (["1893", "1910s", "1900s"], "uncertain", ("1900", "1999")),
        (["1893", "1912", "1900s"], "uncertain", ("1900", "1999")),
    ],
)
def test_1900s_is_a_decade_beside_other_decades_and_else_a_doubtful_century(
    dates: list[str], certainty: str, span: tuple[str, str]
) -> None:
    places("image,date\n" + "".join(f"{WEB}/{n}.jpg,{d}\n" for n, d in enumerate(dates)))
    with Path("made/m.csv").open(newline="", encoding="utf-8") as file:
        row = list(csv.DictReader(file))[-1]
    assert (row["certainty"], (row["earliest"], row["latest"])) == (certainty, span)


def test_a_path_may_begin_in_a_folder_around_the_table_s() -> None:
    photo("site/objects/1.jpg", "site/objects/2.jpg")
    Path("site/_data").mkdir()
    table = "id,object_location\n1,/objects/1.jpg\n2,objects/2.jpg\n"
    assert places(table, name="site/_data/t.csv") == [f"../site/objects/{n}.jpg" for n in (1, 2)]


def test_films_sound_and_documents_are_no_photos() -> None:
    table = (
        f"url,format\n{WEB}/1.jpg,image/jpeg\n{WEB}/2.pdf,application/pdf\n"
        f"{WEB}/watch,video/mp4\n{WEB}/4.mp3,\n"
    )
    assert places(table) == [f"{WEB}/1.jpg"]
    with Path("made/m.left-out.csv").open(newline="", encoding="utf-8") as file:
        assert [row["reason"] for row in csv.DictReader(file)] == ["no-photo"] * 3


def test_parts_inherit_from_a_whole_that_follows_them() -> None:
    table = f"objectid,parentid,date,image\n2,1,,{WEB}/2.jpg\n1,,1912,{WEB}/1.jpg\n"
    places(table)
    with Path("made/m.csv").open(newline="", encoding="utf-8") as file:
        assert [row["year"] for row in csv.DictReader(file)] == ["1912", "1912"]


def test_pages_of_compound_objects_without_parents_keep_their_own_dates_and_it_is_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    rows = ["front\t\thttps://a.example/5.jpg", "Postcard\t1908\t7.cpd"]
    Path("t.txt").write_text("\n".join(["Title\tDate\tCONTENTdm file name", *rows]))
    main(["manifest", "t.txt", "-o", "m.csv"])
    assert "has compound objects (.cpd) and no column of parents" in caplog.text
    assert "1908" not in Path("m.csv").read_text()


@pytest.mark.parametrize("name", ["table.csv", "table.jsonl"])
def test_columns_with_one_name_in_two_cases_are_both_kept(name: str) -> None:
    table = f"url,Note,note\n{WEB}/1.jpg,1901,1902\n"
    if name.endswith("l"):
        table = json.dumps({"url": f"{WEB}/1.jpg", "Note": "1901", "note": "1902"})
    assert places(table, name=name) == [f"{WEB}/1.jpg"]
    with Path("made/m.csv").open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert {"1901", "1902"} <= set(row.values())


def test_rows_of_excluded_files_are_left_out(caplog: pytest.LogCaptureFixture) -> None:
    photo("1/a.jpg", "1/a_back.jpg", "b.jpg")
    table = "file,date\n1/a.jpg,1926\n1/a_back.jpg,1926\nb.jpg,1931\n"
    found = places(table, "--exclude", "*_BACK.jpg", "--exclude", "*.tif")
    assert [Path(place).name for place in found] == ["a.jpg", "b.jpg"]
    assert "no file in the table fits '*.tif'" in caplog.text
    assert "_BACK" not in caplog.text


def test_a_list_in_json_that_names_files_is_read_as_the_same_table_in_json_lines() -> None:
    photo("pics/é 1.jpg", "pics/é 2.jpg")
    rows = [
        {"File name": f"é {n}.jpg", "Dated": 1900 + n, "Title": f"T{n}", "Photographer": "Ágh"}
        for n in (1, 2)
    ]
    Path("t.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    Path("t.json").write_text(json.dumps(rows))
    of_list, of_lines = rows_of("t.json"), rows_of("t.jsonl")
    assert [row.pop("record") for row in of_list] == ["t.json#1", "t.json#2"]
    assert [row.pop("record") for row in of_lines] == ["t.jsonl:1", "t.jsonl:2"]
    assert of_list == of_lines
    assert [row["year"] for row in rows_of("t.json")] == ["1901", "1902"]
    assert {row["Photographer"] for row in rows_of("t.json")} == {"Ágh"}


def test_a_list_in_json_names_files_below_its_folder_and_the_public_web_only(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    photo("1.jpg")
    other = tmp_path_factory.mktemp("other") / "2.jpg"
    other.write_bytes(Path("1.jpg").read_bytes())
    places = ["1.jpg", str(other), "http://127.0.0.1/3.jpg", f"{WEB}/4.jpg"]
    Path("t.json").write_text(json.dumps([{"image": place, "year": 1900} for place in places]))
    assert [row["url"] for row in rows_of("t.json")] == ["1.jpg", f"{WEB}/4.jpg"]


def test_a_photo_of_which_two_rows_say_different_years_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = "https://a.example/1.jpg"
    Path("t.csv").write_text(f"image,date\n{url},1912\n{url},1950\n{url},1912\n")
    main(["manifest", "t.csv", "-o", "m.csv"])
    left_out = Path("m.left-out.csv").read_text(encoding="utf-8")
    assert "duplicate-other-date" in left_out
    assert "says 1912; this one says 1950" in left_out
    assert left_out.count(",duplicate,") == 1
    printed = " ".join(capsys.readouterr().out.split())
    assert "1 record of a photo that another record has say another date" in printed


@pytest.mark.parametrize(
    ("columns", "album", "expected"),
    [
        ("eventTypes,eventDates", "Creation,1907", "exact"),
        ("eventDates,x", "1907,", "uncertain"),
    ],
)
def test_a_page_of_atoms_album_inherits_its_events(
    folder: Path, columns: str, album: str, expected: str
) -> None:
    lines = [
        f"legacyId,parentId,title,{columns},digitalObjectURI",
        f"1,,Album,{album},",
        "3,1,Mill,,,https://a.example/3.jpg",
    ]
    Path("t.csv").write_text("\n".join(lines))
    main(["manifest", "t.csv", "-o", "m.csv"])
    with Path("m.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["certainty"], row["date_text"]) == (expected, "1907")


def test_a_danish_archives_optaget_is_when_a_photo_was_taken(folder: Path) -> None:
    Path("t.csv").write_text("billede,Optaget\nhttps://a.example/1.jpg,1.8.1936\n")
    main(["manifest", "t.csv", "-o", "m.csv"])
    assert ",1936,1936,1936,exact," in Path("m.csv").read_text(encoding="utf-8")
