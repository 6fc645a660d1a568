"""Convert a file's pixels to the pixels that a viewer shows: one 8-bit band (grey), or R, G and B.

Palettes are replaced by their colours, and transparency is laid over white.  Levels of more than 8
bits are scaled by the possible range of the format, never by the range of the photo's levels.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops

from photoparsl.errors import NotMeasurableError
from photoparsl.measuring.cielab import lab_to_srgb
from photoparsl.measuring.formats.row_strips import row_strips
from photoparsl.measuring.upright import upright
from photoparsl.reasons import Reason

GREY, COLOUR, INKS = "L", "RGB", "CMYK"
_PLAIN = (GREY, COLOUR)
_HAIR = 2.0**-10  # of a pixel: more than rounding errors, less than any other fraction in use
_MOST_IN_A_ROW = 2**24  # pixels: the largest count in the 32-bit floats of Pillow's `resize`
_BITS, _PHOTOMETRIC, _SAMPLE_FORMAT = 258, 262, 339  # tags of TIFF
_WHITE_IS_ZERO, _SIGNED = 0, 2

_Levels = npt.NDArray[np.float64]


def as_seen(image: Image.Image) -> Image.Image:
    """Convert the image to the one that a viewer shows: upright, in mode L or RGB.

    Raises NotMeasurableError if the image has too many pixels in a row, its mode isn't supported,
    or the level of white can't be known.
    """
    if max(image.size) > _MOST_IN_A_ROW:
        detail = f"{image.width} x {image.height} pixels; at most {_MOST_IN_A_ROW:,} in a row"
        raise NotMeasurableError(Reason.TOO_MANY_PIXELS, detail)
    turned = upright(image)
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
        return _in_strips(turned, COLOUR, _not_inverted if _is_inverted(image) else _converted)
    if mode == "LAB":
        return _in_strips(turned, COLOUR, lab_to_srgb)
    if mode.startswith("I;16") or mode in ("I", "F"):
        return _in_strips(turned, GREY, _scaled(image))
    raise NotMeasurableError(Reason.UNSUPPORTED_IMAGE, f"pixels of mode {mode}")


def has_profiled_inks(image: Image.Image) -> bool:
    """Whether the image is of mode CMYK, with a colour profile."""
    return image.mode == INKS and bool(image.info.get("icc_profile"))


def inks(image: Image.Image) -> Image.Image:
    """Return an image of mode CMYK upright, with levels that grow with the ink."""
    turned = upright(image)
    return ImageChops.invert(turned) if _is_inverted(image) else turned


def grid_pixels(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The pixels of an even grid of `size` columns and rows, as an image.

    Column i of n columns is column `(2 i + 1) width // (2 n)` of the image.  The same holds for
    rows.  Pillow computes this with sums of floats, which may be just below a whole number.
    `_HAIR` is added to them, so that they are above it.
    """
    box = (_HAIR, _HAIR, float(image.width), float(image.height))
    return image.resize(size, Image.Resampling.NEAREST, box)


def bytes_of_pixel(mode: str) -> int:
    """Bytes of memory for each pixel of an image of this mode."""
    if mode in ("1", "L", "P"):
        return 1
    return 2 if mode.startswith("I;16") else 4


def converted_bytes_of_pixel(mode: str, *, has_transparent: bool) -> int:
    """Bytes of memory for each pixel that `as_seen` needs in addition to the image.

    mode: the image's mode
    has_transparent: whether one of the image's colours or levels is transparent
    """
    if mode in _PLAIN and not has_transparent:
        return 0
    return 1 if mode in ("1", "L", "LA", "La", "I", "F") or mode.startswith("I;16") else 4


def _in_strips(
    image: Image.Image, mode: str, convert: Callable[[Image.Image], Image.Image]
) -> Image.Image:
    """Convert the image to another mode, strip by strip."""
    converted = Image.new(mode, image.size)
    for top, strip in row_strips(image):
        converted.paste(convert(strip), (0, top))
    return converted


def _converted(strip: Image.Image) -> Image.Image:
    return strip.convert(COLOUR)


def _is_inverted(image: Image.Image) -> bool:
    """Whether Pillow has inverted inks without need: those of a JPEG without Adobe's marker."""
    return image.mode == INKS and image.format == "JPEG" and "adobe" not in image.info


def _not_inverted(strip: Image.Image) -> Image.Image:
    """Convert CMYK without Adobe's marker to RGB.

    Undo the inversion, which Pillow always makes.
    """
    return ImageChops.invert(strip).convert(COLOUR)


def _over_white(strip: Image.Image) -> Image.Image:
    """Lay transparent pixels over white."""
    straight = strip.convert("LA") if strip.mode == "La" else strip  # Pillow converts La only so
    over = straight.convert("RGBA")
    white = Image.new("RGBA", over.size, "white")
    return Image.alpha_composite(white, over).convert(
        GREY if strip.mode in ("1", "L", "LA", "La") else COLOUR
    )


def _scaled(image: Image.Image) -> Callable[[Image.Image], Image.Image]:
    """Make a function that scales strips of the image, of 16 or 32 bits or floats, to 8 bits."""
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
    """The highest level: it is white, or black if the TIFF says that white is zero."""
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
    """The level of white for 32-bit whole numbers: that of 8, 16 or 31 bits.

    These are the fewest bits that hold all levels, since no photo has only levels in the lowest
    256th of its range.  Raises NotMeasurableError for negative levels.
    """
    least, most = image.getextrema()
    if not isinstance(least, int | float) or not isinstance(most, int | float) or least < 0:
        raise NotMeasurableError(Reason.UNKNOWN_RANGE, f"levels from {least} to {most}")
    return 255.0 if most <= 255 else 65535.0 if most <= 65535 else 2.0**31 - 1


def _white_of_floats(image: Image.Image) -> float:
    """The level of white for floats: 1, by convention, or 255, if they were levels of 8 bits.

    Levels of 8 bits have a maximum from 128 to 255, and most are above 1.  Light with white at 1
    isn't like that.  Raises NotMeasurableError if the levels fit neither.
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
