"""Measures in CIE L*a*b*: lightness over every pixel, chroma over a grid of them.

The pixels are those that the embedded profile means.  Without a profile they are taken for sRGB.
The white point is that of sRGB (D65).
"""

from __future__ import annotations

import math
from functools import lru_cache
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from photoparsl.measuring.decoded_photo import DecodedPhoto
from photoparsl.measuring.lightness import (
    STEPS,
    chroma_sample,
    lightness_counts,
    lightness_of_levels,
)
from photoparsl.measuring.measure import built_in


@built_in(version=1, in_all=False)
def lightness(photo: DecodedPhoto) -> float:
    """Mean CIE lightness L*, 0 (black) to 100 (white).  Source: CIE 15:2018."""
    counts = lightness_counts(photo)
    total = int((counts * lightness_of_levels()).sum(dtype=np.int64))
    return total / (STEPS * photo.pixel_count)


@built_in(version=1, in_all=False)
def lightness_median(photo: DecodedPhoto) -> float:
    """Median of the CIE lightness L*, 0 (black) to 100 (white)."""
    below = np.cumsum(lightness_counts(photo), dtype=np.int64)
    level = int(np.searchsorted(below, photo.pixel_count // 2, side="right"))
    return int(lightness_of_levels()[level]) / STEPS


@built_in(version=1, in_all=False)
def lightness_deviation(photo: DecodedPhoto) -> float:
    """Standard deviation of the CIE lightness L*, 0 (one lightness) to 50."""
    counts, values = lightness_counts(photo), lightness_of_levels()
    pixels = photo.pixel_count
    total = int((counts * values).sum(dtype=np.int64))
    high, low = _squares()  # 64 bits hold the sums of each part
    squares = int((counts * high).sum(dtype=np.int64)) * 65536
    squares += int((counts * low).sum(dtype=np.int64))
    variance: float = (pixels * squares - total * total) / (pixels * pixels)
    return math.sqrt(variance) / STEPS


@lru_cache(maxsize=1)
def _squares() -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The square of the lightness of each level of luminance, divided by 65536: quotient, rest."""
    values = lightness_of_levels()
    high, low = np.divmod(values * values, 65536)
    return high, low


@built_in(version=2, in_all=False)
def chroma(photo: DecodedPhoto) -> float:
    """Mean CIE chroma `sqrt(a*² + b*²)`, 0 (grey) to about 134.  Of a grid of 16,000 pixels."""
    if photo not in _chromas:
        total, pixels = chroma_sample(photo)
        _chromas[photo] = total / (STEPS * pixels)
    return _chromas[photo]


_chromas: WeakKeyDictionary[DecodedPhoto, float] = WeakKeyDictionary()
