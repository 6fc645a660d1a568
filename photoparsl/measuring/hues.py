"""Circular statistics of hues in whole degrees, each pixel weighted by its chroma."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext
from functools import lru_cache

import numpy as np
import numpy.typing as npt

LEAST_CHROMA = 4  # of 255; less is JPEG's rounding, and no colour
DEGREES = 360

_Bytes = npt.NDArray[np.uint8]
_PI = Decimal("3.14159265358979323846264338327950288419716939937510582")
_PART, _WHOLE = 2**20, 2**60  # the second is the first to the third power


class Hues:
    """The sum of the chroma of all pixels of each hue, in whole numbers.

    With `max` and `min` of R, G and B, a pixel's chroma is `c = max - min`, and its hue in
    degrees is `60 (G - B) / c` where red is the largest, `120 + 60 (B - R) / c` where green is,
    and `240 + 60 (R - G) / c` where blue is; rounded to the nearest whole degree, halves up.
    Pixels of a chroma under 4 have no hue.
    """

    def __init__(self) -> None:
        self.chroma = np.zeros(DEGREES, np.int64)

    def add(self, red: _Bytes, green: _Bytes, blue: _Bytes) -> None:
        """Count some pixels: of each band an array of levels from 0 to 255, all of one length."""
        most = np.maximum(np.maximum(red, green), blue)
        chroma = most - np.minimum(np.minimum(red, green), blue)
        coloured = chroma >= LEAST_CHROMA
        r, g, b, most, chroma = (
            levels[coloured].astype(np.int64) for levels in (red, green, blue, most, chroma)
        )
        of_red, of_green = r == most, g == most
        start = np.where(of_red, 0, np.where(of_green, 120, 240))
        step = np.where(of_red, g - b, np.where(of_green, b - r, r - g))
        degrees = start + (120 * step + chroma) // (2 * chroma)
        np.add.at(self.chroma, degrees % DEGREES, chroma)

    def median(self) -> float:
        """The whole degree with the least weighted distance, round the circle, to the others.

        Of several the least; 0 where there is no colour.  From one degree to the next, the
        distance grows by the chroma of the half circle behind, and shrinks by that ahead.  Source:
        N. I. Fisher, "Statistical Analysis of Circular Data", 1993.
        """
        half = DEGREES // 2
        behind = np.cumsum(np.concatenate((self.chroma, self.chroma)), dtype=np.int64)
        ahead = behind[half:-half] - behind[: -2 * half]
        steps = behind[DEGREES - 1] - 2 * ahead[:-1]
        distance = np.cumsum(np.concatenate(([0], steps)), dtype=np.int64)
        return float(np.argmin(distance))

    def deviation(self) -> float:
        """`sqrt(2 (1 - R))` of the mean resultant length R, in degrees; 0 where there is no colour.

        1 - R is a quotient of whole numbers, so that nothing is lost where R is nearly 1.
        Source: E. Batschelet, "Circular Statistics in Biology", 1981.
        """
        parts = (self.chroma * _directions()).sum(axis=-1, dtype=np.int64).tolist()
        x, y = ((high * _PART + middle) * _PART + low for high, middle, low in parts)
        whole = int(self.chroma.sum(dtype=np.int64)) * _WHOLE
        squares = x * x + y * y
        if not whole or squares >= whole * whole:
            return 0.0
        shortfall = (whole * whole - squares) / (whole * (whole + math.isqrt(squares)))  # 1 - R
        return math.degrees(math.sqrt(2 * shortfall))


@lru_cache
def _directions() -> npt.NDArray[np.int64]:
    """Cosine and sine of each whole degree, times 2**60: an array of (2, 3 parts of 20 bits, 360).

    From the cosine's series and the rule for the next multiple of an angle, with 60 decimals:
    the C library's cosines differ between processors.
    """
    with localcontext(prec=60):
        square = (_PI / 180) * (_PI / 180)
        term = first = Decimal(1)
        for n in range(2, 30, 2):
            term *= -square / (n * (n - 1))
            first += term
        cosines = [Decimal(1), first]
        while len(cosines) < DEGREES:
            cosines.append(2 * first * cosines[-1] - cosines[-2])
        whole = [int((cosine * _WHOLE).to_integral_value()) for cosine in cosines]
    parts = [(n // _PART // _PART, n // _PART % _PART, n % _PART) for n in whole]
    cosine_parts = np.array(parts, np.int64).T
    return np.stack((cosine_parts, np.roll(cosine_parts, 90, axis=1)))
