"""`photoparsl run` of a folder, a table or a file of records: the manifest is made first."""

from __future__ import annotations

import csv
import gzip
import json
import os
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

import photoparsl
from photoparsl.manifests import ORIGIN_COLUMN
from photoparsl.results.run_directory import RunDirectory
from photoparsl.web_server import serving
from tests.commands.calls import call, last_error
from tests.conftest import jpeg, needs

pytestmark = pytest.mark.usefixtures("own_folder")

NAMES = (
    "a photo.jpg",
    "Ann's.jpg",
    '"quoted".jpg',
    "$HOME.jpg",
    "#1.jpg",
    "50%.jpg",
    "a,b;c.jpg",
    "-o.jpg",
    "=1+1.jpg",
    unicodedata.normalize("NFC", "Köln.jpg"),
    unicodedata.normalize("NFD", "Würzburg.jpg"),
)
COPY = "manifest-as-read.csv.gz"
XML = "<record><date>{}</date><title>a title</title></record>"


def write_folder(folder: Path, number: int = 3, start: int = 0) -> None:
    """Write photos with XML records of the years from 1900 on."""
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(start, start + number):
        (folder / f"{n}.jpg").write_bytes(jpeg(40 + n))
        (folder / f"{n}.xml").write_text(XML.format(1900 + n))


def run(*arguments: str) -> int:
    return call("run", *arguments, "--config", "threads")


def rows(folder: str) -> list[dict[str, str]]:
    with gzip.open(Path(folder, COPY), "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def files() -> list[str]:
    return sorted(str(path) for path in Path().rglob("*"))


def measured(folder: str) -> int:
    return sum(len(result.measurements) for result in RunDirectory(Path(folder)).results())


def test_a_folder_is_measured_by_one_command_that_says_what_it_understood(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_folder(Path("my photos"))
    Path("my photos/alone.jpg").write_bytes(jpeg(90))
    assert run("my photos/") == 0
    said = capsys.readouterr().err.splitlines()
    assert said[:3] == [
        "Archive    my photos/: photos from XML records; dates from 'date'",
        "Taken      3 photos, 3 with a year; 1 record left out: 1 no-record",
        "List       runs/my-photos-d3522f/manifest-as-read.csv.gz; what was left out: "
        "runs/my-photos-d3522f/manifest-as-read.left-out.csv",
    ]
    assert [row["year"] for row in rows("runs/my-photos-d3522f")] == ["1900", "1901", "1902"]
    assert "alone.jpg" in Path("runs/my-photos-d3522f/manifest-as-read.left-out.csv").read_text()
    assert measured("runs/my-photos-d3522f") == 3
    assert call("check", "runs/my-photos-d3522f") == 0


def test_the_same_command_finds_its_run_and_reads_an_unchanged_archive_no_more(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_folder(Path("photos"))
    assert run("photos", "--count", "1") == 0
    before = Path("runs/photos", COPY).stat()
    assert run("photos") == run(str(Path("photos").absolute())) == 0
    err = capsys.readouterr().err
    assert err.count("Taken") == 1
    assert err.count("its list is as it was on ") == 2
    after = Path("runs/photos", COPY).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert measured("runs/photos") == 3


def result_files() -> dict[str, tuple[int, int]]:
    files = Path("runs/photos/slices").glob("slice-*")
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in files}


def test_photos_that_are_added_are_measured_alone(capsys: pytest.CaptureFixture[str]) -> None:
    write_folder(Path("photos"))
    assert run("photos") == 0
    before = result_files()
    write_folder(Path("photos"), 1, start=3)
    assert run("photos") == 0
    assert "photos (changed since it was read): photos from" in capsys.readouterr().err
    assert (measured("runs/photos"), len(rows("runs/photos"))) == (4, 4)
    assert before.items() < result_files().items()
    assert run("photos", "--restart") == 0
    assert measured("runs/photos.1") == measured("runs/photos") == 4


def test_a_corrected_date_is_taken_over_and_nothing_is_measured(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_folder(Path("photos"))
    assert run("photos") == 0
    before = result_files()
    Path("photos/2.xml").write_text(XML.format(1933))
    assert run("photos", "--dry-run") == 0
    assert "changed since it was read" in capsys.readouterr().err
    assert run("photos") == 0
    assert [row["year"] for row in rows("runs/photos")] == ["1900", "1901", "1933"]
    assert before == result_files()
    results = RunDirectory(Path("runs/photos")).results()
    assert [m.year for result in results for m in result.measurements] == [1900, 1901, 1933]


def test_a_file_that_is_written_anew_with_the_same_dates_changes_no_list(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_folder(Path("photos"))
    assert run("photos") == 0
    Path("photos/2.xml").write_text(XML.format(1902) + " ")
    assert run("photos") == 0
    assert "is as it was" in capsys.readouterr().err


def test_a_list_that_is_as_it_was_isnt_said_of_a_folder_whose_files_changed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("fo/1910").mkdir(parents=True)
    for n in range(3):
        Path(f"fo/1910/{n}.jpg").write_bytes(jpeg(40 + n))
    assert run("fo") == 0
    Path("fo/1910/1.jpg").write_bytes(jpeg(90))
    capsys.readouterr()
    assert run("fo") == 0
    said = capsys.readouterr()
    err = said.err
    assert "1 file has changed since it was measured" in err + said.out
    assert "fo is as it was" not in err
    assert "fo: its list is as it was on" in err


def test_a_dry_run_leaves_the_place_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    write_folder(Path("photos"))
    before = files()
    assert run("photos", "--dry-run") == 0
    said = capsys.readouterr()
    assert "List       runs/photos/manifest-as-read.csv.gz, once it is measured" in said.err
    assert "3 photos, years 1900-1902" in said.out
    assert files() == before


def test_the_current_folder_is_read_without_its_runs(
    own_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_folder(Path())
    assert run(".") == 0
    (folder,) = Path("runs").iterdir()
    assert folder.name.startswith("Ann-s-gro")
    (folder / "public/thumbnail.jpg").write_bytes(jpeg(90))
    assert run(".") == 0
    assert "is as it was" in capsys.readouterr().err
    assert len(rows(str(folder))) == 3
    assert run(str(own_folder)) == 0
    assert len(list(Path("runs").iterdir())) == 1


def test_names_of_every_kind_are_measured() -> None:
    for number, name in enumerate(NAMES):
        Path("photos/deep er").mkdir(parents=True, exist_ok=True)
        Path("photos/deep er", name).write_bytes(jpeg(40 + number))
    for hidden in ("photos/.hidden.jpg", "photos/.thumbs/1.jpg"):
        Path(hidden).parent.mkdir(exist_ok=True)
        Path(hidden).write_bytes(jpeg(99))
    Path("photos/link.jpg").symlink_to("deep er/#1.jpg")
    assert run("photos") == 0
    assert measured("runs/photos") == len(rows("runs/photos")) == len(NAMES) + 1


def test_what_is_no_photo_is_counted_and_listed(capsys: pytest.CaptureFixture[str]) -> None:
    write_folder(Path("photos"))
    for name in ("a.mp4", "b.mp4", "notes.pdf"):
        Path("photos", name).write_text("x")
    assert run("photos", "--exclude", "2.*") == 0
    said = capsys.readouterr().err
    assert "Note       passed over: 2 excluded, 2 .mp4, 1 .pdf" in said
    listed = Path("runs/photos/manifest-as-read.left-out.csv").read_text()
    assert listed.count("other-file") == 3
    assert listed.count("excluded") == 2
    assert measured("runs/photos") == 2


def test_photos_that_are_excluded_from_a_table_stay_out_when_its_run_goes_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_folder(Path("photos"))
    table = "Datei;Datierung;Titel\n" + "".join(f"photos/{n}.jpg;190{n};T{n}\n" for n in range(3))
    Path("cat.csv").write_text(table)
    options = ("--image-column", "Datei", "--exclude", "2*", "--measures", "luminance")
    assert run("cat.csv", *options) == 0
    said = capsys.readouterr().err
    assert "Taken      2 photos, 2 with a year; nothing else left out" in said
    assert "passed over: 1 excluded" in said
    assert "none is left out" not in said
    Path("cat.csv").write_text(table.replace("T1", "Glas"))
    photoparsl.run(**photoparsl.arguments_of("runs/cat"))
    assert measured("runs/cat") == 2
    assert run("cat.csv", *options[:2], *options[4:]) == 0  # it is a choice that can be dropped
    assert measured("runs/cat") == 3
    assert run("cat.csv", *options) == 0
    assert measured("runs/cat") == 2


def test_a_person_s_dates_go_before_the_archive_s_and_an_edited_one_is_taken_over(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    write_folder(Path("photos"))
    command = ("photos", "--corrections", "c.csv")
    assert run(*command) == 2
    assert "c.csv: --corrections (Python: corrections): isn't a file" in last_error(capsys)
    Path("c.csv").write_text("record,date\nphotos/0.jpg,1850-05\nphotos/1.jpg,ca. 1870\nx,1900\n")
    assert run(*command) == 0
    said = capsys.readouterr().err
    assert "dates from 'date' (1), 'corrections' (2)" in said.replace(
        "'corrections' (2), 'date' (1)", "'date' (1), 'corrections' (2)"
    )
    assert "c.csv: 1 of 3 corrections fit no record, like 'x'" in caplog.text
    assert [row["year"] for row in rows("runs/photos")] == ["1850", "", "1902"]
    Path("c.csv").rename("d.csv")
    assert run("photos", "--corrections", "d.csv") == 0
    assert "is as it was" in capsys.readouterr().err
    Path("d.csv").write_text("record,date\nphotos/0.jpg,1851\n")
    assert run("photos", "--corrections", "d.csv") == 0
    assert "photos (corrected otherwise than before)" in capsys.readouterr().err
    assert [row["year"] for row in rows("runs/photos")] == ["1851", "1901", "1902"]
    assert run("photos") == 0
    assert "photos (read by other options than before)" in capsys.readouterr().err
    assert [row["year"] for row in rows("runs/photos")] == ["1900", "1901", "1902"]


def test_a_table_is_corrected_too() -> None:
    write_folder(Path("photos"))
    Path("t.csv").write_text("url,year\nphotos/0.jpg,1900\nphotos/1.jpg,1901\n")
    Path("c.csv").write_text("record,date\nphotos/1.jpg,1889\n")
    assert run("t.csv", "--corrections", "c.csv") == 0
    assert [row["year"] for row in rows("runs/t")] == ["1900", "1889"]


def test_a_link_to_a_folder_is_said_not_to_be_followed(capsys: pytest.CaptureFixture[str]) -> None:
    write_folder(Path("disk"))
    write_folder(Path("photos"), 1)
    Path("photos/more").symlink_to("../disk")
    Path("photos/loop").symlink_to(".")
    Path("photos/gone.jpg").symlink_to("nowhere.jpg")
    assert run("photos") == 0
    assert "2 linked-folder, 1 unreadable-file" in capsys.readouterr().err
    Path("album").symlink_to("disk")
    assert run("album") == 0
    assert measured("runs/album") == 3


def test_folders_without_photos_are_refused_with_what_they_hold(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("empty/deep/deeper").mkdir(parents=True)
    assert run("empty") == 2
    assert "neither XML records nor photos" in last_error(capsys)
    Path("empty/notes.txt").write_text("Dear diary\n")
    Path("empty/list.csv").write_text("url,year\n1.jpg,1900\n")
    assert run("empty") == 2
    error = last_error(capsys)
    assert "it holds list.csv (photoparsl run empty/list.csv measures by it)" in error
    assert not Path("runs").exists()


def test_a_manifest_within_the_folder_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    write_folder(Path("photos"))
    Path("photos/years.txt").write_text("0.jpg 1900\n")
    assert run("photos") == 0
    said = capsys.readouterr().err
    assert "Note       not read: years.txt (photoparsl run photos/years.txt measures by it)" in said
    assert measured("runs/photos") == 3


def test_a_table_with_foreign_columns_is_measured_by_the_columns_that_are_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_folder(Path("scans"))
    table = "Object Number;Scan;Dated\n1;0;ca. 1900\n2;1;1901\n3;;1902\n4;2;19th century\n"
    Path("museum.csv").write_text(table)
    assert run("museum.csv") == 2
    error = last_error(capsys)
    assert "expected a column 'url', found 'Object Number', 'Scan', 'Dated'" in error
    assert "name it with --image-column (Python: image_column)" in error
    assert not Path("runs").exists()
    assert run("museum.csv", "--image-column", "Scan", "--date-column", "Dated") == 0
    said = capsys.readouterr().err.splitlines()
    assert said[0] == (
        "Archive    museum.csv: photos from the column 'Scan', by the files' names; "
        "dates from 'Dated'"
    )
    assert said[1] == (
        "Taken      3 photos, 1 with a year (1 inexact date: --fuzzy (Python: fuzzy) gives these a "
        "year); 1 record left out: 1 no-photo"
    )
    assert measured("runs/museum") == 3


def test_a_photo_that_a_table_names_and_that_comes_later_is_taken(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_folder(Path("scans"), 1)
    Path("t.csv").write_text("Scan,Dated\nscans/0.jpg,1900\nscans/1.jpg,ca. 1901\n")
    columns = ("--image-column", "Scan", "--date-column", "Dated")
    assert run("t.csv", *columns) == run("t.csv", *columns) == 0
    assert "is as it was" in capsys.readouterr().err
    write_folder(Path("scans"), 2)
    assert run("t.csv", *columns) == 0
    why = "photos that were missing before are there now"
    assert f"t.csv ({why}): photos from" in capsys.readouterr().err
    assert measured("runs/t") == 2
    assert run("t.csv", *columns, "--fuzzy") == 0
    assert [row["year"] for row in rows("runs/t")] == ["1900", "1901"]
    assert "t.csv (read by other options than before)" in capsys.readouterr().err


def test_a_table_with_photos_in_a_folder_below_is_measured(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_folder(Path("study/images"))
    Path("study/values.txt").write_text(
        "Filename\tPlace\tYear\r0.jpg\tParis\t1881\r1.jpg\t\t1882\r"
    )
    assert run("study/values.txt") == 0
    said = capsys.readouterr().err
    assert "photos from the column 'Filename', by the files' names; dates from 'Year'" in said
    assert measured("runs/values") == 2
    shutil.rmtree("study/images")
    Path("gone.csv").write_text("Filename,Year\n0.jpg,1881\n")
    assert run("gone.csv") == 1  # a manifest, of which no file is there


def test_photos_whose_folder_was_renamed_below_a_table_are_found_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("objects").mkdir()
    for n in range(4):
        Path(f"objects/{n}.jpg").write_bytes(jpeg(40 + n))
    lines = [f"{n}.jpg;19{n}0\n" for n in range(4)]
    Path("items.csv").write_text("Datei;Jahr\n" + "".join(lines))
    assert run("items.csv") == 0
    Path("objects").rename("images")
    capsys.readouterr()
    assert run("items.csv", "--moved-from", "objects") == 0
    said = capsys.readouterr()
    assert "(its photos aren't where they were)" in said.err
    assert "nothing left to do" in said.out
    assert [Path("runs/items", row["url"]).exists() for row in rows("runs/items")] == [True] * 4
    Path("items.csv").write_text("Datei;Jahr\n" + "".join(reversed(lines)))
    assert run("items.csv") == 0
    changed = capsys.readouterr().out
    assert "4 rows have moved" in changed
    assert "record" not in changed, "its lines moved, nobody edited it"


def test_a_tables_columns_reach_the_export_and_can_be_groups_and_clusters(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_folder(Path("scans"))
    Path("museum.csv").write_bytes(
        "Dateiname;Titel;Fotograf;Datierung\r\n0.jpg;Köln;Müller;1910er\r\n1.jpg;Ulm;;1911\r\n".encode(
            "cp1252"
        )
    )
    assert run("museum.csv", "--group", "Fotograf", "--clusters", "Ort") == 2
    assert "there is no column 'Ort'" in last_error(capsys)
    assert run("museum.csv", "--group", "Fotograf", "--clusters", "Titel") == 0
    assert call("export", "runs/museum") == 0
    with Path("runs/museum/photos.csv").open(encoding="utf-8-sig", newline="") as file:
        exported = list(csv.DictReader(file))
    assert [row["Fotograf"] for row in exported] == ["Müller", ""]
    assert [row["title"] for row in exported] == ["Köln", "Ulm"]
    assert [row["year"] for row in exported] == ["", "1911"]


def test_a_table_whose_urls_are_pages_is_measured_by_its_images(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_folder(Path("served"))
    with serving(Path("served")) as url:
        table = f"id,year,thumbnailUrl,url\n1,1900,{url}0.jpg,{url}art/1\n"
        Path("works.csv").write_text(table)
        assert run("works.csv") == 0
        assert "photos from the column 'thumbnailUrl'" in capsys.readouterr().err
        Path("own.csv").write_text(f"url,year,note\n{url}0.jpg,1900,{url}1.jpg\n")
        assert run("own.csv") == 0
        assert "Archive" not in capsys.readouterr().err  # it is a manifest


def test_a_manifest_that_was_made_is_taken_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    Path("works.csv").write_text("id,date,thumbnail\n1,ca. 1910,https://a.example/t/1.jpg\n")
    template = "http://127.0.0.1:9/{id}/full"
    assert call("manifest", "works.csv", "-o", "made.csv", "--url", template) == 0
    capsys.readouterr()
    assert run("made.csv", "--dry-run") == 0
    said = capsys.readouterr()
    assert "Archive" not in said.err
    assert "made.csv: 1 photo," in said.out


def test_dates_of_any_form_in_a_column_of_dates_are_read_by_the_rules_of_manifest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_folder(Path("objects"))
    table = "objectid,object_location,title,date\na,objects/0.jpg,A,1901-05\nb,objects/1.jpg,B,{}\n"
    Path("collection.csv").write_text(table.format("ca. 1910"))
    assert run("collection.csv", "--fuzzy") == 0
    assert [row["year"] for row in rows("runs/collection")] == ["1901", "1910"]
    Path("strict.csv").write_text("url,year\nobjects/0.jpg,1901\nobjects/1.jpg,ca. 1910\n")
    assert run("strict.csv") == 2
    assert "strict.csv:3: expected a year of four digits" in capsys.readouterr().err
    Path("plain.csv").write_text(table.format("1910").replace("1901-05", "1901"))
    assert run("plain.csv") == 0
    assert not Path("runs/plain/archive.json").exists()
    Path("plain.csv").write_text(table.format("ca. 1910").replace("1901-05", "1901"))
    assert run("plain.csv") == 2  # it was a manifest, and what is wrong with it is said
    assert "plain.csv:3: expected a date in ISO 8601" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["items.jsonl", "items.json", "records.xml"])
def test_a_file_of_records_may_name_photos_of_the_web_and_no_private_host(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_folder(Path("served"))
    with serving(Path("served")) as url:
        if name.endswith("xml"):
            photos = "".join(
                f"<record><date>190{n}</date><identifier>{url}{n}.jpg</identifier></record>"
                for n in range(3)
            )
            Path(name).write_text(f"<records>{photos}</records>")
        else:
            items = [
                {"url": f"{url}{n}.jpg", "date": f"190{n}", "artist": {"name": "A"}}
                for n in range(3)
            ]
            lines = "".join(json.dumps(item) + "\n" for item in items)
            Path(name).write_text(json.dumps(items) if name.endswith("json") else lines)
        if name == "items.jsonl":  # a table of one's own
            assert run(name) == 0
            assert measured("runs/items") == 3
            return
        is_json = name.endswith("json")
        more = ("--image-column", "url", "--columns", "artist.name") if is_json else ()
        assert run(name, *more) == 2
        err = capsys.readouterr().err
        assert (
            "--allow-private (Python: allow_private) lets them name private addresses"
            in err.splitlines()[-1]
        )
        assert "no record has anything there" not in err
        assert run(name, *more, "--allow-private") == 0
        (folder,) = Path("runs").iterdir()
        assert {row["photoparsl_origin"] for row in rows(str(folder))} == {"web"}
        assert measured(str(folder)) == 3


def test_a_record_of_the_web_names_no_file_outside_its_folder(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_folder(Path("served"))
    items = [{"image": "../served/0.jpg"}, {"image": f"file://{Path('served/0.jpg').absolute()}"}]
    Path("answers").mkdir()
    Path("answers/items.json").write_text(json.dumps(items))
    assert run("answers/items.json", "--image-column", "image", "--allow-private") == 2
    error = last_error(capsys)
    assert (
        "no record names a photo that may be used (2 records left out: 2 not-on-the-web, like "
        in error
    )
    assert "items.json#1: names ../served/0.jpg): these records may name URLs only; " in error
    assert "make_manifest, has --url: make a manifest with it, and run that)" in error
    assert "--image-column" not in error
    assert call("manifest", "answers/items.json", "-o", "m.csv", "--image-column", "image") == 2
    error = last_error(capsys)
    assert (
        "the manifest is empty, since no record names a photo that may be used (2 records left"
        in error
    )
    assert "--image-column NAME" not in error
    template = ("--url", "./{identifier}", "--identifier", "image", "--limit", "1")
    Path("items.json").write_text(json.dumps([{"image": "served/0.jpg"}]))
    assert call("manifest", "items.json", "-o", "m.csv", *template) == 0


def test_a_url_of_json_is_read_once_with_the_host_that_was_typed_as_its_origin(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_folder(Path("served"))
    with serving(Path("served")) as url:
        items = [{"image": f"{url}{n}.jpg", "date": f"190{n}"} for n in range(3)]
        Path("served/items.json").write_text(json.dumps(items))
        assert run(f"{url}items.json", "--image-column", "image") == 0
        assert {row["photoparsl_origin"] for row in rows("runs/items")} == {url}
        Path("served/items.json").write_text("[]")
        assert run(f"{url}items.json", "--image-column", "image") == 0
    assert "isn't read again: its list of" in capsys.readouterr().err


@pytest.mark.parametrize("path", ["t.csv", "t.csv?format=csv&sheet=1", "export"])
def test_a_table_at_a_url_is_read_as_a_file_with_the_host_that_was_typed_as_its_origin(
    path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_folder(Path("served"), 4)
    with serving(Path("served")) as url:
        places = (f"{url}0.jpg", "1.jpg", "/etc/hostname.jpg", f"file://{Path('2.jpg').absolute()}")
        cells = (f"{place};um 192{n};Köln {n}" for n, place in enumerate(places))
        name = path.partition("?")[0]
        Path("served", name).write_text("File;Datierung;Ort\n" + "\n".join(cells) + "\n")
        assert run(f"{url}{path}", "--fuzzy", "--run-dir", "r") == 1
        said = capsys.readouterr().err
        assert f"Archive    {url}{name}: photos from the column 'file'; dates from 'datierung'" in (
            said.replace("File", "file").replace("Datierung", "datierung")
        )
        (first, second, third), left = rows("r"), Path("r/manifest-as-read.left-out.csv")
        assert (first["url"], first["year"], first["Ort"]) == (f"{url}0.jpg", "1920", "Köln 0")
        assert (second["url"], third["url"]) == (f"{url}1.jpg", f"{url}etc/hostname.jpg")
        assert {first[ORIGIN_COLUMN], second[ORIGIN_COLUMN], third[ORIGIN_COLUMN]} == {url}
        assert "not-on-the-web" in left.read_text() or "no-photo" in left.read_text()
        assert measured("r") == 2
        assert "photoparsl-" not in left.read_text() + said, "no temporary file is named"
        assert run(f"{url}{path}", "--fuzzy", "--run-dir", "r") == 1
        assert "isn't read again: its list of" in capsys.readouterr().err


def test_a_table_at_a_url_names_no_other_private_host(capsys: pytest.CaptureFixture[str]) -> None:
    write_folder(Path("served"))
    with serving(Path("served")) as url, serving(Path("served")) as other:
        host = other.replace("127.0.0.1", "127.0.0.2")
        Path("served/t.csv").write_text(f"File,Datierung\n{host}0.jpg,1920\n{url}1.jpg,1921\n")
        assert run(f"{url}t.csv") == 0
        assert [row["url"] for row in rows("runs/t")] == [f"{url}1.jpg"]
        assert "refused-address" in Path("runs/t/manifest-as-read.left-out.csv").read_text()
        Path("served/own.csv").write_text(f"url,year\n{url}0.jpg,1920\n{url}1.jpg,1921\n")
        assert run(f"{url}own.csv") == 0
        assert not Path("runs/own/archive.json").exists(), "a manifest is taken as it is"


def test_one_edited_title_or_date_of_a_table_counts_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_folder(Path("p"))
    table = "Scan,Titel,Datierung,Ort\np/0.jpg,{},{},{}\np/1.jpg,B,1921,Wien\n"
    for cells, changed in (
        (("A", "1920", "Graz"), ""),
        (("A2", "1920", "Graz"), "1 title changed"),
        (("A2", "um 1920", "Graz"), "1 year changed"),
        (("A2", "ca. 1920", "Graz"), "1 date changed"),
        (("A3", "1923", "Linz"), "1 year, 1 title and 1 cell of 'Ort' changed"),
    ):
        Path("t.csv").write_text(table.format(*cells))
        capsys.readouterr()
        assert run("t.csv") == 0
        said = [line for line in capsys.readouterr().out.splitlines() if "Changed" in line]
        assert said == ([f"Changed    {changed}"] if changed else [])


def test_a_url_of_json_that_was_read_isnt_asked_again(capsys: pytest.CaptureFixture[str]) -> None:
    write_folder(Path("served"))
    with serving(Path("served")) as url:
        items = [{"image": f"{url}{n}.jpg", "date": f"190{n}"} for n in range(3)]
        Path("served/items.json").write_text(json.dumps(items))
        assert run(f"{url}items.json") == 0
    assert run(f"{url}items.json") == 0
    said = capsys.readouterr()
    assert "isn't read again: its list of" in said.err
    assert "there was nothing left to do" in said.out


def test_columns_of_a_table_and_fields_of_json_are_chosen(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    write_folder(Path("p"))
    Path("t.csv").write_text(
        "Scan,Maker,Place,Price\n" + "".join(f"p/{n}.jpg,Ann,Köln,{n}\n" for n in range(3))
    )
    assert run("t.csv", "--columns", "place", "--columns", "Maker", "--group", "Maker") == 0
    assert list(rows("runs/t")[0])[-2:] == ["Place", "Maker"]
    assert run("t.csv", "--columns", "prize") == 2
    error = last_error(capsys)
    assert "column 'prize', which --columns (Python: columns) names; did you mean 'Price'" in error
    with serving(Path("p")) as url:
        items = [
            {"image": f"{url}{n}.jpg", "maker": {"name": "Änne"}, "tags": ["a", "b"]}
            for n in range(3)
        ]
        Path("items.json").write_text(json.dumps(items))
        chosen = ("--columns", "maker.name", "--columns", "tags", "--columns", "nothing")
        assert run("items.json", *chosen, "--group", "maker.name", "--allow-private") == 0
    assert {(row["maker.name"], row["tags"], row["nothing"]) for row in rows("runs/items")} == {
        ("Änne", "a; b", "")
    }
    assert "--columns nothing (Python: columns): no record has anything there" in caplog.text


def test_what_an_archive_says_of_its_photos_reaches_the_export_and_the_groups(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_folder(Path("photos"))
    assert run("photos", "--group", "title", "--group", "certainty") == 0
    assert call("export", "runs/photos") == 0
    with Path("runs/photos/photos.csv").open(encoding="utf-8-sig", newline="") as file:
        exported = list(csv.DictReader(file))
    assert [row["title"] for row in exported] == ["a title"] * 3
    assert [row["date"] for row in exported] == ["1900", "1901", "1902"]
    assert {row["certainty"] for row in exported} == {"exact"}
    assert exported[0]["record"].endswith("0.xml")
    assert run("photos", "--group", "nothing") == 2
    assert "there is no column 'nothing'" in last_error(capsys)


def test_a_iiif_url_needs_no_option() -> None:
    write_folder(Path("served"), 2)
    with serving(Path("served")) as url:
        canvases = [
            {"@id": f"{url}canvas/{n}", "images": [{"resource": image}]}
            for n in range(2)
            for image in [{"@id": f"{url}{n}.jpg", "@type": "dctypes:Image"}]
        ]
        manifest = {
            "@context": "http://iiif.io/api/presentation/2/context.json",
            "@type": "sc:Manifest",
            "label": "Two photos",
            "navDate": "1905-01-01T00:00:00Z",
            "sequences": [{"canvases": canvases}],
        }
        Path("served/iiif").write_text(json.dumps(manifest))
        assert run(f"{url}iiif") == 0
        assert measured("runs/iiif") == 2


def test_a_run_of_another_archive_isnt_touched(capsys: pytest.CaptureFixture[str]) -> None:
    write_folder(Path("a/photos"))
    write_folder(Path("b/photos"))
    assert run("a/photos") == 0
    capsys.readouterr()
    assert run("b/photos") == 2
    error = capsys.readouterr().err
    assert "List" not in error
    assert "a/photos, and not of b/photos, which has none of the photos" in error
    assert "give another --run-dir" in error
    Path("photos.txt").write_text("b/photos/0.jpg 1900\n")
    assert run("photos.txt") == 2
    Path("photos.txt").write_text("a/photos/0.jpg 1900\n")
    shutil.rmtree("runs")
    assert run("photos.txt") == 0
    assert run("b/photos") == 2
    assert "is the run of another manifest" in last_error(capsys)
    assert run("a/photos", "--run-dir", "a/photos") == 2
    assert "is the archive's folder and the run's" in last_error(capsys)


def write_forms(place: str) -> dict[str, tuple[str, ...]]:
    """Write a table of three photos in several forms.  Return the files, each with options."""
    rows = [(f"{place}{n}.jpg", f"190{n}", f"title {n}") for n in range(3)]
    Path("t.txt").write_text("".join(f"{place} {year}\n" for place, year, _ in rows))
    for name, mark, encoding in (("t.csv", ",", "utf-8"), ("u.tsv", "\t", "utf-16")):
        lines = [mark.join(cells) for cells in (("url", "year", "title"), *rows)]
        Path(name).write_text("\n".join(lines), encoding=encoding)
    xlsxwriter = pytest.importorskip("xlsxwriter")
    with xlsxwriter.Workbook("t.xlsx") as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate((("url", "year", "title"), *rows)):
            sheet.write_row(number, 0, cells)
    assert call("manifest", "t.xlsx", "-o", "made.csv", "--allow-private") == 0
    forms: dict[str, tuple[str, ...]] = dict.fromkeys(("t.txt", "t.csv", "u.tsv", "made.csv"), ())
    if "://" not in place:
        return {**forms, "t.xlsx": ()}
    items = [{"image": place, "date": year, "title": title} for place, year, title in rows]
    Path("t.json").write_text(json.dumps(items))
    return {**forms, "t.xlsx": (), "t.json": ("--columns", "title")}


@pytest.mark.parametrize("is_web", [True, False])
def test_a_run_goes_on_with_the_same_table_in_another_form(
    is_web: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    write_folder(Path("p"))
    with serving(Path("p")) as url:
        forms = write_forms(url if is_web else "p/")
        options = ("--run-dir", "runs/r", "--measures", "luminance", "--allow-private")
        names = [name for name in forms for name in (name, "t.xlsx")]
        assert run("t.csv", *options) == 0
        kept = {
            m.url: m.values for r in RunDirectory(Path("runs/r")).results() for m in r.measurements
        }
        for name in names:
            capsys.readouterr()
            assert run(name, *options, *forms[name], "--dry-run") == 0, name
            assert "To do      0 photos" in capsys.readouterr().out
            assert run(name, *options, *forms[name]) == 0, name
            said = capsys.readouterr().out
            assert "nothing left to do" in said
            assert " dates changed" not in said
            assert " are gone: " not in said
            results = list(RunDirectory(Path("runs/r")).results())
            measured_now = [m for r in results for m in r.measurements]
            assert [m.year for m in measured_now] == [1900, 1901, 1902]
            assert [m.values for m in measured_now] == list(kept.values())
        assert Path("runs/r/archive.json").exists() == (names[-1] == "t.xlsx")
        assert call("check", "runs/r") == 0


def test_a_column_of_dates_that_comes_or_goes_is_named_and_no_date_is_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_folder(Path("p"))
    for header, cell, change in (
        ("url,year", "", ""),
        ("url,year,date", ",1900-05", "the column 'date' is new"),
        ("url,year,date", ",1900-06", "1 date changed"),
        ("url,year,Month", ",7", "the column 'Month' is new; 1 date changed"),
        ("url,year", "", "the column 'Month' is gone"),
    ):
        Path("t.csv").write_text(f"{header}\np/0.jpg,1900{cell}\n")
        capsys.readouterr()
        assert run("t.csv") == 0
        said = [line for line in capsys.readouterr().out.splitlines() if "Changed" in line]
        assert said == ([f"Changed    {change}"] if change else [])


def test_an_edited_copy_is_made_anew() -> None:
    write_folder(Path("photos"))
    assert run("photos") == 0
    kept = Path("runs/photos", COPY)
    kept.write_bytes(gzip.compress(gzip.decompress(kept.read_bytes()).replace(b"1901", b"1911")))
    assert run("photos") == 0
    assert [row["year"] for row in rows("runs/photos")] == ["1900", "1901", "1902"]


def test_a_folder_moved_with_its_run_goes_on() -> None:
    write_folder(Path("here/photos"))
    os.chdir("here")
    assert run("photos", "--count", "1") == 0
    os.chdir("..")
    Path("here").rename("there")
    os.chdir("there")
    assert run("photos") == 0
    assert measured("runs/photos") == 3


def test_a_read_only_folder_is_measured_and_one_that_is_the_current_is_reported() -> None:
    write_folder(Path("photos"))
    command = [sys.executable, "-m", "photoparsl", "run"]
    if os.geteuid() == 0:  # who may write everywhere, unless that is taken away
        needs(shutil.which("setpriv"), "setpriv")
        command = ["setpriv", "--inh-caps=-all", "--bounding-set=-all", *command]
    Path("photos").chmod(0o555)
    options = ("--config", "threads")
    done = subprocess.run(
        [*command, "photos", *options], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    done = subprocess.run(
        [*command, ".", *options], cwd="photos", capture_output=True, text=True, check=False
    )
    Path("photos").chmod(0o755)
    assert done.returncode == 2
    assert "Permission denied" in done.stderr.splitlines()[-1]


def test_ten_thousand_photos_are_listed_in_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    Path("photos").mkdir()
    first = Path("photos/00000.jpg")
    first.write_bytes(jpeg(40))
    for number in range(1, 10_000):
        os.link(first, f"photos/{number:05}.jpg")
    assert run("photos", "--count", "2") == 0
    assert "Taken      10,000 photos, 0 with a year" in capsys.readouterr().err
    assert run("photos", "--count", "2") == 0


def test_options_of_an_archive_are_refused_for_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("-", "--fuzzy") == 2
    assert "write what it gives into a file" in last_error(capsys)


def test_dates_that_werent_understood_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    dates = ("karibu 1902", "1905 Novemba", "1904", "", "12.05.1903")
    for number in range(len(dates)):
        Path(f"{number}.jpg").write_bytes(jpeg(40 + number))
    lines = [f"{number}.jpg;{date}\n" for number, date in enumerate(dates)]
    Path("liste.csv").write_text("Dosya;Çekim tarihi\n" + "".join(lines), encoding="utf-8")
    assert run("liste.csv", "--date-column", "Çekim tarihi", "--dry-run") == 0
    said = capsys.readouterr().err
    assert "2 dates weren't understood, e.g. 'karibu 1902', '1905 Novemba': " in said
    Path("liste.csv").write_text("Dosya;Çekim tarihi\n0.jpg;1901\n1.jpg;\n", encoding="utf-8")
    assert run("liste.csv", "--date-column", "Çekim tarihi", "--dry-run") == 0
    assert "understood" not in capsys.readouterr().err


def test_addresses_that_might_go_on_after_a_comma_are_measured_from_a_file_of_records() -> None:
    """A list of the user's must have them in quotes, and photoparsl's own lists have them."""
    write_folder(Path("photos"), 2)
    with serving(Path("photos")) as url:
        records = [
            {"url": f"{url}{n}.jpg?{query}", "year": 1900 + n, "title": "1923", "number": n}
            for n, query in enumerate(["crop=0", "X-Amz-Expires=60&X-Amz-Signature=01"])
        ]
        Path("items.json").write_text(json.dumps(records))
        assert run("items.json", "--allow-private", "--run-dir", "r") == 0
        assert [row["year"] for row in rows("r")] == ["1900", "1901"]
        assert call("export", "r", "-o", "measured.csv") == 0
        assert run("measured.csv", "--allow-private", "--run-dir", "again") == 0
