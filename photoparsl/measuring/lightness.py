"""CIE L*a*b* of pixels in sRGB, in whole numbers, with the same result on every processor.

The white point is that of sRGB (D65).  Sources: CIE 15:2018 (L*a*b*), IEC 61966-2-1 (sRGB).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import isqrt
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from PIL import Image

from photoparsl.measuring.cielab import linear_light
from photoparsl.measuring.colour_profile import to_srgb
from photoparsl.measuring.decoded_photo import DecodedPhoto
from photoparsl.measuring.formats.row_strips import row_strips
from photoparsl.measuring.pixels import GREY, grid_pixels

STEPS = 1000  # of one unit of L*, a* and b*
SAMPLE_PIXELS = 64_000  # the most of which a* and b* are computed

_LEVELS = 65536  # of linear light: steps of 1/65535 of white's
_MOST = _LEVELS - 1
_PART_BITS = 4  # a step has 16 parts, in the tables that are summed
_X, _Z, _Y = (21 * field + _PART_BITS for field in range(3))  # bits below whole steps of light
_BLOCK = 1 << 19  # pixels that are processed at a time
_TO_XYZ = (  # weights of R, G and B in X, Y and Z
    (0.4124, 0.3576, 0.1805),
    (0.2126, 0.7152, 0.0722),
    (0.0193, 0.1192, 0.9505),
)

_Whole = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]


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


def chroma_sample(photo: DecodedPhoto) -> tuple[int, int]:
    """Return the sum of the chroma in thousandths of the pixels of an even grid; and their number.

    The grid has at most `SAMPLE_PIXELS` pixels (`pixels.grid_pixels`).

    Raises NoValueError if the pixels' colours can't be known (`colour_profile.to_srgb`).
    """
    width, height = photo.image.size
    columns = min(width, max(1, isqrt(SAMPLE_PIXELS * width // height)))
    rows = min(height, max(1, SAMPLE_PIXELS // columns))
    total = 0
    for _, _, a, b in _axes(photo, grid_pixels(photo.image, (columns, rows))):
        chromas = np.rint(np.sqrt(a * a + b * b))  # floats hold the whole numbers exactly
        total += int(chromas.astype(np.int64).sum(dtype=np.int64))
    return total, columns * rows


def lab_of(photo: DecodedPhoto, image: Image.Image) -> _Whole:
    """Return L*, a* and b* in thousandths of pixels of a photo: of shape (3, pixels).

    image: the pixels, in the photo's profile

    Raises NoValueError if the pixels' colours can't be known (`colour_profile.to_srgb`).
    """
    lab = np.empty((3, image.width * image.height), np.int64)
    for start, luminance, a, b in _axes(photo, image):
        some = slice(start, start + luminance.size)
        lab[0, some] = lightness_of_levels().take(luminance, mode="clip")
        lab[1, some], lab[2, some] = a, b
    return lab


def _axes(
    photo: DecodedPhoto, image: Image.Image
) -> Iterator[tuple[int, _Whole, _Floats, _Floats]]:
    """Yield luminance Y, and a* and b* in thousandths, of some pixels at a time.

    Before them is the number of the first of these pixels.  Parameters and errors are those of
    `lab_of`.
    """
    convert, roots = to_srgb(photo.file, image.mode), _roots()
    for start, light in _lights(convert(image) if convert else image):
        of_x = roots.take(light >> _X & _MOST, mode="clip")
        of_z = roots.take(light >> _Z & _MOST, mode="clip")
        luminance = light >> _Y
        of_y = roots.take(luminance, mode="clip")
        a, b = 500 * (of_x - of_y) * STEPS, 200 * (of_y - of_z) * STEPS
        yield start, luminance, np.rint(a), np.rint(b)


_known: WeakKeyDictionary[DecodedPhoto, _Whole] = WeakKeyDictionary()


def _count(photo: DecodedPhoto) -> _Whole:
    convert = to_srgb(photo.file, photo.image.mode)
    total = np.zeros(_LEVELS, np.int64)
    for _, strip in row_strips(photo.image):
        shown = convert(strip) if convert else strip
        if shown.mode == GREY:
            np.add.at(total, _tables().grey >> _Y, np.array(shown.histogram(), np.int64))
            continue
        for _, light in _lights(shown):
            total += np.bincount(light >> _Y, minlength=_LEVELS)
    return total


def _lights(image: Image.Image) -> Iterator[tuple[int, _Whole]]:
    """Yield X, Y and Z of some pixels at a time (`_Tables`), and the number of the first pixel."""
    tables = _tables()
    if image.mode == GREY:
        levels = np.frombuffer(image.tobytes(), np.uint8)
        for start in range(0, levels.size, _BLOCK):
            yield start, tables.grey.take(levels[start : start + _BLOCK], mode="clip")
        return
    bands = np.frombuffer(image.tobytes("raw", "RGBX"), np.uint8).reshape(-1, 4)
    pairs, blues = bands.view("<u2")[:, 0], bands[:, 2]
    for start in range(0, len(bands), _BLOCK):
        some = slice(start, start + _BLOCK)
        # Clipping, which changes nothing, is faster.
        light = tables.red_green.take(pairs[some], mode="clip")
        light += tables.blue.take(blues[some], mode="clip")
        yield start, light


class _Tables(NamedTuple):
    """What levels add to X, Y and Z, which are in one number: 21 bits each, Y the highest.

    The numbers are in parts of a step of light, of which half a step is added, so that a shift
    rounds them.

    grey: of each level of a grey photo
    red_green: of each pair of levels of R and G, the level of R plus 256 times that of G
    blue: of each level of B
    """

    grey: _Whole
    red_green: _Whole
    blue: _Whole


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    linear = np.array([float(linear_light(level)) for level in range(256)])
    white = (_LEVELS - 1) << _PART_BITS
    packed = np.zeros((3, 256), np.int64)
    half = 0
    for place, weights in zip((_X, _Y, _Z), _TO_XYZ, strict=True):
        of_white = weights[0] + weights[1] + weights[2]
        for band, weight in enumerate(weights):
            levels = np.rint(linear * (weight / of_white * white)).astype(np.int64)
            packed[band] += levels << place - _PART_BITS
        half += 1 << place - 1
    red, green, blue = packed
    pairs = (red[np.newaxis] + green[:, np.newaxis]).ravel()
    return _Tables(red + green + blue + half, pairs + half, blue)


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
