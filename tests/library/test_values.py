"""A run whose measures give whole numbers, texts and no value, as all its readers have it."""

from __future__ import annotations

import csv
import json

import pyarrow
import pytest

import photoparsl
from photoparsl.measuring import DecodedPhoto
from photoparsl.results.run_directory import RunDirectory
from tests.conftest import jpeg

WIDE = 2**62 + 1  # which no float holds


def hash_of(photo: DecodedPhoto) -> int | None:
    return WIDE + photo.image.width if _level(photo) > 100 else None


def label(photo: DecodedPhoto) -> str:
    return "=dark" if _level(photo) < 100 else "light"


def _level(photo: DecodedPhoto) -> int:
    return photo.image.tobytes()[0]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> photoparsl.Run:
    folder = tmp_path_factory.mktemp("values")
    for number in range(20):
        (folder / f"{number:02}.jpg").write_bytes(jpeg(40 + 8 * number))
    manifest = folder / "manifest.txt"
    manifest.write_text("".join(f"{row:02}.jpg {1860 + row}\n" for row in range(20)))
    return photoparsl.run(
        manifest,
        measures=["luminance", hash_of, label],
        config="threads",
        run_dir=folder / "run",
    )


@pytest.fixture
def without(run: photoparsl.Run) -> list[int]:
    """The rows without a value of one measure."""
    found = [m.row for r in RunDirectory(run.path).results() for m in r.measurements if m.missing]
    assert 0 < len(found) < 20
    return found


def test_the_table_has_nulls_exact_whole_numbers_and_texts(
    run: photoparsl.Run, without: list[int]
) -> None:
    table = pyarrow.table(run.table())
    name = next(n for n in table.column_names if n.endswith("hash_of"))
    assert table.schema.field(name).type == pyarrow.int64()
    numbers = table[name].to_pylist()
    assert [row for row, number in enumerate(numbers) if number is None] == without
    assert all(number > WIDE for number in numbers if number is not None)
    assert table["luminance"].null_count == 0
    texts = table[next(n for n in table.column_names if n.endswith("label"))].to_pylist()
    assert set(texts) == {"=dark", "light"}
    whys = table["missing"].to_pylist()
    assert {whys[row] for row in without} == {f"{name}: no-value: {name} gave none"}
    assert [row for row, why in enumerate(whys) if why] == without
    assert len(set(table["digest"].to_pylist())) == 20


def test_csv_has_an_empty_cell_and_guards_texts(run: photoparsl.Run, without: list[int]) -> None:
    run.export(run.path / "photos.csv")
    rows = list(csv.DictReader((run.path / "photos.csv").open(encoding="utf-8")))
    name = next(n for n in rows[0] if n.endswith("hash_of"))
    assert [row for row, cells in enumerate(rows) if not cells[name]] == without
    assert {cells[name.replace("hash_of", "label")] for cells in rows} == {"'=dark", "light"}


def test_summary_provenance_page_and_check_count_photos_without_a_value(
    run: photoparsl.Run, without: list[int]
) -> None:
    summary = json.loads((run.path / "summary.json").read_text())
    assert list(summary["missing"].values()) == [len(without)]
    assert list(run.provenance().missing.values()) == [len(without)]
    assert run.check().is_whole
    assert run.check().measured == 20
    page = run.page(run.path / "page.html").read_text()
    assert f"hash_of</bdi></dt><dd>{len(without)}</dd>" in page
    assert "=dark" not in page
