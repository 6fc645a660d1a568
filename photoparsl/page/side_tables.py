"""Tables in the page's folder: all failed photos, and, if the user wants it, all photos."""

from __future__ import annotations

import csv
import errno
import gzip
import io
import math
import os
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import numpy as np

from photoparsl.files import open_unpacked, set_mode, temporary_path, written_path
from photoparsl.page.columns import NO_YEAR, PhotoColumns
from photoparsl.page.run_facts import redacted_failure
from photoparsl.redact import below, cell, published
from photoparsl.results import Failure


class SideTables:
    """A context that writes the tables of a page as they are needed.

    When it ends without an error, the tables appear whole under their names, and tables that an
    earlier page left are removed. When it ends with an error, nothing is changed. A file that has
    a table's name but isn't a page's table is kept, and writing raises FileExistsError.
    """

    def __init__(
        self,
        page: Path,
        archives: Sequence[str] = (),
        folders: Sequence[str] = (),
        *,
        public: bool = False,
    ) -> None:
        """Prepare the tables of a page.

        page: the page's file
        archives: the names of the page's archives, if there are several
        folders: as in `PageMetadata`
        public: let everyone read the tables, whatever the umask
        """
        self._archives, self._folders = archives, folders
        self._folder, self._public = page.parent, public
        self.photos_name = f"{page.stem}-photos.csv.gz"
        self.failures_name = f"{page.stem}-failures.csv"
        self._open: dict[str, BinaryIO] = {}
        self._paths: dict[str, Path] = {}
        self._parts: dict[str, Path] = {}
        self._names: list[str] = []

    def __enter__(self) -> SideTables:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for name, file in self._open.items():
            unfinished = self._parts[name]
            try:
                with file, unfinished.open("rb") as written:
                    file.close()  # writes what the compressor still holds
                    os.fsync(written.fileno())
                set_mode(unfinished, self._paths[name], public=self._public)
                if kind is None:
                    unfinished.replace(self._paths[name])
            finally:
                unfinished.unlink(missing_ok=True)
        if kind is None:
            for name in {self.photos_name, self.failures_name} - set(self._open):
                if _is_table(self._folder / name):
                    (self._folder / name).unlink()

    def add_photos(self, photos: PhotoColumns) -> None:
        """Add photos to the table of all photos."""
        if not self._names:
            self._names = sorted(photos.values)
            known = ("row", "year", "earliest", "latest", "date", "url")
            self._write(
                self.photos_name,
                [[*known, *map(cell, self._names), *self._archive_cells("archive")]],
            )
        years = (
            ["" if year == NO_YEAR else year for year in column.tolist()]
            for column in (photos.year, photos.earliest, photos.latest)
        )
        urls = [cell(published(below(url, self._folders))) for url in photos.url.tolist()]
        missing = np.full(len(photos), np.nan)
        values = (
            [
                "" if math.isnan(value) else value
                for value in photos.values.get(name, missing).tolist()
            ]
            for name in self._names
        )
        names = [self._archives[n] for n in photos.archive.tolist()] if self._archives else []
        archives = [map(cell, names)] if names else []
        dates = map(cell, photos.dates())
        columns = (photos.row.tolist(), *years, dates, urls, *values, *archives)
        self._write(self.photos_name, zip(*columns, strict=True))

    def add_failures(self, failures: Iterable[Failure]) -> None:
        """Add failures to the table of failed photos."""
        if self.failures_name not in self._open:
            header = ["row", "year", "url", "reason", "detail"]
            self._write(self.failures_name, [header + self._archive_cells("archive")])
        self._write(
            self.failures_name,
            (
                (
                    *(shown.row, shown.year, *map(cell, (shown.url, shown.reason, shown.detail))),
                    *self._archive_cells(failure.cells[0] if failure.cells else ""),
                )
                for failure in failures
                for shown in [redacted_failure(failure, self._folders)]
            ),
        )

    def _archive_cells(self, name: str) -> list[str]:
        """The cells that tell a row's archive, if there are several."""
        return [cell(name)] if self._archives else []

    def _write(self, name: str, rows: Iterable[Iterable[object]]) -> None:
        if name not in self._open:
            path = self._folder / name
            if path.exists() and not _is_table(path):
                raise FileExistsError(errno.EEXIST, "exists and isn't this page's", str(path))
            self._paths[name] = written_path(path)
            self._parts[name] = temporary_path(self._paths[name])
            self._open[name] = _opened(self._parts[name])
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        self._open[name].write(text.getvalue().encode("utf-8", "replace"))


def _opened(path: Path) -> BinaryIO:
    if ".gz" in path.suffixes:
        return gzip.GzipFile(str(path), "wb", compresslevel=5, mtime=0)  # type: ignore[return-value]
    return path.open("wb")


def _is_table(path: Path) -> bool:
    """Whether the file begins as a table of a page does."""
    try:
        with open_unpacked(path) as file:
            head = file.readline(200)
        return head.startswith(b"row,year,") and b",url," in head
    except (OSError, EOFError, zlib.error):
        return False
