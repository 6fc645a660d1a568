"""Tables that people keep: CSV, TSV and JSON Lines, with a column for each thing."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, cast

from photoparsl.archives.choose import Candidate, choose
from photoparsl.archives.describe import rank_of
from photoparsl.archives.photos import Photos
from photoparsl.archives.records import Found, LeftOut, Names, Record, fill_all
from photoparsl.errors import ManifestError
from photoparsl.origins import COLUMN

_LONGEST_HEAD = 100_000  # characters
_IMAGES = (
    "url",
    "image_url",
    "imageurl",
    "image",
    "photo",
    "file",
    "filename",
    "file name",
    "path",
)
_IDENTIFIERS = ("identifier", "id", "object id", "accession number", "call number")
_TITLES = ("title", "caption", "name", "description")


def read_table(path: Path, photos: Photos, names: Names = Names()) -> Iterator[Found]:
    """The rows of a table, by their columns; the first row of CSV and TSV names them.

    A photo is a URL, a file relative to the table, or one of `photos` by its name.  Raises
    ManifestError where the table has no column that it could be found by.
    """
    for number, row in _rows(path):
        where = f"{path}:{number}"
        if isinstance(row, str):
            yield LeftOut(where, "not-a-row", row)
            continue
        yield _record(where, row, path, photos, names)


def _record(where: str, row: Mapping[str, str], path: Path, photos: Photos, names: Names) -> Found:
    for column in (*names.date, *names.image, *names.title, *names.identifier):
        if column.lower() not in row:
            known = ", ".join(row)
            raise ManifestError(f"{path}: has no column {column!r}; there are {known}")
    identifier = _cell(row, names.identifier or _IDENTIFIERS)
    image = _cell(row, names.image or _IMAGES)
    if names.url:
        url = fill_all(names.url, {**row, "identifier": identifier or image})
    else:
        url = _place(image or identifier, path, photos)
    dated, date = choose(_dates(row, names))
    title = _cell(row, names.title or _TITLES)
    return Record(where, url, dated, date, identifier or image, title, row.get(COLUMN, ""))


def _dates(row: Mapping[str, str], names: Names) -> list[Candidate]:
    if names.date:
        wanted = enumerate(names.date, start=1)
        return [Candidate(rank, row[name.lower()], name, given=True) for rank, name in wanted]
    if row.get("earliest") and row.get("latest") and not row.get("year"):
        return [Candidate(1, f"{row['earliest']}/{row['latest']}")]
    ranks = ((rank_of(name), text, name) for name, text in row.items() if text)
    return [Candidate(rank, text, name) for rank, text, name in ranks if rank]


def _cell(row: Mapping[str, str], columns: tuple[str, ...]) -> str:
    """The first of these columns that isn't empty."""
    return next((row[c.lower()] for c in columns if row.get(c.lower())), "")


def _place(text: str, table: Path, photos: Photos) -> str:
    if text[:7].lower() == "http://" or text[:8].lower() == "https://":
        return text
    if not text or "\0" in text:
        return ""
    beside = table.parent / text
    if beside.is_file():
        return str(beside.absolute())
    photo = photos.of(table.parent, [text])
    return str(photo.absolute()) if photo else ""


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str] | str]]:
    """Each row with its line number, its columns in lower case; or what is wrong with the row."""
    with _open(path) as file:
        kind = Path(path.name.removesuffix(".gz")).suffix.lower()
        if kind in (".jsonl", ".ndjson"):
            yield from _json_lines(file)
            return
        head = file.readline(_LONGEST_HEAD)
        delimiter = max("\t;,|", key=head.count) if kind != ".tsv" else "\t"
        columns = [
            name.strip().lower() for name in next(csv.reader([head], delimiter=delimiter), [])
        ]
        reader = csv.reader(file, delimiter=delimiter)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield reader.line_num + 1, str(error)
                continue
            if any(cells):
                row = dict(zip(columns, (" ".join(cell.split()) for cell in cells), strict=False))
                yield reader.line_num + 1, {name: row.get(name, "") for name in columns}


def _json_lines(file: IO[str]) -> Iterator[tuple[int, dict[str, str] | str]]:
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield number, f"isn't JSON: {error}"
            continue
        if isinstance(row, dict):
            yield number, {str(k).lower(): "" if v is None else str(v) for k, v in row.items()}
        else:
            yield number, "isn't a JSON object"


def _open(path: Path) -> IO[str]:
    file = cast("IO[bytes]", path.open("rb"))
    zipped = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    if zipped:
        file = cast("IO[bytes]", gzip.GzipFile(fileobj=file))
    return io.TextIOWrapper(file, "utf-8-sig", errors="replace", newline="")
