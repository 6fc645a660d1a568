"""The boxes that AVIF and JPEG 2000 files consist of (ISO 14496-12, ISO 15444-1)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from photoparsl.measuring.formats.format import truncated

_MOST_BOXES = 1_000_000
_CODES = (b"mdat", b"jp2c")  # boxes that hold the coded pixels
_NAMES = frozenset(  # of boxes that no other box holds
    (
        *b"ftyp styp pdin moov moof mfra mdat free skip wide meta meco sidx ssix prft emsg".split(),
        *b"uuid udta jp2h jp2c jp2i uinf jpch jplh asoc drep".split(),
        b"jP  ",
        b"xml ",
    )
)


def outer_boxes(body: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield the name of each box of a file, and the start and end of its content.

    Bytes after the last whole box that begin like no box are left out, once the codes have come.
    Raises NotMeasurableError if a box goes beyond the end of the file.
    """
    at, has_codes = 0, False
    for _ in range(_MOST_BOXES):
        if at + 8 > len(body):
            return
        length, name = struct.unpack_from(">I4s", body, at)
        start = at + 8
        if length == 1:
            length, start = _long_length(body, start), start + 8
        end = at + length if length else len(body)
        if not name.isascii() or end < start:
            return  # bytes after the last box
        if end > len(body):
            if has_codes and name not in _NAMES:
                return
            raise truncated(f"a part of {length:,} bytes goes beyond its end")
        yield name, start, end
        at, has_codes = end, has_codes or name in _CODES


def _long_length(body: bytes, at: int) -> int:
    """A box's length in 8 bytes.  If these aren't all there, it is more than any file has."""
    number = body[at : at + 8]
    return int.from_bytes(number, "big") if len(number) == 8 else 2**64


def inner_boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the name and the content of each box within another box's content."""
    at = 0
    while at + 8 <= len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        yield name, content[at + 8 : at + max(length, 8)]
        at += max(length, 8)
