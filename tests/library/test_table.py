"""A run's table, as data tools read it."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import pandas
import polars
import pyarrow
import pytest

import photoparsl
from photoparsl.errors import NoParquetError, RunError
from photoparsl.reports.photo_table import Duplicates, rows_of
from photoparsl.reports.same_bytes import first_rows_of
from photoparsl.results import Execution, Measurement, SliceResult
from photoparsl.results.run_directory import RunDirectory
from photoparsl.results.run_record import RunRecord
from tests.conftest import Archive


@pytest.fixture
def run(archive: Archive, tmp_path: Path) -> photoparsl.Run:
    (archive.folder / "03.jpg").write_bytes(b"no photo")
    return photoparsl.run(archive.manifest, config="threads", run_dir=tmp_path / "x")


def test_pandas_polars_duckdb_and_pyarrow_read_the_same(run: photoparsl.Run) -> None:
    photos = run.table()
    results = list(RunDirectory(run.path).results())
    rows = list(rows_of(results, photos.layout, Duplicates(first_rows_of(results))))
    expected = [(row[0], row[2], row[9]) for row in rows]
    assert len(expected) == 40
    assert expected[3][2] is None
    wanted = ["url", "year", "luminance"]
    arrow = pyarrow.table(photos)
    assert [tuple(row.values()) for row in arrow.select(wanted).to_pylist()] == expected
    assert polars.DataFrame(photos).select(wanted).rows() == expected
    relation = duckdb.query("select url, year, luminance from photos")
    assert relation is not None
    assert relation.fetchall() == expected
    frame = pandas.DataFrame.from_arrow(photos)
    assert frame["luminance"].dropna().tolist() == [e[2] for e in expected if e[2] is not None]


def test_a_table_has_the_meaning_of_its_columns(run: photoparsl.Run) -> None:
    (column,) = (c for c in run.table().columns if c.name == "luminance")
    assert "version" in column.description
    assert repr(run.table()).startswith(f"Table({str(run.path)!r}: url, row, year")


def test_damage_is_an_error_and_no_missing_row(run: photoparsl.Run) -> None:
    (file, *_) = sorted((run.path / "slices").glob("*.json"))
    file.write_text(file.read_text().replace("00.jpg", "01.jpg"))
    with pytest.raises((RunError, pyarrow.ArrowException), match="checksum"):
        pyarrow.table(run.table())


def test_a_table_is_read_batch_by_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("photoparsl.manifests.parquet._BATCH", 2000)
    written = 10_000
    with RunDirectory(tmp_path / "x") as directory:
        for start in range(0, written, 1000):
            directory.write(result(start, start + 1000))
        directory.write_record(request(written))
    reader = pyarrow.RecordBatchReader.from_stream(photoparsl.open_run(tmp_path / "x").table())
    sizes, rows = [], 0
    for batch in reader:
        rows += batch.num_rows
        sizes.append(pyarrow.total_allocated_bytes() / batch.nbytes)
    assert rows == written
    assert max(sizes) < 3  # batches that are there at a time, of 5


def result(start: int, stop: int) -> SliceResult:
    found = tuple(
        Measurement(row, f"https://a.example/{row}.jpg", 1900, {"luminance": 0.5})
        for row in range(start, stop)
    )
    ran = Execution("host", "resource", 0.0, 1.0)
    return SliceResult(start, stop, "", {"luminance": 1}, found, (), ran)


def request(rows: int) -> RunRecord:
    return RunRecord(
        manifest="photos.csv",
        rows=rows,
        digest="",
        sha256="",
        measures={"luminance": 1},
        slice_size=None,
        start=0,
        count=None,
        config="local",
        public=None,
        title="",
        subtitle="",
        versions={},
    )


def test_without_pyarrow_a_sentence_says_what_to_install(
    run: photoparsl.Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(NoParquetError, match=r"run's table needs PyArrow: .*pip install pyarrow"):
        run.table()
