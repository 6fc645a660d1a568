"""CIE L*a*b* of pixels in sRGB, in whole numbers, with the same result on every processor.

The white point is that of sRGB (D65).  Sources: CIE 15:2018 (L*a*b*), IEC 61966-2-1 (sRGB).
"""

from __future__ import annotations

from functools import lru_cache
from math import isqrt
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from PIL import Image

from photoparsl.measuring.cielab import linear_light
from photoparsl.measuring.colour_profile import to_srgb
from photoparsl.measuring.decoded_photo import DecodedPhoto
from photoparsl.measuring.pixels import COLOUR, GREY, grid_pixels, row_strips

STEPS = 1000  # of one unit of L*, a* and b*
SAMPLE_PIXELS = 64_000  # the most of which a* and b* are computed

_LEVELS = 65536  # of linear light: steps of 1/65535 of white's
_PARTS = 16  # of such a step, in the tables that are summed
_BLOCK = 1 << 16  # pixels that are processed at a time
_TO_XYZ = (  # weights of R, G and B in X, Y and Z
    (0.4124, 0.3576, 0.1805),
    (0.2126, 0.7152, 0.0722),
    (0.0193, 0.1192, 0.9505),
)

_Whole = npt.NDArray[np.int64]
_Bytes = npt.NDArray[np.uint8]


def lightness_counts(photo: DecodedPhoto) -> _Whole:
    """Return the number of pixels of each level of luminance Y, 0 to 65535.

    Raises NoValueError if the pixels' colours can't be known (`colour_profile.to_srgb`).
    """
    if photo not in _known:
        _known[photo] = _count(photo)
    return _known[photo]


@lru_cache(maxsize=1)
def lightness_of_levels() -> _Whole:
    """Return L* in thousandths of each level of luminance: an array of shape (65536,)."""
    lightness = 116 * _roots() - 16
    return np.rint(lightness * STEPS).astype(np.int64)


def lab_sample(photo: DecodedPhoto) -> _Whole:
    """Return L*, a* and b* in thousandths of the pixels of an even grid: of shape (3, pixels).

    The grid has at most `SAMPLE_PIXELS` pixels (`pixels.grid_pixels`).

    Raises NoValueError if the pixels' colours can't be known (`colour_profile.to_srgb`).
    """
    width, height = photo.image.size
    columns = min(width, max(1, isqrt(SAMPLE_PIXELS * width // height)))
    rows = min(height, max(1, SAMPLE_PIXELS // columns))
    return lab_of(photo, grid_pixels(photo.image, (columns, rows)))


def lab_of(photo: DecodedPhoto, image: Image.Image) -> _Whole:
    """Return L*, a* and b* in thousandths of pixels of a photo: of shape (3, pixels).

    image: the pixels, in the photo's profile

    Raises NoValueError if the pixels' colours can't be known (`colour_profile.to_srgb`).
    """
    convert = to_srgb(photo.file, image.mode)
    shown = convert(image) if convert else image
    x, y, z = (_roots()[_light(shown, row)] for row in range(3))
    lab = np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)])
    return np.rint(lab * STEPS).astype(np.int64)


_known: WeakKeyDictionary[DecodedPhoto, _Whole] = WeakKeyDictionary()


def _count(photo: DecodedPhoto) -> _Whole:
    convert = to_srgb(photo.file, photo.image.mode)
    total = np.zeros(_LEVELS, np.int64)
    for _, strip in row_strips(photo.image):
        light = _light(convert(strip) if convert else strip, 1)
        for start in range(0, light.size, _BLOCK):
            total += np.bincount(light[start : start + _BLOCK], minlength=_LEVELS)
    return total


def _light(image: Image.Image, row: int) -> npt.NDArray[np.uint32]:
    """Return X, Y or Z of each pixel as a share of white's, in steps of 1/65535.

    row: 0 for X, 1 for Y, 2 for Z
    """
    tables = _tables()[row]
    if image.mode == GREY:
        parts = _taken(tables.sum(axis=0, dtype=np.uint32), image.tobytes())
    else:
        parts = _taken(tables[0], image.tobytes("raw", COLOUR[0]))
        for table, band in zip(tables[1:], COLOUR[1:], strict=True):
            parts += _taken(table, image.tobytes("raw", band))
    parts += np.uint32(_PARTS // 2)
    parts //= np.uint32(_PARTS)
    return parts


def _taken(table: npt.NDArray[np.uint32], levels: bytes) -> npt.NDArray[np.uint32]:
    """The table's number for each level.  Clipping, which changes nothing, is faster."""
    taken: npt.NDArray[np.uint32] = table.take(np.frombuffer(levels, np.uint8), mode="clip")
    return taken


@lru_cache(maxsize=1)
def _tables() -> npt.NDArray[np.uint32]:
    """Return what each level of R, G and B adds to X, Y and Z: of shape (3, 3, 256)."""
    linear = np.array([float(linear_light(level)) for level in range(256)])
    white = (_LEVELS - 1) * _PARTS
    tables = np.empty((3, 3, 256), np.uint32)
    for row, weights in enumerate(_TO_XYZ):
        of_white = weights[0] + weights[1] + weights[2]
        for band, weight in enumerate(weights):
            tables[row, band] = np.rint(linear * (weight / of_white * white)).astype(np.uint32)
    return tables


@lru_cache(maxsize=1)
def _roots() -> npt.NDArray[np.float64]:
    """Return the function f of L*a*b* of each level of light: a cube root, linear near black.

    Newton's steps, whose operations are exactly defined, give the root to the last digits.
    """
    light = np.arange(_LEVELS) / (_LEVELS - 1)
    least = (6 / 29) * (6 / 29) * (6 / 29)
    above = np.maximum(light, least)
    root = np.ones(_LEVELS)
    for _ in range(12):
        root = (2 * root + above / (root * root)) / 3
    straight = light / (3 * (6 / 29) * (6 / 29)) + 4 / 29
    return np.where(light > least, root, straight)
