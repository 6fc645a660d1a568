"""Find the tables in folders that describe the folders' photos, as CollectionBuilder has them."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path

from photoparsl.archives.dates import is_image_name
from photoparsl.archives.image_columns import SAMPLE, find_image_columns, images_in
from photoparsl.archives.manifest_rows import LEFT_OUT_COLUMNS
from photoparsl.archives.passed_over import SortedFiles
from photoparsl.archives.photo_files import PhotoFiles
from photoparsl.archives.read_options import ReadOptions
from photoparsl.archives.record import RecordOrSkipped, Skipped, SkipReason
from photoparsl.archives.table_dates import finds_dates
from photoparsl.archives.table_photos import TablePhotos
from photoparsl.archives.table_rows import read_rows
from photoparsl.archives.tables import KIND, has_columns, read_table
from photoparsl.archives.trust import allowed
from photoparsl.errors import ManifestError, NoParquetError
from photoparsl.manifests import ORIGIN_COLUMN, is_remote

_LOG = logging.getLogger(__name__)

MOST_TABLES = 50  # in the folders. Where there are more, none is looked into


def tables_of_photos(
    files: SortedFiles, photos: PhotoFiles, options: ReadOptions
) -> Sequence[Path]:
    """The tables in folders that are read, since their rows name the photos.

    That is so if they have a row for at least half of the folders' photos, if they have more rows
    than there are XML records, and if no two of them name the same photo.  Tables that photoparsl
    wrote don't count.

    files: the files of the folders
    photos: the photos among them
    options: `kind`, and the names of columns that a table must have
    """
    if options.kind not in ("", KIND.name) or len(files.tables) > MOST_TABLES:
        return []
    found, named = [], set[str]()
    rows, sheet = 0, options.names.sheet
    for path, _ in files.tables:
        places: list[str] = []
        with suppress(ManifestError, NoParquetError, OSError, EOFError):
            places = _places(path, photos, options)
        if not places:
            continue
        if named.intersection(places):
            _LOG.warning(
                "%s: isn't read, as another table names the same photos: name one as SOURCE", path
            )
            return []
        named.update(places)
        found.append(path)
        rows += sum(not isinstance(row, str) for _, row in read_rows(path, sheet, is_logged=False))
    if 2 * rows >= len(photos.paths) and rows > len(files.records):
        _say_dated(found, files, sheet)
        return found
    if 2 * rows < len(photos.paths):
        why = f"only {rows:,} rows may name photos, of which there are {len(photos.paths):,}"
    else:
        why = f"the folder's XML files are read, which are as many or more ({len(files.records):,})"
    for path in found:
        _LOG.warning("%s: isn't read, as %s; name it as SOURCE to take its dates", path, why)
    return []


def _say_dated(found: Sequence[Path], files: SortedFiles, sheet: str) -> None:
    """Log which tables without photos have columns of dates, if those with photos have none."""
    if not found or any(finds_dates(path, sheet) for path in found):
        return
    for path, _ in files.tables:
        with suppress(ManifestError, NoParquetError, OSError, EOFError):
            if path not in found and finds_dates(path):
                _LOG.warning(
                    "%s: isn't read, as its rows name no photos; it has columns of dates, and %s "
                    "has none: join the two to one table to take its dates",
                    path,
                    found[0].name,
                )


def read_folder_tables(
    tables: Sequence[Path], folders: Sequence[Path], photos: PhotoFiles, options: ReadOptions
) -> Iterator[RecordOrSkipped]:
    """Yield the records of the tables' rows, then a `Skipped` for each photo that no row names.

    The tables may come from anywhere.  So a row may name a URL of the public web, or a file in one
    of the folders.
    """
    named: set[str] = set()
    for table in tables:
        for found in read_table(table, photos, options):
            if isinstance(found, Skipped) or not found.url:
                yield found
                continue
            named.add(found.url)
            record = replace(found, photo_from=f"{found.photo_from} of {table.name!r}")
            if options.names.url or is_remote(found.url):
                yield allowed(record, "", options)
            elif _is_in(found.url, folders):
                yield record
            else:
                yield Skipped(found.where, SkipReason.OUTSIDE, f"leads to {found.url}")
    if not options.names.url:
        for path in photos.paths:
            if str(path.absolute()) not in named:
                yield Skipped(str(path), SkipReason.NO_RECORD, "no row of a table names this photo")


def _is_in(place: str, folders: Sequence[Path]) -> bool:
    file = Path(os.path.normpath(place))
    return any(file.is_relative_to(os.path.normpath(folder.absolute())) for folder in folders)


def _places(path: Path, photos: PhotoFiles, options: ReadOptions) -> list[str]:
    """The photos that a table's first rows name, if most of those with a text name one."""
    sample = (
        row for _, row in islice(read_rows(path, options.names.sheet, is_logged=False), SAMPLE)
    )
    rows = [row for row in sample if not isinstance(row, str)]
    columns = set(rows[0]) if rows else set()
    is_own = ORIGIN_COLUMN in columns or columns == set(LEFT_OUT_COLUMNS)
    if not rows or is_own or not has_columns(rows[0], options.names):
        return []
    finder = TablePhotos(path, photos)
    names = options.names.image_column or find_image_columns(rows, finder).taken
    cells = [
        cell
        for row in rows
        if (cell := next((row[n.lower()] for n in names if row[n.lower()]), ""))
    ]
    places = [finder.of(image).place for cell in cells for image in images_in(cell)]
    there = [
        place for place in places if place and (is_image_name(place) or options.names.image_column)
    ]
    return there if 2 * len(there) >= len(places) else []
