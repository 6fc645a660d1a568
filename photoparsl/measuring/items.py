"""Where an AVIF keeps the codes of its pixels: beside them lie EXIF and XMP, of any bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import pairwise

_CODES = b"av01"  # the type of an item that holds pixels: of colours, of a tile, or of alpha
_IN_FILE = 0  # the way of saying where an item is that counts from the file's first byte


def pixel_spans(meta: bytes, size: int) -> list[tuple[int, int]]:
    """Start and end of each part of the codes, by the content of the box `meta`.

    `size` is the file's; none: the items don't say where they are, or they overlap.
    """
    boxes = dict(_boxes(meta[4:]))
    if b"iinf" not in boxes or b"iloc" not in boxes:
        return []
    wanted = set(_coded(boxes[b"iinf"]))
    located = _located(boxes[b"iloc"], size)
    spans = sorted({(start, end) for item, start, end in located if item in wanted})
    overlap = any(end > start for (_, end), (start, _) in pairwise(spans))
    return [] if overlap else spans


def _coded(content: bytes) -> Iterator[int]:
    """The numbers of the items that hold pixels."""
    for name, entry in _boxes(content[6 if not content[0] else 8 :]):
        wide = entry[0] > 2
        if name == b"infe" and entry[8 + 2 * wide : 12 + 2 * wide] == _CODES:
            yield int.from_bytes(entry[4 : 8 if wide else 6], "big")


def _located(content: bytes, size: int) -> Iterator[tuple[int, int, int]]:
    """The number of an item, and where a part of it starts and ends."""
    reader = _Reader(content)
    version = reader.number(4) >> 24
    sizes = reader.number(2)
    of_offset, of_length, of_base, of_index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    for _ in range(reader.number(4 if version == 2 else 2)):
        item = reader.number(4 if version == 2 else 2)
        method = reader.number(2) & 15 if version else _IN_FILE
        reader.number(2)  # in which file: this one
        base = reader.number(of_base)
        for _ in range(reader.number(2)):
            reader.number(of_index if version else 0)
            start = base + reader.number(of_offset)
            length = reader.number(of_length) or size - start
            if method == _IN_FILE:
                yield item, start, start + length


class _Reader:
    """Numbers of some bytes each, one after the other."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def number(self, width: int) -> int:
        """The next number."""
        self._at += width
        if self._at > len(self._content):
            raise struct.error("a box ends before its numbers do")
        return int.from_bytes(self._content[self._at - width : self._at], "big")


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The name and the content of each box within another."""
    at = 0
    while at + 8 <= len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        yield name, content[at + 8 : at + max(length, 8)]
        at += max(length, 8)
