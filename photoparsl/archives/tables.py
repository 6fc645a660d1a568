"""Read tables of records: CSV, TSV, Parquet and JSON Lines."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path

from photoparsl.archives.choose_date import (
    DateCandidate,
    choose_date,
    dates_passed_over,
    names_of,
)
from photoparsl.archives.element_names import rank_of
from photoparsl.archives.image_columns import (
    SAMPLE,
    ImageColumns,
    find_image_columns,
    images_in,
)
from photoparsl.archives.kinds import FileKind
from photoparsl.archives.photo_files import PhotoFiles
from photoparsl.archives.read_options import FieldNames, ReadOptions
from photoparsl.archives.record import Record, RecordOrSkipped, Skipped, SkipReason
from photoparsl.archives.table_photos import NamedPhoto, TablePhotos
from photoparsl.archives.url_template import fill_all
from photoparsl.errors import ManifestError
from photoparsl.manifests import ORIGIN_COLUMN, TextLines, open_file, open_table

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
    rows = _rows(path)
    named = TablePhotos(path, photos, is_named=bool(options.names.image))
    first = list(islice(rows, SAMPLE))
    columns = find_image_columns([row for _, row in first if not isinstance(row, str)], named)
    for where, row in chain(first, rows):
        if isinstance(row, str):
            yield Skipped(where, SkipReason.NOT_A_ROW, row)
            continue
        _check_columns(row, path, options.names)
        yield from _read_row(where, row, columns, named, options.names)


def finds_photos(path: Path) -> bool:
    """Whether a table names a photo, among its first rows, that is there."""
    rows = [row for _, row in islice(_rows(path), SAMPLE) if not isinstance(row, str)]
    photos = TablePhotos(path, PhotoFiles(()))
    columns = find_image_columns(rows, photos).taken
    return any(photos.of(_cell(row, columns)).place for row in rows)


KIND = FileKind(
    "table",
    "CSV, TSV, Parquet or JSON Lines, a row a photo",
    (".csv", ".tsv", ".tab", ".txt", ".parquet", *_JSON_LINES),
    read_table,
)


def _check_columns(row: Mapping[str, str], path: Path, names: FieldNames) -> None:
    """Raise ManifestError if the table hasn't a column that the user named."""
    for column in (*names.date, *names.image, *names.title, *names.identifier):
        if column.lower() not in row:
            known = ", ".join(row)
            raise ManifestError(f"{path}: has no column {column!r}; there are {known}")


def _read_row(
    where: str,
    row: Mapping[str, str],
    columns: ImageColumns,
    photos: TablePhotos,
    names: FieldNames,
) -> Iterator[RecordOrSkipped]:
    """Yield a record for each photo that a row names; one without a photo if it names none."""
    as_written = row
    row = {column: " ".join(text.split()) for column, text in row.items()}
    image_column = next((c for c in names.image or columns.taken if row.get(c.lower())), "")
    identifier = _cell(row, names.identifier or _IDENTIFIERS)
    cell = as_written[image_column.lower()] if image_column else identifier
    dates = _dates(row, names)
    estimate, date = choose_date(dates)
    for image in images_in(cell):
        found = photos.of(image)
        if found.several and not names.url:
            files = ", ".join(str(file) for file in found.several[:3])
            yield Skipped(
                where, SkipReason.SEVERAL_FILES, f"{image} is in several folders: {files}"
            )
            continue
        if names.url:
            fields = {**row, "identifier": identifier or image.strip()}
            url = fill_all(names.url, fields)
        else:
            url = found.place
        yield Record(
            where,
            url,
            estimate,
            date,
            identifier or image.strip(),
            title=_cell(row, names.title or _TITLES),
            origin=row.get(ORIGIN_COLUMN, ""),
            passed_over=dates_passed_over(dates),
            photo_from=_photo_from(image_column or _first(row, names), found),
            date_from=names_of(dates, date),
            other_images=() if names.image else columns.others,
        )


def _first(row: Mapping[str, str], names: FieldNames) -> str:
    """The column that gave the identifier."""
    return next((c for c in names.identifier or _IDENTIFIERS if row.get(c.lower())), "")


def _photo_from(column: str, found: NamedPhoto) -> str:
    """What gave a photo's place: a column, and a search by name."""
    by_name = ", by the files' names" if found.is_by_name else ""
    return f"the column {column!r}{by_name}" if column else ""


def _dates(row: Mapping[str, str], names: FieldNames) -> list[DateCandidate]:
    if names.date:
        return [
            DateCandidate(rank, row[name.lower()], name, is_chosen=True)
            for rank, name in enumerate(names.date, start=1)
        ]
    if row.get("earliest") and row.get("latest") and not row.get("year"):
        text = f"{row['earliest']}/{row['latest']}"
        return [DateCandidate(1, text, "earliest"), DateCandidate(1, text, "latest")]
    ranks = ((rank_of(name), text, name) for name, text in row.items() if text)
    return [DateCandidate(rank, text, name) for rank, text, name in ranks if rank]


def _cell(row: Mapping[str, str], columns: Iterable[str]) -> str:
    """The row's first cell in these columns that isn't empty; '' if all are."""
    return next((row[c.lower()] for c in columns if row.get(c.lower())), "")


def _rows(path: Path) -> Iterator[_Row]:
    """Yield each row with its location; the columns' names are in lower case."""
    with open_file(path, str(path)) as file:
        if Path(path.name.removesuffix(".gz")).suffix.lower() in _JSON_LINES:
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
