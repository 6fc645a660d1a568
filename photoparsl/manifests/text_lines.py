"""Read the lines of a text file of unknown encoding.

It may be UTF-8, UTF-16 or UTF-32, with or without a byte order mark.  A line that isn't UTF-8 is
read as one of `western.WESTERN`.  Lines may end as on Unix, Windows or an old Mac.
`io.TextIOWrapper` doesn't serve: it reads a file in one encoding, and ends a line at every `\\r`.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, filterfalse
from typing import BinaryIO

from photoparsl.errors import ManifestError
from photoparsl.manifests.western import western_encoding

LONGEST_CELL = 1 << 20  # characters of a line, and of a table's cell
HEAD = 4096  # bytes by which a file's encoding and kind are recognised

_BLOCK = 1 << 18  # bytes that are read at a time
_END_OF_DOS = b"\x1a"  # Ctrl-Z, with which DOS's programs end a text
WITHIN_LINE = "\v"  # replaces a break within a line, since pandas doesn't quote \r
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins like this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OTHERS = {"cp1252": "cp1250"}  # for each encoding another to compare with, else Windows-1252


class TextLines:
    """The lines of a text file, each ending in `\\n`.  One block is in memory at a time.

    guessed: the number of lines so far that weren't UTF-8, and were read in the encoding `western`
    example: a part of the first of them that Windows-1252 and Windows-1250 read differently, around
        the first letter that differs.  If there is none, a part of the first of them
    western: the encoding of such lines, a key of WESTERN, or '' if there was none
    """

    def __init__(
        self, file: BinaryIO, name: str, photos: Callable[[], Iterable[str]] = tuple
    ) -> None:
        """file: the file, open for reading
        name: the file's name in messages
        photos: gives the names of files that the text may name, by which its encoding is known
        """
        self._file, self._name, self._photos = file, name, photos
        self._lines_before = 0  # in earlier blocks
        self._is_mac: bool | None = None  # whether `\\r` ends lines, or None until a line has ended
        self._has_breaks = False  # whether lines end in `\\r`, and a `\\n` is within a line
        self.guessed = 0
        self.example = ""
        self._is_telling = False  # whether another encoding reads the example otherwise
        self.western = ""

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(self._texts())  # in C, since lines are many

    def _texts(self) -> Iterator[io.StringIO]:
        """Yield the text in blocks of whole lines.  Raises ManifestError for too long a line."""
        unfinished = b""
        for block in self._blocks():
            data = unfinished + block
            if self._is_mac is None and (first := re.search(rb"\r\n|\r(?!\Z)|\n", data)):
                self._is_mac = first[0] == b"\r"
                self._has_breaks = self._is_mac and data.count(b"\r") > data.count(b"\n")
            end = data.rfind(b"\r", 0, -1) + 1
            if not self._has_breaks:
                end = data.rfind(b"\n") + 1 or end
            if len(data) - end > LONGEST_CELL:
                number = self._lines_before + len(data[:end].splitlines()) + 1
                raise ManifestError(
                    f"{self._name}:{number}: expected lines of at most {LONGEST_CELL:,} bytes, "
                    f"found {data[end : end + 57].decode(errors='replace')!r}..."
                )
            yield self._text(data[:end])
            unfinished = data[end:]
        yield self._text(unfinished.rstrip(_END_OF_DOS))

    def _blocks(self) -> Iterator[bytes]:
        """Yield the file without its byte order mark, in UTF-8, except lines that aren't UTF-8."""
        head = self._file.read(HEAD)
        encoding, mark = encoding_of(head)
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
        """Decode whole lines, and end each with `\\n`."""
        try:
            text = data.decode()
        except UnicodeDecodeError:
            lines = re.split(rb"(\r\n?|\n)", data)
            others = filterfalse(_is_utf8, lines)
            self.western = self.western or western_encoding(b"\n".join(others), self._photos())
            text = "".join(map(self._line, lines))
        if self._is_mac is None and (end := re.search("\r\n|\r|\n", text)):
            self._is_mac = end[0] == "\r"
        if "\r" in text or self._has_breaks:
            lone = "\n" if self._is_mac else WITHIN_LINE
            text = text.replace("\r\n", "\r" if self._has_breaks else "\n")
            text = text.replace("\n", WITHIN_LINE) if self._has_breaks else text
            text = text.replace("\r", lone)
        self._lines_before += text.count("\n")
        return io.StringIO(text, newline="\n")

    def _line(self, data: bytes) -> str:
        """Decode one line, in the encoding `western` if it isn't UTF-8."""
        try:
            return data.decode()
        except UnicodeDecodeError:
            text = data.decode(self.western, "replace")
            self.guessed += 1
            if not self._is_telling:
                self._show(text, data.decode(_OTHERS.get(self.western, "cp1252"), "replace"))
            return text

    def _show(self, text: str, other: str) -> None:
        """Take a line as the example, if it tells more than the present example.

        other: the line in another encoding, which has as many characters
        """
        pairs = enumerate(zip(text, other, strict=False))
        differing = next((n for n, (letter, instead) in pairs if letter != instead), -1)
        self._is_telling = differing >= 0
        first = next((n for n, letter in enumerate(text) if not letter.isascii()), 0)
        if self._is_telling or not self.example:
            self.example = _around(text, differing if self._is_telling else first)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _around(text: str, first: int) -> str:
    """At most 50 characters, around the one at `first`.

    >>> _around("http://archive.example/a-long-place/0001.jpg,Köln,1900", 46)
    '...ace/0001.jpg,Köln,1900'
    """
    start = max(0, first - 15) if first > 30 else 0
    return f"{'...' * (start > 0)}{text[start : start + 50].strip()}"


def encoding_of(head: bytes) -> tuple[str, int]:
    """The encoding of a file that begins with `head`, and the length of its byte order mark."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding, len(mark)
    even, odd = head[::2], head[1::2]
    for empty, full, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if 3 * empty.count(0) > len(empty) and not full.count(0):
            return encoding, 0
    return "utf-8", 0
