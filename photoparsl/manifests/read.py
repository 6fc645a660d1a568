"""A manifest: which photos there are, where they lie, and from which years.

The plain form is the tutorial's, a line `URL YEAR` a photo.  The others are tables with the
columns `url` and, where they are known, `year`, `earliest` and `latest`, or others of usual
names: CSV with a header, or Parquet.  Plain text and CSV may be compressed with gzip.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO, NamedTuple

from photoparsl.errors import ManifestError
from photoparsl.manifests import origins
from photoparsl.manifests.columns import PhotoColumns, Table, notes_of, photo_columns
from photoparsl.manifests.digested_file import DigestedFile
from photoparsl.manifests.photo import Photo, Slice, Span, cut, digest
from photoparsl.manifests.rows import read_table, shown
from photoparsl.manifests.textfiles import decompressed, opened, readable

__all__ = ["LONGEST_LINE", "Photo", "Slice", "Span", "bad_place", "cut", "digest", "read_manifest"]

SHOWN_PROBLEMS = 20
_BLOCK = 1 << 18  # bytes that are read at a time
LONGEST_LINE = 65_536  # characters: a manifest's line is a URL and a year, so more is another file

_YEAR = re.compile(r"([0-9]{4})(?:[.,]0+)?\Z")  # with what pandas puts after it
_DAY = re.compile(r"([0-9]{4})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:[T ][0-9:.+Z-]+)?\Z")
_NO_YEAR = frozenset(("", "na", "n/a", "#n/a", "<na>", "nan", "nat", "null", "none", "\\n"))
_EXPECTED_YEAR = "expected a year of four digits"
_HINTS = (
    (
        rf"{_EXPECTED_YEAR}.*found (?!'[0-9]{{4}}(?:[.,][0-9]+)?')'.*[0-9]{{4}}",
        "(dates like these are read by 'photoparsl manifest', which makes a manifest of a table)",
    ),
    (
        r"expected 'URL YEAR', found '\S+'",
        "(photos without a year go into a CSV with the column 'url')",
    ),
)
_COMMON = re.compile(r"https?://[0-9A-Za-z][!-~]{,2000}\Z")  # what needs no closer look
_WEB = re.compile(r"(?:https?://|osdf:///)[^\s/?#]", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def read_manifest(
    path: str | Path,
    *,
    name: str | None = None,
    base: str | None = None,
    notes: list[str] | None = None,
) -> Iterator[Photo]:
    """Iterate over the photos of a manifest, with one block of the file in memory at a time.

    path: the manifest's file
    name: what messages call it (default: its path)
    base: what its places are relative to, and may reach (default: its folder; `Photo.base`)
    notes: a list that gets, after the last photo, sentences about how the file was read

    Raises ManifestError for a broken manifest, with its first twenty bad lines; no photo is given
    from the first of them on.
    """
    path = Path(path)
    name = name or str(path)
    base = str(path.resolve().parent) if base is None else base
    with opened(path, name) as file:
        yield from _read(file, name, base, [] if notes is None else notes)


class Reading:
    """One reading of a manifest, which digests the file's bytes while it reads its photos.

    Iterate over it for the photos, as `read_manifest` gives them.  After the last of them `sha256`
    is the file's, in hexadecimal, and `notes` are sentences about how it was read.
    """

    def __init__(self, path: Path, name: str, base: str) -> None:
        """The parameters are those of `read_manifest`."""
        self._path, self._name, self._base = path, name, base
        self.sha256 = ""
        self.notes: list[str] = []

    def __iter__(self) -> Iterator[Photo]:
        """Read the file.  Raises ManifestError as `read_manifest` does."""
        with readable(self._name), DigestedFile(self._path) as raw:
            file = decompressed(io.BufferedReader(raw, _BLOCK))
            yield from _read(file, self._name, self._base, self.notes)
            self.sha256 = raw.sha256()


def bad_place(place: str, base: str) -> str:
    """What was expected instead of `place` in a manifest of this `base`, or nothing."""
    if "\ufffd" in place or _CONTROL.search(place):
        return "expected a place in plain UTF-8 text"
    if len(place) > LONGEST_LINE:
        return f"expected a place of at most {LONGEST_LINE:,} characters"
    if _WEB.match(place):
        return ""
    if origins.is_strangers(base) or not base:
        return "expected an http(s) URL (only a manifest that is a local file may name files)"
    scheme = _SCHEME.match(place)
    if not place or (scheme and scheme[0].lower() != "file:"):
        return "expected an http(s) URL or a file"
    return ""


def _read(file: BinaryIO, name: str, base: str, notes: list[str]) -> Iterator[Photo]:
    """The photos in the file; `notes` gets sentences about how it was read."""
    problems: list[str] = []
    table = read_table(file, name)
    columns = photo_columns(table)
    photos = _photos(table, columns, base, problems)
    if first := next(photos, None):
        yield first
    yield from photos
    if problems:
        more = "\n(and perhaps more)" if len(problems) == SHOWN_PROBLEMS else ""
        raise ManifestError("\n".join([*problems, *_hints(problems)]) + more)
    notes += notes_of(table, columns)
    if not first:
        raise ManifestError(
            f"{name}: holds no photos: expected lines 'URL YEAR', or a table with a column 'url'"
        )


def _hints(problems: list[str]) -> list[str]:
    text = "\n".join(problems)
    return [hint for pattern, hint in _HINTS if re.search(pattern, text)]


def _photos(table: Table, columns: PhotoColumns, base: str, problems: list[str]) -> Iterator[Photo]:
    """The table's photos, up to the first problem; `problems` gets twenty of them."""
    cells_of = itemgetter(
        columns.place, columns.year, columns.earliest, columns.latest, columns.origin
    )
    row = 0
    for number, cells in table.rows(columns.there):
        problem = cells if isinstance(cells, str) else ""
        if not problem:
            url, year, earliest, latest, origin = cells_of(cells)
            own = origins.base_of(base, origin) if origin else base
            dated = _dated(year, earliest, latest)
            if not _COMMON.match(url):
                url = url.strip().removeprefix("\ufeff")  # where two files were joined
                problem = bad_place(url, own)
                problem = problem and f"{problem}, found {shown(url)}"
            problem = problem or dated.problem
        if problem:
            problems.append(f"{table.where}{number}: {problem}")
            if len(problems) == SHOWN_PROBLEMS:
                return
        elif not problems:
            yield Photo(row, url, dated.year, own, dated.span)
            row += 1


class _Dated(NamedTuple):
    """A photo's year and its span, or what is wrong with them."""

    year: int | None = None
    span: Span | None = None
    problem: str = ""


@lru_cache(maxsize=10_000)  # photos are many, years are few
def _dated(year: str, earliest: str, latest: str) -> _Dated:
    years: list[int | None] = []
    for text in (year.strip(), earliest.strip(), latest.strip()):
        found = _YEAR.match(text) or _DAY.match(text)
        if not (found and int(found[1])) and text.lower() not in _NO_YEAR:
            return _Dated(problem=f"{_EXPECTED_YEAR} like 1901, found {shown(text)}")
        years.append(int(found[1]) if found else None)
    exact, first, last = years
    if (first is None and last is None) or (exact is None and None in (first, last)):
        return _Dated(exact)  # one end alone is no span: nobody knows the other
    span = (first or exact or last or 0, last or exact or first or 0)
    if not span[0] <= (exact or span[0]) <= span[1]:
        texts = shown(" ".join((earliest, year, latest)))
        return _Dated(problem=f"expected years from the earliest to the latest, found {texts}")
    return _Dated(exact, None if exact and span[0] == span[1] else span)
