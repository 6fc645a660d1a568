"""The pixels of a TIFF, strip by strip or tile by tile, where libtiff passes over damage."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

from PIL import Image, ImageFile, ImagePalette

from photoparsl.errors import NotMeasurableError
from photoparsl.measuring import jpeg, tiff

_COLOUR_MAP = 320
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_FAX_NAMES = {2: "tiff_ccitt", 3: "group3", 4: "group4"}
_JPEG_MODES = {1: "L", tiff.RGB: "RGB", tiff.CMYK: "CMYK", tiff.YCBCR: "YCbCr"}
_END_OF_JPEG = b"\xff\xd9"
_PIECE = 1 << 20  # bytes
_NOT_ALL = "the codes of a strip or tile don't bring all of its pixels, or more than these"


def prepare(image: ImageFile.ImageFile, body: bytes) -> None:
    """Before the pixels of a TIFF are read: mend what can be mended, and look for damage."""
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
    """Colour maps have 16 bits; of those that were written with 8, Pillow makes black."""
    if image.mode not in ("P", "PA"):
        return
    given: tuple[int, ...] = getattr(image, "tag_v2", {})[_COLOUR_MAP]
    if max(given) < 256:
        levels = given
    elif not any(level & 0xFF for level in given):  # 8 bits, shifted
        levels = tuple(level >> 8 for level in given)
    else:
        levels = tuple(round(level / 257) for level in given)
    image.palette = ImagePalette.raw("RGB;L", bytes(levels))


def _in_native_order(tile: ImageFile._Tile) -> ImageFile._Tile:
    """Libtiff gives levels in the processor's order, which Pillow forgets for some kinds."""
    native = {"F;32BF": "F;32NF", "F;32F": "F;32NF", "I;16BS": "I;16NS", "I;16S": "I;16NS",
              "I;32BS": "I;32NS", "I;32S": "I;32NS"}  # fmt: skip
    if tile.codec_name != "libtiff" or not isinstance(tile.args, tuple):
        return tile
    kind, *others = tile.args
    return tile._replace(args=(native.get(str(kind), kind), *others))


def _codes(body: bytes, page: tiff.Page) -> Iterator[tuple[int, int, int, int, bytes]]:
    """Left, top, width and height of each strip or tile, and its codes; plane after plane.

    Bytes whose bits are in reverse order are turned round; only a JPEG's never are.
    """
    is_reversed = page.number(tiff.FILL_ORDER, 1) == 2
    is_reversed = is_reversed and page.number(tiff.COMPRESSION, 1) not in tiff.JPEG
    (width, height), (across, down) = page.size, page.part_size
    columns, rows = -(-width // across), -(-height // down)
    for number, (at, count) in enumerate(page.parts[: columns * rows * page.planes]):
        row, column = divmod(number % (columns * rows), columns)
        tall = down if tiff.TILE_WIDTH in page.tags else min(down, height - row * down)
        codes = body[at : at + count]
        yield (
            column * across,
            row * down,
            across,
            tall,
            codes.translate(_REVERSED) if is_reversed else codes,
        )


def _load_jpeg(image: ImageFile.ImageFile, body: bytes, page: tiff.Page) -> None:
    """Each strip is a JPEG of its own, whose tables may stand before all of them."""
    image.load_prepare()
    tables = bytes(page.numbers(tiff.JPEG_TABLES))
    if tables and not tables.endswith(_END_OF_JPEG):
        raise NotMeasurableError("damaged-image", "the tables of its JPEGs don't end")
    mode = _JPEG_MODES[page.number(tiff.PHOTOMETRIC)]
    for left, top, width, height, codes in _codes(body, page):
        whole = tables[:-2] + codes[2:] if tables else codes
        part = Image.open(io.BytesIO(whole), formats=("JPEG",))
        if part.size[0] != width or not min(height, page.size[1] - top) <= part.size[1] <= height:
            raise NotMeasurableError("damaged-image", _NOT_ALL)
        shown = "RGB" if mode == "YCbCr" else mode
        part.tile = [part.tile[0]._replace(args=(shown, mode))]
        jpeg.load(part, whole)
        right, bottom = min(left + width, page.size[0]), min(top + height, page.size[1])
        seen = part.crop((0, 0, right - left, bottom - top))
        image.im.paste(seen.im, (left, top, right, bottom))
    image.tile = []
    image.load_end()


def _check_deflate(body: bytes, page: tiff.Page) -> None:
    """A check sum ends each strip, which libtiff doesn't read."""
    for *_, codes in _codes(body, page):
        inflate = zlib.decompressobj()
        left = codes
        while left and not inflate.eof:
            inflate.decompress(left, _PIECE)
            left = inflate.unconsumed_tail
        if not inflate.eof:
            raise NotMeasurableError("damaged-image", _NOT_ALL)


def _check_packbits(body: bytes, page: tiff.Page) -> None:
    """A strip's runs must make its pixels, no fewer and no more."""
    bits_of_pixel = page.bits[0] if page.planes > 1 else sum(page.bits)
    for _, _, width, height, codes in _codes(body, page):
        at, missing = 0, height * -(-width * bits_of_pixel // 8)
        while missing > 0 and at < len(codes):
            code = codes[at]
            if code < 128:
                at, missing = at + code + 2, missing - code - 1
            elif code > 128:
                at, missing = at + 2, missing - 257 + code
            else:
                at += 1
        if missing or not at <= len(codes) <= at + 4:
            raise NotMeasurableError("damaged-image", _NOT_ALL)


def _load_fax(image: ImageFile.ImageFile, body: bytes, page: tiff.Page) -> None:
    """Fax codes have no check sum, but only one way to write a page: write it again.

    libtiff ends a strip at what it doesn't understand, and fills it up with white.
    """
    turn = image.load_end
    image.__dict__["load_end"] = lambda: None  # the codes are those of the page as it lies
    image.load()
    for left, top, width, height, codes in _codes(body, page):
        strip = image.crop((left, top, left + width, top + height))
        expected = _fax_codes(strip, page)
        least = len(expected) - (8 if page.number(tiff.COMPRESSION) != 2 else 0)  # its end code
        if codes[:least] != expected[:least] or not least <= len(codes) <= len(expected) + 16:
            raise NotMeasurableError("damaged-image", _NOT_ALL)
    turn()


def _fax_codes(strip: Image.Image, page: tiff.Page) -> bytes:
    buffer = io.BytesIO()
    compression = page.number(tiff.COMPRESSION)
    options = {tiff.PHOTOMETRIC: page.number(tiff.PHOTOMETRIC), tiff.ROWS_PER_STRIP: strip.height}
    if compression == 3:
        options[tiff.T4_OPTIONS] = page.number(tiff.T4_OPTIONS)
    strip.save(buffer, "TIFF", compression=_FAX_NAMES[compression], tiffinfo=options)
    written = buffer.getvalue()
    ((start, count),) = tiff.first_page(written).parts
    return written[start : start + count]
