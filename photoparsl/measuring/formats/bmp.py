"""BMP: notice cut headers and palette indices without a colour; read palettes of greys rightly."""

from __future__ import annotations

import re
import struct

from PIL import ImageFile, ImagePalette

from photoparsl.measuring.formats.format import Format, kind_not_read, truncated
from photoparsl.measuring.formats.palettes import check_indices

_FILE_HEADER = 14  # bytes
_OLD_HEADER, _HEADERS = 12, (12, 16, 40, 52, 56, 64, 108, 124)  # bytes of the header that follows
_LAYOUTS = {1: "P;1", 4: "P;4", 8: "P"}  # Pillow's, by bits of a palette index
_GREY_MODES = {1: "1", 8: "L"}  # that Pillow decodes rightly, by these bits
# The next fields of the header are matched too, since a text may begin with the same letters.
_BEGINNING = re.compile(rb"BM.{4}(\0{4}|.{8}[\x0c\x10\x28\x34\x38\x40\x6c\x7c]\0\0\0)", re.DOTALL)


def _check(body: bytes) -> None:
    (size,) = struct.unpack_from("<I", body, _FILE_HEADER)
    if size in _HEADERS and _FILE_HEADER + size > len(body):
        raise truncated("its header goes beyond its end")


def _load(image: ImageFile.ImageFile, body: bytes) -> None:
    """Decode the pixels; check each palette index.

    Pillow takes a palette of greys for levels, also where a pixel has more bits than its colours
    need, and then reads the wrong bits.  Such an image is decoded with its palette.
    """
    (header_size,) = struct.unpack_from("<I", body, _FILE_HEADER)
    is_old = header_size == _OLD_HEADER
    (bits,) = struct.unpack_from("<H", body, 24 if is_old else 28)
    if bits not in _LAYOUTS:
        image.load()
        return
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
    suffixes=(".bmp",),
    begins=lambda body: _BEGINNING.match(body) is not None,
    check=_check,
    load=_load,
    why_unidentified=kind_not_read("BMP"),
)
