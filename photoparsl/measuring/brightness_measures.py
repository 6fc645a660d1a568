"""Measures of brightness, contrast and entropy, over every pixel.

A measure "by bands" of a colour photo is the mean of its values of R, G and B, weighted 0.299,
0.587 and 0.114 as in luma (ITU-R BT.601).  A grey photo has one band.

The same pixels give the same number, to the last bit, on every machine, since only operations with
exactly defined results are used (`measuring/level_statistics.py`).
"""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np

from photoparsl.measuring.colours import brightness_counts
from photoparsl.measuring.decoded_photo import DecodedPhoto
from photoparsl.measuring.level_statistics import (
    LEVELS,
    SQUARES,
    Counts,
    by_bands,
    deviations,
    entropies,
    percentiles,
    sums,
)
from photoparsl.measuring.measure import built_in


class Levels(Protocol):
    """The levels of a photo's pixels, as the measures of this module need them."""

    @property
    def coloured(self) -> bool:
        """Whether there are three bands, R, G and B."""

    @property
    def pixel_count(self) -> int:
        """The number of pixels."""

    @property
    def histogram(self) -> Counts:
        """The number of pixels of each level: an array of shape (bands, 256)."""

    @property
    def cumulated(self) -> Counts:
        """The number of pixels at or below each level: an array of shape (bands, 256)."""


@built_in(version=2)
def luminance(photo: Levels) -> float:
    """Perceived brightness, 0 (black) to 255/256 (white).

    It is computed from the root mean square of each band: `rms / 256` for grey, and `sqrt(0.241 R²
    + 0.691 G² + 0.068 B²) / 256` for colour.  Source: the OSG's photo analysis tutorial, after D.
    R. Finley, "HSP Color Model", 2006.
    """
    squares = sums(photo.histogram, SQUARES)
    if photo.coloured:
        red, green, blue = squares
        weighted = 0.241 * red + 0.691 * green + 0.068 * blue
    else:
        weighted = float(squares[0])
    return math.sqrt(weighted / photo.pixel_count) / 256


@built_in(version=2)
def mean_luma(photo: Levels) -> float:
    """Mean luma, 0 (black) to 1 (white): of colour, 0.299 R + 0.587 G + 0.114 B (BT.601)."""
    return by_bands(sums(photo.histogram, LEVELS)) / (255 * photo.pixel_count)


@built_in(version=2)
def value(photo: DecodedPhoto) -> float:
    """Mean HSV value, 0 (black) to 255/256 (white): the mean of `max(R, G, B) / 256`.

    Source: the older program of the OSG's photo analysis tutorial.
    """
    (total,) = sums(brightness_counts(photo)[np.newaxis], LEVELS)
    return total / photo.pixel_count / 256


@built_in(version=2)
def contrast(photo: Levels) -> float:
    """Standard deviation of the levels over 255, 0 (one level) to 0.5, by bands."""
    return by_bands(deviations(photo.histogram)) / 255


@built_in(version=2)
def entropy(photo: Levels) -> float:
    """Shannon's entropy of the levels in bits, 0 (one level) to 8 (all alike), by bands.

    `-Σ p log2 p`.  Source: C. E. Shannon, "A Mathematical Theory of Communication", 1948.
    """
    return by_bands(entropies(photo.histogram))


@built_in(version=2)
def dark(photo: Levels) -> float:
    """The level that 5 % of the pixels don't exceed, over 255: 0 (black) to 1, by bands."""
    return by_bands(percentiles(photo.cumulated, 5)) / 255


@built_in(version=2)
def bright(photo: Levels) -> float:
    """The level that 95 % of the pixels don't exceed, over 255: 0 to 1 (white), by bands."""
    return by_bands(percentiles(photo.cumulated, 95)) / 255
