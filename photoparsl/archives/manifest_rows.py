"""Write the rows of a manifest, and of the file that lists what was left out."""

from __future__ import annotations

import gzip
import io
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast
from urllib.parse import quote

from photoparsl.archives.record import Record, Skipped
from photoparsl.files import head_of, open_atomically
from photoparsl.manifests import origins
from photoparsl.redact import cell, csv_line, without_invisible

COLUMNS = (
    "url",
    "year",
    "earliest",
    "latest",
    "certainty",
    "date",
    "date_text",
    "date_field",
    "identifier",
    "title",
    "record",
    origins.ORIGIN_COLUMN,
)
LEFT_OUT_COLUMNS = ("record", "reason", "detail")
_PLAIN_LINE = re.compile(r"\S.* -?[0-9]{1,4}\Z|# photoparsl_origin:")
LONGEST_FIELD = 1_000  # characters of a title or a date that are kept


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """A column of an archive's table that the manifest carries along.

    key: its name in the table's rows, in lower case
    name: its name in the manifest
    """

    key: str
    name: str

    def cell(self, cells: Mapping[str, str]) -> str:
        """The column's cell among those of a row."""
        return cells.get(self.key, "")


class CsvRows:
    """Writes photos as rows of CSV, with a header.

    file: the file
    others: further columns, of the archive's tables
    """

    def __init__(self, file: IO[str], others: Sequence[SourceColumn] = ()) -> None:
        self._file = file
        self._others = others
        file.write(csv_line([*COLUMNS, *(text_cell(column.name) for column in others)]))

    def write(self, record: Record, year: int | None) -> None:
        """Write a photo's row, with its year or None."""
        ends = (record.estimate.earliest, record.estimate.latest)
        field = " and ".join(record.date_fields) if record.date else ""
        dates = (record.estimate.edtf, record.date, field)
        texts = (*dates, record.identifier, record.title, source_text(record.where))
        cells = [
            record.url,
            "" if year is None else str(year),
            *("" if end is None else str(end) for end in ends),
            record.estimate.certainty,
            *map(text_cell, texts),
            record.origin,
            *(text_cell(column.cell(record.cells)) for column in self._others),
        ]
        self._file.write(csv_line(cells))


class LineRows:
    """Writes photos as lines `URL YEAR`, with a comment before each change of their origin."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._origin = ""

    def write(self, record: Record, year: int | None) -> None:
        """Write a photo's line.  The year must not be None."""
        if record.origin != self._origin:
            self._origin = record.origin
            self._file.write(f"{origins.origin_comment(record.origin)}\n")
        self._file.write(f"{record.url} {year}\n")


class LeftOutRows:
    """Writes the records that were left out as rows of CSV, with a header."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        file.write(csv_line(LEFT_OUT_COLUMNS))

    def write(self, skipped: Skipped) -> None:
        """Write the row of a record that was left out."""
        cells = (source_text(skipped.where), skipped.reason, skipped.detail)
        self._file.write(csv_line(map(text_cell, cells)))


@contextmanager
def open_text(path: Path) -> Iterator[IO[str]]:
    """Open a text file for writing.  It appears at `path` when the block ends.

    It is compressed if its name ends in `.gz`.  The same text gives the same bytes.
    """
    with open_atomically(path) as file, ExitStack() as stack:
        inner = cast("IO[bytes]", file)
        if path.suffix == ".gz":
            zipped = stack.enter_context(gzip.GzipFile("", "wb", fileobj=file, mtime=0))
            inner = cast("IO[bytes]", zipped)
        text = io.TextIOWrapper(inner, "utf-8", newline="")
        yield text
        text.detach()


def holds_no_manifest(path: Path) -> bool:
    """Whether a file isn't empty, and isn't a manifest of the form of its ending."""
    if path.name.removesuffix(".gz").endswith(".txt"):
        lines = head_of(path).decode("utf-8", "replace").splitlines()
        is_manifest = all(map(_PLAIN_LINE.match, lines[:-1] or lines))
    else:
        is_manifest = head_of(path).startswith(csv_line(COLUMNS[:3]).rstrip().encode() + b",")
    return path.is_file() and path.stat().st_size > 0 and not is_manifest


def text_cell(text: str) -> str:
    """The text as a cell: on one line, in visible characters and joiners, and not a formula."""
    text = " ".join(text[:LONGEST_FIELD].encode("utf-8", "replace").decode().split())
    return cell(without_invisible(text))


def source_text(where: str) -> str:
    """Return the location of a record as a text that a cell can hold unchanged.

    If a file's name has characters that no cell can hold, the text is a `file:` URL.
    """
    is_kept = where.isprintable() and where == " ".join(where.split())
    return where if is_kept or not os.path.lexists(where) else f"file:{quote(os.fsencode(where))}"
