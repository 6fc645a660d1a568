"""PNG: verify check sums, rows and palette indices, and correct Pillow's errors for some kinds.

Pillow leaves rows that the file doesn't hold black, and pixels without a colour.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from PIL import ImageFile

from photoparsl.measuring.formats.format import Format, damaged, raw_mode, truncated, unsupported
from photoparsl.measuring.formats.palettes import check_indices
from photoparsl.measuring.formats.sixteen_bits import GREY_ALPHA, has_16_bit_samples, load_16_bits

_MOST_CHUNKS = 1_000_000
_KNOWN = (b"IHDR", b"PLTE", b"IDAT", b"IEND")  # chunks that matter
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # of a pixel, by the colour type
_PALETTE = 3  # the colour type of pixels that are numbers of colours
_PIECE = 4096  # bytes that are unpacked at a time, to 1,032 times as many at most
# The first column and row of each pass of an interlaced image, and the steps to the next ones
_PASSES = (
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
)
_GREY_STEPS = {"L;2": 85, "L;4": 17}  # Pillow's factor for levels of 2 or 4 bits


def _check(body: bytes) -> None:
    """Follow the chunks to the last one.  Verify the check sums of all critical chunks."""
    for name, start, end in _chunks(body):
        matters = name[:1].isupper()
        if matters and zlib.crc32(body[start - 4 : end]) != struct.unpack_from(">I", body, end)[0]:
            known = f" {name.decode()}" if name in _KNOWN else ""
            raise damaged(f"the check sum of a chunk{known} is wrong")


def _chunks(body: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The name of each chunk, and the offsets of its content's start and end."""
    at = 8
    for number in range(_MOST_CHUNKS):
        length, name = struct.unpack_from(">I4s", body, at)
        start, end = at + 8, at + 8 + length
        if not name.isalpha() or (number == 0 and name != b"IHDR"):
            raise damaged("its chunks can't be followed")
        if end + 4 > len(body):
            raise truncated(f"a chunk of {length:,} bytes goes beyond its end")
        yield name, start, end
        at = end + 4
        if name == b"IEND":
            return
    raise damaged("it has too many chunks")


def _load(image: ImageFile.ImageFile, body: bytes) -> None:
    if "transparency" in image.info:
        _spread_transparent_level(image)
    if has_16_bit_samples(image):
        load_16_bits(image, body)
    else:
        image.load()
    _check_rows(image, body)
    if body[25] == _PALETTE:
        check_indices(image, _palette_colours(body))


def _check_rows(image: ImageFile.ImageFile, body: bytes) -> None:
    """Check that the file holds all rows.

    Pillow leaves missing rows black.  So the file is unpacked a second time, to count its bytes,
    only in two cases: its last row is black, or it is interlaced, so that its rows are in another
    order.
    """
    is_interlaced = body[28] != 0
    last_row = image.crop((0, image.height - 1, image.width, image.height))
    if not is_interlaced and last_row.tobytes().strip(b"\0"):
        return
    bits = body[24] * _SAMPLES[body[25]]
    passes = _PASSES if is_interlaced else ((0, 0, 1, 1),)
    needed = 0
    for left, top, across, down in passes:
        columns, rows = -(-(image.width - left) // across), -(-(image.height - top) // down)
        needed += rows * (1 + -(-columns * bits // 8)) if columns > 0 and rows > 0 else 0
    found = _unpacked_bytes(body, needed)
    if found < needed:
        raise truncated(f"its pixels need {needed:,} bytes, and the file has {found:,}")


def _unpacked_bytes(body: bytes, needed: int) -> int:
    """The number of bytes of the unpacked pixels.  Counting stops at `needed`."""
    inflater, found = zlib.decompressobj(), 0
    for name, start, end in _chunks(body):
        if name == b"IDAT":
            for at in range(start, end, _PIECE):
                found += len(inflater.decompress(body[at : min(end, at + _PIECE)]))
                if found >= needed:
                    return found
    return found


def _palette_colours(body: bytes) -> int:
    """The number of colours in the palette before the pixels, or 0 if there is none."""
    for name, start, end in _chunks(body):
        if name == b"IDAT":
            return 0
        if name == b"PLTE":
            return (end - start) // 3
    return 0


def _spread_transparent_level(image: ImageFile.ImageFile) -> None:
    """Scale the transparent level to 8 bits, as Pillow scales the pixels."""
    layout = raw_mode(image)
    if ";16" in layout and image.mode == "RGB":
        raise unsupported("16-bit colour with a transparent colour")
    for name, step in _GREY_STEPS.items():
        if name in layout:
            image.info["transparency"] *= step


PNG = Format(
    name="PNG",
    pillow_name="PNG",
    media_type="image/png",
    begins=lambda body: body.startswith(b"\x89PNG\r\n\x1a\n"),
    check=_check,
    load=_load,
    mode=lambda image: "LA" if raw_mode(image) == GREY_ALPHA else image.mode,
    # Deflate packs at most 1,032 bytes into one. A byte holds up to 8 pixels.
    can_hold=lambda body, pixels: pixels <= len(body) * 8 * 1032,
    decoder_bytes=lambda image: 4 if has_16_bit_samples(image) else 0,
)
