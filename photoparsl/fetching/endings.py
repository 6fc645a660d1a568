"""Whether an image ends where its format says: for bodies of which no server stated the length.

Without a length, HTTP/2 tells a stream that was cut from one that has ended no better than
HTTP/1.0 does with a connection.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum, auto

# How images begin that nothing else begins like.
IMAGE_START = re.compile(
    rb"\xff\xd8\xff|\xffO\xffQ|\x89PNG\r\n|GIF8|RIFF....WEBP|II[*+]\0|MM\0[*+]|....ftyp|....jP  ",
    re.DOTALL,
)
_SHORT = 12  # bytes, in which a file can't be told by `IMAGE_START`
_TIFF_STARTS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_BITMAP = b"BM"  # too short a start to be an image's alone
_BOX = b"\0\0\0"  # the size of a first box is small
_STARTS = (
    *(b"\xff\xd8\xff", b"\xffO\xffQ", b"\x89PNG\r\n", b"GIF8", b"RIFF"),
    *(_BITMAP, _BOX, *_TIFF_STARTS),
)

_JPEG_END = 0xD9
_JPEG_MARKER = re.compile(rb"\xff[\x02-\xcf\xd8-\xfe]")  # neither a byte of codes nor a restart
_JPEG_START = 0xD8


class Ending(Enum):
    """What the end of a body says about its being whole."""

    WHOLE = auto()  # it ends exactly where its format ends it
    CUT = auto()  # its format announces more bytes
    OPEN = auto()  # its format doesn't tell, or bytes follow the end: they may go on or not


def ending_of(body: bytes) -> Ending:
    """How an image ends; what is no image is `WHOLE`, since its own reader will notice.

    >>> ending_of(b"GIF87a" + bytes(7)), ending_of(b"GIF87a" + bytes(7) + b";")
    (<Ending.CUT: 2>, <Ending.WHOLE: 1>)
    >>> ending_of(b"GIF87a" + bytes(7) + b";trailer"), ending_of(b"<html>"), ending_of(b"")
    (<Ending.OPEN: 3>, <Ending.WHOLE: 1>, <Ending.CUT: 2>)
    """
    if len(body) < _SHORT:
        is_start = any(s.startswith(body) or body.startswith(s) for s in _STARTS)
        return Ending.CUT if is_start else Ending.WHOLE
    if not (IMAGE_START.match(body) or body.startswith(_BITMAP)):
        return Ending.WHOLE
    end_of = next((find for start, find in _ENDS.items() if body.startswith(start)), _end_of_boxes)
    end = end_of(body)
    if end is None or end < len(body):
        return Ending.OPEN
    return Ending.WHOLE if end == len(body) else Ending.CUT


def _end_of_jpeg(body: bytes) -> int:
    """After its end marker; beyond the body if that isn't there."""
    at = 2
    while found := _JPEG_MARKER.search(body, at):
        at, code = found.end(), body[found.end() - 1]
        if code == _JPEG_END:
            return at
        if code != _JPEG_START:
            at += max(2, int.from_bytes(body[at : at + 2], "big"))
    return len(body) + 1


def _end_of_png(body: bytes) -> int:
    """After the chunk IEND and its check sum."""
    at = 8
    while at < len(body):
        name = body[at + 4 : at + 8]
        at += 12 + int.from_bytes(body[at : at + 4], "big")
        if name == b"IEND":
            return at
    return len(body) + 1


def _end_of_gif(body: bytes) -> int:
    """After the trailer that follows the last frame."""
    at = 13 + _gif_colours(body[10])
    while at < len(body) and body[at] != ord(";"):
        if body[at] == ord(","):
            at += 11 + _gif_colours(body[at + 9]) if at + 9 < len(body) else 11
        else:
            at += 2
        while at < len(body) and body[at]:  # blocks, each after its length
            at += 1 + body[at]
        at += 1
    return at + 1


def _gif_colours(flags: int) -> int:
    """The size of the table of colours that the flags announce, in bytes."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _end_of_riff(body: bytes) -> int | None:
    """After as many bytes as its header says; None: only the padding is missing, or left out."""
    size = int.from_bytes(body[4:8], "little")
    end = 8 + size + size % 2
    return None if end == len(body) + 1 else end


def _end_of_bitmap(body: bytes) -> int | None:
    """After as many bytes as its header says; None: these aren't its bytes, as some writers do."""
    size = int.from_bytes(body[2:6], "little")
    return size if size == len(body) else None


def _end_of_boxes(body: bytes) -> int | None:
    """Beyond the body where its last box goes on (ISO base media); no box says that it is last."""
    at = 0
    while at + 8 <= len(body):
        length = int.from_bytes(body[at : at + 4], "big")
        if length == 1:
            length = int.from_bytes(body[at + 8 : at + 16], "big")
        if length < 8:  # 0: it goes on to the end of the file; else no box begins here
            return None
        at += length
    return at if at > len(body) else None


def _open(_body: bytes) -> None:
    """The format doesn't tell."""
    return


_ENDS: dict[bytes, Callable[[bytes], int | None]] = {
    b"\xff\xd8": _end_of_jpeg,
    b"\x89PNG": _end_of_png,
    b"GIF8": _end_of_gif,
    b"RIFF": _end_of_riff,
    _BITMAP: _end_of_bitmap,
    b"\xffO\xffQ": _open,
    **dict.fromkeys(_TIFF_STARTS, _open),
}
