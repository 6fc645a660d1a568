"""Read tables of records: CSV, TSV, Parquet and JSON Lines."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from photoparsl.archives.choose_date import choose_date
from photoparsl.archives.date_candidate import DateCandidate
from photoparsl.archives.date_fields import PAIR, candidate_at, names_in, texts_in_json
from photoparsl.archives.date_roles import Role
from photoparsl.archives.kinds import FileKind
from photoparsl.archives.photo_files import PhotoFiles
from photoparsl.archives.read_options import FieldNames, ReadOptions
from photoparsl.archives.record import Record, RecordOrSkipped, Skipped, SkipReason
from photoparsl.archives.url_template import fill_all
from photoparsl.errors import ManifestError
from photoparsl.fetching import local_path, spelling_on_disk, web_address
from photoparsl.manifests import (
    ORIGIN_COLUMN,
    Photo,
    TextLines,
    open_file,
    open_table,
    place_columns,
)

_LOG = logging.getLogger(__name__)
_JSON_LINES = (".jsonl", ".ndjson")
_IDENTIFIERS = ("identifier", "id", "object id", "accession number", "call number")
_TITLES = ("title", "caption", "name", "description")

_Row = tuple[str, dict[str, str] | str]  # its location; its cells by column, or its error


def read_table(path: Path, photos: PhotoFiles, options: ReadOptions) -> Iterator[RecordOrSkipped]:
    """Yield a record for each row of a table; the first row of CSV and TSV names the columns.

    path: the table's file
    photos: the photos of all sources, which a row may name
    options: only `names`, the names of columns, is used

    A row's photo is a URL, a file relative to the table, or one of `photos`.  Raises ManifestError
    if the table has no column of a name that the user gave.
    """
    for where, row in _rows(path):
        if isinstance(row, str):
            yield Skipped(where, SkipReason.NOT_A_ROW, row)
            continue
        yield _read_row(where, row, path, photos, options.names)


KIND = FileKind(
    "table",
    "CSV, TSV, Parquet or JSON Lines, a row a photo",
    (".csv", ".tsv", ".tab", ".txt", ".parquet", *_JSON_LINES),
    read_table,
)


def _read_row(
    where: str, row: Mapping[str, str], path: Path, photos: PhotoFiles, names: FieldNames
) -> RecordOrSkipped:
    for column in (*names_in(names.date), *names.image, *names.title, *names.identifier):
        if column.lower() not in row:
            known = ", ".join(row)
            raise ManifestError(f"{path}: has no column {column!r}; there are {known}")
    as_written = row
    row = {column: " ".join(text.split()) for column, text in row.items()}
    image_columns = names.image or place_columns(list(row))
    image = next((as_written[c.lower()] for c in image_columns if row.get(c.lower())), "")
    identifier = _cell(row, names.identifier or _IDENTIFIERS)
    if names.url:
        url = fill_all(names.url, {**row, "identifier": identifier or image.strip()})
    else:
        url = _place(image or identifier, path, photos)
    dates = choose_date(_dates(row, names, is_json=_is_json(path)))
    return Record(
        where,
        url,
        dates,
        identifier or image.strip(),
        title=_cell(row, names.title or _TITLES),
        origin=row.get(ORIGIN_COLUMN, ""),
        photo_from=_column(row, image_columns if image else names.identifier or _IDENTIFIERS),
    )


def _dates(row: Mapping[str, str], names: FieldNames, *, is_json: bool) -> list[DateCandidate]:
    paths = ((_path_of(name, is_json), text) for name, text in row.items() if text)
    usual = [date for path, text in paths if (date := candidate_at(path, text))]
    if not names.date:
        if row.get("earliest") and row.get("latest") and not row.get("year"):
            texts = (row["earliest"], row["latest"])
            return [DateCandidate(Role.TAKEN, texts[0], "earliest", 0, texts[1], "latest")]
        return usual
    found = [date for date in usual if date.role == Role.FLAG]
    for place, name in enumerate(names.date, start=1):
        begin, pair, end = name.partition(PAIR)
        for column, part in ((begin, "begin" if pair else ""), (end, "end")):
            if column:
                text = row[column.lower()]
                found.append(DateCandidate(Role.DATE, text, column, place, part=part))
    return found


def _path_of(column: str, is_json: bool) -> tuple[str, ...]:
    """The names of a column, and in JSON of the objects that it is in: 'artist.birth date'."""
    return tuple(column.split(".")) if is_json else (column,)


def _is_json(path: Path) -> bool:
    return Path(path.name.removesuffix(".gz")).suffix.lower() in _JSON_LINES


def _cell(row: Mapping[str, str], columns: Iterable[str]) -> str:
    """The row's first cell in these columns that isn't empty; '' if all are."""
    return next((row[c.lower()] for c in columns if row.get(c.lower())), "")


def _column(row: Mapping[str, str], columns: Iterable[str]) -> str:
    """Which of these columns is the first that isn't empty."""
    return next((f"the column {c!r}" for c in columns if row.get(c.lower())), "")


def _place(text: str, table: Path, photos: PhotoFiles) -> str:
    """The photo that a cell names: a URL, or the absolute path of an existing file; else ''.

    Spaces around a file's name are part of it if there is such a file.
    """
    stripped = text.strip()
    if web_address(stripped):
        return stripped
    if not stripped or "\0" in text:
        return ""
    for name in dict.fromkeys((text, stripped)):
        with suppress(OSError, ValueError):  # no such file, or several in different spellings
            file = local_path(Photo(0, name, None, str(table.parent)))
            file = file if file.is_file() else spelling_on_disk(file)
            if file.is_file():
                return str(file.absolute())
    photo = photos.of(table.parent, [text, stripped])
    return str(photo.absolute()) if photo else ""


def _rows(path: Path) -> Iterator[_Row]:
    """Yield each row with its location; the columns' names are in lower case."""
    with open_file(path, str(path)) as file:
        if _is_json(path):
            yield from _json_lines(TextLines(file, str(path)), path)
            return
        table = open_table(file, str(path))
        columns = _distinct(table.columns)
        for number, cells in table.rows((), ()):
            where = f"{table.where}{number}"
            if isinstance(cells, str):
                yield where, cells
            else:
                yield where, dict(zip(columns, cells, strict=False))
        for note in table.notes():
            _LOG.warning("%s: %s", path, note)


def _distinct(columns: Sequence[str]) -> list[str]:
    """The columns' names in lower case; a repeated name gets a number."""
    names: list[str] = []
    for column in columns:
        name, number = column.lower(), 2
        while name in names:
            name, number = f"{column.lower()} {number}", number + 1
        names.append(name)
    return names


def _flat(row: dict[str, Any]) -> dict[str, str]:
    """The texts of an object by column; those of objects within it as 'artist.birth date'."""
    cells = {str(name).lower(): _scalar(value) for name, value in row.items()}
    for path, text in texts_in_json(row):
        name = ".".join(path).lower()
        cells[name] = cells.get(name) or text
    return cells


def _scalar(value: Any) -> str:
    return "" if value is None or isinstance(value, (dict, list)) else str(value)


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
            yield where, _flat(row)
        else:
            yield where, "isn't a JSON object"
