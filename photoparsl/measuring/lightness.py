"""CIE L*a*b* of pixels in sRGB, in whole numbers, with the same result on every processor.

The white point is that of sRGB (D65).  Sources: CIE 15:2018 (L*a*b*), IEC 61966-2-1 (sRGB).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import isqrt
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from PIL import Image

from photoparsl.measuring.colour_profile import to_srgb
from photoparsl.measuring.colours import Bytes, bands_of, colours
from photoparsl.measuring.decoded_photo import DecodedPhoto
from photoparsl.measuring.formats.row_strips import row_strips
from photoparsl.measuring.light_tables import (
    FRACTION_BITS,
    LIGHT_LEVELS,
    X_SHIFT,
    Y_SHIFT,
    Z_SHIFT,
    cube_roots,
    light_tables,
    luminance_tables,
)
from photoparsl.measuring.pixels import GREY, grid_pixels

STEPS = 1000  # of one unit of L*, a* and b*
SAMPLE_PIXELS = 16_000  # the most of which a* and b* are computed

_MOST = LIGHT_LEVELS - 1
_BLOCK = 1 << 15  # pixels that are processed at a time: the processor's cache holds them
_IntArray = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]


def lightness_counts(photo: DecodedPhoto) -> _IntArray:
    """Return the number of pixels of each level of luminance Y, 0 to 65535.

    Raises NoValueError if the pixels' colours can't be known (`colour_profile.to_srgb`).
    """
    if photo not in _cache:
        _cache[photo] = _count(photo)
    return _cache[photo]


@lru_cache(maxsize=1)
def lightness_of_levels() -> _IntArray:
    """Return L* in thousandths of each level of luminance: an array of shape (65536,)."""
    lightness = 116 * cube_roots() - 16
    return np.rint(lightness * STEPS).astype(np.int64)


def chroma_sample(photo: DecodedPhoto) -> tuple[int, int]:
    """Return the sum of the chroma of an even grid's pixels, in 1/1000, and how many these are.

    The grid has at most `SAMPLE_PIXELS` pixels (`pixels.grid_pixels`).

    Raises NoValueError if the pixels' colours can't be known (`colour_profile.to_srgb`).
    """
    width, height = photo.image.size
    columns = min(width, max(1, isqrt(SAMPLE_PIXELS * width // height)))
    rows = min(height, max(1, SAMPLE_PIXELS // columns))
    total = 0
    for _, _, a, b in _axes(photo, grid_pixels(photo.profiled, (columns, rows))):
        squares = np.multiply(a, a, out=a)  # floats hold the whole numbers exactly
        squares += np.multiply(b, b, out=b)
        chromas = np.rint(np.sqrt(squares, out=squares), out=squares)
        total += int(chromas.astype(np.int64).sum(dtype=np.int64))
    return total, columns * rows


def lab_of(photo: DecodedPhoto, image: Image.Image) -> _IntArray:
    """Return L*, a* and b* in thousandths of pixels of a photo: of shape (3, pixels).

    image: the pixels, in the photo's profile

    Raises NoValueError if the pixels' colours can't be known (`colour_profile.to_srgb`).
    """
    lab = np.empty((3, image.width * image.height), np.int64)
    for start, luminance, a, b in _axes(photo, image):
        pixels = slice(start, start + luminance.size)
        lab[0, pixels] = _taken(lightness_of_levels(), luminance)
        lab[1, pixels], lab[2, pixels] = a, b
    return lab


def _axes(
    photo: DecodedPhoto, image: Image.Image
) -> Iterator[tuple[int, _IntArray, _Floats, _Floats]]:
    """Yield luminance Y, and a* and b* in thousandths, of some pixels at a time.

    Before them is the number of the first of these pixels.  Parameters and errors are those of
    `lab_of`.
    """
    convert, roots = to_srgb(photo.file, image.mode), cube_roots()
    for start, light in _lights(convert(image) if convert else image):
        of_x = _taken(roots, light >> X_SHIFT & _MOST)
        of_z = _taken(roots, light >> Z_SHIFT & _MOST)
        luminance = light >> Y_SHIFT
        of_y = _taken(roots, luminance)
        of_x -= of_y
        of_y -= of_z
        yield start, luminance, _in_steps(of_x, 500), _in_steps(of_y, 200)


def _in_steps(differences: _Floats, weight: int) -> _Floats:
    """Differences times a weight, in whole thousandths, in place."""
    differences *= weight
    differences *= STEPS
    return np.rint(differences, out=differences)


_cache: WeakKeyDictionary[DecodedPhoto, _IntArray] = WeakKeyDictionary()


def _count(photo: DecodedPhoto) -> _IntArray:
    total = np.zeros(LIGHT_LEVELS, np.int64)
    convert = to_srgb(photo.file, photo.profiled.mode)
    if photo.profiled.mode == GREY:
        shown = convert(photo.profiled) if convert else photo.profiled
        np.add.at(total, light_tables().grey >> Y_SHIFT, np.array(shown.histogram(), np.int64))
        return total
    strips = (
        (bands_of(convert(strip)) for _, strip in row_strips(photo.profiled))
        if convert
        else colours(photo).bands()
    )
    for bands in strips:
        for luminances in _luminances(*bands):
            np.add.at(total, luminances, 1)  # takes two thirds of bincount's time
    return total


def _luminances(red: Bytes, green: Bytes, blue: Bytes) -> Iterator[_IntArray]:
    """Yield luminance Y, 0 to 65535, of some pixels at a time."""
    tables = luminance_tables()
    for start in range(0, len(red), _BLOCK):
        block = slice(start, start + _BLOCK)
        pairs = green[block].astype(np.uint16)
        pairs <<= 8
        pairs |= red[block]
        parts = _taken(tables.red_green, pairs)
        parts += _taken(tables.blue, blue[block])
        yield np.right_shift(parts, FRACTION_BITS, dtype=np.intp)


def _taken(table: npt.NDArray[Any], indices: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The table's numbers at these indices.

    All indices are in the table.  So the mode "wrap" never wraps.  It is the fastest one.
    """
    return table.take(indices.astype(np.intp, copy=False), mode="wrap")


def _pairs_and_blues(image: Image.Image) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint8]]:
    """For each pixel of an RGB image: its level of R plus 256 times that of G, and that of B."""
    bands = np.frombuffer(image.tobytes("raw", "RGBX"), np.uint8).reshape(-1, 4)
    return bands.view("<u2")[:, 0], bands[:, 2]


def _lights(image: Image.Image) -> Iterator[tuple[int, _IntArray]]:
    """Yield X, Y and Z of some pixels at a time (`LightTables`), and the first pixel's number."""
    tables = light_tables()
    if image.mode == GREY:
        levels = np.frombuffer(image.tobytes(), np.uint8)
        for start in range(0, levels.size, _BLOCK):
            yield start, _taken(tables.grey, levels[start : start + _BLOCK])
        return
    pairs, blues = _pairs_and_blues(image)
    for start in range(0, len(pairs), _BLOCK):
        block = slice(start, start + _BLOCK)
        light = _taken(tables.red_green, pairs[block])
        light += _taken(tables.blue, blues[block])
        yield start, light
