"""Which files of a folder are photos, and what is passed over."""

from __future__ import annotations

import csv
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from photoparsl.archives.passed_over import SortedFiles
from photoparsl.archives.photo_files import files_below
from photoparsl.commands.main import main
from photoparsl.commands.terminal.exit_codes import ExitCode
from photoparsl.errors import ManifestError
from photoparsl.fetching import fetch
from photoparsl.manifests import read_manifest
from photoparsl.results import RunDirectory
from tests.conftest import jpeg

pytestmark = pytest.mark.usefixtures("folder")


def write(*paths: str) -> None:
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(jpeg(90) if path.lower().endswith("jpg") else b"text")


def manifest(*arguments: str) -> tuple[int, list[str], dict[str, str]]:
    """The exit code, the photos, and what was left out with the reasons."""
    code = main(["manifest", *arguments, "-o", "m.csv"])
    left_out = Path("m.left-out.csv")
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        photos = [row["url"] for row in csv.DictReader(file)]
    rows = list(csv.reader(left_out.read_text().splitlines()))[1:] if left_out.exists() else []
    return code, photos, {row[0]: row[1] for row in rows}


def test_files_that_are_no_photos_are_counted_and_listed_and_are_no_fault(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write("p/1.jpg", "p/a.mp4", "p/b/c.MP4", "p/notes.txt", "p/Makefile", "p/.hidden")
    code, photos, left_out = manifest("p")
    assert (code, photos) == (ExitCode.DONE, ["p/1.jpg"])
    others = dict.fromkeys(["p/a.mp4", "p/b/c.MP4", "p/notes.txt", "p/Makefile"], "other-file")
    assert left_out == {**others, "p/.hidden": "hidden"}
    printed = capsys.readouterr().out
    assert "Passed over, all in m.left-out.csv: .mp4 (2)" in printed
    assert "without an ending (1)" in printed
    assert "1 record: 1 photo, 0 left out" in printed


def test_what_has_no_end_is_listed_and_never_read() -> None:
    write("p/1.jpg")
    beside = ("1.jpg.json", "1.xmp", "1.jpg.xmp", "contents", "dublin_core.xml")
    for name in ("table.csv", "record.xml", "items.json", "2.jpg", *beside):
        Path("p", name).symlink_to("/proc/kmsg")  # to read it as root is to wait for ever
    Path("p/3.jpg").symlink_to("/dev/zero")
    os.mkfifo("p/4.jpg")
    with socket.socket(socket.AF_UNIX) as server:
        os.chdir("p")  # an address has at most 107 bytes
        server.bind("5.jpg")
        os.chdir("..")
    done = subprocess.run(
        [sys.executable, "-m", "photoparsl", "manifest", "p", "-o", "m.csv"],
        check=False,
        timeout=60,
    )
    assert done.returncode == ExitCode.SOME_FAILED
    code, photos, left_out = manifest("p")
    assert (code, photos) == (ExitCode.SOME_FAILED, ["p/1.jpg"])
    others = ("table.csv", "record.xml", "items.json", *beside, *(f"{n}.jpg" for n in (2, 3, 4, 5)))
    assert left_out == {f"p/{name}": "unreadable-file" for name in others}


def test_photos_in_formats_that_arent_read_are_left_out_with_the_format() -> None:
    write("p/1.jpg", "p/2.PSD", "p/3.nef")
    code, photos, left_out = manifest("p")
    assert (code, photos) == (ExitCode.SOME_FAILED, ["p/1.jpg"])
    assert left_out == {"p/2.PSD": "unread-format", "p/3.nef": "unread-format"}


def test_a_thumbnail_is_left_out_where_its_photo_is_there() -> None:
    write("p/1.jpg", "p/1_thumb.jpg", "p/small/1-Thumbnail.JPG", "p/2_thumb.jpg", "p/thumb.jpg")
    _, photos, left_out = manifest("p")
    assert photos == ["p/1.jpg", "p/2_thumb.jpg", "p/thumb.jpg"]
    assert set(left_out) == {"p/1_thumb.jpg", "p/small/1-Thumbnail.JPG"}


def test_hidden_files_and_folders_of_systems_arent_read_and_are_counted_by_kind(
    capsys: pytest.CaptureFixture[str],
) -> None:
    folders = ("p/@eaDir/", "p/b/@eaDir/", "p/.thumbnails/", "p/a/__MACOSX/", "p/#recycle/")
    files = ("p/._1.jpg", "p/b/._2.jpg", "p/.DS_Store", "p/.2.jpg")
    write("p/1.jpg", "p/b/2.jpg", *(f"{folder}1.jpg" for folder in folders), *files, "p/Thumbs.db")
    code, photos, left_out = manifest("p")
    assert (code, photos) == (ExitCode.DONE, ["p/1.jpg", "p/b/2.jpg"])
    assert left_out == {**dict.fromkeys([*folders, *files], "hidden"), "p/Thumbs.db": "other-file"}
    printed = capsys.readouterr().out.split("Passed over, all in m.left-out.csv: ")[1]
    kinds = set(printed.splitlines()[0].split(", "))
    assert {"@eaDir/ (2)", ".thumbnails/ (1)", "._* (2)", ".DS_Store (1)", "hidden (1)"} < kinds
    assert "Thumbs.db (1)" in kinds


def test_files_that_photoparsl_writes_arent_counted_as_hidden() -> None:
    write("p/1.jpg", "p/m.csv.0123abcd.part")
    assert manifest("p")[2] == {}


def test_what_a_person_excludes_isnt_read_and_is_listed() -> None:
    write("p/1.jpg", "p/1_back.jpg", "p/old scans/2.jpg", "p/b/3.jpg")
    more = ("--exclude", "*_back.jpg", "--exclude", "old scans/", "--exclude", "b/*")
    code, photos, left_out = manifest("p", *more)
    assert (code, photos) == (ExitCode.DONE, ["p/1.jpg"])
    assert left_out == dict.fromkeys(["p/1_back.jpg", "p/b/3.jpg", "p/old scans/2.jpg"], "excluded")


def test_files_beside_a_photo_are_no_other_files() -> None:
    write(
        "p/1.jpg", "p/1.xmp", "p/1.jpg.xmp", "p/1.jpg.json", "p/1.jpg.supplemental.json", "p/2.xmp"
    )
    for path in Path("p").glob("*.json"):
        path.write_text('{"photoTakenTime": {}}')
    assert manifest("p")[2] == {"p/2.xmp": "other-file"}


def test_beside_a_table_only_the_files_that_it_names_count() -> None:
    write("p/1.jpg", "p/2.jpg", "p/x.txt")
    Path("p/table.csv").write_text("file,year\n1.jpg,1910\n")
    assert manifest("p", "p/table.csv") == (ExitCode.DONE, ["p/1.jpg"], {})


def repository(rows: int, photos: int) -> None:
    """Write a folder as CollectionBuilder's: a table of the photos' data beside their folder."""
    write(*(f"p/objects/{n}.jpg" for n in range(photos)))
    write(*(f"p/objects/small/{n}_sm.jpg" for n in range(photos)), "p/assets/logo.jpg")
    lines = (f"/objects/{n}.jpg,{1900 + n},/objects/small/{n}_sm.jpg" for n in range(rows))
    Path("p/_data").mkdir()
    Path("p/_data/größe.csv").write_text("\n".join(["object_location,date,image_small", *lines]))
    Path("p/_data/config-nav.csv").write_text("display_name,stub\nHome,/\n")
    Path("p/sitemap.xml").write_text("---\nlayout: none\n---\n<urlset/>")


def years() -> list[str]:
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        return [row["year"] for row in csv.DictReader(file)]


def test_the_table_in_a_folder_of_photos_gives_their_dates(
    capsys: pytest.CaptureFixture[str],
) -> None:
    repository(rows=4, photos=4)
    _, photos, left_out = manifest("p")
    assert photos == [f"p/objects/{n}.jpg" for n in range(4)]
    assert years() == ["1900", "1901", "1902", "1903"]
    assert left_out.pop("p/assets/logo.jpg") == "no-record"
    assert left_out.pop("p/sitemap.xml") == left_out.pop("p/_data/config-nav.csv") == "other-file"
    assert set(left_out.values()) == {"thumbnail"}
    assert "'object_location' of 'größe.csv', by the files' names (4)" in capsys.readouterr().out


def test_a_table_of_few_of_a_folder_s_photos_isnt_read_and_is_named(
    caplog: pytest.LogCaptureFixture,
) -> None:
    repository(rows=4, photos=10)
    _, photos, left_out = manifest("p")
    assert len(photos) == 11
    assert left_out["p/_data/größe.csv"] == "other-file"
    assert "isn't read, as only 4 rows may name photos, of which there are 11; name" in caplog.text


def test_a_table_beside_as_many_xml_files_isnt_read_for_that_reason(
    caplog: pytest.LogCaptureFixture,
) -> None:
    repository(rows=4, photos=4)
    for n in range(3):
        Path(f"p/objects/{n}.xml").write_text(f"<record><title>{n}</title></record>")
    manifest("p")
    why = "the folder's XML files are read, which are as many or more (4)"
    assert f"größe.csv: isn't read, as {why}; name it as SOURCE" in caplog.text


def test_of_two_tables_of_the_same_photos_none_is_read(caplog: pytest.LogCaptureFixture) -> None:
    repository(rows=4, photos=4)
    Path("p/other.csv").write_text("file,date\nobjects/0.jpg,1950\n")
    assert manifest("p")[1] == ["p/assets/logo.jpg", *(f"p/objects/{n}.jpg" for n in range(4))]
    assert "another table names the same photos" in caplog.text


def test_a_table_found_in_a_folder_names_the_public_web_and_its_own_files_only() -> None:
    write("p/1.jpg", "other/2.jpg")
    places = ("1.jpg", "../other/2.jpg", "http://127.0.0.1/3.jpg", "https://a.example/4.jpg")
    Path("p/t.csv").write_text("photo,date\n" + "".join(f"{place},1900\n" for place in places))
    _, photos, left_out = manifest("p")
    assert photos == ["p/1.jpg", "https://a.example/4.jpg"]
    assert left_out == {"p/t.csv:3": "outside", "p/t.csv:4": "refused-address"}


def test_what_photoparsl_wrote_into_a_folder_isnt_read_as_its_table() -> None:
    write("p/1.jpg", "p/2.jpg")
    assert main(["manifest", "p", "-o", "p/list.csv"]) == ExitCode.DONE
    Path("p/1.csv").write_text("record,date\np/1.jpg,1900\n")
    assert manifest("p", "--corrections", "p/1.csv")[2] == {"p/list.csv": "other-file"}
    assert years() == ["1900", ""]


def test_files_that_photoparsl_is_writing_are_neither_read_nor_told(tmp_path: Path) -> None:
    for name in ("a.jpg", "m.csv.77eb508f.part", "m.left-out.csv.4d91521c.part", "b.part"):
        (tmp_path / name).touch()
    assert [name for _, name in files_below(tmp_path)] == ["a.jpg", "b.part"]


def test_many_records_are_sorted_in_time_that_grows_as_their_number() -> None:
    files = SortedFiles((Path(f"p/{n}.xml"), f"{n}.xml") for n in range(40_000))
    start = time.process_time()
    files.pass_over_others([path for path, _ in files.records])
    assert time.process_time() - start < 20  # compared in pairs it takes minutes
    assert len(files.records) == 40_000
    assert not files.passed_over


ODD_NAMES = (
    "Haus .jpg ", "x.jpg ", "x.jpg", "x.jpg  ", " lead.jpg", "\ttab.jpg", "http:a.jpg", "#c.jpg",
    "https:b.jpg", "HTTPS:b.jpg", "a%41.jpg", "aA.jpg", "dot.jpg.", "dots.jpg . ", "end.jpg\n",
    "new\nline.jpg", "file:d.jpg", "osdf:e.jpg", "blank.jpg\u00a0", "C:\\g.jpg", '"h".jpg',
    "~i.jpg", "-j.jpg", "k.xml.jpg ", "two  spaces.jpg", "\ufeffmark.jpg", "l.jpg?x#y.jpg",
    "a, b; c.jpg", "1923.jpg ", "\udcff.jpg ", "\u2028.jpg",
)  # fmt: skip


@pytest.mark.parametrize("output", ["m.csv", "m.txt", "m.csv.gz", "link/m.csv"])
def test_every_name_that_a_file_can_have_leads_from_a_manifest_to_that_file(output: str) -> None:
    Path("p/http:").mkdir(parents=True)
    Path("elsewhere/deep").mkdir(parents=True)
    Path("link").symlink_to("elsewhere/deep")
    bodies = {name: jpeg(n) for n, name in enumerate((*ODD_NAMES, "http:/x.jpg "), start=60)}
    for name, body in bodies.items():
        Path("p", name).write_bytes(body)
    dated = ["--date-column", "file name"] if output == "m.txt" else []
    assert main(["manifest", "p", "-o", output, *dated]) == (1 if dated else 0)
    found = list(fetch(read_manifest(output)))
    assert [f.detail for f in found if not f.body] == []
    wanted = [bodies["1923.jpg "]] if dated else bodies.values()
    assert sorted(f.body for f in found) == sorted(wanted)


def test_a_run_of_a_folder_measures_every_name_that_a_file_can_have() -> None:
    Path("p").mkdir()
    for level, name in enumerate(ODD_NAMES, start=60):
        Path("p", name).write_bytes(jpeg(level))
    assert main(["run", "p", "--config", "threads", "--measures", "luminance"]) == 0
    (run,) = Path("runs").iterdir()
    values = [m.values["luminance"] for r in RunDirectory(run).results() for m in r.measurements]
    assert len(values) == len(set(values)) == len(ODD_NAMES)


def test_what_is_left_out_is_listed_by_a_name_that_is_there() -> None:
    write("p/1.jpg", "p/a.txt ", "p/b\nc.txt", "p/d  e.txt", "p/ f.txt")
    _, _, left_out = manifest("p")
    names = {"a.txt%20", "b%0Ac.txt", "d%20%20e.txt"}
    assert set(left_out) == {"p/ f.txt", *(f"file:p/{name}" for name in names)}


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_a_records_name_with_a_space_at_its_end_isnt_that_of_another_file(ending: str) -> None:
    Path("p").mkdir()
    for number, name in enumerate(("x.jpg", "x.jpg ")):
        Path("p", name).write_bytes(jpeg(60 + number))
    if ending == "csv":
        Path("p/t.csv").write_text('file,date\n"x.jpg ",1923\nx.jpg,1924\n')
    else:
        Path("p/1.json").write_text('{"image": "x.jpg ", "date": "1923"}')
        Path("p/2.json").write_text('{"image": "x.jpg", "date": "1924"}')
    assert main(["manifest", "p", "-o", "m.csv"]) == 0
    found = {photo.year: photo.url for photo in read_manifest("m.csv")}
    assert found == {1923: "file:p/x.jpg%20", 1924: "p/x.jpg"}


@pytest.mark.parametrize("name", ["http:a.jpg", "HTTPS:a.jpg", "osdf:a.jpg"])
def test_a_manifest_that_names_a_file_like_a_url_is_told_how_to_write_it(name: str) -> None:
    Path(name).write_bytes(jpeg(60))
    for text, file in ((f"{name} 1923\n", "a.txt"), (f"url,year\n{name},1923\n", "a.csv")):
        Path(file).write_text(text)
        with pytest.raises(ManifestError, match=r"or '\./' before a file's name"):
            list(read_manifest(file))
        Path(file).write_text(text.replace(name, f"./{name}"))
        assert [f.body for f in fetch(read_manifest(file))] == [jpeg(60)]


def test_an_item_of_dspaces_export_has_the_photos_that_its_contents_list() -> None:
    contents = "a.jpg\tbundle:ORIGINAL\nb.jpg\nc.jpg\tbundle:THUMBNAIL\nno.txt\tbundle:LICENSE\n"
    for number in range(2):
        write(*(f"p/{number}/{name}.jpg" for name in ("abc" if number == 0 else "x")))
        date = f'<dcvalue element="date" qualifier="created">192{number}</dcvalue>'
        record = f'<dublin_core schema="dc">{date}</dublin_core>'
        Path(f"p/{number}/dublin_core.xml").write_text(record)
    Path("p/0/contents").write_text(contents)
    _, photos, left_out = manifest("p")
    assert photos == ["p/0/a.jpg", "p/0/b.jpg", "p/1/x.jpg"]
    assert left_out["p/0/c.jpg"] == "no-record"
    assert years() == ["1920", "1920", "1921"]
