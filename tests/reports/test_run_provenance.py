from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest

from photoparsl.commands.main import main
from photoparsl.errors import RunError
from photoparsl.files import checksum
from photoparsl.reports.run_provenance import provenance_of
from photoparsl.results.run_directory import RunDirectory
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
    assert set(found.resources.values()) == {10}
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
