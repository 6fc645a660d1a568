"""What is counted of a photo's colours: what needs R, G and B of each pixel together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from PIL import Image

from photoparsl.measuring.decoded_photo import DecodedPhoto
from photoparsl.measuring.histogram import Counts
from photoparsl.measuring.hues import Hues
from photoparsl.measuring.pixels import grid_pixels, row_strips

GRID_SIDE = 48  # pixels in a row and in a column of the grid that stands for a photo's hues
_KEPT_PIXELS = 500_000  # of a photo whose bands are kept from one measure to the next
_BLOCK = 1 << 16  # pixels at a time: 32 bits hold the sum of their squares

_Bytes = npt.NDArray[np.uint8]


def colours(photo: DecodedPhoto) -> Colours:
    """What is counted of the colours of a photo in colour; the same object for all measures."""
    return _known.get(photo) or _known.setdefault(photo, Colours(photo.image))


def brightness_counts(photo: DecodedPhoto) -> Counts:
    """How many pixels have each brightness `max(R, G, B)`; of a grey photo, each level."""
    counts: Counts = colours(photo).largest if photo.coloured else photo.histogram[0]
    return counts


class Colours:
    """Counts over the pixels of an RGB image, in whole numbers, each made when it is first used.

    Counts of levels are arrays of 256.
    """

    def __init__(self, image: Image.Image) -> None:
        self._image = image
        self._kept: list[_Strip] = []

    @cached_property
    def largest(self) -> Counts:
        """How many pixels have each level as the largest of R, G and B."""
        return _total(_counts(strip.largest) for strip in self._strips())

    @cached_property
    def saturation(self) -> Counts:
        """How many pixels have each saturation `floor(255 (max - min) / max)`; of black it is 0."""
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
        """The hues of the pixels at the crossings of an even grid, at most 48 x 48 of them."""
        width, height = self._image.size
        size = (min(width, GRID_SIDE), min(height, GRID_SIDE))
        return _hues([_Strip(grid_pixels(self._image, size))])

    @cached_property
    def all_hues(self) -> Hues:
        """The hues of all pixels."""
        return _hues(self._strips())

    def _strips(self) -> Iterable[_Strip]:
        if self._kept:
            return self._kept
        strips = (_Strip(strip) for _, strip in row_strips(self._image))
        if self._image.width * self._image.height > _KEPT_PIXELS:
            return strips
        self._kept = list(strips)
        return self._kept


_known: WeakKeyDictionary[DecodedPhoto, Colours] = WeakKeyDictionary()


class _Strip:
    """R, G and B of some rows of an RGB image: an array of a level for each pixel, row by row."""

    def __init__(self, image: Image.Image) -> None:
        self.bands: list[_Bytes] = [
            np.frombuffer(image.tobytes("raw", band), np.uint8) for band in "RGB"
        ]

    @cached_property
    def largest(self) -> _Bytes:
        """The largest of R, G and B of each pixel."""
        red, green, blue = self.bands
        largest: _Bytes = np.maximum(np.maximum(red, green), blue)
        return largest


def _hues(strips: Iterable[_Strip]) -> Hues:
    hues = Hues()
    for strip in strips:
        hues.add(*strip.bands)
    return hues


def _blocks(levels: _Bytes) -> Iterator[_Bytes]:
    """The levels of some pixels at a time, which can be written to."""
    for start in range(0, levels.size, _BLOCK):
        yield levels[start : start + _BLOCK]


def _counts(levels: _Bytes) -> Counts:
    """How many of these have each level."""
    image = Image.frombuffer("L", (levels.size, 1), levels, "raw", "L", 0, 1)
    return np.array(image.histogram(), np.int64)


def _total(strips_counts: Iterable[Counts]) -> Counts:
    total = np.zeros(256, np.int64)
    for counts in strips_counts:
        total += counts
    return total


def _saturations(strip: _Strip) -> _Bytes:
    """The saturation of each pixel from 0 to 255, rounded down.

    A quotient of such numbers in 32-bit floats ends on the same side of a whole number as the
    true one, which is equal to it or 1/255 away at least.
    """
    saturations = np.empty_like(strip.largest)
    bands = (*strip.bands, strip.largest, saturations)
    for red, green, blue, largest, saturation in zip(*map(_blocks, bands), strict=True):
        chroma = largest - np.minimum(np.minimum(red, green), blue)
        quotient = chroma.astype(np.float32)
        quotient *= np.float32(255)
        quotient /= np.maximum(largest, 1).astype(np.float32)
        saturation[:] = quotient
    return saturations


def _squares(differences: npt.NDArray[np.uint16]) -> int:
    """The sum of the squares of a block's differences; one below zero has wrapped round."""
    differences *= differences
    return int(differences.sum(dtype=np.uint32))


# Memory that a photo's colours took is kept for the next photo's: without this, the C library of
# Linux gives it back and asks for it anew, which takes as long as the colours.  It keeps twice
# the largest block that was ever given back: this one.
bytes(1 << 23)
