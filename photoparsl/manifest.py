"""A manifest: which photos there are, where they lie, and from which years.

The plain form is the tutorial's, a line `URL YEAR` a photo.  The others are tables with the
columns `url` and, where they are known, `year`, `earliest` and `latest`: CSV with a header,
or Parquet.  Plain text and CSV may be compressed with gzip.
"""

from __future__ import annotations

import csv
import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain, count
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from photoparsl import origins
from photoparsl.errors import ManifestError
from photoparsl.photos import Photo, Slice, Span, cut, digest
from photoparsl.tables import is_parquet, rows_of_parquet

__all__ = ["LONGEST_LINE", "Photo", "Slice", "Span", "bad_place", "cut", "digest", "read_manifest"]

SHOWN_PROBLEMS = 20
LONGEST_LINE = 65_536  # characters: a manifest's line is a URL and a year, so more is another file

_COLUMNS = ("url", "year", "earliest", "latest", origins.COLUMN)
_BLOCK = 1 << 18  # bytes that are read at a time
_GZIP_MAGIC = b"\x1f\x8b"
_YEAR = re.compile(r"[0-9]{1,4}\Z")
_COMMON = re.compile(r"https?://[0-9A-Za-z][!-~]{,2000}\Z")  # what needs no closer look
_WEB = re.compile(r"(?:https?://|osdf:///)[^\s/?#]", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")

_Entry = Photo | str  # a photo, or what is wrong where one should be
_EntryOf = Callable[..., _Entry]
_Lines = Iterator[tuple[int, str]]  # with their numbers


def read_manifest(
    path: str | Path, *, name: str | None = None, base: str | None = None
) -> Iterator[Photo]:
    """Iterate over the photos of the manifest in the file `path`, a block in memory at a time.

    `name` is what messages call it, and `base` what its places are relative to (`Photo`):
    by default the file's own name and folder.  A broken manifest raises ManifestError with
    its first twenty bad lines, and gives no photo from the first of them on.
    """
    path = Path(path)
    name = name or str(path)
    base = str(path.resolve().parent) if base is None else base
    problems: list[str] = []
    is_empty = True
    try:
        with _open(path) as file:
            for entry in _entries(file, name, base):
                if isinstance(entry, str):
                    problems.append(entry)
                    if len(problems) == SHOWN_PROBLEMS:
                        break
                elif not problems:
                    is_empty = False
                    yield entry
    except (OSError, EOFError, zlib.error) as error:
        raise ManifestError(f"{name}: can't be read: {_words(error)}") from error
    if problems:
        more = "\n(and perhaps more)" if len(problems) == SHOWN_PROBLEMS else ""
        raise ManifestError("\n".join(problems) + more)
    if is_empty:
        raise ManifestError(f"{name}: holds no photos: expected lines 'URL YEAR'")


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


def _open(path: Path) -> BinaryIO:
    file = path.open("rb")
    magic = file.read(2)
    file.seek(0)
    return cast("BinaryIO", gzip.open(file)) if magic == _GZIP_MAGIC else file


def _entries(file: BinaryIO, name: str, base: str) -> Iterator[_Entry]:
    if is_parquet(file):
        entry = _entry_maker(f"{name}: row ", base)
        for number, cells in enumerate(rows_of_parquet(file, name, _COLUMNS), start=1):
            yield entry(number, *cells)
        return
    entry = _entry_maker(f"{name}:", base)
    lines = _lines(file)
    first = next(lines, None)
    if first is None:
        return
    delimiter = next((d for d in ",;\t" if "url" in _cells(first[1], d)), None)
    if delimiter is None:
        yield from _plain(chain([first], lines), name, entry)
    else:
        yield from _csv(_cells(first[1], delimiter), lines, delimiter, name, entry)


def _lines(file: BinaryIO) -> _Lines:
    """Number and text of each line that is neither blank nor a comment without an origin."""
    number, rest = 0, b""
    while block := file.read(_BLOCK):
        whole, end, rest = (rest + block).rpartition(b"\n")
        if len(rest) > LONGEST_LINE:  # no manifest: what it is told as can be cut anywhere
            whole, end, rest = whole + end + rest, b"\n", b""
        if end:
            yield from _texts(whole, number)
            number += whole.count(b"\n") + 1
    yield from _texts(rest, number)


def _texts(lines: bytes, number: int) -> _Lines:
    encoding = "utf-8" if number else "utf-8-sig"
    for line in lines.decode(encoding, errors="replace").split("\n"):
        number += 1
        text = line.strip()
        if text and (text[0] != "#" or origins.marked(text) is not None):
            yield number, text


def _plain(lines: _Lines, name: str, entry: _EntryOf) -> Iterator[_Entry]:
    origin = ""
    for number, text in lines:
        if (marked := origins.marked(text)) is not None:
            origin = marked
            continue
        parts = text.rsplit(None, 1)
        if len(parts) < 2 or not _YEAR.match(parts[1]):
            yield f"{name}:{number}: expected 'URL YEAR', found {_shown(text)}"
        else:
            yield entry(number, parts[0], parts[1], origin=origin)


def _csv(
    header: list[str], lines: _Lines, delimiter: str, name: str, entry: _EntryOf
) -> Iterator[_Entry]:
    columns = [header.index(name) if name in header else None for name in _COLUMNS]
    fewest = max(column for column in columns if column is not None) + 1
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
            yield f"{name}:{number}: not CSV: {error}"
            continue
        if len(cells) < fewest:
            found = _shown(delimiter.join(cells))
            yield f"{name}:{number}: expected {len(header)} columns, found {found}"
        else:
            yield entry(number, *["" if c is None else cells[c].strip() for c in columns])


def _entry_maker(where: str, base: str) -> _EntryOf:
    """What makes the next photo from a line's number and its cells, or says what is wrong."""
    rows = count()

    def entry(
        number: int,
        url: str,
        year: str = "",
        earliest: str = "",
        latest: str = "",
        origin: str = "",
    ) -> _Entry:
        own = origins.base_of(base, origin) if origin else base
        if not _COMMON.match(url) and (problem := bad_place(url, own)):
            return f"{where}{number}: {problem}, found {_shown(url)}"
        dated = _dated(year, earliest, latest)
        if dated.problem:
            return f"{where}{number}: {dated.problem}"
        return Photo(next(rows), url, dated.year, own, dated.span)

    return entry


class _Dated(NamedTuple):
    """A photo's year and its span, or what is wrong with them."""

    year: int | None = None
    span: Span | None = None
    problem: str = ""


@lru_cache(maxsize=10_000)  # photos are many, years are few
def _dated(year: str, earliest: str, latest: str) -> _Dated:
    for text in (year, earliest, latest):
        if text and not (_YEAR.match(text) and int(text)):
            return _Dated(problem=f"expected a year like 1901, found {_shown(text)}")
    exact = int(year) if year else None
    if not earliest and not latest:
        return _Dated(exact)
    span = (int(earliest or year or latest), int(latest or year or earliest))
    if not span[0] <= int(year or span[0]) <= span[1]:
        found = _shown(" ".join((earliest, year, latest)))
        return _Dated(problem=f"expected years from the earliest to the latest, found {found}")
    return _Dated(exact, None if exact and span[0] == span[1] else span)


def _cells(text: str, delimiter: str) -> list[str]:
    return [cell.strip().strip('"').lower() for cell in text.split(delimiter)]


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")


def _words(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
