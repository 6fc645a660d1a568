"""Read the photos of a manifest.

Plain text has a line `URL YEAR` for each photo, as in the tutorial.  A table, CSV with a header or
Parquet, has a column `url` and may have the columns `year`, `earliest`, `latest` and `date`, or
`month` and `day`; other usual names are known too.  Plain text and CSV may be compressed with gzip.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Generator, Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO

from photoparsl.errors import ManifestError
from photoparsl.manifests import origins
from photoparsl.manifests.date_cells import EXPECTED_DATE, DateNotes, DateReader
from photoparsl.manifests.digested_file import DigestedFile
from photoparsl.manifests.manifest_columns import ManifestColumns, column_notes, find_columns
from photoparsl.manifests.manifest_file import decompressed, open_file, refuse_unreadable
from photoparsl.manifests.manifest_table import ManifestTable
from photoparsl.manifests.photo import ManifestRow, Photo
from photoparsl.manifests.photo_places import COMMON_URL, bad_place
from photoparsl.manifests.table_reader import open_table
from photoparsl.manifests.year_cells import EXPECTED_YEAR, Years, quote_short

SHOWN_PROBLEMS = 20

_BLOCK = 1 << 18  # bytes that are read at a time
_HINTS = (
    (
        rf"(?:{EXPECTED_YEAR}|{EXPECTED_DATE}).*found (?!'[0-9]{{4}}(?:[.,][0-9]+)?')'.*[0-9]{{4}}",
        "(dates like these are read by 'photoparsl manifest', which makes a manifest of a table)",
    ),
    (
        r"expected 'URL YEAR', found '\S+'",
        "(photos without a year go into a CSV with the column 'url')",
    ),
)


def read_manifest(
    path: str | Path,
    *,
    name: str | None = None,
    base: str | None = None,
    notes: list[str] | None = None,
) -> Iterator[Photo]:
    """Iterate over the photos of a manifest, with one block of the file in memory at a time.

    path: the manifest's file
    name: the file's name in messages (default: its path)
    base: the photos' `Photo.base` (default: the file's folder)
    notes: a list; after the last photo, sentences about how the file was read are added to it

    Raises ManifestError if lines are wrong; the message has the first twenty of them.  No photo
    after the first wrong line is yielded.
    """
    path = Path(path)
    name = name or str(path)
    base = str(path.resolve().parent) if base is None else base
    with open_file(path, name) as file:
        yield from _read(file, name, base, [] if notes is None else notes)


class Reading:
    """An iterator over a manifest's photos that also computes the file's SHA-256.

    It yields the photos as `read_manifest` does.  The attributes are set after the last photo.

    sha256: the file's SHA-256, in hexadecimal
    notes: sentences about how the file was read
    """

    def __init__(self, path: Path, name: str, base: str) -> None:
        """The parameters are those of `read_manifest`."""
        self._path, self._name, self._base = path, name, base
        self.sha256 = ""
        self.notes: list[str] = []

    def __iter__(self) -> Iterator[Photo]:
        """Read the file.  Raises ManifestError as `read_manifest` does."""
        with refuse_unreadable(self._name), DigestedFile(self._path) as raw:
            file = decompressed(io.BufferedReader(raw, _BLOCK))
            yield from _read(file, self._name, self._base, self.notes)
            self.sha256 = raw.sha256()


def _read(file: BinaryIO, name: str, base: str, notes: list[str]) -> Iterator[Photo]:
    """Yield the photos in the file; add sentences about how it was read to `notes`."""
    problems: list[str] = []
    table = open_table(file, name)
    columns = find_columns(table)
    date_notes = DateNotes()
    photos = _rows(table, columns, (), base, problems, date_notes)
    first = next(photos, None)
    if first:
        yield first[0]
    for photo, *_ in photos:
        yield photo
    if problems:
        more = "\n(and perhaps more)" if len(problems) == SHOWN_PROBLEMS else ""
        raise ManifestError("\n".join([*problems, *_hints(problems)]) + more)
    notes += [*column_notes(table, columns), *date_notes.sentences()]
    if not first:
        raise ManifestError(
            f"{name}: holds no photos: expected lines 'URL YEAR', or a table with a column 'url'"
        )


def read_columns(path: Path, name: str) -> tuple[str, ...]:
    """Return the names of a manifest's columns besides those of places, years and dates.

    The parameters and the errors are those of `read_manifest`.
    """
    with open_file(path, name) as file:
        table = open_table(file, name)
        return tuple(table.columns[number] for number in _other_columns(table))


def read_rows(path: Path, name: str, base: str) -> Generator[ManifestRow, None, None]:
    """Iterate over a manifest's rows, with their cells in the columns of `read_columns`.

    The parameters and the errors are those of `read_manifest`.
    """
    problems: list[str] = []
    with open_file(path, name) as file:
        table = open_table(file, name)
        others = _other_columns(table)
        for photo, cells, years in _rows(table, find_columns(table), others, base, problems):
            found = tuple([cells[number] for number in others])
            facts = (years.year, years.span, found, years.date, years.days)
            yield ManifestRow(photo.row, photo.url, *facts)
    if problems:
        raise ManifestError(problems[0])


def _other_columns(table: ManifestTable) -> list[int]:
    """The numbers of the columns besides those of places, years and dates."""
    taken = {*find_columns(table).taken, *table.unreadable}
    return [n for n, column in enumerate(table.columns) if column.strip() and n not in taken]


def _rows(
    table: ManifestTable,
    columns: ManifestColumns,
    others: Sequence[int],
    base: str,
    problems: list[str],
    notes: DateNotes | None = None,
) -> Iterator[tuple[Photo, Sequence[str], Years]]:
    """Yield the table's photos up to the first wrong row, each with its row's cells and years.

    others: the numbers of the columns whose cells are needed besides the photos' own
    problems: up to 20 messages are added to it
    notes: what is counted of the dates; None if the rows' dates are needed themselves
    """
    place_of = itemgetter(columns.place, columns.origin)
    read_dates = DateReader(columns, years_only=notes is not None).read
    row = 0
    for number, cells in table.rows(columns.present, others):
        problem = cells if isinstance(cells, str) else ""
        if not problem:
            url, origin = place_of(cells)
            row_base = origins.row_base(base, origin) if origin else base
            years = read_dates(cells)
            if years.is_noted and notes is not None:
                notes.add(years)
            if not COMMON_URL.match(url):
                url = _place(url, row_base)
                problem = bad_place(url, row_base)
                problem = problem and f"{problem}, found {quote_short(url)}"
            problem = problem or years.problem
        if problem:
            problems.append(f"{table.where}{number}: {problem}")
            if len(problems) == SHOWN_PROBLEMS:
                return
        elif not problems:
            yield Photo(row, url, years.year, row_base, years.span), cells, years
            row += 1


def _place(cell: str, base: str) -> str:
    """The place in a cell: without the spaces around it, unless they are part of a file's name.

    base: the row's `Photo.base`
    """
    place = cell.strip().removeprefix("\ufeff")  # two files may have been joined here
    is_local = base and not origins.is_from_web(base)
    if cell != place and place and is_local and os.path.lexists(Path(base, cell)):
        return cell
    return place


def _hints(problems: list[str]) -> list[str]:
    """Advice for those problems for which there is some."""
    text = "\n".join(problems)
    return [hint for pattern, hint in _HINTS if re.search(pattern, text)]
