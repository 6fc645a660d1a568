"""JPEG 2000: check for the end marker, and for a bit depth that Pillow decodes rightly."""

from __future__ import annotations

import struct

from photoparsl.measuring.formats.boxes import outer_boxes
from photoparsl.measuring.formats.format import Format, truncated, unsupported

_CODESTREAM = b"\xff\x4f\xff\x51"
_STARTS = (_CODESTREAM, b"\0\0\0\x0cjP  \r\n\x87\n")
_TILE_PART, _END = b"\xff\x90", b"\xff\xd9"  # markers


def _check(body: bytes) -> None:
    """Follow the tile parts to the end marker (ISO 15444-1, annex A)."""
    start, end = 0, len(body)
    if body[:4] != _CODESTREAM:
        codestreams = [box[1:] for box in outer_boxes(body) if box[0] == b"jp2c"]
        if not codestreams:
            raise truncated("it holds no codes")
        start, end = codestreams[0]
    at = start + 2
    while body[at : at + 2] != _TILE_PART:
        at += 2 + int.from_bytes(body[at + 2 : at + 4], "big")
        if at >= end:
            raise truncated("it holds no codes")
    while body[at : at + 2] == _TILE_PART:
        (length,) = struct.unpack_from(">I", body, at + 6)
        at = at + length if length else max(at + 12, body.rfind(_END, at, end))
    if body[at : at + 2] != _END or at > end:
        raise truncated("it has no end marker")
    _check_components(body[start : start + 2 + 2 + 38 + 3 * 5])


def _check_components(header: bytes) -> None:
    """Refuse bit depths that Pillow scales wrongly, and components of different sizes."""
    (count,) = struct.unpack_from(">H", header, 40)
    components = [header[at : at + 3] for at in range(42, 42 + 3 * min(count, 5), 3)]
    depths = {(component[0] & 0x7F) + 1 for component in components}
    if depths != {8} and not (depths == {16} and count == 1):
        bits = ", ".join(str(depth) for depth in sorted(depths))
        raise unsupported(f"{count} components of {bits} bits")
    if len({component[1:] for component in components}) > 1:
        raise unsupported("components of different sizes")


JPEG2000 = Format(
    name="JPEG2000",
    pillow_name="JPEG2000",
    suffixes=(".jp2", ".jpx"),
    begins=lambda body: body.startswith(_STARTS),
    check=_check,
    decoder_bytes=lambda image: 5.5 * len(image.getbands()),
)
