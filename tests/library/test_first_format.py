"""A run that version 0.1.0 began is carried on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pyarrow
import pytest

import photoparsl
from photoparsl.commands.main import main
from photoparsl.files import checksum
from photoparsl.manifests import Slice, read_manifest
from photoparsl.measuring import measure_slice
from photoparsl.results import SliceResult
from tests.conftest import Archive
from tests.results import format1
from tests.results.test_run_directory import RECORD


def measured_by_it(manifest: Path, start: int, stop: int) -> SliceResult:
    """The result of rows, with the digest that version 0.1.0 gave it."""
    photos = tuple(islice(read_manifest(manifest), start, stop))
    rows = "".join(f"{photo.url}\t{photo.year}\n" for photo in photos)
    digest = hashlib.sha256(rows.encode()).hexdigest()
    return replace(measure_slice(Slice(photos)), digest=digest)


@pytest.fixture
def begun(archive: Archive, tmp_path: Path) -> Path:
    first, second = (measured_by_it(archive.manifest, n, n + 10) for n in (0, 10))
    record = replace(RECORD, rows=40, digest="0" * 64, count=None, start=0, measures=first.measures)
    record = replace(record, sha256=checksum(archive.manifest))
    format1.write_run(tmp_path / "run", record, [first], [second])
    return tmp_path / "run"


def test_it_is_read(begun: Path) -> None:
    run = photoparsl.open_run(begun)
    table = pyarrow.table(run.table())
    assert table["year"].to_pylist() == list(range(1860, 1880))
    assert table["digest"].null_count == 20
    assert (run.check().measured, run.check().left, run.check().damage) == (20, 20, ())


def test_only_what_is_left_is_measured(begun: Path, archive: Archive) -> None:
    before = {path.name: path.read_bytes() for path in (begun / "slices").iterdir()}
    run = photoparsl.run(archive.manifest, config="threads", run_dir=begun)
    kept = {path.name: path.read_bytes() for path in (begun / "slices").iterdir()}
    assert before.items() <= kept.items()
    assert run.check().is_whole
    assert run.check().measured == 40
    table = pyarrow.table(run.table())
    assert table["year"].to_pylist() == [1860 + row for row in range(40)]
    assert table["digest"].is_null().to_pylist() == [True] * 20 + [False] * 20
    summary = json.loads((begun / "summary.json").read_text())
    assert (summary["without_digest"], summary["undated"]) == (20, 0)
    assert photoparsl.run(archive.manifest, config="threads", run_dir=begun).check().is_whole


def test_an_added_measure_completes_its_photos_and_the_summary_doubts_their_bytes(
    begun: Path, archive: Archive
) -> None:
    run = photoparsl.run(
        archive.manifest, config="threads", run_dir=begun, measures="luminance,contrast"
    )
    assert run.check().is_whole
    assert run.check().without_digest == 20
    summary = json.loads((begun / "summary.json").read_text())
    assert (summary["without_digest"], summary["unsure"], summary["left"]) == (20, 20, 0)
    other = photoparsl.run(
        archive.manifest,
        config="threads",
        run_dir=begun.with_name("other"),
        measures="luminance,contrast",
    )
    names = ["url", "year", "luminance", "contrast", "stamp"]
    assert pyarrow.table(run.table()).select(names) == pyarrow.table(other.table()).select(names)


def test_its_failures_are_retried_and_its_files_stay_whole(
    archive: Archive, tmp_path: Path
) -> None:
    (archive.folder / "03.jpg").rename(archive.folder / "gone.jpg")
    first = measured_by_it(archive.manifest, 0, 10)
    record = replace(RECORD, rows=40, digest="0" * 64, count=None, start=0, measures=first.measures)
    format1.write_run(tmp_path / "run", record, [first], [])
    (archive.folder / "gone.jpg").rename(archive.folder / "03.jpg")
    run = photoparsl.run(
        archive.manifest, config="threads", run_dir=tmp_path / "run", retry_failed=True
    )
    assert run.check().damage == ()
    assert run.check().measured == 40


def test_a_changed_year_and_a_second_row_keep_the_values(begun: Path, archive: Archive) -> None:
    lines = archive.manifest.read_text().replace(" 1865", " 1866").splitlines(keepends=True)
    archive.manifest.write_text("".join(lines[:20]))
    run = photoparsl.run(archive.manifest, config="threads", run_dir=begun)
    assert run.check().is_whole
    years = [1860 + row + (row == 5) for row in range(20)]
    assert pyarrow.table(run.table())["year"].to_pylist() == years
    again = lines[10].replace(" 1870", " 1890")
    archive.manifest.write_text("".join([again, *lines[:20]]))
    run = photoparsl.run(archive.manifest, config="threads", run_dir=begun)
    table = pyarrow.table(run.table())
    assert table["year"].to_pylist() == [1890, *years]
    assert table["digest"].null_count == 21
    new = "1 row is new (its photo is in other rows too)"
    assert run.changes == f"{new}; 20 rows have moved"
    assert run.check().is_whole


def test_what_it_kept_of_an_edited_manifest_is_said(begun: Path, archive: Archive) -> None:
    lines = archive.manifest.read_text().splitlines(keepends=True)
    lines = [line.replace(" 1865", " 1866") for line in lines[1:20]][::-1]
    archive.manifest.write_text("".join(lines))
    run = photoparsl.run(archive.manifest, config="threads", run_dir=begun)
    assert "1 year changed; " in run.changes
    assert "1 photo is gone" in run.changes
    assert run.changes.endswith("version 0.1.0 kept no titles: whether these changed isn't known")
    assert run.check().is_whole


def test_a_sentence_says_that_it_kept_no_sizes_and_times_of_photos_that_moved(
    archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The photos' folder is renamed, and the manifest stays."""
    folder = archive.folder / "old"
    folder.mkdir()
    for photo in archive.folder.glob("*.jpg"):
        photo.rename(folder / photo.name)
    manifest = archive.folder / "m.txt"
    manifest.write_text("".join(f"old/{n:02}.jpg {1860 + n}\n" for n in range(20)))
    result = measured_by_it(manifest, 0, 20)
    record = replace(RECORD, rows=20, digest="0" * 64, count=None, measures=result.measures)
    record = replace(record, sha256=checksum(manifest))
    format1.write_run(tmp_path / "run", record, [result], [])
    folder.rename(archive.folder / "new")
    manifest.write_text(manifest.read_text().replace("old/", "new/"))
    command = ["run", str(manifest), "--run-dir", str(tmp_path / "run"), "--config", "threads"]
    main([*command, "--dry-run", "--moved-from", str(folder)])
    said = " ".join(capsys.readouterr().out.split())
    assert "version 0.1.0 kept no sizes and times of files: those that it measured in" in said
    assert "are measured anew where they are now" in said
