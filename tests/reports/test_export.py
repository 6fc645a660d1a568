from __future__ import annotations

import csv
import gc
import hashlib
import json
import re
import zipfile
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow
import pyarrow.parquet
import pytest
import python_calamine as calamine

import photoparsl
from photoparsl.commands.main import main
from photoparsl.errors import RunError
from photoparsl.manifests import Photo, Slice
from photoparsl.measuring import versions
from photoparsl.reports import photo_table, table_columns
from photoparsl.reports.data_dictionary import dictionary_of
from photoparsl.reports.export_format import ExportFormat
from photoparsl.reports.exporting import export
from photoparsl.reports.photo_column import TableColumn
from photoparsl.reports.table_writers import write_table
from photoparsl.results import Failure, SliceResult
from photoparsl.results.run_directory import RunDirectory
from tests.made import result_of, slice_of
from tests.results.test_run_directory import RECORD

ROOT = Path(__file__).parent.parent.parent
_NAME = re.compile(r"`(\w+)`").findall
HARD = 'of "a, b"\n=1+1; ä'
COLUMNS = [
    "url", "row", "year", "earliest", "latest", "date", "status", "reason", "detail", "luminance",
    "missing", "stamp", "digest", "same_as", "resource", "host", "started", "program",
    "photoparsl_origin",
]  # fmt: skip


def results() -> list[SliceResult]:
    """Three slices: a failure with an awkward sentence, a span, a photo without a year."""
    first, second = result_of(slice_of(0, 10), failed=(3,)), result_of(slice_of(10, 12))
    failure = Failure(3, "http://photos.example/3.jpg", None, "network-error", HARD)
    spanned = replace(second.measurements[0], span=(1860, 1880), values={"luminance": 0.1 + 0.2})
    slices = (
        replace(first, failures=(failure,)),
        replace(second, measurements=(spanned, second.measurements[1])),
    )
    return [*slices, result_of(slice_of(12, 40))]


@pytest.fixture
def run(tmp_path: Path) -> RunDirectory:
    directory = RunDirectory(tmp_path / "run")
    with directory:
        directory.write_record(replace(RECORD, rows=40))
        for result in results():
            directory.write(result)
    return directory


def read(path: Path) -> pd.DataFrame:
    readers = {
        ".csv": pd.read_csv,
        ".json": pd.read_json,
        ".parquet": pd.read_parquet,
        ".xlsx": partial(pd.read_excel, engine="calamine"),
    }
    table: pd.DataFrame = readers[path.suffix](path)
    return table


def test_a_column_is_added_by_its_declaration_alone_as_contributing_says(
    run: RunDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"^```python\n(PhotoColumn\(.*?)^```", text, re.MULTILINE | re.DOTALL)
    column = eval(code, vars(table_columns).copy())
    added = (*table_columns.AFTER_MEASURES, column)
    monkeypatch.setattr(photo_table, "AFTER_MEASURES", added)
    for form in ExportFormat:
        path = run.path / f"added.{form.ending}"
        export(run, path, form)
        table = read(path)
        assert list(table.columns) == [*COLUMNS, column.name]
        assert table[column.name].isna()[2:5].tolist() == [False, True, False]
        assert table[column.name][2] == 1


def test_the_docs_describe_every_column() -> None:
    text = (ROOT / "docs/run.md").read_text(encoding="utf-8")
    described = {name for row in re.findall(r"^\| (`.*?) \|", text, re.M) for name in _NAME(row)}
    likeness = [column.name for column in table_columns.LIKENESS]
    assert {*COLUMNS, *likeness} <= described


@pytest.mark.parametrize("form", ExportFormat)
def test_pandas_reads_every_format_to_the_last_bit(run: RunDirectory, form: ExportFormat) -> None:
    path = run.path / f"photos.{form.ending}"
    assert export(run, path, form) == (40, 0, 0, 0)
    table = read(path)
    assert list(table.columns) == COLUMNS
    assert list(table.row) == list(range(40))
    assert list(table.status[2:5]) == ["measured", "failed", "measured"]
    assert table.detail[3] == (HARD if form in ("json", "parquet") else " ".join(HARD.splitlines()))
    assert table.luminance[10] == 0.1 + 0.2
    assert (table.year[10], table.earliest[10], table.latest[10]) == (1870, 1860, 1880)
    assert table.year.isna().sum() == 1
    assert table.luminance.isna().sum() == 1
    assert str(table.started[0]).startswith("2023-11-14")


@pytest.mark.parametrize(
    "form", [ExportFormat.CSV, ExportFormat.JSON, ExportFormat.PARQUET], ids=str
)
def test_duckdb_reads_every_format(run: RunDirectory, form: ExportFormat) -> None:
    path = run.path / f"photos.{form}"
    export(run, path, form)
    quoted = str(path).replace("'", "''")
    query = (
        "select count(*), count(luminance), max(luminance), any_value(detail), min(year + 0), "
        f"count(distinct started) from '{quoted}'"
    )
    (found,) = duckdb.connect().execute(query).fetchall()
    assert found[:2] == (40, 39)
    assert found[2] == pytest.approx(0.1 + 0.2, abs=0)
    assert found[3] == (" ".join(HARD.splitlines()) if form == "csv" else HARD)
    assert found[4:] == (1860, 1)


def test_a_run_gives_the_same_bytes_each_time(run: RunDirectory, tmp_path: Path) -> None:
    for form in ExportFormat:
        for name in ("a", "b"):
            export(run, tmp_path / name, form)
        assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_the_dictionary_has_each_columns_meaning_and_the_tables_checksum(run: RunDirectory) -> None:
    path = run.path / "photos.csv"
    export(run, path, ExportFormat.CSV)
    package = json.loads(dictionary_of(path).read_text())
    (table,) = package["resources"]
    assert [field["name"] for field in table["schema"]["fields"]] == COLUMNS
    assert all(len(field["description"]) > 10 for field in table["schema"]["fields"])
    meaning = next(f for f in table["schema"]["fields"] if f["name"] == "luminance")
    assert "sqrt(0.241 R² + 0.691 G² + 0.068 B²) / 256" in meaning["description"]
    assert table["hash"] == f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    assert package["photoparsl"]["measures"] == dict(RECORD.measures)


def test_a_table_of_many_batches_is_whole(
    run: RunDirectory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("photoparsl.manifests.parquet._BATCH", 1000)
    photos = tuple(Photo(row, f"http://photos.example/{row}.jpg", 1900) for row in range(40, 3040))
    with run:
        run.write(result_of(Slice(photos)))
    for form in ExportFormat:
        assert export(run, tmp_path / form, form) == (3040, 0, 0, 0)


WHOLE = {"hue_median": 230.0, "width": 1920.0, "size_bytes": 73260.0}


@pytest.fixture
def sizes(tmp_path: Path) -> RunDirectory:
    """A run with whole numbers as measures have stored them, of one of which a version is old."""
    measures = {**versions([*WHOLE, "dark"]), "mode": 1}
    result = result_of(slice_of(0, 3), failed=(1,))
    values = {**WHOLE, "dark": 0.0, "mode": 5.5}
    measured = tuple(replace(m, values=values) for m in result.measurements)
    directory = RunDirectory(tmp_path / "sizes")
    with directory:
        directory.write_record(replace(RECORD, rows=3, measures=measures))
        directory.write(replace(result, measures=measures, measurements=measured))
    return directory


def test_a_measure_of_whole_numbers_has_whole_numbers_in_every_format(sizes: RunDirectory) -> None:
    for form in ExportFormat:
        path = sizes.path / f"sizes.{form.ending}"
        export(sizes, path, form)
        package = json.loads(dictionary_of(path).read_text())
        types = {f["name"]: f["type"] for f in package["resources"][0]["schema"]["fields"]}
        assert {types[name] for name in WHOLE} == {"integer"}
        assert {types[name] for name in ("dark", "mode")} == {"number"}
    lines = (sizes.path / "sizes.json").read_text().splitlines()
    assert '"hue_median": 230, "width": 1920, "size_bytes": 73260, "dark": 0.0' in lines[1]
    export(sizes, sizes.path / "plain.csv", ExportFormat.CSV)
    rows = list(csv.DictReader((sizes.path / "plain.csv").open()))
    assert [[row[name] for name in (*WHOLE, "dark", "mode")] for row in rows] == [
        ["230", "1920", "73260", "0.0", "5.5"],
        [""] * 5,
        ["230", "1920", "73260", "0.0", "5.5"],
    ]
    schema = pyarrow.parquet.read_schema(sizes.path / "sizes.parquet")
    assert {schema.field(name).type for name in WHOLE} == {pyarrow.int64()}
    assert schema.field("mode").type == pyarrow.float64()


@pytest.mark.parametrize("ending", ["csv", "json", "parquet", "xlsx"])
def test_a_table_with_widths_like_years_is_read_as_a_manifest_by_its_years(
    sizes: RunDirectory, ending: str
) -> None:
    path, made = sizes.path / f"sizes.{ending}", sizes.path / "made.csv"
    export(sizes, path, ExportFormat(ending))
    photoparsl.make_manifest(path, made)
    assert [row["year"] for row in csv.DictReader(made.open())] == ["1860", "1861", "1862"]


def test_a_spreadsheet_has_numbers_as_numbers_and_texts_as_texts(
    run: RunDirectory, tmp_path: Path
) -> None:
    path = tmp_path / "photos.xlsx"
    columns = [
        TableColumn(name, "string", "") for name in ("url", "text", "count", "hash", "share")
    ]
    hard: list[list[Any]] = [
        ["=1+1.jpg", "=cmd|' /C calc'!A0", 12, 2**60 + 1, 0.1 + 0.2],
        ["a\x01", None, -3, 2, 7.0],
    ]
    with path.open("wb") as file:
        write_table(ExportFormat.XLSX, file, columns, hard)
    _, first, second = calamine.load_workbook(str(path)).get_sheet_by_index(0).to_python()
    assert first == [*hard[0][:3], str(2**60 + 1), 0.1 + 0.2]
    assert second == ["a\x01", "", -3, 2, 7]
    sheet = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert '<c r="C2"><v>12</v></c>' in sheet, "a whole number has no decimals"


def test_a_table_that_is_too_long_for_a_sheet_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("photoparsl.reports.xlsx.ROWS", 1001)
    columns = [TableColumn("url", "string", "")]
    for rows, message in ((1000, None), (1001, "more rows than a sheet has: 1,001")):
        refused = pytest.raises(RunError, match=message) if message else nullcontext()
        with (tmp_path / "photos.xlsx").open("wb") as file, refused:
            write_table(ExportFormat.XLSX, file, columns, ([f"{n}.jpg"] for n in range(rows)))


def test_a_text_that_is_too_long_for_a_cell_is_refused_and_not_cut(tmp_path: Path) -> None:
    with (tmp_path / "x").open("wb") as file, pytest.raises(RunError, match="a text of 32,768 "):
        write_table(
            ExportFormat.XLSX, file, [TableColumn("url", "string", "")] * 2, [["a", "b" * 32768]]
        )


def test_csv_of_the_locale_opens_by_a_double_click_where_decimals_have_a_comma(
    run: RunDirectory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "photos.csv"
    monkeypatch.setattr("photoparsl.reports.export_format._decimal_sign", lambda: ",")
    export(run, path, ExportFormat.CSV_LOCALE)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfurl;row;year;")
    table = pd.read_csv(path, sep=";", decimal=",", encoding="utf-8-sig")
    assert list(table.columns) == COLUMNS
    assert table.luminance[10] == 0.1 + 0.2
    assert ";measured;;;0;" in path.read_text().splitlines()[1], "a whole number has no decimals"
    (resource,) = json.loads(dictionary_of(path).read_text())["resources"]
    assert (resource["format"], resource["dialect"]) == ("csv", {"delimiter": ";"})
    (luminance,) = (f for f in resource["schema"]["fields"] if f["name"] == "luminance")
    assert luminance["decimalChar"] == ","


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="isn't a run's folder"):
        export(RunDirectory(tmp_path), tmp_path / "x.csv", ExportFormat.CSV)
    assert not (tmp_path / "x.csv").exists()


def test_the_command_prints_what_it_wrote(
    run: RunDirectory, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(run.path), "--format", "parquet"]) == 0
    output = capsys.readouterr().out
    assert "photos.parquet: 40 rows" in output
    assert (run.path / "photos.parquet.datapackage.json").exists()
    assert main(["export", str(run.path / "none")]) == 2


def test_the_tables_format_follows_from_its_name(
    run: RunDirectory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.csv", "b.json", "c.PARQUET", "d.txt"):
        assert main(["export", str(run.path), "-o", str(tmp_path / name)]) == 0
    assert len(pd.read_csv(tmp_path / "a.csv")) == 40
    assert len(pd.read_json(tmp_path / "b.json")) == 40
    assert len(pd.read_parquet(tmp_path / "c.PARQUET")) == 40
    assert len(pd.read_csv(tmp_path / "d.txt")) == 40
    monkeypatch.chdir(tmp_path)
    assert main(["export", str(run.path), "-o", "-"]) == 2
    assert not Path("-").exists()


def test_duplicates_are_left_out_if_asked_and_counted(tmp_path: Path) -> None:
    whole = result_of(slice_of(0, 20), failed=(7,))
    same = tuple(replace(m, digest=f"{m.row % 4 + 1 << 64:032x}") for m in whole.measurements)
    directory = RunDirectory(tmp_path / "run")
    with directory:
        directory.write_record(replace(RECORD, rows=21))
        directory.write(replace(whole, measurements=same))
    path = tmp_path / "photos.csv"
    assert export(directory, path, ExportFormat.CSV, without_duplicates=True) == (5, 1, 15, 0)
    assert read(path).row.tolist() == [0, 1, 2, 3, 7]
    package = json.loads(dictionary_of(path).read_text())["photoparsl"]
    assert (package["duplicates_left_out"], package["complete"]) == (15, False)
    assert export(directory, path, ExportFormat.CSV) == (20, 1, 0, 0)
    assert read(path).same_as.dropna().tolist() == [n % 4 for n in range(4, 20) if n != 7]


def test_a_spreadsheet_on_a_full_disk_is_an_error_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ignored: list[object] = []
    monkeypatch.setattr("sys.unraisablehook", ignored.append)
    columns = [TableColumn("url", "string", "")]
    with pytest.raises(OSError, match="No space left"), Path("/dev/full").open("wb") as file:
        write_table(ExportFormat.XLSX, file, columns, [["a.jpg"]])
    gc.collect()
    assert not ignored
