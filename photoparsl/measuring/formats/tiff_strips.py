"""Check the codes of a TIFF's strips or tiles, since libtiff decodes damaged ones without error."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageFile, ImagePalette

from photoparsl.measuring.formats import tiff_page as tiff
from photoparsl.measuring.formats.format import damaged
from photoparsl.measuring.formats.jpeg import load_jpeg

_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_FAX_NAMES = {2: "tiff_ccitt", 3: "group3", 4: "group4"}
_JPEG_MODES = {tiff.BLACK_IS_ZERO: "L", tiff.RGB: "RGB", tiff.CMYK: "CMYK", tiff.YCBCR: "YCbCr"}
_END_OF_JPEG = b"\xff\xd9"
_PIECE = 1 << 20  # bytes that are inflated at a time
_WRONG_NUMBER = "the codes of a strip or tile don't bring all of its pixels, or more than these"


def prepare_strips(image: ImageFile.ImageFile, body: bytes) -> None:
    """Correct Pillow's errors for an image that isn't loaded yet, and check its codes.

    JPEG and fax codes are decoded here.  Raises NotMeasurableError if codes are damaged.
    """
    page = tiff.first_page(body)
    compression = page.number(tiff.COMPRESSION, 1)
    _set_palette(image)
    image.tile = [_in_native_order(tile) for tile in image.tile]
    if compression in tiff.JPEG:
        _load_jpeg(image, body, page)
    elif compression in tiff.DEFLATE:
        _check_deflate(body, page)
    elif compression in tiff.PACKBITS:
        _check_packbits(body, page)
    elif compression in tiff.FAX:
        _load_fax(image, body, page)


def _set_palette(image: ImageFile.ImageFile) -> None:
    """Set the palette from the colour map, whose numbers may have 16 or 8 bits.

    They should have 16.  Some writers use 8, which Pillow turns into black.
    """
    if image.mode not in ("P", "PA"):
        return
    colours: tuple[int, ...] = getattr(image, "tag_v2", {})[tiff.COLOUR_MAP]
    if max(colours) < 256:
        levels = colours
    elif not any(level & 0xFF for level in colours):  # 8 bits, shifted
        levels = tuple(level >> 8 for level in colours)
    else:
        levels = tuple(round(level / 257) for level in colours)
    image.palette = ImagePalette.raw("RGB;L", bytes(levels))


def _in_native_order(tile: ImageFile._Tile) -> ImageFile._Tile:
    """The tile with its levels in the processor's byte order, which libtiff returns.

    For some layouts Pillow expects the file's byte order.
    """
    native = {"F;32BF": "F;32NF", "F;32F": "F;32NF", "I;16BS": "I;16NS", "I;16S": "I;16NS",
              "I;32BS": "I;32NS", "I;32S": "I;32NS"}  # fmt: skip
    if tile.codec_name != "libtiff" or not isinstance(tile.args, tuple):
        return tile
    layout, *others = tile.args
    return tile._replace(args=(native.get(str(layout), layout), *others))


@dataclass(frozen=True, slots=True)
class _Part:
    """A strip or a tile.

    left, top: the position of its first pixel in the image
    width, height: its size in pixels, which may exceed the image
    codes: its bytes
    """

    left: int
    top: int
    width: int
    height: int
    codes: bytes


def _parts(body: bytes, page: tiff.TiffPage) -> Iterator[_Part]:
    """Yield the strips or tiles by planes, with the bits of each byte in the usual order.

    A JPEG's bits are never in reverse order, even if the page says so.
    """
    is_reversed = page.number(tiff.FILL_ORDER, 1) == 2
    is_reversed = is_reversed and page.number(tiff.COMPRESSION, 1) not in tiff.JPEG
    (width, height), (across, down) = page.size, page.part_size
    columns, rows = -(-width // across), -(-height // down)
    for number, (at, count) in enumerate(page.parts[: columns * rows * page.planes]):
        row, column = divmod(number % (columns * rows), columns)
        high = down if page.is_tiled else min(down, height - row * down)
        codes = body[at : at + count]
        if is_reversed:
            codes = codes.translate(_REVERSED)
        yield _Part(column * across, row * down, across, high, codes)


def _load_jpeg(image: ImageFile.ImageFile, body: bytes, page: tiff.TiffPage) -> None:
    """Decode each strip as a separate JPEG.  All may share tables that the page holds."""
    image.load_prepare()
    tables = bytes(page.numbers(tiff.JPEG_TABLES))
    if tables and not tables.endswith(_END_OF_JPEG):
        raise damaged("the tables of its JPEGs don't end")
    mode = _JPEG_MODES[page.number(tiff.PHOTOMETRIC)]
    width, height = page.size
    for part in _parts(body, page):
        file = tables[:-2] + part.codes[2:] if tables else part.codes
        photo = Image.open(io.BytesIO(file), formats=("JPEG",))
        least_height = min(part.height, height - part.top)
        if photo.width != part.width or not least_height <= photo.height <= part.height:
            raise damaged(_WRONG_NUMBER)
        photo.tile = [photo.tile[0]._replace(args=("RGB" if mode == "YCbCr" else mode, mode))]
        load_jpeg(photo, file)
        right, bottom = min(part.left + part.width, width), min(part.top + part.height, height)
        within = photo.crop((0, 0, right - part.left, bottom - part.top))
        image.im.paste(within.im, (part.left, part.top, right, bottom))
    image.tile = []
    image.load_end()


def _check_deflate(body: bytes, page: tiff.TiffPage) -> None:
    """Verify the check sum at the end of each strip, which libtiff ignores."""
    for part in _parts(body, page):
        inflate = zlib.decompressobj()
        unused = part.codes
        while unused and not inflate.eof:
            inflate.decompress(unused, _PIECE)
            unused = inflate.unconsumed_tail
        if not inflate.eof:
            raise damaged(_WRONG_NUMBER)


def _check_packbits(body: bytes, page: tiff.TiffPage) -> None:
    """Check that each strip's runs expand to exactly the bytes of its pixels."""
    bits_of_pixel = page.bits[0] if page.planes > 1 else sum(page.bits)
    for part in _parts(body, page):
        codes = part.codes
        at, missing = 0, part.height * -(-part.width * bits_of_pixel // 8)
        while missing > 0 and at < len(codes):
            code = codes[at]
            if code < 128:
                at, missing = at + code + 2, missing - code - 1
            elif code > 128:
                at, missing = at + 2, missing - 257 + code
            else:
                at += 1
        if missing or not at <= len(codes) <= at + 4:
            raise damaged(_WRONG_NUMBER)


def _load_fax(image: ImageFile.ImageFile, body: bytes, page: tiff.TiffPage) -> None:
    """Decode fax codes, and check that encoding the pixels gives the same codes.

    Fax codes have no check sum, but pixels have only one encoding.  At an unknown code, libtiff
    ends a strip and fills it with white.
    """
    turn_upright = image.load_end
    image.__dict__["load_end"] = lambda: None  # the codes are of the page before it is turned
    image.load()
    for part in _parts(body, page):
        box = (part.left, part.top, part.left + part.width, part.top + part.height)
        expected = _fax_codes(image.crop(box), page)
        least = len(expected) - (8 if page.number(tiff.COMPRESSION) != 2 else 0)  # its end code
        if part.codes[:least] != expected[:least] or not (
            least <= len(part.codes) <= len(expected) + 16
        ):
            raise damaged(_WRONG_NUMBER)
    turn_upright()


def _fax_codes(strip: Image.Image, page: tiff.TiffPage) -> bytes:
    """The fax codes that libtiff writes for these pixels."""
    buffer = io.BytesIO()
    compression = page.number(tiff.COMPRESSION)
    options = {tiff.PHOTOMETRIC: page.number(tiff.PHOTOMETRIC), tiff.ROWS_PER_STRIP: strip.height}
    if compression == 3:
        options[tiff.T4_OPTIONS] = page.number(tiff.T4_OPTIONS)
    strip.save(buffer, "TIFF", compression=_FAX_NAMES[compression], tiffinfo=options)
    written = buffer.getvalue()
    ((start, count),) = tiff.first_page(written).parts
    return written[start : start + count]
