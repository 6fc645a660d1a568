"""Colours of a photo: what needs R, G and B of each pixel together, in whole numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from PIL import Image

from photoparsl.measuring.decode import DecodedPhoto
from photoparsl.measuring.hue import Hues
from photoparsl.measuring.levels import Counts
from photoparsl.measuring.pixels import picked, strips

GRID_SIDE = 48  # of the sample of pixels that stand for a photo's hues
_KEPT_PIXELS = 500_000  # whose bands are kept from one measure to the next
_BLOCK = 1 << 16  # pixels at a time, whose squares' sum 32 bits hold

_Bytes = npt.NDArray[np.uint8]


def colours(photo: DecodedPhoto) -> Colours:
    """The colours of a photo in colour, each worked out once."""
    return _known.get(photo) or _known.setdefault(photo, Colours(photo.image))


class Colours:
    """What is counted over the pixels of an RGB image, each when it is first asked for."""

    def __init__(self, image: Image.Image) -> None:
        self._image = image
        self._kept: list[_Strip] = []

    @cached_property
    def largest(self) -> Counts:
        """How many pixels have each level as the largest of R, G and B."""
        return _together(_counts(strip.largest) for strip in self._strips())

    @cached_property
    def saturation(self) -> Counts:
        """How many pixels have each saturation `floor(255 (max - min) / max)`; of black it is 0."""
        return _together(_counts(_saturations(strip)) for strip in self._strips())

    @cached_property
    def sum_of_squares(self) -> int:
        """The sum over the pixels of `3 (R - G)² + 2 (R - B)² + 2 (G - B)²`."""
        found = 0
        for strip in self._strips():
            for block in zip(*map(_blocks, strip.bands), strict=True):
                red, green, blue = (levels.astype(np.uint16) for levels in block)
                found += 3 * _squares(red - green)
                found += 2 * (_squares(red - blue) + _squares(green - blue))
        return found

    @cached_property
    def sampled_hues(self) -> Hues:
        """The hues of the pixels at the crossings of an even grid, at most 48 x 48 of them."""
        width, height = self._image.size
        size = (min(width, GRID_SIDE), min(height, GRID_SIDE))
        return _hues([_Strip(picked(self._image, size))])

    @cached_property
    def all_hues(self) -> Hues:
        """The hues of all pixels."""
        return _hues(self._strips())

    def _strips(self) -> Iterable[_Strip]:
        if self._kept:
            return self._kept
        made = (_Strip(strip) for _, strip in strips(self._image))
        if self._image.width * self._image.height > _KEPT_PIXELS:
            return made
        self._kept = list(made)
        return self._kept


_known: WeakKeyDictionary[DecodedPhoto, Colours] = WeakKeyDictionary()


class _Strip:
    """The bands of some rows of an RGB image, one level after the other."""

    def __init__(self, image: Image.Image) -> None:
        self.bands: list[_Bytes] = [
            np.frombuffer(image.tobytes("raw", band), np.uint8) for band in "RGB"
        ]

    @cached_property
    def largest(self) -> _Bytes:
        found: _Bytes = np.maximum(np.maximum(self.bands[0], self.bands[1]), self.bands[2])
        return found


def _hues(parts: Iterable[_Strip]) -> Hues:
    found = Hues()
    for strip in parts:
        found.add(*strip.bands)
    return found


def _blocks(levels: _Bytes) -> Iterator[_Bytes]:
    for start in range(0, levels.size, _BLOCK):
        yield levels[start : start + _BLOCK]


def _counts(levels: _Bytes) -> Counts:
    image = Image.frombuffer("L", (levels.size, 1), levels, "raw", "L", 0, 1)
    return np.array(image.histogram(), np.int64)


def _together(parts: Iterable[Counts]) -> Counts:
    found = np.zeros(256, np.int64)
    for counts in parts:
        found += counts
    return found


def _saturations(strip: _Strip) -> _Bytes:
    """The saturation of each pixel from 0 to 255, rounded down.

    A quotient of such numbers in 32-bit floats ends on the same side of a whole number as the
    true one, which is equal to it or 1/255 away at least.
    """
    found = np.empty_like(strip.largest)
    bands = (*strip.bands, strip.largest, found)
    for red, green, blue, largest, saturation in zip(*map(_blocks, bands), strict=True):
        chroma = largest - np.minimum(np.minimum(red, green), blue)
        quotient = chroma.astype(np.float32)
        quotient *= np.float32(255)
        quotient /= np.maximum(largest, 1).astype(np.float32)
        saturation[:] = quotient
    return found


def _squares(differences: npt.NDArray[np.uint16]) -> int:
    """The sum of the squares of a block's differences; one below zero has wrapped round."""
    differences *= differences
    return int(differences.sum(dtype=np.uint32))


# Memory that a photo's colours took is kept for the next photo's: without this, the C library of
# Linux gives it back and asks for it anew, which takes as long as the colours.  It keeps twice
# the largest block that was ever given back: this one.
bytes(1 << 23)
