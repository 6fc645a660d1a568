"""The rows of a manifest's file, and of the file of what was left out of it."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, cast

from photoparsl.archives.record import Record, Skipped
from photoparsl.cells import cell, csv_line
from photoparsl.files import open_atomically
from photoparsl.manifests import origins

COLUMNS = (
    "url",
    "year",
    "earliest",
    "latest",
    "certainty",
    "date",
    "identifier",
    "title",
    "record",
    origins.ORIGIN_COLUMN,
)
LONGEST_FIELD = 1_000  # characters of a title or a date that are kept


class CsvRows:
    """Writes photos as rows of CSV, with a header."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        file.write(csv_line(COLUMNS))

    def write(self, record: Record, year: int | None) -> None:
        """Write the row of a photo, which has the year, or none."""
        span = record.estimate.span or ("", "")
        texts = (record.date, record.identifier, record.title, record.where)
        cells = [
            record.url,
            "" if year is None else str(year),
            *map(str, span),
            record.estimate.certainty,
            *map(text_cell, texts),
            record.origin,
        ]
        self._file.write(csv_line(cells))


class PlainRows:
    """Writes photos as lines `URL YEAR`, with a comment where their origin changes."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._origin = ""

    def write(self, record: Record, year: int | None) -> None:
        """Write the line of a photo, which has to have a year."""
        if record.origin != self._origin:
            self._origin = record.origin
            self._file.write(f"{origins.origin_comment(record.origin)}\n")
        self._file.write(f"{record.url} {year}\n")


class LeftOutRows:
    """Writes what was left out of a manifest as rows of CSV, with a header."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        file.write(csv_line(("record", "reason", "detail")))

    def write(self, skipped: Skipped) -> None:
        """Write the row of a record that was left out."""
        cells = (skipped.where, skipped.reason, skipped.detail)
        self._file.write(csv_line(map(text_cell, cells)))


@contextmanager
def open_text(path: Path) -> Iterator[IO[str]]:
    """Open a text file that appears whole, at the end.

    It is compressed if its name ends in `.gz`, to the same bytes every time.
    """
    with open_atomically(path) as file, ExitStack() as stack:
        inner = cast("IO[bytes]", file)
        if path.suffix == ".gz":
            zipped = stack.enter_context(gzip.GzipFile("", "wb", fileobj=file, mtime=0))
            inner = cast("IO[bytes]", zipped)
        text = io.TextIOWrapper(inner, "utf-8", newline="")
        yield text
        text.detach()


def text_cell(text: str) -> str:
    """Text on one line, in characters that a file can hold, and no formula."""
    text = " ".join(text[:LONGEST_FIELD].encode("utf-8", "replace").decode().split())
    return cell(text if text.isprintable() else "".join(filter(str.isprintable, text)))
