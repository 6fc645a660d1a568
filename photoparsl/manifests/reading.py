"""Read the photos of a manifest.

Plain text has a line `URL YEAR` for each photo, as in the tutorial.  A table, CSV with a header or
Parquet, has a column `url` and may have the columns `year`, `earliest` and `latest`; other usual
names are known too.  Plain text and CSV may be compressed with gzip.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO

from photoparsl.errors import ManifestError
from photoparsl.manifests import origins
from photoparsl.manifests.digested_file import DigestedFile
from photoparsl.manifests.manifest_file import decompressed, open_file, refuse_unreadable
from photoparsl.manifests.photo import Photo
from photoparsl.manifests.photo_columns import PhotoColumns, column_notes, find_photo_columns
from photoparsl.manifests.photo_places import COMMON_URL, bad_place
from photoparsl.manifests.photo_table import PhotoTable
from photoparsl.manifests.table_reader import open_table
from photoparsl.manifests.year_cells import EXPECTED_YEAR, quote_short, read_years

SHOWN_PROBLEMS = 20

_BLOCK = 1 << 18  # bytes that are read at a time
_HINTS = (
    (
        rf"{EXPECTED_YEAR}.*found (?!'[0-9]{{4}}(?:[.,][0-9]+)?')'.*[0-9]{{4}}",
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
    columns = find_photo_columns(table)
    photos = _photos(table, columns, base, problems)
    if first := next(photos, None):
        yield first
    yield from photos
    if problems:
        more = "\n(and perhaps more)" if len(problems) == SHOWN_PROBLEMS else ""
        raise ManifestError("\n".join([*problems, *_hints(problems)]) + more)
    notes += column_notes(table, columns)
    if not first:
        raise ManifestError(
            f"{name}: holds no photos: expected lines 'URL YEAR', or a table with a column 'url'"
        )


def _photos(
    table: PhotoTable, columns: PhotoColumns, base: str, problems: list[str]
) -> Iterator[Photo]:
    """Yield the table's photos up to the first wrong row; add up to 20 messages to `problems`."""
    cells_of = itemgetter(
        columns.place, columns.year, columns.earliest, columns.latest, columns.origin
    )
    row = 0
    for number, cells in table.rows(columns.present):
        problem = cells if isinstance(cells, str) else ""
        if not problem:
            url, year, earliest, latest, origin = cells_of(cells)
            row_base = origins.row_base(base, origin) if origin else base
            years = read_years(year, earliest, latest)
            if not COMMON_URL.match(url):
                url = url.strip().removeprefix("\ufeff")  # two files may have been joined here
                problem = bad_place(url, row_base)
                problem = problem and f"{problem}, found {quote_short(url)}"
            problem = problem or years.problem
        if problem:
            problems.append(f"{table.where}{number}: {problem}")
            if len(problems) == SHOWN_PROBLEMS:
                return
        elif not problems:
            yield Photo(row, url, years.year, row_base, years.span)
            row += 1


def _hints(problems: list[str]) -> list[str]:
    """Advice for those problems for which there is some."""
    text = "\n".join(problems)
    return [hint for pattern, hint in _HINTS if re.search(pattern, text)]
