"""From what a file holds to what is seen: one 8-bit band of grey, or R, G and B.

Palettes count by their colours, transparency lies over white, and levels of more than 8 bits
are scaled by the range they could have, never by the one they happen to have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops

from photoparsl.errors import NotMeasurableError
from photoparsl.measuring.cielab import lab_to_srgb
from photoparsl.reasons import Reason

GREY, COLOUR = "L", "RGB"
_PLAIN = (GREY, COLOUR)
_STRIP_PIXELS = 500_000  # that are converted at a time, which saves a copy's memory
_HAIR = 2.0**-10  # of a pixel: above what rounding takes away, and under any other fraction
_MOST_IN_A_ROW = 2**24  # which the 32-bit floats of Pillow's `resize` still count
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_BITS, _PHOTOMETRIC, _SAMPLE_FORMAT = 258, 262, 339  # tags of TIFF
_WHITE_IS_ZERO, _SIGNED = 0, 2

_Levels = npt.NDArray[np.float64]


def as_seen(image: Image.Image) -> Image.Image:
    """The image upright, in mode L or RGB.

    Raises NotMeasurableError where nobody can know what its levels mean.
    """
    if max(image.size) > _MOST_IN_A_ROW:
        detail = f"{image.width} x {image.height} pixels; at most {_MOST_IN_A_ROW:,} in a row"
        raise NotMeasurableError(Reason.TOO_MANY_PIXELS, detail)
    turned = _upright(image)
    mode = image.mode
    has_transparent = "transparency" in image.info
    if mode in _PLAIN and not has_transparent:
        return turned
    if mode in ("LA", "La", "PA", "RGBA", "RGBa") or (
        has_transparent and mode in ("1", "P", *_PLAIN)
    ):
        return _in_strips(turned, GREY if mode in ("1", "L", "LA", "La") else COLOUR, _over_white)
    if mode == "1":
        return _in_strips(turned, GREY, lambda strip: strip.convert(GREY))
    if mode in ("P", "CMYK", "YCbCr", "RGBX", "HSV"):
        inverted = mode == "CMYK" and image.format == "JPEG" and "adobe" not in image.info
        return _in_strips(turned, COLOUR, _not_inverted if inverted else _converted)
    if mode == "LAB":
        return _in_strips(turned, COLOUR, lab_to_srgb)
    if mode.startswith("I;16") or mode in ("I", "F"):
        return _in_strips(turned, GREY, _scaled(image))
    raise NotMeasurableError(Reason.UNSUPPORTED_IMAGE, f"pixels of mode {mode}")


def row_strips(image: Image.Image) -> Iterator[tuple[int, Image.Image]]:
    """The number of its first row, and the image, of each strip of whole rows.

    A copy of a strip needs little memory.  A small image is one strip.
    """
    width, height = image.size
    rows = max(1, _STRIP_PIXELS // width)
    if rows >= height:
        yield 0, image
        return
    for top in range(0, height, rows):
        yield top, image.crop((0, top, width, min(top + rows, height)))


def grid_pixels(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The pixels at the crossings of an even grid of `size` columns and rows, as an image.

    Column i of n is `(2 i + 1) width // (2 n)`, rows likewise, in whole numbers.  Pillow adds
    floats up instead, which end on either side of a whole number: `_HAIR` puts them above it.
    """
    box = (_HAIR, _HAIR, float(image.width), float(image.height))
    return image.resize(size, Image.Resampling.NEAREST, box)


def bytes_of_pixel(mode: str) -> int:
    """Memory in bytes that a pixel of an image takes."""
    if mode in ("1", "L", "P"):
        return 1
    return 2 if mode.startswith("I;16") else 4


def converted_bytes_of_pixel(mode: str, *, has_transparent: bool) -> int:
    """Memory in bytes a pixel that `as_seen` needs beside the image itself.

    has_transparent: whether the image has a colour or level that is transparent
    """
    if mode in _PLAIN and not has_transparent:
        return 0
    return 1 if mode in ("1", "L", "LA", "La", "I", "F") or mode.startswith("I;16") else 4


def _upright(image: Image.Image) -> Image.Image:
    """Turned as its EXIF says (a TIFF already is); broken metadata turns nothing."""
    if "exif" not in image.info:
        return image
    try:
        turn = _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except (OSError, SyntaxError, ValueError, TypeError, LookupError, RuntimeError):
        return image
    return image if turn is None or image.format == "TIFF" else image.transpose(turn)


def _in_strips(
    image: Image.Image, mode: str, convert: Callable[[Image.Image], Image.Image]
) -> Image.Image:
    """The image in another mode, converted strip by strip."""
    converted = Image.new(mode, image.size)
    for top, strip in row_strips(image):
        converted.paste(convert(strip), (0, top))
    return converted


def _converted(strip: Image.Image) -> Image.Image:
    return strip.convert(COLOUR)


def _not_inverted(strip: Image.Image) -> Image.Image:
    """Convert CMYK without Adobe's marker: undo the inversion that Pillow makes in any case."""
    return ImageChops.invert(strip).convert(COLOUR)


def _over_white(strip: Image.Image) -> Image.Image:
    """Lay transparent pixels over white."""
    straight = strip.convert("LA") if strip.mode == "La" else strip  # La converts to nothing else
    over = straight.convert("RGBA")
    white = Image.new("RGBA", over.size, "white")
    return Image.alpha_composite(white, over).convert(
        GREY if strip.mode in ("1", "L", "LA", "La") else COLOUR
    )


def _scaled(image: Image.Image) -> Callable[[Image.Image], Image.Image]:
    """A function that scales strips of the image, of 16 or 32 bits or floats, to 8 bits."""
    tags = getattr(image, "tag_v2", {})
    white = _white_level(image, tags)
    inverted = tags.get(_PHOTOMETRIC) == _WHITE_IS_ZERO
    transparent = image.info.get("transparency")

    def scaled(strip: Image.Image) -> Image.Image:
        unscaled = np.asarray(strip)
        levels: _Levels = np.clip(unscaled * (255 / white), 0, 255)
        if inverted:
            levels = 255 - levels
        if isinstance(transparent, int):
            levels = np.where(unscaled == transparent, 255.0, levels)
        return Image.fromarray(np.rint(levels).astype(np.uint8))

    return scaled


def _white_level(image: Image.Image, tags: dict[int, tuple[int, ...]]) -> float:
    """The level that is white (or black where white is zero)."""
    if image.mode == "F":
        return _white_of_floats(image)
    bits = int(tags[_BITS][0]) if _BITS in tags else 16 if image.mode != "I" else 0
    if image.format == "PPM":
        bits = 16
    if bits in (0, 32):
        return _white_of_integers(image)
    signed = tags.get(_SAMPLE_FORMAT, (1,))[0] == _SIGNED
    return float(2 ** (bits - signed) - 1)


def _white_of_integers(image: Image.Image) -> float:
    """White of whole numbers of 32 bits: of 8, 16 or 31 bits, the fewest that hold all levels.

    No photo of a greater depth has only levels in the lowest 256th of its range.
    """
    least, most = image.getextrema()
    if not isinstance(least, int | float) or not isinstance(most, int | float) or least < 0:
        raise NotMeasurableError(Reason.UNKNOWN_RANGE, f"levels from {least} to {most}")
    return 255.0 if most <= 255 else 65535.0 if most <= 65535 else 2.0**31 - 1


def _white_of_floats(image: Image.Image) -> float:
    """White of floats: 1, by convention; or 255, where levels of 8 bits were kept as floats.

    Those go up to 128 at least and 255 at most, and most of them are above 1.  Neither is so of
    a scene's light whose white is 1.
    """
    least, most, above = np.inf, -np.inf, 0
    for _, strip in row_strips(image):
        levels = np.asarray(strip)
        if not np.isfinite(levels).all():
            raise NotMeasurableError(Reason.UNKNOWN_RANGE, "levels that are no numbers")
        least, most = min(least, levels.min()), max(most, levels.max())
        above += int((levels > 1).sum(dtype=np.int64))
    if least >= 0 and most <= 1:
        return 1.0
    if least >= 0 and 128 <= most <= 255 and above > image.width * image.height / 2:
        return 255.0
    raise NotMeasurableError(Reason.UNKNOWN_RANGE, f"levels from {least:.6g} to {most:.6g}")
