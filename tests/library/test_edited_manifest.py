"""A value belongs to a photo, a fact to a row: facts change without a photo measured again."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

import photoparsl
from photoparsl.commands.main import main
from photoparsl.errors import ManifestError
from photoparsl.results.run_directory import RunDirectory
from tests.conftest import Archive

HEADER = "url,year,Title,URL of record,luminance,title\n"


@pytest.fixture
def manifest(archive: Archive) -> Path:
    path = archive.folder / "photos.csv"
    lines = (
        f'{row:02}.jpg,{1900 + row},"=Tower, {row}",https://a.example/{row},bright,b{row}\n'
        for row in range(8)
    )
    path.write_text(HEADER + "".join(lines))
    return path


def measure(manifest: Path, run: Path) -> photoparsl.Run:
    return photoparsl.run(manifest, config="threads", run_dir=run)


def exported(run: photoparsl.Run) -> list[dict[str, str]]:
    run.export(run.path / "photos.csv")
    with (run.path / "photos.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def slices_of(run: photoparsl.Run) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (run.path / "slices").iterdir()}


def test_the_manifests_other_columns_are_in_export_and_table(
    manifest: Path, tmp_path: Path
) -> None:
    run = measure(manifest, tmp_path / "run")
    rows = exported(run)
    assert list(rows[0])[-4:] == ["Title", "URL of record", "manifest_luminance", "title_2"]
    assert [list(row.values())[-4:] for row in rows][3] == [
        "'=Tower, 3",
        "https://a.example/3",
        "bright",
        "b3",
    ]
    table = pyarrow.table(run.table())
    assert table["Title"].to_pylist() == [f"=Tower, {row}" for row in range(8)]
    assert table["year"].to_pylist() == list(range(1900, 1908))
    assert run.check().is_whole


def test_years_and_titles_change_without_a_photo_measured_again(
    manifest: Path, tmp_path: Path
) -> None:
    run = measure(manifest, tmp_path / "run")
    before = slices_of(run)
    assert not any(b'"years"' in text or b"Tower" in text for text in before.values())
    for photo in manifest.parent.glob("*.jpg"):
        photo.unlink()  # nothing could be measured now
    text = manifest.read_text().replace("1903", "1853").replace("Tower, 4", "Bridge")
    manifest.write_text(text)
    edited = measure(manifest, tmp_path / "run")
    assert slices_of(edited) == before
    rows = exported(edited)
    assert (rows[3]["year"], rows[4]["Title"]) == ("1853", "'=Bridge")
    assert "1853" in (run.path / "public" / "scatter.html").read_text()
    assert edited.check().is_whole
    assert edited.check().measured == 8


def test_a_header_in_other_letters_is_no_new_column(manifest: Path, tmp_path: Path) -> None:
    measure(manifest, tmp_path / "run")
    text = manifest.read_text().replace("Title", "TITLE").replace("URL of", "url  of")
    manifest.write_text(text.replace("Tower, 4", "Bridge"))
    run = measure(manifest, tmp_path / "run")
    assert run.changes == "1 title changed"
    assert exported(run)[4]["TITLE"] == "'=Bridge"
    manifest.write_text(manifest.read_text().replace("title\n", "Notes\n"))
    changes = measure(manifest, tmp_path / "run").changes
    assert changes == "the column 'Notes' is new; the column 'title' is gone"


def test_a_run_keeps_the_bytes_of_its_manifest(manifest: Path, tmp_path: Path) -> None:
    run = measure(manifest, tmp_path / "run")
    copy = RunDirectory(run.path).manifest
    assert copy.path == run.path / "manifest-as-read.csv.gz"
    assert gzip.decompress(copy.path.read_bytes()) == manifest.read_bytes()
    rows = list(copy.rows())
    assert [(r.row, r.url, r.year) for r in rows][:2] == [(0, "00.jpg", 1900), (1, "01.jpg", 1901)]
    assert copy.columns() == ("Title", "URL of record", "luminance", "title")
    assert rows[2].cells == ("=Tower, 2", "https://a.example/2", "bright", "b2")


def test_a_table_in_parquet_is_kept_as_it_is(manifest: Path, tmp_path: Path) -> None:
    columns = {
        "url": [f"{row:02}.jpg" for row in range(4)],
        "year": [1900, None, 1902, 1903],
        "open": [True, False, None, True],
        "bytes": [b"\xff"] * 4,
        "tags": [["a"]] * 4,
        "price": [1.5, 2.0, None, 3.0],
    }
    path = manifest.with_suffix(".parquet")
    pyarrow.parquet.write_table(pyarrow.table(columns), path)
    run = measure(path, tmp_path / "run")
    copy = RunDirectory(run.path).manifest
    assert copy.path == run.path / "manifest-as-read.parquet"
    assert copy.path.read_bytes() == path.read_bytes()
    assert copy.columns() == ("open", "price")
    rows = exported(run)
    assert [(row["year"], row["open"], row["price"]) for row in rows] == [
        ("1900", "True", "1.5"),
        ("", "False", "2"),
        ("1902", "", ""),
        ("1903", "True", "3"),
    ]


def test_a_copy_of_other_photos_than_were_measured_is_refused(
    manifest: Path, tmp_path: Path
) -> None:
    run = measure(manifest, tmp_path / "run")
    lines = manifest.read_text().splitlines(keepends=True)
    swapped = "".join([lines[0], lines[2], lines[1], *lines[3:]])
    (run.path / "manifest-as-read.csv.gz").write_bytes(gzip.compress(swapped.encode()))
    with pytest.raises(photoparsl.PhotoparslError, match="isn't the copy of the run's manifest"):
        exported(run)
    with pytest.raises(photoparsl.PhotoparslError, match="isn't the copy of the run's manifest"):
        list(run.failures())


def test_a_manifest_in_the_runs_folder_stays(manifest: Path) -> None:
    packed = manifest.parent / "manifest.csv.gz"
    plain = manifest.read_bytes()
    packed.write_bytes(gzip.compress(plain))
    manifest.unlink()  # else an export of this name would replace it, which it refuses
    run = measure(packed, packed.parent)
    assert gzip.decompress(packed.read_bytes()) == plain
    copy = RunDirectory(run.path).manifest.path
    assert copy is not None
    assert copy.read_bytes() == packed.read_bytes(), "what is packed is copied as it is"
    assert exported(run)[0]["Title"] == "'=Tower, 0"


def test_the_same_file_in_several_rows_is_told_named_and_left_out(
    manifest: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for row in (3, 4, 6):
        manifest.with_name(f"{row:02}.jpg").write_bytes(manifest.with_name("01.jpg").read_bytes())
    named = ["run", str(manifest), "--config", "threads", "--run-dir", str(tmp_path / "run")]
    assert main([*named, "--without-duplicates"]) == 0
    output = capsys.readouterr().out
    assert "4 photos have the same bytes as another:\n" in output
    assert "  the same bytes             4   e.g. 03.jpg (=Tower, 3)\n" in output
    run = photoparsl.open_run(tmp_path / "run")
    record, summary = RunDirectory(run.path).require_record(), RunDirectory(run.path).read_summary()
    assert record.without_duplicates
    assert summary
    assert (summary.fields["same_bytes"], summary.fields["duplicates"]) == (4, 3)
    page = (run.path / "public" / "scatter.html").read_text()
    assert "3 photographs are duplicates" in page
    assert "medians by year, without duplicates" in page
    assert (
        "without duplicates"
        not in run.page(tmp_path / "x.html", without_duplicates=False).read_text()
    )
    assert main([*named, "--without-duplicates"]) == 0  # nothing to do
    assert "4 photos have the same bytes" in capsys.readouterr().out
    table = str(tmp_path / "x.csv")
    assert main(["export", str(run.path), "--without-duplicates", "-o", table]) == 0
    assert "5 rows, without 3 duplicates" in capsys.readouterr().out
    assert main(["trend", str(run.path), "--years", "1"]) == 0
    assert "3 photos with the bytes of an earlier one count like" in capsys.readouterr().err
    assert main(["trend", str(run.path), "--years", "1", "--without-duplicates"]) == 0
    trend = capsys.readouterr()
    assert "3 photos with the bytes of an earlier one are left out" in trend.err
    assert trend.out.count("\n19") == 5


def test_a_run_keeps_the_columns_by_which_its_page_groups_photos(
    manifest: Path, tmp_path: Path
) -> None:
    run = photoparsl.run(manifest, config="threads", run_dir=tmp_path / "run", group="luminance")
    page = run.page()
    assert RunDirectory(run.path).require_record().groups == ["luminance"]
    assert "<h3><bdi>luminance</bdi></h3>" in page.read_text()
    assert "<h3>" not in run.page(tmp_path / "none.html", group=[]).read_text()
    both = run.page(tmp_path / "both.html", group=["title", "luminance"]).read_text()
    assert both.count("<h3>") == 2
    before = slices_of(run)
    measure(manifest, run.path)  # the same run without groups
    assert slices_of(run) == before
    assert "<h3>" not in page.read_text()
    with pytest.raises(ManifestError, match="no column 'colection'"):
        photoparsl.run(manifest, config="threads", run_dir=run.path, group="colection")


def test_a_run_that_is_begun_again_without_its_pages_options_says_which(
    manifest: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["run", str(manifest), "--config", "threads", "--run-dir", str(tmp_path / "run")]
    assert main([*command, "--title", "Towers", "--group", "luminance"]) == 0
    assert "is made without" not in "".join(capsys.readouterr())
    assert main([*command, "--title", "Towers", "--subtitle", "of stone"]) == 0
    said = " ".join("".join(capsys.readouterr()).split())
    assert "the page was made with --group (Python: group) before, and is made without it" in said
