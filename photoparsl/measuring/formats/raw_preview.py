"""Find the JPEG of about full size that a camera has put into its raw file.

Raw files are TIFFs, some with another mark at their start: NEF, CR2, ARW, DNG, PEF, SRW, ORF, RW2.
Their previews are JPEGs in a directory's strip, or where its tags for a JPEG say.  Panasonic's
preview is in a tag of its own.  Where no directory names one (ORF), it is searched by its first
bytes.  Sources: TIFF 6.0 and Adobe's DNG specification 1.7.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from photoparsl.errors import NotMeasurableError
from photoparsl.measuring.formats.format import unsupported
from photoparsl.measuring.formats.tiff import is_camera_raw

LEAST_SHARE = 0.5  # of the raw picture's longer side, that a preview's longer side has
LEAST_SIDE = 1000  # pixels of the longer side, where the raw picture's size isn't known

_TIFF = (b"II*\0", b"MM\0*")
_MARKED = (b"IIRO", b"IIRS", b"MMOR", b"IIU\0")  # Olympus, Panasonic
_WIDTH, _LENGTH, _COMPRESSION, _STRIPS, _ORIENTATION, _STRIP_BYTES = 256, 257, 259, 273, 274, 279
_SUB_PAGES, _JPEG, _JPEG_BYTES = 330, 513, 514
_PANASONIC_WIDTH, _PANASONIC_LENGTH, _PANASONIC_JPEG = 2, 3, 46
_JPEG_COMPRESSIONS = (6, 7)
_SIZES = {1: 1, 3: 2, 4: 4, 7: 1, 13: 4}  # bytes of a number of each type
_NUMBERS = {3: "H", 4: "I", 13: "I"}
_MOST_DIRECTORIES, _MOST_ENTRIES, _MOST_NUMBERS = 32, 512, 64
_MOST_FOUND = 64  # JPEGs that are looked at
_START = re.compile(rb"\xff\xd8\xff[\xc0-\xfe]")
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})  # of JPEGs that hold a picture, and not a sensor's levels
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})


@dataclass(frozen=True, slots=True)
class RawPreview:
    """A preview in a raw file.

    body: the JPEG
    orientation: how it is turned to be upright, 1 to 8, unless the JPEG says it itself
    """

    body: bytes
    orientation: int


@dataclass(frozen=True, slots=True)
class _JpegRange:
    start: int
    end: int


def is_raw(body: bytes) -> bool:
    """Whether a file is a camera's raw file, of those whose previews are found."""
    if body.startswith(_MARKED):
        return True
    if not body.startswith(_TIFF):
        return False
    try:
        return is_camera_raw(body)
    except (NotMeasurableError, struct.error, IndexError):
        return False  # which is said when it is decoded


def find_preview(body: bytes) -> RawPreview:
    """Return the largest preview of a raw file.

    Raises NotMeasurableError if there is none of about full size.
    """
    directories = list(_directories(body))
    named = [preview_range for found in directories for preview_range in _named(found, len(body))]
    ranges = named or _searched(body)
    previews = [
        (size, preview_range)
        for preview_range in ranges
        if (size := _size(body, preview_range.start, preview_range.end))
    ]
    if not previews:
        raise unsupported("a camera's raw file without a preview that is a JPEG")
    size, preview_range = max(previews, key=lambda preview: (max(preview[0]), preview[1].end))
    full = max((max(_size_of(found)) for found in directories), default=0)
    needed = full * LEAST_SHARE if full > max(size) else min(LEAST_SIDE, full or LEAST_SIDE)
    if max(size) < needed:
        raise unsupported(
            f"a camera's raw file whose largest preview has {size[0]} x {size[1]} pixels"
        )
    orientation = directories[0].get(_ORIENTATION, (1,))[0] if directories else 1
    return RawPreview(body[preview_range.start : preview_range.end], orientation)


def _directories(body: bytes) -> Iterator[Mapping[int, tuple[int, ...]]]:
    """Yield the numbers of the tags in use of each directory.

    Long ones are given as offset and length.
    """
    order = "<" if body[:2] == b"II" else ">"
    waiting, seen = [_number(body, order, 4)], set[int]()
    while waiting and len(seen) < _MOST_DIRECTORIES:
        at = waiting.pop(0)
        if not 0 < at <= len(body) - 2 or at in seen:
            continue
        seen.add(at)
        (count,) = struct.unpack_from(order + "H", body, at)
        tags: dict[int, tuple[int, ...]] = {}
        for entry in range(at + 2, at + 2 + 12 * min(count, _MOST_ENTRIES), 12):
            if entry + 12 > len(body):
                break
            tag, kind, length = struct.unpack_from(order + "HHI", body, entry)
            room = length * _SIZES.get(kind, 8)
            offset = entry + 8 if room <= 4 else _number(body, order, entry + 8)
            if tag == _PANASONIC_JPEG:
                tags[tag] = (offset, length)
            elif (letter := _NUMBERS.get(kind)) and offset + room <= len(body):
                numbers = min(length, _MOST_NUMBERS)
                tags[tag] = struct.unpack_from(f"{order}{numbers}{letter}", body, offset)
        yield tags
        waiting.append(_number(body, order, at + 2 + 12 * count))
        waiting += tags.get(_SUB_PAGES, ())


def _number(body: bytes, order: str, at: int) -> int:
    """A number of four bytes, or 0 beyond the end."""
    return int(struct.unpack_from(order + "I", body, at)[0]) if at + 4 <= len(body) else 0


def _named(tags: Mapping[int, tuple[int, ...]], size: int) -> Iterator[_JpegRange]:
    """Yield the ranges of JPEGs that a directory names, within a file of `size` bytes."""
    pairs = [tags.get(_PANASONIC_JPEG, ())]
    for start, length in ((_JPEG, _JPEG_BYTES), (_STRIPS, _STRIP_BYTES)):
        is_strip = start == _STRIPS
        if is_strip and tags.get(_COMPRESSION, (0,))[0] not in _JPEG_COMPRESSIONS:
            continue
        starts, lengths = tags.get(start, ()), tags.get(length, ())
        if len(starts) == len(lengths) == 1:
            pairs.append((starts[0], lengths[0]))
    for pair in pairs:
        if len(pair) == 2 and pair[0] > 0 and pair[1] and pair[0] + pair[1] <= size:
            yield _JpegRange(pair[0], pair[0] + pair[1])


def _searched(body: bytes) -> Iterator[_JpegRange]:
    """Yield the ranges of what begins like a JPEG, each up to the file's end."""
    for number, found in enumerate(_START.finditer(body)):
        if number == _MOST_FOUND:
            return
        yield _JpegRange(found.start(), len(body))


def _size_of(tags: Mapping[int, tuple[int, ...]]) -> tuple[int, int]:
    """The size of a directory's picture in pixels, or 0 if it doesn't say."""
    for names in ((_WIDTH, _LENGTH), (_PANASONIC_WIDTH, _PANASONIC_LENGTH)):
        width, height = (tags.get(name, (0,)) for name in names)
        if len(width) == len(height) == 1 and width[0] and height[0]:
            return width[0], height[0]
    return 0, 0


def _size(body: bytes, start: int, end: int) -> tuple[int, int] | None:
    """The size in pixels of a JPEG, or None if there is none, or if it holds a sensor's levels."""
    at = start + 2
    if not _START.match(body, start):
        return None
    while at + 9 <= end and body[at] == 0xFF:
        marker = body[at + 1]
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", body, at + 5)
            return (width, height) if width and height else None
        if marker == 0xFF:
            at += 1
        elif marker in _WITHOUT_LENGTH:
            at += 2
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xCC):
            return None  # without loss, or a kind that isn't read
        else:
            at += 2 + int.from_bytes(body[at + 2 : at + 4], "big")
    return None
