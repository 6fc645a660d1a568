"""A run's folder to publish is a crate that its readers open, without secrets."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from pathlib import Path

import pytest
from frictionless import Package
from PIL import Image
from rocrate.rocrate import ROCrate

from photoparsl.commands.main import main
from tests.conftest import Archive

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
    assert main(["export", str(run), "--format", "ro-crate", "-o", str(run / "public")]) == 2
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
