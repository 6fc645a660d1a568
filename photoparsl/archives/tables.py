"""Read tables of records: CSV, TSV, Parquet, JSON Lines and spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from photoparsl.archives.choose_date import choose_date
from photoparsl.archives.date_candidate import ALONE, DateCandidate
from photoparsl.archives.date_fields import PAIR, candidate_at, names_in
from photoparsl.archives.date_names import part_of_pair
from photoparsl.archives.date_roles import Role
from photoparsl.archives.element_names import joined_name
from photoparsl.archives.image_columns import (
    SAMPLE,
    ImageColumns,
    find_image_columns,
    images_in,
)
from photoparsl.archives.kinds import FileKind
from photoparsl.archives.parts import Wholes
from photoparsl.archives.photo_files import PhotoFiles
from photoparsl.archives.read_options import FieldNames, ReadOptions
from photoparsl.archives.record import Record, RecordOrSkipped, Skipped, SkipReason
from photoparsl.archives.table_photos import NamedPhoto, TablePhotos
from photoparsl.archives.table_rows import JSON_LINES, is_json_lines, read_rows
from photoparsl.archives.url_template import fill_all
from photoparsl.errors import ManifestError
from photoparsl.manifests import ORIGIN_COLUMN, SPREADSHEETS

_IDENTIFIERS = (
    "identifier", "id", "object id", "objectid", "accession number", "accession_number",
    "accessionnumber", "object number", "call number", "signatur", "inventarnummer", "inventarnr",
    "inventory number", "cote", "inv. no", "inv. nr", "inv", "signatura", "segnatura", "signatuur",
)  # fmt: skip
_TITLES = (
    "title", "titel", "titre", "título", "titulo", "titolo", "tittel", "tytuł", "název", "caption",
    "name", "bezeichnung", "description", "beschreibung",
)  # fmt: skip


def read_table(path: Path, photos: PhotoFiles, options: ReadOptions) -> Iterator[RecordOrSkipped]:
    """Yield a record for each row of a table; the first row of CSV and TSV names the columns.

    path: the table's file
    photos: the photos of all sources, which a row may name
    options: only `names`, the names of columns, is used

    A row's photo is a URL, a file relative to the table, or one of `photos`.  Raises ManifestError
    if the table has no column of a name that the user gave.
    """
    rows = read_rows(path)
    named = TablePhotos(path, photos, is_named=bool(options.names.image))
    first = list(islice(rows, SAMPLE))
    sample = [row for _, row in first if not isinstance(row, str)]
    columns = find_image_columns(sample, named)
    names = _with_usual(options.names, list(dict.fromkeys(key for row in sample for key in row)))
    wholes = Wholes()
    for where, row in chain(first, rows):
        if isinstance(row, str):
            yield Skipped(where, SkipReason.NOT_A_ROW, row)
            continue
        _check_columns(row, path, options.names)
        whole = wholes.complete(row)
        yield from _read_row(where, whole, columns, named, names, is_json=is_json_lines(path))


def _with_usual(names: FieldNames, columns: Sequence[str]) -> FieldNames:
    """The user's names of columns, and the usual ones for titles and identifiers.

    A prefix of a usual name, as in 'dublin core:title', doesn't matter.
    """

    def known(usual: Sequence[str]) -> tuple[str, ...]:
        return tuple(c for name in usual for c in columns if _plain(c) == name)

    title, identifier = names.title or known(_TITLES), names.identifier or known(_IDENTIFIERS)
    return replace(names, title=title, identifier=identifier)


def _plain(column: str) -> str:
    """A column's name without a prefix, and without a point at its end."""
    return column.rpartition(":")[2].strip(" .")


def finds_photos(path: Path) -> bool:
    """Whether a table names a photo, among its first rows, that is there."""
    sample = islice(read_rows(path, is_said=False), SAMPLE)
    rows = [row for _, row in sample if not isinstance(row, str)]
    photos = TablePhotos(path, PhotoFiles(()))
    columns = find_image_columns(rows, photos).taken
    return any(photos.of(_cell(row, columns)).place for row in rows)


KIND = FileKind(
    "table",
    "CSV, TSV, Parquet, JSON Lines or a spreadsheet, a row a photo",
    (".csv", ".tsv", ".tab", ".txt", ".parquet", *SPREADSHEETS, *JSON_LINES),
    read_table,
)


def is_table(path: Path, kind: str) -> bool:
    """Whether a file is read as a table: by its name, or by the kind that the user chose."""
    name = path.name.lower().removesuffix(".gz")
    return kind == KIND.name if kind else name.endswith(KIND.suffixes)


def _check_columns(row: Mapping[str, str], path: Path, names: FieldNames) -> None:
    """Raise ManifestError if the table hasn't a column that the user named."""
    for column in (*names_in(names.date), *names.image, *names.title, *names.identifier):
        if column.lower() not in row:
            known = ", ".join(row)
            raise ManifestError(f"{path}: has no column {column!r}; there are {known}")


def _read_row(
    where: str,
    row: Mapping[str, str],
    columns: ImageColumns,
    photos: TablePhotos,
    names: FieldNames,
    *,
    is_json: bool,
) -> Iterator[RecordOrSkipped]:
    """Yield a record for each photo that a row names; one without a photo if it names none."""
    as_written = row
    row = {column: " ".join(text.split()) for column, text in row.items()}
    image_column = next((c for c in names.image or columns.taken if row.get(c.lower())), "")
    identifier = _cell(row, names.identifier)
    cell = as_written[image_column.lower()] if image_column else identifier
    dates = choose_date(_dates(row, names, is_json=is_json))
    for image in images_in(cell):
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
            dates,
            identifier or image.strip(),
            title=_cell(row, names.title),
            origin=row.get(ORIGIN_COLUMN, ""),
            photo_from=_photo_from(image_column or _first(row, names), found),
            cells=as_written,
            other_images=() if names.image else columns.others,
        )


def _several(image: str, found: NamedPhoto) -> str:
    files = ", ".join(str(file) for file in found.several[:3])
    return f"{image} is in several folders: {files}"


def _first(row: Mapping[str, str], names: FieldNames) -> str:
    """The column that gave the identifier."""
    return next((c for c in names.identifier if row.get(c.lower())), "")


def _photo_from(column: str, found: NamedPhoto) -> str:
    """What gave a photo's place: a column, and a search by name."""
    by_name = ", by the files' names" if found.is_by_name else ""
    return f"the column {column!r}{by_name}" if column else ""


def _dates(row: Mapping[str, str], names: FieldNames, *, is_json: bool) -> list[DateCandidate]:
    paths = ((_path_of(name, is_json), text) for name, text in row.items() if text)
    usual = [date for path, text in paths if (date := candidate_at(path, text))]
    if not names.date:
        if row.get("earliest") and row.get("latest") and not row.get("year"):
            texts = (row["earliest"], row["latest"])
            return [DateCandidate(Role.TAKEN, texts[0], "earliest", 0, texts[1], "latest")]
        return _with_lone_beginnings(usual, row)
    found = [date for date in usual if date.role == Role.FLAG]
    for place, name in enumerate(names.date, start=1):
        begin, pair, end = name.partition(PAIR)
        for column, part in ((begin, "begin" if pair else ""), (end, "end")):
            if column:
                text = row[column.lower()]
                found.append(DateCandidate(Role.DATE, text, column, place, part=part))
    return found


def _with_lone_beginnings(
    dates: list[DateCandidate], row: Mapping[str, str]
) -> list[DateCandidate]:
    """The dates, where those that begin a span are ALONE if no column holds its end."""
    ends = {pair[0] for column in row if (pair := _pair_of(column))[1] == "end"}
    found = []
    for date in dates:
        stem, part = _pair_of(date.name)
        is_alone = part == "begin" and date.may_be_photos and stem not in ends
        found.append(replace(date, part=ALONE) if is_alone else date)
    return found


def _pair_of(column: str) -> tuple[str, str]:
    return part_of_pair(joined_name(column))


def _path_of(column: str, is_json: bool) -> tuple[str, ...]:
    """The names of a column, and in JSON of the objects that it is in: 'artist.birth date'."""
    return tuple(column.split(".")) if is_json else (column,)


def _cell(row: Mapping[str, str], columns: Iterable[str]) -> str:
    """The row's first cell in these columns that isn't empty; '' if all are."""
    return next((row[c.lower()] for c in columns if row.get(c.lower())), "")
