"""AVIF: notice missing parts of the coded pixels.

The file may have EXIF and XMP, with any bytes, between the coded pixels.  They aren't checked.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import pairwise

from photoparsl.errors import NotMeasurableError
from photoparsl.measuring.formats.boxes import inner_boxes, outer_boxes
from photoparsl.measuring.formats.byte_runs import ends_in_run, has_hole
from photoparsl.measuring.formats.format import Format, damaged, truncated, unsupported

_HOLE = 128  # bytes of one value. For even areas, encoders write up to about 70
_CODED_IMAGE = b"av01"  # the type of an item that holds pixels: of colours, of a tile, or of alpha
_FILE_OFFSET = 0  # the method of locating an item that counts from the file's first byte
_BRANDS = {b"avif", b"avis"}


def brands(body: bytes) -> set[bytes]:
    """The brands in the box `ftyp`, with which AVIF, HEIF and videos begin, or empty without it."""
    if body[4:8] != b"ftyp":
        return set()
    content = body[8 : min(256, int.from_bytes(body[:4], "big"))]
    return {content[at : at + 4] for at in range(0, len(content), 4) if at != 4}  # 4: a version


def _begins(body: bytes) -> bool:
    return not brands(body).isdisjoint(_BRANDS)


def check_coded_items(body: bytes, kind: bytes) -> None:
    """Check that the coded pixels are within the file, and have no hole and no run at their end.

    body: the whole file
    kind: the type of the items that hold pixels
    """
    boxes = {name: (start, end) for name, start, end in outer_boxes(body)}
    if boxes.keys().isdisjoint((b"meta", b"moov")):
        raise truncated("it holds no pixels' data")
    spans = [(start, end) for name, start, end in outer_boxes(body) if name == b"mdat"]
    if b"meta" in boxes and b"moov" not in boxes:  # the frames of a film aren't items
        start, end = boxes[b"meta"]
        spans = _pixel_spans(body[start:end], len(body), kind) or spans
    for start, end in spans:
        if end > len(body):
            raise truncated("its coded data goes beyond the file's end")
        if ends_in_run(body[start:end]):
            raise truncated("its coded data ends in a run of identical bytes: the end is missing")
        if has_hole(body[start:end], _HOLE):
            raise damaged("its coded data has a hole: a run of identical bytes")


def _pixel_spans(meta: bytes, file_size: int, kind: bytes) -> list[tuple[int, int]]:
    """Start and end of each part of the coded pixels, from the content of the box `meta`.

    Empty if the items' positions are missing or overlap.
    """
    boxes = dict(inner_boxes(meta[4:]))
    if b"iinf" not in boxes or b"iloc" not in boxes:
        return []
    images = set(_image_items(boxes[b"iinf"], kind))
    parts = _item_parts(boxes[b"iloc"], file_size)
    spans = sorted({(start, end) for item, start, end in parts if item in images})
    overlap = any(end > start for (_, end), (start, _) in pairwise(spans))
    return [] if overlap else spans


def _image_items(content: bytes, kind: bytes) -> Iterator[int]:
    """Yield the numbers of the items of a type, from the content of the box `iinf`."""
    for name, entry in inner_boxes(content[6 if not content[0] else 8 :]):
        wide = entry[0] > 2
        if name == b"infe" and entry[8 + 2 * wide : 12 + 2 * wide] == kind:
            yield int.from_bytes(entry[4 : 8 if wide else 6], "big")


def _item_parts(content: bytes, file_size: int) -> Iterator[tuple[int, int, int]]:
    """Yield each item's number with start and end of each part, from the content of `iloc`."""
    reader = _NumberReader(content)
    version = reader.number(4) >> 24
    widths = reader.number(2)
    offset, length, base, index = (widths >> shift & 15 for shift in (12, 8, 4, 0))
    for _ in range(reader.number(4 if version == 2 else 2)):
        item = reader.number(4 if version == 2 else 2)
        method = reader.number(2) & 15 if version else _FILE_OFFSET
        reader.number(2)  # in which file: this one
        item_start = reader.number(base)
        for _ in range(reader.number(2)):
            reader.number(index if version else 0)
            start = item_start + reader.number(offset)
            size = reader.number(length) or file_size - start
            if method == _FILE_OFFSET:
                yield item, start, start + size


class _NumberReader:
    """Reads big-endian whole numbers, one after the other."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def number(self, width: int) -> int:
        """The next number, of `width` bytes.  Raises struct.error if the content ends before it."""
        self._at += width
        if self._at > len(self._content):
            raise struct.error("a box ends before its numbers do")
        return int.from_bytes(self._content[self._at - width : self._at], "big")


def _why_unidentified(body: bytes) -> NotMeasurableError | None:
    return None if ends_in_run(body) else unsupported("AVIF, of a kind that isn't read")


AVIF = Format(
    name="AVIF",
    pillow_name="AVIF",
    begins=_begins,
    media_type="image/avif",
    check=lambda body: check_coded_items(body, _CODED_IMAGE),
    decoder_bytes=lambda image: 6,
    why_unidentified=_why_unidentified,
)
