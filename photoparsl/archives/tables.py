"""Tables that people keep: CSV, TSV, Parquet and JSON Lines, with a column for each thing."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from photoparsl.archives.choose import Candidate, choose
from photoparsl.archives.describe import rank_of
from photoparsl.archives.photos import Photos
from photoparsl.archives.records import FieldNames, LeftOut, Record, RecordOrSkipped, fill_all
from photoparsl.errors import ManifestError
from photoparsl.fetching import local_path, spelling_on_disk, web_address
from photoparsl.manifests import ORIGIN_COLUMN
from photoparsl.manifests.columns import place_columns
from photoparsl.manifests.photo import Photo
from photoparsl.manifests.rows import read_table as read_rows
from photoparsl.manifests.textfiles import Lines, opened

_LOG = logging.getLogger(__name__)
_JSON_LINES = (".jsonl", ".ndjson")
_IDENTIFIERS = ("identifier", "id", "object id", "accession number", "call number")
_TITLES = ("title", "caption", "name", "description")

_Row = tuple[str, dict[str, str] | str]  # where it is; its cells by column, or what is wrong


def read_table(
    path: Path, photos: Photos, names: FieldNames = FieldNames()
) -> Iterator[RecordOrSkipped]:
    """The rows of a table, by their columns; the first row of CSV and TSV names them.

    A photo is a URL, a file relative to the table, or one of `photos` by its name.  Raises
    ManifestError where the table has no column that it could be found by.
    """
    for where, row in _rows(path):
        if isinstance(row, str):
            yield LeftOut(where, "not-a-row", row)
            continue
        yield _record(where, row, path, photos, names)


def _record(
    where: str, row: Mapping[str, str], path: Path, photos: Photos, names: FieldNames
) -> RecordOrSkipped:
    for column in (*names.date, *names.image, *names.title, *names.identifier):
        if column.lower() not in row:
            known = ", ".join(row)
            raise ManifestError(f"{path}: has no column {column!r}; there are {known}")
    image = _cell(row, names.image or place_columns(list(row)))  # in a file's name spaces count
    row = {column: " ".join(text.split()) for column, text in row.items()}
    identifier = _cell(row, names.identifier or _IDENTIFIERS)
    if names.url:
        url = fill_all(names.url, {**row, "identifier": identifier or image})
    else:
        url = _place(image or identifier, path, photos)
    dated, date = choose(_dates(row, names))
    title = _cell(row, names.title or _TITLES)
    return Record(where, url, dated, date, identifier or image, title, row.get(ORIGIN_COLUMN, ""))


def _dates(row: Mapping[str, str], names: FieldNames) -> list[Candidate]:
    if names.date:
        wanted = enumerate(names.date, start=1)
        return [Candidate(rank, row[name.lower()], name, given=True) for rank, name in wanted]
    if row.get("earliest") and row.get("latest") and not row.get("year"):
        return [Candidate(1, f"{row['earliest']}/{row['latest']}")]
    ranks = ((rank_of(name), text, name) for name, text in row.items() if text)
    return [Candidate(rank, text, name) for rank, text, name in ranks if rank]


def _cell(row: Mapping[str, str], columns: Iterable[str]) -> str:
    """The first of these columns that isn't empty."""
    return next((row[c.lower()] for c in columns if row.get(c.lower())), "")


def _place(text: str, table: Path, photos: Photos) -> str:
    if web_address(text):
        return text
    if not text or "\0" in text:
        return ""
    with suppress(OSError, ValueError):  # it isn't there, or isn't clear
        beside = local_path(Photo(0, text, None, str(table.parent)))
        beside = beside if beside.is_file() else spelling_on_disk(beside)
        if beside.is_file():
            return str(beside.absolute())
    photo = photos.of(table.parent, [text])
    return str(photo.absolute()) if photo else ""


def _rows(path: Path) -> Iterator[_Row]:
    """Each row with its place in the table, its columns in lower case."""
    with opened(path, str(path)) as file:
        if Path(path.name.removesuffix(".gz")).suffix.lower() in _JSON_LINES:
            yield from _json_lines(Lines(file, str(path)), path)
            return
        table = read_rows(file, str(path))
        columns = _unlike(table.columns)
        for number, cells in table.rows(()):
            where = f"{table.where}{number}"
            if isinstance(cells, str):
                yield where, cells
            else:
                yield where, {c: t.strip() for c, t in zip(columns, cells, strict=False)}
        for note in table.notes():
            _LOG.warning("%s: %s", path, note)


def _unlike(columns: Sequence[str]) -> list[str]:
    """The columns' names in lower case; one that stands twice is numbered."""
    names: list[str] = []
    for column in columns:
        name, number = column.lower(), 2
        while name in names:
            name, number = f"{column.lower()} {number}", number + 1
        names.append(name)
    return names


def _json_lines(lines: Iterable[str], path: Path) -> Iterator[_Row]:
    for number, line in enumerate(lines, start=1):
        where = f"{path}:{number}"
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield where, f"isn't JSON: {error}"
            continue
        if isinstance(row, dict):
            yield where, {str(k).lower(): "" if v is None else str(v) for k, v in row.items()}
        else:
            yield where, "isn't a JSON object"
