"""JPEG 2000: check for all tiles and the end marker, and for what Pillow decodes wrongly."""

from __future__ import annotations

import struct

from PIL import ImageFile

from photoparsl.measuring.formats.boxes import inner_boxes, outer_boxes
from photoparsl.measuring.formats.format import Format, damaged, truncated, unsupported
from photoparsl.measuring.formats.palettes import check_indices

_CODESTREAM = b"\xff\x4f\xff\x51"
_STARTS = (_CODESTREAM, b"\0\0\0\x0cjP  \r\n\x87\n")
_TILE_PART, _END = b"\xff\x90", b"\xff\xd9"  # markers


def _check(body: bytes) -> None:
    """Follow the tile parts to the end marker (ISO 15444-1, annex A)."""
    start, end, parts = 0, len(body), set()
    if body[:4] != _CODESTREAM:
        codestreams = [box[1:] for box in outer_boxes(body) if box[0] == b"jp2c"]
        if not codestreams:
            raise truncated("it holds no pixels' data")
        start, end = codestreams[0]
    at = start + 2
    while body[at : at + 2] != _TILE_PART:
        at += 2 + int.from_bytes(body[at + 2 : at + 4], "big")
        if at >= end:
            raise truncated("it holds no pixels' data")
    while body[at : at + 2] == _TILE_PART:
        tile, length = struct.unpack_from(">HI", body, at + 4)
        parts.add(tile)
        at = at + length if length else max(at + 12, body.rfind(_END, at, end))
    if body[at : at + 2] != _END or at > end:
        raise truncated("it has no end marker")
    header = body[start : start + 2 + 2 + 38 + 3 * 5]
    _check_size(body, header, len(parts))
    _check_components(header)


def _check_size(body: bytes, header: bytes, tiles: int) -> None:
    """Check that the tiles cover the image, and that both headers state one size.

    header: that of the codes
    tiles: how many came
    """
    right, bottom, left, top, across, down, first_left, first_top = struct.unpack_from(
        ">8I", header, 8
    )
    if not (across and down):
        raise damaged("its tiles have no size")
    expected = -(-(right - first_left) // across) * -(-(bottom - first_top) // down)
    if tiles < expected:
        raise damaged(f"it has {tiles} of {expected} tiles")
    size = _boxes_in_header(body).get(b"ihdr", b"")[:8]
    if size and struct.unpack(">2I", size) != (bottom - top, right - left):
        raise damaged("its two headers state different sizes")


def _boxes_in_header(body: bytes) -> dict[bytes, bytes]:
    """The content of each box in the header of a file, or empty for codes without boxes."""
    if body.startswith(_CODESTREAM):
        return {}
    headers = [body[start:end] for name, start, end in outer_boxes(body) if name == b"jp2h"]
    return dict(inner_boxes(headers[0])) if headers else {}


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


def _load(image: ImageFile.ImageFile, body: bytes) -> None:
    """Decode the pixels.  Pillow leaves out a palette's colours that stand in it a second time."""
    if image.palette is None:
        image.load()
        return
    (announced,) = struct.unpack_from(">H", _boxes_in_header(body)[b"pclr"])
    if len(image.palette.colors) != announced:
        raise unsupported("a palette that holds a colour twice")
    image.load()
    check_indices(image, announced)


JPEG2000 = Format(
    name="JPEG2000",
    pillow_name="JPEG2000",
    begins=lambda body: body.startswith(_STARTS),
    check=_check,
    load=_load,
    decoder_bytes=lambda image: 5.5 * len(image.getbands()),
)
