"""PNG: verify the chunks' check sums, and correct Pillow's errors for some kinds."""

from __future__ import annotations

import struct
import zlib

from PIL import ImageFile

from photoparsl.measuring.formats.format import Format, damaged, raw_mode, truncated, unsupported
from photoparsl.measuring.formats.sixteen_bits import GREY_ALPHA, has_16_bit_samples, load_16_bits

_MOST_CHUNKS = 1_000_000
_GREY_STEPS = {"L;2": 85, "L;4": 17}  # Pillow's factor for levels of 2 or 4 bits


def _check(body: bytes) -> None:
    """Follow the chunks to the last one; verify the check sums of all critical chunks."""
    at, name = 8, b""
    for number in range(_MOST_CHUNKS):
        length, name = struct.unpack_from(">I4s", body, at)
        end = at + 8 + length
        if not name.isalpha() or (number == 0 and name != b"IHDR"):
            raise damaged("its chunks can't be followed")
        if end + 4 > len(body):
            raise truncated(f"a chunk of {length:,} bytes goes beyond its end")
        matters = name[:1].isupper()
        if matters and zlib.crc32(body[at + 4 : end]) != struct.unpack_from(">I", body, end)[0]:
            raise damaged(f"the check sum of a chunk {name!r} is wrong")
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
    suffixes=(".png",),
    begins=lambda body: body.startswith(b"\x89PNG\r\n\x1a\n"),
    check=_check,
    load=_load,
    mode=lambda image: "LA" if raw_mode(image) == GREY_ALPHA else image.mode,
    # Deflate packs at most 1,032 bytes into one; a byte holds up to 8 pixels.
    can_hold=lambda body, pixels: pixels <= len(body) * 8 * 1032,
    decoder_bytes=lambda image: 4 if has_16_bit_samples(image) else 0,
)
