"""Whatever a manifest holds, it is read as it was written, or refused with a sentence."""

from __future__ import annotations

import csv
import gzip
import io
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas
from hypothesis import given, settings
from hypothesis import strategies as st

from photoparsl.errors import ManifestError
from photoparsl.manifests import Photo, cut, digest, read_manifest

QUICKLY = settings(deadline=None, max_examples=40)
paths = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="\ufffd"),
    max_size=30,
)
urls = st.builds(lambda path: f"http://photos.example/{path}.jpg", paths)
years = st.integers(1000, 2100)
rows = st.lists(st.tuples(urls, years), min_size=1, max_size=30)

shown = st.characters(
    codec="utf-8", exclude_categories=("C", "Zl", "Zp"), exclude_characters="\ufffd"
)
hard = st.text(st.one_of(st.sampled_from(",;|\" '#=&?üé"), shown), max_size=12)
hard_urls = st.builds(lambda path: f"http://photos.example/{path}.jpg", hard)
cells = st.text(st.one_of(st.sampled_from(',;"\n\r\t#'), shown), max_size=12)
tables = st.lists(st.tuples(cells, hard_urls, st.none() | years), min_size=1, max_size=20)
columns = ("about", "url", "year")


def read(content: bytes, base: str | None = None) -> list[Photo]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "manifest.txt"
        path.write_bytes(content)
        return list(read_manifest(path, base=base))


@given(rows, st.booleans(), st.sampled_from(("\n", "\r\n", "\n\n# a comment\n")))
@QUICKLY
def test_a_manifest_is_read_as_it_was_written(
    rows: list[tuple[str, int]], packed: bool, end: str
) -> None:
    content = "".join(f"{url} {year}{end}" for url, year in rows).encode()
    photos = read(gzip.compress(content) if packed else content)
    assert [(photo.url, photo.year) for photo in photos] == rows
    assert [photo.row for photo in photos] == list(range(len(rows)))


@given(rows, st.integers(1, 40))
@QUICKLY
def test_slices_are_the_manifest_cut_in_pieces(rows: list[tuple[str, int]], size: int) -> None:
    photos = [Photo(row, url, year) for row, (url, year) in enumerate(rows)]
    slices = list(cut(photos, size))
    assert [photo for slice_ in slices for photo in slice_.photos] == photos
    assert all(len(slice_.photos) == size for slice_ in slices[:-1])
    assert slices[0].digest == digest(photo.url for photo in photos[:size])


def by_python(rows: list[Any], path: Path, delimiter: str) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerows([columns, *rows])


def by_pandas(rows: list[Any], path: Path, delimiter: str) -> None:
    frame = pandas.DataFrame(rows, columns=list(columns)).astype({"year": "float64"})
    frame.to_csv(path, sep=delimiter, encoding="utf-8-sig")


def by_pandas_as_text(rows: list[Any], path: Path, delimiter: str) -> None:
    frame = pandas.DataFrame(rows, columns=list(columns)).astype({"year": "Int64"})
    frame.to_csv(path, sep=delimiter, encoding="utf-16", index=False, quoting=csv.QUOTE_ALL)


def by_pandas_in_parquet(rows: list[Any], path: Path, delimiter: str) -> None:
    days = [None if year is None else date(year, 7, 1) for _, _, year in rows]
    frame = pandas.DataFrame(rows, columns=list(columns)).astype({"url": "category"})
    frame.assign(year=days).to_parquet(path)


def by_duckdb(rows: list[Any], path: Path, delimiter: str) -> None:
    frame = pandas.DataFrame(rows, columns=list(columns)).astype({"year": "Int32"})
    with duckdb.connect() as connection:
        connection.register("photos", frame)
        connection.sql("from photos").write_csv(str(path), sep=delimiter, header=True)


@given(
    tables,
    st.sampled_from((by_python, by_pandas, by_pandas_as_text, by_pandas_in_parquet, by_duckdb)),
    st.sampled_from(",;\t|"),
)
@settings(deadline=None, max_examples=120)
def test_what_programs_write_is_read_as_they_meant_it(
    table: list[tuple[str, str, int | None]], write: Any, delimiter: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "manifest"
        write(table, path, delimiter)
        photos = list(read_manifest(path))
    assert [(photo.url, photo.year) for photo in photos] == [(url, year) for _, url, year in table]


@given(tables, st.sampled_from((",", ";")))
@QUICKLY
def test_cells_that_are_not_quoted_are_never_cut(table: list[Any], delimiter: str) -> None:
    text = io.StringIO()
    for _, url, year in table:
        text.write(f"{url}{delimiter}{year or ''}\n")
    try:
        photos = read(f"url{delimiter}year\n{text.getvalue()}".encode())
    except ManifestError:
        return
    assert [(p.url, p.year) for p in photos] == [(url, year) for _, url, year in table]


@given(st.binary(max_size=300))
@QUICKLY
def test_any_other_bytes_are_photos_or_a_sentence(content: bytes) -> None:
    for base in (None, "", "https://photos.example/manifest.txt"):
        try:
            photos = read(content, base)
        except ManifestError as error:
            assert str(error)
        else:
            assert photos
