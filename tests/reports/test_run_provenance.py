from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest
from PIL import Image

from photoparsl.commands.main import main
from photoparsl.errors import RunError
from photoparsl.files import checksum
from photoparsl.reports.run_provenance import provenance_of
from photoparsl.results.run_directory import RunDirectory
from tests.archives.test_saved_tables import xlsx
from tests.conftest import Archive, needs
from tests.made import result_of, slice_of
from tests.results.test_run_directory import RECORD


def test_a_citation_names_the_measures_the_manifest_and_the_programs(
    archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tmp_path / "run"
    named = ["run", str(archive.manifest), "--config", "threads", "--run-dir", str(run)]
    assert main([*named, "--measures", "luminance"]) == 0
    assert main(["export", str(run)]) == 0
    capsys.readouterr()
    assert main(["provenance", str(run)]) == 0
    printed = capsys.readouterr().out.splitlines()
    cited = printed[0]
    assert "luminance (version 2) of 40 photos (0 more" in cited
    assert f"photoparsl {version('photoparsl')}, pillow {version('pillow')}" in cited
    assert checksum(archive.manifest) in cited
    kept = json.loads((run / "provenance.json").read_text())
    assert kept["citation"] == cited
    assert kept["command"] == f"photoparsl run {archive.manifest.name} --measures luminance"
    assert kept["command"] in printed
    assert list(kept["programs"].values()) == [40]
    needs(shutil.which("sha256sum"), "sha256sum")
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=run,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for name in ("run.json", "summary.json", "photos.csv", "public/scatter.html", "slices/"):
        assert re.search(f"^{re.escape(name)}.*: OK$", done.stdout, re.MULTILINE), name


def test_a_citation_of_a_workbook_says_that_a_list_made_of_its_sheet_was_hashed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Image.new("L", (9, 9), 70).save("a.png")
    xlsx("list.xlsx", {"Notes": [["x"]], "ארכיון": [["file", "date"], ["a.png", "1911"]]})
    named = ["run", "list.xlsx", "--sheet", "ארכיון", "--measures", "luminance", "--run-dir", "r"]
    assert main([*named, "--config", "threads"]) == 0
    assert main(["provenance", "r"]) == 0
    digest = checksum(Path("r/manifest-as-read.csv.gz"))
    made = "the list that photoparsl made of list.xlsx, sheet 'ארכיון'"
    cited = json.loads(Path("r/provenance.json").read_text())["citation"]
    assert f"named by {made} (SHA-256 of the list {digest})." in cited
    assert Path("r/SHA256SUMS").read_text().startswith(f"# {made} {digest}\n")
    assert main(["export", "r", "--format", "ro-crate", "-o", "crate"]) == 0
    other = f"{cited} manifest.csv here is that list redacted for everyone, so its SHA-256"
    for name in ("README.txt", "CITATION.cff", "ro-crate-metadata.json"):
        text = Path("crate", name).read_text()
        assert other in (text if name == "README.txt" else json.loads(f'"{_text_in(text)}"')), name


def _text_in(text: str) -> str:
    """The citation as JSON escapes it, in a file of the crate."""
    found = re.search(r'"(Photographs over time: (?:[^"\\]|\\.)*)"', text)
    assert found
    return found[1]


def test_resources_programs_and_times_are_counted_over_all_slices(tmp_path: Path) -> None:
    with RunDirectory(tmp_path) as directory:
        directory.write_record(RECORD)
        for number in range(8):
            made = result_of(slice_of(10 * number, 10 * number + 10), failed=(10 * number,))
            resource, day = f"site{number}.example.edu", 86_400 * number
            ran = replace(
                made.execution,
                resource=resource,
                started=made.execution.started + day,
                program="p 1",
            )
            directory.write(replace(made, execution=ran))
    found = provenance_of(directory)
    assert (found.measured, found.failed) == (72, 8)
    assert (found.began[:10], found.ended[:10]) == ("2023-11-14", "2023-11-21")
    assert set(found.photos_by_resource.values()) == {10}
    assert "site4.example.edu and 3 more resources, 2023-11-14 to 2023-11-21." in found.citation


def test_a_record_of_an_earlier_version_is_replaced(archive: Archive, tmp_path: Path) -> None:
    run = tmp_path / "run"
    assert main(["run", str(archive.manifest), "--config", "threads", "--run-dir", str(run)]) == 0
    assert main(["provenance", str(run)]) == 0
    path = run / "provenance.json"
    text = path.read_text()
    path.write_text(text.replace('{\n "run": ', '{\n "asked": '))
    assert path.read_text() != text
    assert main(["provenance", str(run)]) == 0
    assert path.read_text() == text


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="isn't a run's folder"):
        provenance_of(RunDirectory(tmp_path))
