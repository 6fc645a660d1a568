"""Counts over a photo's pixels that need R, G and B of each pixel together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from PIL import Image

from photoparsl.measuring.decoded_photo import DecodedPhoto
from photoparsl.measuring.formats.row_strips import row_strips
from photoparsl.measuring.hues import Hues
from photoparsl.measuring.level_statistics import Counts
from photoparsl.measuring.pixels import grid_pixels

GRID_SIDE = 48  # rows, and columns, of the grid of pixels whose hues are sampled
_KEPT_PIXELS = 500_000  # pixels. The bands of a smaller photo are kept between measures
_BLOCK = 1 << 16  # pixels that are processed at a time: 32 bits hold the sum of their squares

Bytes = npt.NDArray[np.uint8]

_ONES = np.ones(_BLOCK, np.uint8)  # numpy's maximum of an array and one number is slow


def colours(photo: DecodedPhoto) -> Colours:
    """The counts of a colour photo's colours.  All measures of a photo share one object."""
    return _cache.get(photo) or _cache.setdefault(photo, Colours(photo.image))


def brightness_counts(photo: DecodedPhoto) -> Counts:
    """The number of pixels of each brightness `max(R, G, B)` (for a grey photo, of each level)."""
    counts: Counts = colours(photo).largest if photo.coloured else photo.histogram[0]
    return counts


def bands_of(image: Image.Image) -> list[Bytes]:
    """R, G and B of an RGB image: for each band, an array of all levels by rows."""
    return [np.frombuffer(image.tobytes("raw", band), np.uint8) for band in "RGB"]


class Colours:
    """Counts over the pixels of an RGB image, in whole numbers, computed at their first use.

    Counts of levels are arrays of shape (256,).
    """

    def __init__(self, image: Image.Image) -> None:
        self._image = image
        self._kept: list[_Strip] = []

    @cached_property
    def largest(self) -> Counts:
        """The number of pixels of each brightness `max(R, G, B)`."""
        return _total(_counts(strip.largest) for strip in self._strips())

    @cached_property
    def saturation(self) -> Counts:
        """The number of pixels of each saturation `floor(255 (max - min) / max)`.  Black has 0."""
        return _total(_counts(_saturations(strip)) for strip in self._strips())

    @cached_property
    def sum_of_squares(self) -> int:
        """The sum over the pixels of `3 (R - G)² + 2 (R - B)² + 2 (G - B)²`."""
        total = 0
        for strip in self._strips():
            for block in zip(*map(_blocks, strip.bands), strict=True):
                red, green, blue = (levels.astype(np.uint16) for levels in block)
                total += 3 * _squares(red - green)
                total += 2 * (_squares(red - blue) + _squares(green - blue))
        return total

    @cached_property
    def sampled_hues(self) -> Hues:
        """The hues of the pixels of an even grid, of at most 48 x 48 pixels (`grid_pixels`)."""
        width, height = self._image.size
        size = (min(width, GRID_SIDE), min(height, GRID_SIDE))
        return _hues([_Strip(grid_pixels(self._image, size))])

    @cached_property
    def all_hues(self) -> Hues:
        """The hues of all pixels."""
        return _hues(self._strips())

    def bands(self) -> Iterator[list[Bytes]]:
        """Yield R, G and B of some rows at a time (`bands_of`)."""
        for strip in self._strips():
            yield strip.bands

    def _strips(self) -> Iterable[_Strip]:
        if self._kept:
            return self._kept
        strips = (_Strip(strip) for _, strip in row_strips(self._image))
        if self._image.width * self._image.height > _KEPT_PIXELS:
            return strips
        self._kept = list(strips)
        return self._kept


_cache: WeakKeyDictionary[DecodedPhoto, Colours] = WeakKeyDictionary()


class _Strip:
    """The levels of R, G and B in some rows of an RGB image, in an array for each band."""

    def __init__(self, image: Image.Image) -> None:
        self.bands = bands_of(image)

    @cached_property
    def largest(self) -> Bytes:
        """The largest of R, G and B of each pixel."""
        red, green, blue = self.bands
        largest: Bytes = np.maximum(np.maximum(red, green), blue)
        return largest


def _hues(strips: Iterable[_Strip]) -> Hues:
    hues = Hues()
    for strip in strips:
        hues.add(*strip.bands)
    return hues


def _blocks(levels: Bytes) -> Iterator[Bytes]:
    """Yield views of `_BLOCK` levels each.  Writing to a view changes `levels`."""
    for start in range(0, levels.size, _BLOCK):
        yield levels[start : start + _BLOCK]


def _counts(levels: Bytes) -> Counts:
    """The number of pixels of each level."""
    image = Image.frombuffer("L", (levels.size, 1), levels, "raw", "L", 0, 1)
    return np.array(image.histogram(), np.int64)


def _total(strips_counts: Iterable[Counts]) -> Counts:
    total = np.zeros(256, np.int64)
    for counts in strips_counts:
        total += counts
    return total


def _saturations(strip: _Strip) -> Bytes:
    """The saturation of each pixel from 0 to 255, rounded down.

    32-bit floats are precise enough.  The true quotient is a whole number, or at least 1/255 away
    from the next one.  So the rounded quotient has the same whole part.
    """
    saturations = np.empty_like(strip.largest)
    bands = (*strip.bands, strip.largest, saturations)
    for red, green, blue, largest, saturation in zip(*map(_blocks, bands), strict=True):
        chroma = largest - np.minimum(np.minimum(red, green), blue)
        quotient = chroma.astype(np.float32)
        quotient *= np.float32(255)
        quotient /= np.maximum(largest, _ONES[: largest.size]).astype(np.float32)
        saturation[:] = quotient
    return saturations


def _squares(differences: npt.NDArray[np.uint16]) -> int:
    """The sum of the squares of a block's differences.  Squares are right modulo 2**16."""
    differences *= differences
    return int(differences.sum(dtype=np.uint32))


# This makes the C library of Linux keep freed memory for the next photo.  Otherwise it returns the
# memory to the system and requests it again, which takes as long as counting the colours.  glibc
# keeps up to twice the size of the largest block freed so far: this frees a block of 8 MB.
bytes(1 << 23)
