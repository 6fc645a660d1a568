"""A text file's lines, as people and their programs write them.

UTF-8 with and without a mark, UTF-16 and UTF-32, and Windows-1252 where a line isn't UTF-8; lines
that end as on Unix, Windows or an old Mac; plain or compressed with gzip.
"""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import BinaryIO, cast

from photoparsl.errors import ManifestError

LONGEST_CELL = 1 << 20  # characters of a line, and of a table's cell

_BLOCK = 1 << 18  # bytes that are read at a time
_HEAD = 4096  # bytes by which a file's kind is told
_NO_LINE_END = "\v"  # for a \r within a line, which pandas writes as it is
_GZIP = b"\x1f\x8b"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # which begins as UTF-16's does
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OTHER_KINDS = (
    (rb"PK\x03\x04", "a spreadsheet's own file (xlsx, ods) or a ZIP archive: save it as CSV"),
    (rb"\xd0\xcf\x11\xe0", "an old spreadsheet's own file (xls): save it as CSV"),
    (_GZIP, "compressed twice: decompress it once"),
    (rb"BZh\d|\xfd7zXZ|\x28\xb5\x2f\xfd", "compressed with another program than gzip"),
    (rb"ARROW1|FEA1", "Arrow or Feather: save it as Parquet or CSV"),
    (rb"SQLite format 3", "a database: save its table as CSV"),
    (rb"%PDF", "a PDF document"),
    (rb"\xff\xd8\xff|\x89PNG|GIF8|II\*\0|MM\0\*", "a photo and not a list of photos"),
    (rb"(?is)\s*<(?:!doctype html|html|head|body|script|!--)", "a web page: is its address right?"),
    (
        rb"\s*<[?!a-zA-Z]",
        "XML: 'photoparsl manifest' makes a manifest of records where its name ends in .xml",
    ),
    (
        rb'\s*(?:\{\s*"|\[\s*[{"]|[\[{]\s*[\]}]\s*$)',
        "JSON: 'photoparsl manifest' makes a manifest of it where its name ends in .json, or in "
        ".jsonl if each line is a record",
    ),
)


@contextmanager
def opened(path: Path, name: str) -> Iterator[BinaryIO]:
    """The file's bytes, decompressed where gzip compressed them.

    Where the file can't be opened or read, ManifestError says so of `name`.
    """
    with readable(name), path.open("rb") as file:
        yield decompressed(file)


@contextmanager
def readable(name: str) -> Iterator[None]:
    """Raise ManifestError for a file that can't be opened or read in the context."""
    try:
        yield
    except (OSError, EOFError, zlib.error) as error:
        problem = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise ManifestError(f"{name}: can't be read: {problem}") from error


def decompressed(file: BinaryIO) -> BinaryIO:
    """The file itself, or what it holds where gzip compressed it."""
    is_zipped = file.read(len(_GZIP)) == _GZIP
    file.seek(0)
    return cast("BinaryIO", gzip.GzipFile(fileobj=file)) if is_zipped else file


def other_kind(file: BinaryIO) -> str:
    """What the file is where it is no text, or no table; it is left at its beginning."""
    head = file.read(_HEAD)
    file.seek(0)
    encoding, mark = _encoding(head)
    text = head[mark:]
    if encoding != "utf-8":
        text = text.decode(encoding, "replace").encode("utf-8", "replace")
    for pattern, kind in _OTHER_KINDS:
        if re.match(pattern, text):
            return kind
    return "no text: it holds NUL bytes" if b"\0\0" in text else ""


class Lines:
    """The lines of a text file, each with its end as `\\n`; a block is in memory at a time.

    `guessed` counts the lines that were taken for Windows-1252, and `example` is one of them.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file, self._name = file, name
        self._passed = 0  # lines of earlier blocks
        self._is_mac: bool | None = None  # as soon as a line has ended
        self.guessed = 0
        self.example = ""

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(self._texts())  # by C: lines are many

    def _texts(self) -> Iterator[io.StringIO]:
        rest = b""
        for block in self._blocks():
            data = rest + block
            end = data.rfind(b"\n") + 1 or data.rfind(b"\r", 0, -1) + 1
            if len(data) - end > LONGEST_CELL:
                number = self._passed + len(data[:end].splitlines()) + 1
                raise ManifestError(
                    f"{self._name}:{number}: expected lines of at most {LONGEST_CELL:,} bytes, "
                    f"found {data[end : end + 57].decode(errors='replace')!r}..."
                )
            yield self._text(data[:end])
            rest = data[end:]
        yield self._text(rest)

    def _blocks(self) -> Iterator[bytes]:
        """The file in UTF-8, or nearly, without its mark."""
        head = self._file.read(_HEAD)
        encoding, mark = _encoding(head)
        if encoding == "utf-8":
            yield head[mark:]
            while block := self._file.read(_BLOCK):
                yield block
            return
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        block = head[mark:]
        while block:
            yield decoder.decode(block).encode("utf-8", "replace")
            block = self._file.read(_BLOCK)
        yield decoder.decode(b"", final=True).encode("utf-8", "replace")

    def _text(self, data: bytes) -> io.StringIO:
        try:
            text = data.decode()
        except UnicodeDecodeError:
            text = "".join(map(self._line, re.split(rb"(\r\n?|\n)", data)))
        if self._is_mac is None and (end := re.search("\r\n|\r|\n", text)):
            self._is_mac = end[0] == "\r"
        if "\r" in text:
            other = "\n" if self._is_mac else _NO_LINE_END
            text = text.replace("\r\n", "\n").replace("\r", other)
        self._passed += text.count("\n")
        return io.StringIO(text, newline="\n")

    def _line(self, data: bytes) -> str:
        try:
            return data.decode()
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
            self.guessed += 1
            self.example = self.example or text[:100]
            return text


def _encoding(head: bytes) -> tuple[str, int]:
    """The encoding of a file that begins so, and the length of its mark."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding, len(mark)
    even, odd = head[::2], head[1::2]
    for empty, full, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if 3 * empty.count(0) > len(empty) and not full.count(0):
            return encoding, 0
    return "utf-8", 0
