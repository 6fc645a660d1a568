"""Read tables of records: CSV, TSV, Parquet, JSON Lines and spreadsheets."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from photoparsl.archives.dates import PAIR
from photoparsl.archives.excluded_rows import ExcludedRows
from photoparsl.archives.image_columns import (
    SAMPLE,
    ImageColumns,
    find_image_columns,
    images_in,
    not_a_photo,
)
from photoparsl.archives.image_sizes import of_best_sizes
from photoparsl.archives.json_items import JSON_LINES
from photoparsl.archives.kinds import FileKind
from photoparsl.archives.named_files import is_list_of_files
from photoparsl.archives.parts import Wholes, is_of_parts
from photoparsl.archives.photo_files import PhotoFiles
from photoparsl.archives.read_options import FieldNames, ReadOptions
from photoparsl.archives.record import Record, RecordOrSkipped, Skipped, SkipReason
from photoparsl.archives.table_dates import TableDates
from photoparsl.archives.table_photos import NamedPhoto, TablePhotos, WebPhotos
from photoparsl.archives.table_rows import columns_of, read_rows
from photoparsl.archives.url_template import fill_all
from photoparsl.errors import ManifestError
from photoparsl.manifests import INVENTORY_NUMBERS, ORIGIN_COLUMN, SPREADSHEETS, TITLES, bare_name

_LOG = logging.getLogger(__name__)

_NO_WHOLES = (
    "rows belong to {} others that aren't in the table, as far as its columns of identifiers say; "
    "they inherit no dates from these"
)
_IDENTIFIERS = ("identifier", "id", "objectid", *INVENTORY_NUMBERS, "kimlik", "kimlikno")
_TITLES = (*TITLES, "name", "bezeichnung", "description", "beschreibung")


def read_table(
    path: Path, photos: PhotoFiles | WebPhotos, options: ReadOptions, name: str = ""
) -> Iterator[RecordOrSkipped]:
    """Yield a record for each row of a table.  The first row of CSV and TSV names the columns.

    path: the table's file
    photos: the photos of all sources, which a row may name, or those of the web
    options: only `names`, the names of columns, and the patterns of files are used
    name: the table's in what is logged (default: its path)

    A row's photo is a URL, a file relative to the table, or one of `photos`.  Raises ManifestError
    if the table has no column of a name that the user gave.
    """
    own = bool(options.names.image_column)
    named = TablePhotos(path, photos, is_named=own) if isinstance(photos, PhotoFiles) else photos
    rows, shown = read_rows(path, options.names.sheet, name=name), name or str(path)
    first = list(islice(rows, SAMPLE))
    sample = [row for _, row in first if not isinstance(row, str)]
    columns = find_image_columns(sample, named)
    names = _with_usual(options.names, list(dict.fromkeys(key for row in sample for key in row)))
    named.read_cells(lambda: _image_cells(path, options.names, columns.taken))
    wholes = Wholes()
    if sample and is_of_parts(sample[0]):
        everything = (row for _, row in read_rows(path, options.names.sheet, is_logged=False))
        if missing := wholes.read(row for row in everything if not isinstance(row, str)):
            _LOG.warning("%s: %s", shown, _NO_WHOLES.format(missing))
    elif any(text.lower().endswith(".cpd") for row in sample for text in row.values()):
        _LOG.warning(
            "%s: has compound objects (.cpd) and no column of parents: their pages don't inherit "
            "their dates",
            shown,
        )
    dates = TableDates(path, options.names)
    excluded = ExcludedRows(options.folders.exclude, path.parent)
    for where, row in chain(first, rows):
        if isinstance(row, str):
            yield Skipped(where, SkipReason.NOT_A_ROW, row)
            continue
        _check_columns(row, path, options.names)
        whole = wholes.complete(row)
        yield from excluded.without(_read_row(where, whole, columns, named, names, dates))
    if not (isinstance(photos, PhotoFiles) and photos.paths):
        excluded.warn_of_unused()


def _with_usual(names: FieldNames, columns: Sequence[str]) -> FieldNames:
    """The user's names of columns, and the usual ones for titles and identifiers.

    A prefix of a usual name, as in 'dublin core:title', doesn't matter.
    """

    def known(usual: Sequence[str]) -> tuple[str, ...]:
        plain = {column: bare_name(column.rpartition(":")[2]) for column in columns}
        return tuple(column for name in usual for column in columns if plain[column] == name)

    title, identifier = (
        names.title_column or known(_TITLES),
        names.identifier or known(_IDENTIFIERS),
    )
    return replace(names, title_column=title, identifier=identifier)


KIND = FileKind(
    "table",
    "CSV, TSV, Parquet, JSON Lines or a spreadsheet, a row a photo",
    (".csv", ".tsv", ".tab", ".txt", ".parquet", *SPREADSHEETS, *JSON_LINES),
    read_table,
)


def is_table(path: Path, kind: str, template: str = "") -> bool:
    """Whether a file is read as a table: by its name, or by the kind that the user chose.

    A list in JSON is one if its records name files beside it.

    template: the user's template of places, or ''
    """
    if kind:
        return kind == KIND.name
    name = path.name.lower().removesuffix(".gz")
    return name.endswith(KIND.suffixes) or (not template and is_list_of_files(path))


def has_columns(row: Mapping[str, str], names: FieldNames) -> bool:
    """Whether a table's row, by its columns, has all columns that the user named."""
    return all(column.lower() in row for column in _named_columns(names))


def _named_columns(names: FieldNames) -> Iterator[str]:
    yield from (
        *(part for name in names.date_column for part in name.split(PAIR)),
        *names.image_column,
        *names.title_column,
        *names.identifier,
    )


def _check_columns(row: Mapping[str, str], path: Path, names: FieldNames) -> None:
    """Raise ManifestError if the table hasn't a column that the user named."""
    for column in _named_columns(names):
        if column.lower() not in row:
            known = ", ".join(columns_of(path, names.sheet))
            raise ManifestError(f"{path}: has no column {column!r}; there are {known}")


def _read_row(
    where: str,
    row: Mapping[str, str],
    columns: ImageColumns,
    photos: TablePhotos | WebPhotos,
    names: FieldNames,
    dates: TableDates,
) -> Iterator[RecordOrSkipped]:
    """Yield a record for each photo that a row names, or one without a photo if it names none."""
    as_written = row
    row = {column: " ".join(text.split()) for column, text in row.items()}
    image_column = next((c for c in names.image_column or columns.taken if row.get(c.lower())), "")
    identifier = _cell(row, names.identifier)
    cell = as_written[image_column.lower()] if image_column else identifier
    choice = dates.of(row)
    named = dates.as_written(image_column or _first(row, names))
    images, of_sizes = of_best_sizes(images_in(cell))
    for image in images:
        if not names.url and (kind := not_a_photo(image, row)):
            yield Skipped(where, SkipReason.NO_PHOTO, f"{image} is {kind}, and no photo")
            continue
        found = photos.of(image)
        if found.several and not names.url:
            yield Skipped(where, SkipReason.SEVERAL_FILES, _several(image, found))
            continue
        url = found.place
        if names.url:
            url = fill_all(names.url, {**row, "identifier": identifier or image.strip()})
        yield Record(
            where,
            url,
            choice,
            identifier or image.strip(),
            title=_cell(row, names.title_column),
            origin=row.get(ORIGIN_COLUMN, ""),
            photo_from=f"the column {named!r}{of_sizes}" if named else of_sizes,
            is_by_name=found.is_by_name,
            cells=as_written,
            other_images=() if names.image_column else tuple(map(dates.as_written, columns.others)),
        )


def _image_cells(path: Path, names: FieldNames, columns: Sequence[str]) -> Iterator[str]:
    """The images that a table's cells name."""
    for _, row in read_rows(path, names.sheet, is_logged=False):
        if not isinstance(row, str):
            for column in names.image_column or columns:
                yield from images_in(row.get(column.lower(), ""))


def _several(image: str, found: NamedPhoto) -> str:
    files = ", ".join(str(file) for file in found.several[:3])
    return f"{image} is in several folders: {files}"


def _first(row: Mapping[str, str], names: FieldNames) -> str:
    """The column that gave the identifier."""
    return next((c for c in names.identifier if row.get(c.lower())), "")


def _cell(row: Mapping[str, str], columns: Iterable[str]) -> str:
    """The row's first cell in these columns that isn't empty, or '' if all are."""
    return next((row[c.lower()] for c in columns if row.get(c.lower())), "")
