"""Manifests in Parquet: every type of column that holds places or years, or a sentence."""

from __future__ import annotations

import gzip
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from photoparsl.errors import ManifestError, NoParquetError
from photoparsl.manifests import Photo, read_manifest
from photoparsl.manifests.parquet import read_parquet

WEB = "https://photos.example/"
DAYS = [datetime(1923, 5, 4), None]
TYPES = {
    "text": pyarrow.array(["1923", ""]),
    "large text": pyarrow.array(["1923", None], pyarrow.large_string()),
    "bytes": pyarrow.array([b"1923", None]),
    "categories": pyarrow.array([1923, None]).dictionary_encode(),
    "small numbers": pyarrow.array([1923, None], pyarrow.int16()),
    "floats": pyarrow.array([1923.0, float("nan")]),
    "decimals": pyarrow.array([1923, None], pyarrow.decimal128(10, 2)),
    "days": pyarrow.array(DAYS, pyarrow.date32()),
    "days in milliseconds": pyarrow.array(DAYS, pyarrow.date64()),
    "seconds": pyarrow.array(DAYS, pyarrow.timestamp("s")),
    "nanoseconds": pyarrow.array([-1_470_000_000_123_456_789, None], pyarrow.timestamp("ns")),
    "a time zone": pyarrow.array(
        [datetime(1922, 12, 31, 23, 30, tzinfo=UTC), None],
        pyarrow.timestamp("us", tz="Europe/Berlin"),
    ),
}


def parquet(tmp_path: Path, **columns: Any) -> Path:
    path = tmp_path / "manifest.parquet"
    pyarrow.parquet.write_table(pyarrow.table(columns), path)
    return path


def test_parquet_is_recognised_by_its_bytes_and_read_like_csv(tmp_path: Path) -> None:
    path = parquet(
        tmp_path,
        title=["Hill", "Sea", "Lake"],
        URL=[f"{WEB}a.jpg", f"{WEB}b.jpg", f"{WEB}c.jpg"],
        year=[1880.0, None, float("nan")],
        earliest=[None, "1890", None],
        latest=[None, "1899", None],
    )
    assert list(read_manifest(path, base=WEB)) == [
        Photo(0, f"{WEB}a.jpg", 1880, WEB),
        Photo(1, f"{WEB}b.jpg", None, WEB, (1890, 1899)),
        Photo(2, f"{WEB}c.jpg", None, WEB),
    ]


def test_bad_rows_of_parquet_are_reported_by_number(tmp_path: Path) -> None:
    path = parquet(tmp_path, url=[f"{WEB}a.jpg", None, f"{WEB}c.jpg"], year=[1880, 1881, -5])
    with pytest.raises(ManifestError) as caught:
        list(read_manifest(path, name="m", base=WEB))
    assert [line.partition(": expected")[0] for line in str(caught.value).split("\n")] == [
        "m: row 2",
        "m: row 3",
    ]
    with pytest.raises(ManifestError, match="expected a column 'url', found 'place'"):
        list(read_manifest(parquet(tmp_path, place=["a"])))
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(ManifestError, match="not a Parquet file"):
        list(read_manifest(path))


def test_without_pyarrow_a_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = parquet(tmp_path, url=[f"{WEB}a.jpg"])
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(NoParquetError, match=r"pip install pyarrow"):
        list(read_manifest(path))


@pytest.mark.parametrize("name", TYPES)
def test_a_year_is_read_from_every_type_that_can_hold_one(tmp_path: Path, name: str) -> None:
    path = parquet(tmp_path, url=["a.jpg", "b.jpg"], year=TYPES[name])
    assert [photo.year for photo in read_manifest(path)] == [1923, None]


@pytest.mark.parametrize(
    "places",
    [
        pyarrow.array(["ä.jpg", "b.jpg"], pyarrow.large_string()),
        pyarrow.array(["ä.jpg", "b.jpg"], pyarrow.string_view()),
        pyarrow.array(["ä.jpg".encode(), b"b.jpg"]),
        pyarrow.array(["ä.jpg".encode(), b"b.jpg"], pyarrow.large_binary()),
        pyarrow.array(["ä.jpg", "b.jpg"]).dictionary_encode(),
        pyarrow.array(["ä.jpg".encode(), b"b.jpg"]).dictionary_encode(),
    ],
    ids=lambda places: str(places.type),
)
def test_places_in_bytes_are_the_text_that_they_are(tmp_path: Path, places: Any) -> None:
    path = parquet(tmp_path, url=places)
    assert [photo.url for photo in read_manifest(path)] == ["ä.jpg", "b.jpg"]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"url": [["a.jpg"]]}, "in the column 'url', found list<element: string>"),
        ({"url": [{"href": "a.jpg"}]}, "in the column 'url', found struct<href: string>"),
        ({"url": [b"\xff.jpg"]}, "expected places and years as text, found bytes that"),
        ({"url": ["a.jpg"], "year": [True]}, "in the column 'year', found bool"),
        ({"url": ["a.jpg"], "year": pyarrow.array([1901], pyarrow.duration("s"))}, "duration.s."),
        ({"url": ["a.jpg"], "year": pyarrow.array([1901], pyarrow.time32("s"))}, "found time32"),
        (
            {"url": ["a.jpg"], "year": [Decimal("1923.50")]},
            "expected a year of .*, found '1923.50'",
        ),
        ({"url": ["a.jpg"], "year": [1923.5]}, "row 1: expected a year of .*, found '1923.5'"),
        ({"url": ["a.jpg"], "year": [23]}, "row 1: expected a year of four .*, found '23'"),
        ({"url": pyarrow.nulls(1)}, "row 1: expected an http.* URL or a file, found ''"),
        ({"url": ["a.jpg"], "URL": ["b.jpg"]}, "expected one column 'url', found 'url', 'URL'"),
    ],
)
def test_what_is_no_place_and_no_year_is_refused(
    tmp_path: Path, columns: dict[str, Any], message: str
) -> None:
    with pytest.raises(ManifestError, match=message):
        list(read_manifest(parquet(tmp_path, **columns)))


def test_other_columns_may_be_of_any_type(tmp_path: Path) -> None:
    columns = {"tags": [["a"], ["b"]], "image.url": ["a.jpg", "b.jpg"], "Jahr": [1900, 1901]}
    path = parquet(tmp_path, **columns)
    path.write_bytes(gzip.compress(path.read_bytes()))
    assert [(p.url, p.year) for p in read_manifest(path)] == [("a.jpg", 1900), ("b.jpg", 1901)]


def test_columns_with_the_same_name_are_both_read(tmp_path: Path) -> None:
    path = tmp_path / "twice.parquet"
    cells = [[f"{WEB}a.jpg"], ["Hill"], [1923], ["Evening"]]
    names = ["url", "title", "year", "title"]
    pyarrow.parquet.write_table(pyarrow.table(cells, names), path)
    assert list(read_manifest(path, base=WEB)) == [Photo(0, f"{WEB}a.jpg", 1923, WEB)]
    with path.open("rb") as file:
        rows = list(read_parquet(file, "twice").rows((), ()))
    assert rows == [(1, (f"{WEB}a.jpg", "Hill", "1923", "Evening", ""))]


def test_two_columns_of_years_with_the_same_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.parquet"
    cells = [[f"{WEB}a.jpg"], [1923], [1924]]
    pyarrow.parquet.write_table(pyarrow.table(cells, ["url", "year", "year"]), path)
    with pytest.raises(ManifestError, match="expected one column 'year'"):
        list(read_manifest(path))
