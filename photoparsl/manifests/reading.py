"""Read the photos of a manifest.

Plain text has a line `URL YEAR` for each photo, as in the tutorial.  A table, CSV with a header or
Parquet, has a column `url` and may have the columns `year`, `earliest`, `latest` and `date`, or
`month` and `day`.  Other usual names are known too.  Plain text and CSV may be compressed with
gzip.
"""

from __future__ import annotations

import io
import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from photoparsl.errors import ManifestError
from photoparsl.manifests.date_cells import EXPECTED_DATE, DateRemarks
from photoparsl.manifests.digested_file import DigestedFile
from photoparsl.manifests.manifest_columns import ManifestColumns, column_remarks, find_columns
from photoparsl.manifests.manifest_file import decompressed, open_file, refuse_unreadable
from photoparsl.manifests.manifest_table import ManifestTable
from photoparsl.manifests.nameless_columns import name_all, nameless_remarks
from photoparsl.manifests.photo import ManifestRow, Photo
from photoparsl.manifests.row_blocks import SHOWN_PROBLEMS, RowBlock, other_columns, read_blocks
from photoparsl.manifests.table_reader import open_table
from photoparsl.manifests.year_cells import EXPECTED_YEAR

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
    remarks: list[str] | None = None,
) -> Iterator[Photo]:
    """Iterate over the photos of a manifest, with one block of the file in memory at a time.

    path: the manifest's file
    name: the file's name in messages (default: its path)
    base: the photos' `Photo.base` (default: the file's folder)
    remarks: a list.  Sentences about how the file was read are added to it after the last photo

    Raises ManifestError if lines are wrong.  The message has the first twenty of them.  No photo
    after the first wrong line is yielded.
    """
    path = Path(path)
    name = name or str(path)
    base = str(path.resolve().parent) if base is None else base
    with open_file(path, name) as file:
        for block in _read(file, path, name, base, [] if remarks is None else remarks):
            yield from block.photos()


class Reading:
    """A reading of a manifest's file, which also computes its SHA-256.

    It iterates over the photos as `read_manifest` does.  The attributes are set after the last one.

    sha256: the file's SHA-256, in hexadecimal
    remarks: sentences about how the file was read
    """

    def __init__(self, path: Path, name: str, base: str) -> None:
        """The parameters are those of `read_manifest`."""
        self._path, self._name, self._base = path, name, base
        self.sha256 = ""
        self.remarks: list[str] = []

    def __iter__(self) -> Iterator[Photo]:
        """Read the file.  Raises ManifestError as `read_manifest` does."""
        for block in self.blocks():
            yield from block.photos()

    def blocks(self, *, is_whole: bool = False) -> Iterator[RowBlock]:
        """Read the file in blocks of rows.

        is_whole: whether the rows' dates and their cells in the columns of `read_columns` are
            needed, not only places and years

        Raises ManifestError as `read_manifest` does.
        """
        with refuse_unreadable(self._path, self._name), DigestedFile(self._path) as raw:
            file = decompressed(io.BufferedReader(raw, _BLOCK))
            places = self._path, self._name, self._base
            yield from _read(file, *places, self.remarks, is_whole=is_whole)
            self.sha256 = raw.sha256()


def _read(
    file: BinaryIO,
    path: Path,
    name: str,
    base: str,
    remarks: list[str],
    *,
    is_whole: bool = False,
) -> Iterator[RowBlock]:
    """Yield the rows in the file.  Add sentences about how it was read to `remarks`."""
    problems: list[str] = []
    table = _open_named(file, path, name)
    date_remarks = DateRemarks()
    is_empty = True
    for block in read_blocks(table, base, problems, date_remarks, is_whole=is_whole):
        is_empty = False
        yield block
    if problems:
        more = "\n(and perhaps more)" if len(problems) == SHOWN_PROBLEMS else ""
        raise ManifestError("\n".join([*problems, *_hints(problems)]) + more)
    remarks += [*column_remarks(table, find_columns(table)), *date_remarks.sentences()]
    if is_empty:
        raise ManifestError(
            f"{name}: holds no photos: expected lines 'URL YEAR', or a table with a column 'url'"
        )


def read_columns(path: Path, name: str) -> tuple[str, ...]:
    """Return the names of a manifest's columns besides those of places, years and dates.

    The parameters and the errors are those of `read_manifest`.
    """
    with open_file(path, name) as file:
        table = _open_named(file, path, name)
        return tuple(table.columns[number] for number in other_columns(table))


def read_dating_columns(path: Path, name: str) -> tuple[str, ...]:
    """Return the names of a manifest's columns of dates, or of months and days of the month.

    The parameters and the errors are those of `read_manifest`.
    """
    names, found = read_header(path, name)
    return tuple(names[n] for n in (found.date, found.month, found.day) if n >= 0)


def read_header(path: Path, name: str) -> tuple[tuple[str, ...], ManifestColumns]:
    """Return the names of all of a manifest's columns, and which of them have photos' data.

    The parameters and the errors are those of `read_manifest`.
    """
    with open_file(path, name) as file:
        table = _open_named(file, path, name)
        return table.columns, find_columns(table)


def read_rows(path: Path, name: str, base: str) -> Generator[ManifestRow, None, None]:
    """Iterate over a manifest's rows, with their cells in the columns of `read_columns`.

    The parameters and the errors are those of `read_manifest`.
    """
    for block in read_row_blocks(path, name, base):
        yield from block.rows()


def read_row_blocks(path: Path, name: str, base: str) -> Generator[RowBlock, None, None]:
    """Read a manifest's rows in blocks, with their cells in the columns of `read_columns`.

    The parameters and the errors are those of `read_manifest`.
    """
    problems: list[str] = []
    with open_file(path, name) as file:
        table = _open_named(file, path, name)
        yield from read_blocks(table, base, problems, DateRemarks(), is_whole=True)
    if problems:
        raise ManifestError(problems[0])


def _open_named(file: BinaryIO, path: Path, name: str) -> ManifestTable:
    """Open a table whose columns with texts all have names."""
    table = open_table(file, name)
    columns = name_all(table.columns, path, _cells)
    if columns == table.columns:
        return table
    named = nameless_remarks(table.columns, columns)
    return replace(table, columns=columns, remarks=lambda: [*table.remarks(), *named])


def _cells(path: Path) -> Iterator[Sequence[str]]:
    """Yield the cells of a table's rows that can be read."""
    with open_file(path, str(path)) as file:
        for _, cells in open_table(file, str(path)).rows((), ()):
            if not isinstance(cells, str):
                yield cells


def _hints(problems: list[str]) -> list[str]:
    """Advice for the problems that have some."""
    text = "\n".join(problems)
    return [hint for pattern, hint in _HINTS if re.search(pattern, text)]
