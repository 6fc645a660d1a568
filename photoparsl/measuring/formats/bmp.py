"""BMP: notice cut headers, and pixels without a colour.  Read palettes of greys rightly."""

from __future__ import annotations

import re
import struct

from PIL import ImageFile, ImagePalette

from photoparsl.measuring.formats.format import (
    Format,
    damaged,
    kind_not_read,
    truncated,
    unsupported,
)
from photoparsl.measuring.formats.palettes import check_indices

_FILE_HEADER = 14  # bytes
_OLD_HEADER, _OS2_HEADER, _HEADERS = (
    12,
    64,
    (12, 16, 40, 52, 56, 64, 108, 124),
)  # bytes of the header that follows
_LAYOUTS = {1: "P;1", 4: "P;4", 8: "P"}  # Pillow's, by bits of a palette index
_GREY_MODES = {1: "1", 8: "L"}  # that Pillow decodes rightly, by these bits
_MASKS, _RUNS = 3, {1: 8, 2: 4}  # values of the field `compression`, those of runs by their bits
_END, _MOVE = 1, 2  # after a 0 among the runs: the end of the picture, and a place further on
# The next fields of the header are matched too, since a text may begin with the same letters.
_BEGINNING = re.compile(rb"BM.{4}(\0{4}|.{8}[\x0c\x10\x28\x34\x38\x40\x6c\x7c]\0\0\0)", re.DOTALL)


def _check(body: bytes) -> None:
    (size,) = struct.unpack_from("<I", body, _FILE_HEADER)
    if size in _HEADERS and _FILE_HEADER + size > len(body):
        raise truncated("its header goes beyond its end")


def _check_masks(body: bytes, header_size: int, bits: int) -> None:
    """Refuse masks that give no colours.  Pillow refuses others that it can't read."""
    masks = body[54:66]  # of red, green and blue
    if header_size == _OS2_HEADER or (bits == 32 and not any(masks)):
        raise unsupported("BMP, with masks that give no colours")


def _check_runs(image: ImageFile.ImageFile, body: bytes, bits: int) -> None:
    """Refuse runs that leave pixels without a colour, or that Pillow decodes wrongly.

    Pillow gives such pixels the palette's first colour, and doesn't notice a row without any run.
    """
    at, (width, height) = image.tile[0].offset, image.size
    if at % 2:  # Pillow pads pixels by their offset in the file, and not among the runs
        raise unsupported("BMP, with runs at an odd offset")
    x = y = 0
    while y < height - 1 or (y == height - 1 and x < width):
        if at + 2 > len(body):
            raise truncated("its runs end before its last pixel")
        count, value = body[at : at + 2]
        at += 2
        if count:
            x += count
        elif value > _MOVE:  # so many pixels of their own, padded to an even number of bytes
            x, at = x + value, at + (value * bits + 15) // 16 * 2
        elif value in (_END, _MOVE) or x < width:
            raise unsupported("BMP, with pixels that no run gives a colour")
        else:
            x, y = 0, y + 1
        if x > width:
            raise damaged("a run goes beyond the end of its row")
    if at > len(body):
        raise truncated("its runs end before its last pixel")


def _load(image: ImageFile.ImageFile, body: bytes) -> None:
    """Decode the pixels.  Check each palette index.

    Pillow treats a grey palette as levels, and misreads pixels with more bits than the palette
    needs.  Such an image is decoded through its palette.
    """
    (header_size,) = struct.unpack_from("<I", body, _FILE_HEADER)
    is_old = header_size == _OLD_HEADER
    (bits,) = struct.unpack_from("<H", body, 24 if is_old else 28)
    compression = 0 if is_old else int.from_bytes(body[30:34], "little")
    if bits not in _LAYOUTS:
        if compression == _MASKS:
            _check_masks(body, header_size, bits)
        image.load()
        return
    if compression:
        if _RUNS.get(compression) != bits:
            raise unsupported(f"BMP of {bits} bits, with runs of others")
        _check_runs(image, body, bits)
    start, step = _FILE_HEADER + header_size, 3 if is_old else 4
    announced = 0 if is_old else int.from_bytes(body[46:50], "little")
    end = min(start + step * (announced or 2**bits), image.tile[0].offset)
    colours = max(0, end - start) // step
    if image.mode not in ("P", _GREY_MODES.get(bits)) or colours < 2:
        image._mode = "P"
        image.palette = ImagePalette.raw("BGR" if is_old else "BGRX", body[start:end])
        image.tile = [
            tile._replace(args=(_LAYOUTS[bits], *tile.args[1:]))
            for tile in image.tile
            if isinstance(tile.args, tuple)
        ]
    image.load()
    if image.mode != "1":
        check_indices(image, colours)


BMP = Format(
    name="BMP",
    pillow_name="BMP",
    media_type="image/bmp",
    begins=lambda body: _BEGINNING.match(body) is not None,
    check=_check,
    load=_load,
    why_unidentified=kind_not_read("BMP"),
)
