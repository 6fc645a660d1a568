"""A manifest: which photos there are, where they lie, and from which years.

The plain form is the tutorial's, a line `URL YEAR` a photo.  The other is CSV with a header
that holds `url` and, where they are known, `year`, `earliest` and `latest`.  Either may be
compressed with gzip.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from photoparsl.errors import ManifestError

SHOWN_PROBLEMS = 20
LONGEST_LINE = 65_536  # bytes: a manifest's line is a URL and a year, so more is another file

_COLUMNS = ("url", "year", "earliest", "latest")
_GZIP_MAGIC = b"\x1f\x8b"
_YEAR = re.compile(r"[0-9]{1,4}\Z")
_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


Span = tuple[int, int]  # the earliest and the latest year


@dataclass(frozen=True, slots=True)
class Photo:
    """One row of a manifest.

    `row` counts photos from 0; `url` is the photo's place as the manifest has it; `year` is
    None where the manifest doesn't know it.  `base` says what a place means and may reach:
    a local manifest's folder, a remote manifest's URL, or nothing (a manifest from a pipe).
    `span` is the earliest and the latest year it may be of, or None where `year` is exact.
    """

    row: int
    url: str
    year: int | None
    base: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """The photos of one task, in the manifest's order."""

    photos: tuple[Photo, ...]

    @property
    def start(self) -> int:
        """The first photo's row."""
        return self.photos[0].row

    @property
    def stop(self) -> int:
        """The row after the last photo's."""
        return self.photos[-1].row + 1

    @property
    def digest(self) -> str:
        """SHA-256 of the rows, by which a later run knows whether they have changed."""
        return digest(self.photos)


def digest(photos: Iterable[Photo]) -> str:
    """SHA-256 of the photos' places and years, in hexadecimal."""
    return hashlib.sha256("".join(map(_line, photos)).encode()).hexdigest()


def read_manifest(
    path: str | Path, *, name: str | None = None, base: str | None = None
) -> Iterator[Photo]:
    """Iterate over the photos of the manifest in the file `path`, one line in memory at a time.

    `name` is what messages call it, and `base` what its places are relative to (`Photo`):
    by default the file's own name and folder.  A broken manifest raises ManifestError with
    its first twenty bad lines, and gives no photo from the first of them on.
    """
    path = Path(path)
    name = name or str(path)
    base = str(path.resolve().parent) if base is None else base
    problems: list[str] = []
    row = 0
    try:
        with _open(path) as file:
            for entry in _entries(file, name, base):
                if entry.problem:
                    problems.append(entry.problem)
                    if len(problems) == SHOWN_PROBLEMS:
                        break
                elif not problems:
                    yield Photo(row, entry.place, entry.year, base, entry.span)
                    row += 1
    except (OSError, EOFError, zlib.error) as error:
        raise ManifestError(f"{name}: can't be read: {_words(error)}") from error
    if problems:
        more = "\n(and perhaps more)" if len(problems) == SHOWN_PROBLEMS else ""
        raise ManifestError("\n".join(problems) + more)
    if row == 0:
        raise ManifestError(f"{name}: holds no photos: expected lines 'URL YEAR'")


def bad_place(place: str, base: str) -> str:
    """What was expected instead of `place` in a manifest of this `base`, or nothing."""
    if "\ufffd" in place or _CONTROL.search(place):
        return "expected a place in plain UTF-8 text"
    if _WEB.match(place):
        return ""
    if _WEB.match(base) or not base:
        return "expected an http(s) URL (only a manifest that is a local file may name files)"
    scheme = _SCHEME.match(place)
    if not place or (scheme and scheme[0].lower() != "file:"):
        return "expected an http(s) URL or a file"
    return ""


def cut(photos: Iterable[Photo], size: int) -> Iterator[Slice]:
    """Cut photos into slices of `size` photos; the last may be smaller.

    >>> [len(s.photos) for s in cut([Photo(row, "a.jpg", 1900) for row in range(5)], 2)]
    [2, 2, 1]
    """
    if size < 1:
        raise ValueError(f"a slice holds at least one photo, not {size}")
    photos = iter(photos)
    while group := tuple(islice(photos, size)):
        yield Slice(group)


class _Entry(NamedTuple):
    """A place and its years, or what is wrong with the line."""

    place: str = ""
    year: int | None = None
    span: Span | None = None
    problem: str = ""


def _line(photo: Photo) -> str:
    years = [photo.year, *(photo.span or ())]
    return "\t".join([photo.url, *("" if year is None else str(year) for year in years)]) + "\n"


def _open(path: Path) -> BinaryIO:
    file = path.open("rb")
    magic = file.read(2)
    file.seek(0)
    return cast("BinaryIO", gzip.open(file)) if magic == _GZIP_MAGIC else file


def _entries(file: BinaryIO, name: str, base: str) -> Iterator[_Entry]:
    lines = _lines(file)
    first = next(lines, None)
    if first is None:
        return
    number, text = first
    delimiter = next((d for d in ",;\t" if "url" in _cells(text, d)), None)
    if delimiter is None:
        for number, text in chain([first], lines):
            yield _plain(text, f"{name}:{number}", base)
    else:
        yield from _csv(_cells(text, delimiter), lines, delimiter, name, base)


def _lines(file: BinaryIO) -> Iterator[tuple[int, str]]:
    """Number and text of each line that is neither blank nor a comment."""
    for number, line in enumerate(iter(lambda: file.readline(LONGEST_LINE), b""), start=1):
        text = line.decode("utf-8-sig" if number == 1 else "utf-8", errors="replace").strip()
        if text and not text.startswith("#"):
            yield number, text


def _plain(text: str, where: str, base: str) -> _Entry:
    parts = text.rsplit(None, 1)
    if len(parts) < 2 or not _YEAR.match(parts[1]):
        return _Entry(problem=f"{where}: expected 'URL YEAR', found {_shown(text)}")
    return _entry(where, base, parts[0], parts[1])


def _csv(
    header: list[str], lines: Iterator[tuple[int, str]], delimiter: str, name: str, base: str
) -> Iterator[_Entry]:
    columns = [header.index(name) for name in _COLUMNS if name in header]
    names = [name for name in _COLUMNS if name in header]
    number = 0

    def texts() -> Iterator[str]:
        nonlocal number
        for number, text in lines:  # noqa: B007  read below, for the messages
            yield text

    rows = csv.reader(texts(), delimiter=delimiter, strict=True)
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield _Entry(problem=f"{name}:{number}: not CSV: {error}")
            continue
        if len(cells) <= max(columns):
            found = _shown(delimiter.join(cells))
            yield _Entry(problem=f"{name}:{number}: expected {len(header)} columns, found {found}")
            continue
        values = (cells[column].strip() for column in columns)
        yield _entry(f"{name}:{number}", base, **dict(zip(names, values, strict=True)))


def _entry(
    where: str, base: str, url: str, year: str = "", earliest: str = "", latest: str = ""
) -> _Entry:
    if problem := bad_place(url, base):
        return _Entry(problem=f"{where}: {problem}, found {_shown(url)}")
    for text in (year, earliest, latest):
        if text and not (_YEAR.match(text) and int(text)):
            return _Entry(problem=f"{where}: expected a year like 1901, found {_shown(text)}")
    span = (
        (int(earliest or year or latest), int(latest or year or earliest))
        if earliest or latest
        else None
    )
    if span and not span[0] <= int(year or span[0]) <= span[1]:
        found = _shown(" ".join((earliest, year, latest)))
        return _Entry(
            problem=f"{where}: expected years from the earliest to the latest, found {found}"
        )
    exact = span is not None and year != "" and span[0] == span[1]
    return _Entry(url, int(year) if year else None, None if exact else span)


def _cells(text: str, delimiter: str) -> list[str]:
    return [cell.strip().strip('"').lower() for cell in text.split(delimiter)]


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")


def _words(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
