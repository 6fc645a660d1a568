"""The boxes that AVIF and JPEG 2000 files consist of (ISO 14496-12, ISO 15444-1)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from photoparsl.measuring.formats.format import truncated

_MOST_BOXES = 1_000_000


def outer_boxes(body: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield the name of each box of a file, and the start and end of its content.

    Raises NotMeasurableError if a box goes beyond the end of the file.
    """
    at = 0
    for _ in range(_MOST_BOXES):
        if at + 8 > len(body):
            return
        length, name = struct.unpack_from(">I4s", body, at)
        start = at + 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", body, start)
            start += 8
        end = at + length if length else len(body)
        if not name.isascii() or end < start:
            return  # bytes after the last box
        if end > len(body):
            raise truncated(f"a part of {length:,} bytes goes beyond its end")
        yield name, start, end
        at = end


def inner_boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the name and the content of each box within another box's content."""
    at = 0
    while at + 8 <= len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        yield name, content[at + 8 : at + max(length, 8)]
        at += max(length, 8)
