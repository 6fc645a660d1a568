"""Measures of the colours that the embedded profile means: `luminance:srgb` and its like.

Each applies the measure that is named before the colon to the pixels after their conversion to sRGB
(`colour_profile`).  For a photo without a profile, both measures have the same value.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from photoparsl.measuring import brightness_measures
from photoparsl.measuring.brightness_measures import Levels
from photoparsl.measuring.colour_profile import Convert, to_srgb
from photoparsl.measuring.decoded_photo import DecodedPhoto
from photoparsl.measuring.formats.row_strips import row_strips
from photoparsl.measuring.measure import MEASURES, built_in

NAMES = ("luminance", "mean_luma", "contrast", "entropy", "dark", "bright")


class ManagedLevels:
    """The levels of a photo's pixels after their conversion to sRGB.

    coloured: whether there are three bands, R, G and B
    pixel_count: the number of pixels
    """

    def __init__(self, photo: DecodedPhoto, convert: Convert) -> None:
        self.coloured = photo.coloured
        self.pixel_count = photo.pixel_count
        self._photo, self._convert = photo, convert

    @cached_property
    def histogram(self) -> npt.NDArray[np.int64]:
        """The number of pixels of each level: an array of shape (bands, 256)."""
        total = np.zeros((3 if self.coloured else 1, 256), np.int64)
        for _, strip in row_strips(self._photo.profiled):
            total += np.array(self._convert(strip).histogram(), np.int64).reshape(-1, 256)
        return total

    @cached_property
    def cumulated(self) -> npt.NDArray[np.int64]:
        """The number of pixels at or below each level: an array of shape (bands, 256)."""
        return np.cumsum(self.histogram, axis=1, dtype=np.int64)


def managed(photo: DecodedPhoto) -> Levels:
    """Return the levels of a photo's pixels in sRGB.  All measures of a photo share one object.

    Raises NoValueError if the pixels' colours can't be known (`colour_profile.to_srgb`).
    """
    if photo not in _cache:
        convert = to_srgb(photo.file, photo.profiled.mode)
        _cache[photo] = ManagedLevels(photo, convert) if convert else None
    return _cache[photo] or photo


_cache: WeakKeyDictionary[DecodedPhoto, ManagedLevels | None] = WeakKeyDictionary()


def _register(name: str) -> None:
    plain: Callable[[Levels], float] = getattr(brightness_measures, name)

    @built_in(version=MEASURES[name].version, in_all=False, name=f"{name}:srgb")
    def measure(photo: DecodedPhoto) -> float | str:
        """The measure that is named before the colon, of the pixels converted to sRGB."""
        return plain(managed(photo))


for _name in NAMES:
    _register(_name)
