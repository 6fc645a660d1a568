"""Check whether an image ends where its format says, for bodies whose length no server stated.

Without a stated length, HTTP/1.0 and HTTP/2 don't distinguish a body that was cut from a whole one.
A format that isn't in `_ENDS` needs no change here: its body must come twice as long.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum, auto

# Beginnings of images, which no other file has, packed or not.
IMAGE_START = re.compile(
    rb"\xff\xd8\xff|\xffO\xffQ|\x89PNG\r\n|GIF8|RIFF....WEBP|II[*+]\0|MM\0[*+]|....ftyp|....jP  "
    rb"|....JXL ",
    re.DOTALL,
)
_SHORT = 12  # bytes. `IMAGE_START` needs as many
_BOX = b"\0\0\0"  # the first bytes of the size of a first box, which is small
CONTROL_BYTES = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]")  # those that no text has
_HEAD = 4096  # bytes in which these are looked for

_JPEG_END = 0xD9
_JPEG_MARKER = re.compile(rb"\xff[\x02-\xcf\xd8-\xfe]")  # not a restart, nor 0xff within codes
_JPEG_START = 0xD8


class Ending(Enum):
    """Whether a body is whole, by its end."""

    WHOLE = auto()  # it ends exactly where its format says
    CUT = auto()  # its format announces more bytes
    OPEN = auto()  # unknown: the format has no end, or further bytes follow the end


def ending_of(body: bytes) -> Ending:
    """Check the end of an image.  A text is WHOLE: it is no image, and the decoder refuses it.

    >>> ending_of(b"GIF87a" + bytes(7)), ending_of(b"GIF87a" + bytes(7) + b";")
    (<Ending.CUT: 2>, <Ending.WHOLE: 1>)
    >>> ending_of(b"GIF87a" + bytes(7) + b";trailer"), ending_of(b"<html>"), ending_of(b"")
    (<Ending.OPEN: 3>, <Ending.WHOLE: 1>, <Ending.CUT: 2>)
    """
    if len(body) < _SHORT:
        is_start = any(s.startswith(body) or body.startswith(s) for s in _STARTS)
        return Ending.CUT if is_start else Ending.WHOLE
    if not (IMAGE_START.match(body) or CONTROL_BYTES.search(body, 0, _HEAD)):
        return Ending.WHOLE
    end_of = next((find for start, find in _ENDS.items() if body.startswith(start)), _open)
    end = end_of(body)
    if end is None or end < len(body):
        return Ending.OPEN
    return Ending.WHOLE if end == len(body) else Ending.CUT


def _end_of_jpeg(body: bytes) -> int:
    """The position after the end marker, or beyond the body if the marker is missing."""
    at = 2
    while found := _JPEG_MARKER.search(body, at):
        at, code = found.end(), body[found.end() - 1]
        if code == _JPEG_END:
            return at
        if code != _JPEG_START:
            at += max(2, int.from_bytes(body[at : at + 2], "big"))
    return len(body) + 1


def _end_of_png(body: bytes) -> int:
    """The position after the chunk IEND and its check sum, or beyond the body if it is missing."""
    at = 8
    while at < len(body):
        name = body[at + 4 : at + 8]
        at += 12 + int.from_bytes(body[at : at + 4], "big")
        if name == b"IEND":
            return at
    return len(body) + 1


def _end_of_gif(body: bytes) -> int:
    """The position after the trailer, which follows the last frame."""
    at = 13 + _gif_colours(body[10])
    while at < len(body) and body[at] != ord(";"):
        if body[at] == ord(","):
            at += 11 + _gif_colours(body[at + 9]) if at + 9 < len(body) else 11
        else:
            at += 2
        while at < len(body) and body[at]:  # blocks, each preceded by its length
            at += 1 + body[at]
        at += 1
    return at + 1


def _gif_colours(flags: int) -> int:
    """The size in bytes of the colour table that the flags announce."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _end_of_riff(body: bytes) -> int | None:
    """The end that the header states (None: only the padding byte is missing, which is allowed)."""
    size = int.from_bytes(body[4:8], "little")
    end = 8 + size + size % 2
    return None if end == len(body) + 1 else end


def _end_of_bitmap(body: bytes) -> int | None:
    """The end that the header states (None: it differs, since some writers state a wrong size)."""
    size = int.from_bytes(body[2:6], "little")
    return size if size == len(body) else None


def _end_of_boxes(body: bytes) -> int | None:
    """The end of a last box that is longer than the body (ISO base media), else None.

    No box says that it is the last, so a body with whole boxes may be cut or not.
    """
    at = 0
    while at + 8 <= len(body):
        length = int.from_bytes(body[at : at + 4], "big")
        if length == 1:
            length = int.from_bytes(body[at + 8 : at + 16], "big")
        if length < 8:  # 0: the box extends to the end of the file, else it isn't a box
            return None
        at += length
    return at if at > len(body) else None


def _open(_body: bytes) -> None:
    """Return None: the end of this format isn't known."""
    return


_ENDS: dict[bytes, Callable[[bytes], int | None]] = {  # by what a format's files begin with
    b"\xff\xd8\xff": _end_of_jpeg,
    b"\x89PNG": _end_of_png,
    b"GIF8": _end_of_gif,
    b"RIFF": _end_of_riff,
    b"BM": _end_of_bitmap,
    _BOX: _end_of_boxes,
}
_STARTS = (*_ENDS, b"\xffO\xffQ", b"II*\0", b"II+\0", b"MM\0")  # of images that are cut short
