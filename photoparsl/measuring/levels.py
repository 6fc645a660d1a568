"""Statistics of levels from 0 to 255, from how many pixels have each.

They are the same, to the last bit, on every machine: whole numbers are summed, and floats only
added, multiplied, divided and rooted one by one, or summed by `math.fsum`.  The logarithms of
numpy and of the C library, BLAS and numpy's sums of floats depend on the processor.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]

LEVELS = np.arange(256)
SQUARES = LEVELS * LEVELS


def total(counts: Counts) -> int:
    """How many pixels there are."""
    return int(counts.sum(dtype=np.int64))


def sums(counts: Counts, of_level: npt.NDArray[np.int64]) -> list[int]:
    """The sums over the pixels of a whole number of their level, for each row of `counts`."""
    found: list[int] = (counts * of_level).sum(axis=-1, dtype=np.int64).tolist()
    return found


def deviations(counts: Counts) -> list[float]:
    """The standard deviation of the levels, for each row of `counts`."""
    pixels = total(counts[0])
    pairs = zip(sums(counts, LEVELS), sums(counts, SQUARES), strict=True)
    return [math.sqrt((pixels * squares - of * of) / (pixels * pixels)) for of, squares in pairs]


def median(counts: Counts) -> int:
    """The middle pixel's level; of an even number of pixels, the upper of the two."""
    below = np.cumsum(counts, dtype=np.int64)
    return int(np.searchsorted(below, int(below[-1]) // 2, side="right"))


def entropies(counts: Counts) -> list[float]:
    """Shannon's entropy in bits, for each row of `counts`; within 1e-13."""
    shares = counts / total(counts[0])
    terms = shares * logarithms(np.where(counts, shares, 1.0)) * -_ONE
    found: list[int] = terms.astype(np.int64).sum(axis=-1, dtype=np.int64).tolist()
    return [of_row / _ONE for of_row in found]


def logarithms(numbers: _Floats) -> _Floats:
    """Logarithms to the base 2 of numbers from 1e-9 to 1, within 4e-15.

    A power of two is split off, which is exact; the fourth root m of the rest, from 0.917 to 1.091,
    has the natural logarithm 2 artanh z of z = (m - 1) / (m + 1), by its series: z is under
    0.0434, and what follows z**9 under 1e-16.
    """
    rest, powers = np.frexp(numbers)
    low = rest < _ROOT_OF_HALF
    root = np.sqrt(np.sqrt(np.where(low, 2 * rest, rest)))
    z = (root - 1) / (root + 1)
    square = z * z
    series = square / 9 + 1 / 7
    for odd in (5, 3, 1):
        series = series * square + 1 / odd
    found: _Floats = (powers - low) + z * series * _EIGHT_OVER_LN_2
    return found


_ONE = 2.0**53  # in such parts of 1, terms are summed as whole numbers
_ROOT_OF_HALF = 0.7071067811865476
_EIGHT_OVER_LN_2 = 11.541560327111707
