"""A run's folder to publish is a crate that its readers open, without secrets."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from frictionless import Package
from PIL import Image
from rocrate.rocrate import ROCrate

from photoparsl.commands.main import main
from photoparsl.errors import RunError
from photoparsl.files import unfinished_folder
from photoparsl.library import Run, write_crate
from tests.conftest import Archive, jpeg
from tests.page.page_text import block_of

SECRET = "Zq7Secret9xQ1w2e3r4t5y6u7i8o9p0"
FILES = {
    "CITATION.cff", "README.txt", "datapackage.json", "manifest.csv", "photos.csv",
    "provenance.json", "scatter.html",
}  # fmt: skip


@pytest.fixture
def run(archive: Archive, tmp_path: Path) -> Path:
    """A run of twenty photos, one of which is missing, whose addresses and notes hold a secret."""
    (archive.folder / "03.jpg").unlink()
    rows = [
        f"{archive.url}{n:02}.jpg?X-Amz-Signature={SECRET},{1900 + n},=album {n % 3},"
        f"see https://ann:{SECRET}@a.example/x?token={SECRET}\n"
        for n in range(20)
    ]
    manifest = tmp_path / "Ann's größe.csv"
    manifest.write_text("url,year,album,note\n" + "".join(rows))
    folder = tmp_path / "run"
    options = ("--config", "threads", "--run-dir", str(folder), "--title", "Größe & Söhne")
    assert main(["run", str(manifest), *options]) == 1
    return folder


def publish(run: Path, folder: Path) -> int:
    return main(["export", str(run), "--format", "ro-crate", "-o", str(folder)])


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_folder_is_a_crate_with_every_file_and_its_checksum(run: Path) -> None:
    folder = run.parent / "to publish"
    assert main(["export", str(run), "--format", "ro-crate", "-o", str(folder)]) == 0
    crate = ROCrate(folder)
    assert crate.name == "Größe & Söhne"
    assert "process/0.5" in json.dumps(crate.root_dataset["conformsTo"].id)
    files = {entity.id: entity for entity in crate.data_entities}
    assert set(files) == {p.name for p in folder.iterdir()} - {"ro-crate-metadata.json"}
    assert files.keys() >= FILES
    for name, entity in files.items():
        data = (folder / name).read_bytes()
        assert entity["sha256"] == hashlib.sha256(data).hexdigest()
        assert entity["contentSize"] == str(len(data))
    action = crate.dereference("#run")
    assert action.type == "CreateAction"
    assert action["instrument"]["softwareVersion"] == "0.1.0"
    assert [entity.id for entity in action["object"]] == ["manifest.csv"]
    assert action["startTime"] <= action["endTime"]
    assert crate.license["name"] == "To be chosen"
    assert "choose a licence" in (folder / "README.txt").read_text()
    assert "TO BE NAMED" in (folder / "CITATION.cff").read_text()


def test_no_file_of_the_folder_holds_a_secret_or_a_formula(run: Path) -> None:
    assert main(["export", str(run), "--format", "ro-crate"]) == 0
    folder = run / "ro-crate"
    for path in folder.iterdir():
        assert SECRET not in path.read_text(), path.name
        assert str(run.parent) not in path.read_text(), path.name
    with (folder / "manifest.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 20
    assert rows[4]["url"].endswith("/04.jpg") and rows[4]["year"] == "1904"
    assert rows[4]["album"] == "'=album 1"


def test_no_file_of_the_folder_says_in_which_folder_the_archive_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / 'Jana\'s "home" ü' / "town"
    (home / "album").mkdir(parents=True)
    for name in ("a", "b"):
        Image.new("L", (9, 9), 70).save(home / "album" / f"{name}.png")
    (home / "list (new).csv").write_text("file,date,note\na.png,1911,/mnt/x\nb.png,c. 1912,\n")
    record = home / "b.json"
    record.write_text('[{"title": "B", "image": "album/b.png", "date": "1913"}]')
    monkeypatch.chdir(tmp_path)
    for number, source in enumerate((home, home / "list (new).csv")):
        run, folder = tmp_path / f"run {number}", tmp_path / f"crate {number}"
        assert main(["run", str(source), "--config", "threads", "--run-dir", str(run)]) == 0
        assert main(["export", str(run), "--format", "ro-crate", "-o", str(folder)]) == 0
        for path in folder.iterdir():
            assert "Jana" not in path.read_text(), path.name
        for name in ("manifest.csv", "photos.csv"):
            rows = [*csv.DictReader((folder / name).open(newline=""))]
            assert [row["record"] for row in rows] == [f"list (new).csv:{n}" for n in (2, 3)]
            assert rows[0]["note"] == "/mnt/x"  # the archive's own word


def test_the_dictionary_says_what_the_table_holds(run: Path) -> None:
    folder = run.parent / "crate"
    assert main(["export", str(run), "--format", "ro-crate", "-o", str(folder)]) == 0
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
    (resource,) = json.loads((folder / "datapackage.json").read_text())["resources"]
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    assert fields["luminance"]["constraints"] == {"minimum": 0, "maximum": 1}
    assert fields["entropy"]["unit"] == "bits"
    assert fields["width"]["constraints"] == {"minimum": 0}
    assert fields["status"]["constraints"]["enum"] == ["measured", "failed"]
    assert resource["schema"]["missingValues"] == [""]
    table = folder / "photos.csv"
    table.write_text(table.read_text().replace(",measured,", ",mesured,", 1))
    assert not Package(str(folder / "datapackage.json")).validate().valid


def test_the_dictionary_is_printed_for_people_and_programs(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["export", str(run), "--dictionary"]) == 0
    text = capsys.readouterr().out
    assert "entropy (number, bits)\n    " in text
    assert main(["export", str(run), "--dictionary", "--json"]) == 0
    (resource,) = json.loads(capsys.readouterr().out)["resources"]
    assert {"name", "type", "description"} <= resource["schema"]["fields"][0].keys()
    assert not list(run.glob("photos.*"))


def test_a_folder_that_holds_something_is_left_alone(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert publish(run, run / "public") == 2
    assert "isn't an empty folder" in capsys.readouterr().err
    for name in ("crate.zip", "crate.CSV"):
        assert main(["export", str(run), "--format", "ro-crate", "-o", str(run / name)]) == 2
        assert "a crate is a folder" in capsys.readouterr().err
        assert not (run / name).exists()
    assert main(["export", str(run), "--json"]) == 2
    assert main(["export", str(run), str(run), "--dictionary"]) == 2


def test_a_crate_that_is_refused_leaves_nothing_behind(run: Path, tmp_path: Path) -> None:
    copy = run / "manifest-as-read.csv.gz"
    changed = gzip.decompress(copy.read_bytes()).replace(b",1905,", b",1950,")
    copy.write_bytes(gzip.compress(changed))
    (tmp_path / "own").mkdir()
    for folder in (tmp_path / "own", tmp_path / "new" / "crate"):
        assert main(["export", str(run), "--format", "ro-crate", "-o", str(folder)]) == 2
    assert list((tmp_path / "own").iterdir()) == []
    assert not (tmp_path / "new").exists()
    assert main(["provenance", str(run)]) == 2
    assert not (run / "SHA256SUMS").exists()


def test_a_second_time_replaces_the_folder_as_a_whole(
    run: Path, archive: Archive, tmp_path: Path
) -> None:
    folder = tmp_path / 'Ann\'s "crate" ü'
    assert publish(run, folder) == 0
    folder.chmod(0o750)
    earlier, before = contents(folder), folder.stat().st_ino
    (archive.folder / "03.jpg").write_bytes(jpeg(90))
    options = ("--config", "threads", "--run-dir", str(run), "--retry-failed")
    assert main(["run", str(tmp_path / "Ann's größe.csv"), *options]) == 0
    assert publish(run, folder) == 0
    assert contents(folder).keys() == earlier.keys() - {"scatter-failures.csv"}
    assert (
        b",failed," in earlier["photos.csv"] and b",failed," not in contents(folder)["photos.csv"]
    )
    assert folder.stat().st_ino != before and folder.stat().st_mode & 0o777 == 0o750
    assert ROCrate(folder).root_dataset["hasPart"]
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("LICENSE", b"mine"),
        ("own/notes.txt", b"mine"),
        ("CITATION.cff", b"authors: [Ann]"),
        ("ro-crate-metadata.json", b'"license": {"@id": "CC0"}'),
        ("photos.csv", None),
    ],
)
def test_what_somebody_else_wrote_into_the_folder_is_kept(
    run: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes | None
) -> None:
    folder = run.parent / "crate"
    assert publish(run, folder) == 0
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    if name.endswith(".json"):
        path.write_bytes(
            path.read_bytes().replace(b'"license": {\n    "@id": "#licence"\n   }', data or b"")
        )
        assert (data or b"") in path.read_bytes()
    elif data is None:
        path.unlink()
    else:
        path.write_bytes(data)
    earlier = contents(folder)
    capsys.readouterr()
    assert publish(run, folder) == 2
    assert f"its {name.partition('/')[0]}" in capsys.readouterr().err
    assert contents(folder) == earlier


def test_the_folder_of_another_run_is_kept(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Image.new("L", (9, 9), 70).save(tmp_path / "a.png")
    (tmp_path / "other.csv").write_text("url,year\na.png,1900\n")
    other = tmp_path / "other run"
    options = ("--config", "threads", "--run-dir", str(other))
    assert main(["run", str(tmp_path / "other.csv"), *options]) == 0
    assert publish(run, tmp_path / "crate") == publish(other, tmp_path / "their crate") == 0
    earlier = contents(tmp_path / "their crate")
    assert publish(run, tmp_path / "their crate") == 2
    assert "another run" in capsys.readouterr().err
    assert contents(tmp_path / "their crate") == earlier


@pytest.mark.parametrize("at", ["provenance_text", "sealed"])
def test_an_interrupt_leaves_the_earlier_folder_whole(
    run: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    def interrupt(*_: object) -> bytes:
        raise KeyboardInterrupt

    folder = run.parent / "crate"
    assert publish(run, folder) == 0
    earlier = contents(folder)
    monkeypatch.setattr(f"photoparsl.library.crate.{at}", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_crate(run, folder)
    assert contents(folder) == earlier
    assert [path.name for path in run.parent.glob("crate*")] == ["crate"]


@pytest.mark.parametrize("can_exchange", [True, False])
def test_the_folder_is_replaced_where_a_link_leads_and_inner_links_are_kept(
    run: Path, monkeypatch: pytest.MonkeyPatch, *, can_exchange: bool
) -> None:
    if not can_exchange:
        monkeypatch.setattr("photoparsl.library.crate_folder._exchanged", lambda *_: False)
    folder, link = run.parent / "crate", run.parent / "link"
    assert publish(run, folder) == 0
    link.symlink_to("crate")
    before = folder.stat().st_ino
    assert publish(run, link) == 0
    assert link.is_symlink() and folder.stat().st_ino != before
    assert [*run.parent.glob("crate*")] == [folder]
    (folder / "photos.csv").rename(run.parent / "mine.csv")
    (folder / "photos.csv").symlink_to(run.parent / "mine.csv")
    assert publish(run, folder) == 2
    assert (folder / "photos.csv").is_symlink()


def test_the_folder_one_is_in_isnt_replaced(
    run: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = run.parent / "crate"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert publish(run, Path()) == 0
    assert publish(run, Path()) == 2
    assert "leave this folder first" in capsys.readouterr().err


def measured_archive(tmp_path: Path, given: str, rows: str = "") -> Path:
    """A run of a folder, or of a list in it, whose photos have the same names in two folders."""
    archive = tmp_path / "ann's home" / "Ärchiv"
    for number, name in enumerate(("a/1900.jpg", "a/1901.jpg", "b/1900.jpg", "b/1901.jpg")):
        (archive / name).parent.mkdir(parents=True, exist_ok=True)
        (archive / name).write_bytes(jpeg(40 + number * 50))
    if rows:
        (archive.parent / given).write_text(rows)
    run = tmp_path / "runs" / "x"
    options = ("--config", "threads", "--run-dir", str(run))
    assert main(["run", str(archive.parent / given), *options]) == 0
    return run


def urls(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row["url"] for row in csv.DictReader(file)]


INNER = ["a/1900.jpg", "a/1901.jpg", "b/1900.jpg", "b/1901.jpg"]


@pytest.mark.parametrize(
    ("given", "rows", "prefix"),
    [
        ("Ärchiv", "", ""),
        ("list.csv", "file,date\n" + "".join(f"Ärchiv/{n},{n[2:6]}\n" for n in INNER), "Ärchiv/"),
    ],
)
def test_photos_of_the_same_name_keep_the_folders_below_the_one_that_was_given(
    tmp_path: Path, given: str, rows: str, prefix: str
) -> None:
    run = measured_archive(tmp_path, given, rows)
    folder = tmp_path / "crate"
    assert publish(run, folder) == 0
    assert urls(folder / "photos.csv") == [f"{prefix}{name}" for name in INNER]
    assert urls(folder / "manifest.csv") == [f"{prefix}{name}" for name in INNER]
    for path in folder.iterdir():
        assert "ann's home" not in path.read_text(), path.name


def test_the_manifest_of_a_folder_to_publish_is_measured_again_beside_its_photos(
    tmp_path: Path,
) -> None:
    run = measured_archive(tmp_path, "Ärchiv")
    assert publish(run, tmp_path / "crate") == 0
    manifest = tmp_path / "ann's home" / "Ärchiv" / "manifest.csv"
    (tmp_path / "crate" / "manifest.csv").rename(manifest)
    again = tmp_path / "again"
    assert main(["run", str(manifest), "--config", "threads", "--run-dir", str(again)]) == 0
    assert publish(again, tmp_path / "crate again") == 0
    tables = [
        [(row["url"], row["luminance"], row["digest"]) for row in csv.DictReader(path.open())]
        for path in (tmp_path / "crate" / "photos.csv", tmp_path / "crate again" / "photos.csv")
    ]
    assert tables[0] == tables[1]
    assert len(set(tables[0])) == 4


def test_photos_whose_shown_addresses_would_be_equal_are_told_apart_by_their_rows(
    tmp_path: Path,
) -> None:
    measured_archive(tmp_path, "Ärchiv")
    archive = tmp_path / "ann's home" / "Ärchiv"
    (tmp_path / "ann's home" / "lists").mkdir()
    manifest = tmp_path / "ann's home" / "lists" / "m.csv"
    places = ["../Ärchiv/a/1900.jpg", f"{archive}/b/1900.jpg", "../Ärchiv/a/1901.jpg"]
    manifest.write_text("url,year\n" + "".join(f"{place},1900\n" for place in places))
    run = tmp_path / "runs" / "of a list"
    assert main(["run", str(manifest), "--config", "threads", "--run-dir", str(run)]) == 0
    assert publish(run, tmp_path / "crate") == 0
    shown = ["1900.jpg … (row 0)", "1900.jpg … (row 1)", "1901.jpg"]
    assert urls(tmp_path / "crate" / "photos.csv") == shown
    assert urls(tmp_path / "crate" / "manifest.csv") == shown


def test_a_run_s_page_names_photos_by_the_folders_below_the_one_that_was_given(
    tmp_path: Path,
) -> None:
    run = measured_archive(tmp_path, "Ärchiv")
    broken = tmp_path / "ann's home" / "Ärchiv" / "b" / "1902.jpg"
    broken.write_bytes(jpeg(7)[:-200])
    options = ("--config", "threads", "--run-dir", str(run))
    assert main(["run", str(broken.parents[1]), *options]) == 1
    page = (run / "public" / "scatter.html").read_text()
    assert "b/1902.jpg" in page
    assert "ann's home" not in page
    assert urls(run / "public" / "scatter-failures.csv") == ["b/1902.jpg"]
    assert block_of(page, "addresses").header["texts"][0] == "a/1900.jpg"


def test_what_a_killed_export_left_is_removed_by_the_next_and_nothing_else(run: Path) -> None:
    folder = run.parent / "größe"
    assert publish(run, folder) == 0
    command = [sys.executable, "-m", "photoparsl", "export", str(run), "--format", "ro-crate"]
    process = subprocess.Popen([*command, "-o", str(folder)])
    while not (left := [*run.parent.glob("größe.*.part")]):
        assert process.poll() is None
        time.sleep(0.001)
    process.kill()
    process.wait()
    assert left[0].is_dir()
    own = run.parent / "größe.0123abcd.part"
    own.mkdir()
    (own / "notes.txt").write_text("mine")
    other = run.parent / "größe of ann.0123abcd.part"
    other.mkdir()
    with unfinished_folder(folder) as used:
        assert publish(run, folder) == 0
        assert {*run.parent.glob("*.part")} == {used, own, other}
    assert (own / "notes.txt").read_text() == "mine"
    assert {p.name for p in folder.iterdir()} >= FILES


def test_the_table_s_function_names_the_one_that_writes_a_folder_to_publish(run: Path) -> None:
    with pytest.raises(RunError, match=r"photoparsl\.library\.write_crate writes a folder"):
        Run(run).export(form="ro-crate")
