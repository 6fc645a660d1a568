"""Statistics of a photo's levels from histograms: the number of pixels of each level, 0 to 255.

`counts` is an array of shape (bands, 256), or (256,) for one band.  The statistics are the same, to
the last bit, on every machine.  They use sums of whole numbers, `math.fsum`, and single additions,
multiplications, divisions and square roots of floats.  They don't use logarithms of numpy and the
C library, BLAS, and numpy's sums of floats, whose results depend on the processor.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]

LEVELS = np.arange(256)
SQUARES = LEVELS * LEVELS  # of the levels


def by_bands(values: Sequence[float]) -> float:
    """The only value of a grey photo, or the mean of the values of R, G and B, weighted as in luma.

    The weights are whole thousandths, since floats can't be exactly 0.299, 0.587 and 0.114.
    Source: ITU-R BT.601.
    """
    if len(values) == 1:
        return values[0]
    red, green, blue = values
    return (299 * red + 587 * green + 114 * blue) / 1000


def sums(counts: Counts, weights: npt.NDArray[np.int64]) -> list[int]:
    """For each band, the sum of its pixels' weights.

    weights: the weight, a whole number, of each level, such as `LEVELS` or `SQUARES`
    """
    band_sums: list[int] = (counts * weights).sum(axis=-1, dtype=np.int64).tolist()
    return band_sums


def deviations(counts: Counts) -> list[float]:
    """For each band, the standard deviation of its levels."""
    pixels = _pixel_count(counts[0])
    pairs = zip(sums(counts, LEVELS), sums(counts, SQUARES), strict=True)
    return [
        math.sqrt((pixels * squares - total * total) / (pixels * pixels))
        for total, squares in pairs
    ]


def deviation(counts: Counts) -> float:
    """The standard deviation of the levels of one band."""
    return deviations(counts[np.newaxis])[0]


def median(counts: Counts) -> int:
    """The median level of one band.

    For an even number of pixels, it is the upper of the middle two.
    """
    below = np.cumsum(counts, dtype=np.int64)
    return int(np.searchsorted(below, int(below[-1]) // 2, side="right"))


def percentiles(cumulated: Counts, percent: int) -> list[int]:
    """For each band, the percentile: the least level that so many percent of pixels don't exceed.

    cumulated: the number of pixels at or below each level, an array of shape (bands, 256)
    """
    pixels = int(cumulated[0, -1])
    too_few = cumulated * 100 < percent * pixels
    levels: list[int] = too_few.sum(axis=1, dtype=np.int64).tolist()
    return levels


def entropies(counts: Counts) -> list[float]:
    """For each band, Shannon's entropy of its levels in bits, with an error under 1e-13."""
    shares = counts / _pixel_count(counts[0])
    terms = shares * logarithms(np.where(counts, shares, 1.0)) * -_ONE
    band_sums: list[int] = terms.astype(np.int64).sum(axis=-1, dtype=np.int64).tolist()
    return [band_sum / _ONE for band_sum in band_sums]


def logarithms(numbers: _Floats) -> _Floats:
    """Logarithms to the base 2 of numbers from 1e-9 to 1, with an error under 4e-15.

    First a power of two is split off exactly.  The fourth root m of the remaining factor is between
    0.917 and 1.091.  Its natural logarithm is 2 artanh z with z = (m - 1) / (m + 1), computed by
    the series up to z**9: z is under 0.0434, and the further terms together are under 1e-16.
    """
    fractions, powers = np.frexp(numbers)
    low = fractions < _ROOT_OF_HALF
    root = np.sqrt(np.sqrt(np.where(low, 2 * fractions, fractions)))
    z = (root - 1) / (root + 1)
    square = z * z
    series = square / 9 + 1 / 7
    for odd in (5, 3, 1):
        series = series * square + 1 / odd
    binary: _Floats = (powers - low) + z * series * _EIGHT_OVER_LN_2
    return binary


def _pixel_count(counts: Counts) -> int:
    return int(counts.sum(dtype=np.int64))


_ONE = 2.0**53  # terms are summed as whole multiples of 1 / _ONE
_ROOT_OF_HALF = 0.7071067811865476
_EIGHT_OVER_LN_2 = 11.541560327111707
