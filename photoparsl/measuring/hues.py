"""Circular statistics of hues in whole degrees, each pixel weighted by its chroma."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext
from functools import lru_cache

import numpy as np
import numpy.typing as npt

LEAST_CHROMA = 4  # of 255. Less comes from JPEG's rounding, and isn't a colour
DEGREES = 360

_Bytes = npt.NDArray[np.uint8]
_PI = Decimal("3.14159265358979323846264338327950288419716939937510582")
_PART, _WHOLE = 2**20, 2**60  # _WHOLE is _PART**3


class Hues:
    """For each hue in whole degrees, the sum of the chroma of its pixels.

    A pixel's chroma is `c = max - min` of R, G and B.  Its hue in degrees is `60 (G - B) / c` if R
    is the largest, `120 + 60 (B - R) / c` if G is, and `240 + 60 (R - G) / c` if B is.  The hue is
    rounded to the nearest whole degree, halves up.  Pixels with a chroma under 4 have no hue.

    chroma: the sums, an array of shape (360,)
    """

    def __init__(self) -> None:
        self.chroma = np.zeros(DEGREES, np.int64)

    def add(self, red: _Bytes, green: _Bytes, blue: _Bytes) -> None:
        """Add pixels, given by their levels in each band, 0 to 255: three arrays of one length."""
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
        """The circular median: the degree with the least weighted sum of distances to all hues.

        Of several such degrees it is the least.  Without any hue it is 0.  From one degree to the
        next, the sum grows by the chroma of the half circle behind, and shrinks by that of the half
        circle ahead.  Source: N. I. Fisher, "Statistical Analysis of Circular Data", 1993.
        """
        half = DEGREES // 2
        behind = np.cumsum(np.concatenate((self.chroma, self.chroma)), dtype=np.int64)
        ahead = behind[half:-half] - behind[: -2 * half]
        steps = behind[DEGREES - 1] - 2 * ahead[:-1]
        distance = np.cumsum(np.concatenate(([0], steps)), dtype=np.int64)
        return float(np.argmin(distance))

    def deviation(self) -> float:
        """The angular deviation in degrees, `sqrt(2 (1 - R))`, or 0 without any hue.

        R is the mean resultant length.  1 - R is computed as a quotient of whole numbers, which is
        precise also if R is nearly 1.  Source: E. Batschelet, "Circular Statistics in Biology",
        1981.
        """
        parts = (self.chroma * _directions()).sum(axis=-1, dtype=np.int64).tolist()
        x, y = ((high * _PART + middle) * _PART + low for high, middle, low in parts)
        whole = int(self.chroma.sum(dtype=np.int64)) * _WHOLE
        squares = x * x + y * y
        if not whole or squares >= whole * whole:
            return 0.0
        shortfall = (whole * whole - squares) / (whole * (whole + math.isqrt(squares)))  # 1 - R
        return math.degrees(math.sqrt(2 * shortfall))


def direction(x: int, y: int) -> int:
    """Return the whole degree, 0 to 359, whose direction is nearest to that of the vector x, y."""
    parts = _directions()[:, 0] * _PART + _directions()[:, 1]  # cosines and sines, times 2**40
    along = [x * int(cosine) + y * int(sine) for cosine, sine in parts.T]
    return along.index(max(along))


@lru_cache
def _directions() -> npt.NDArray[np.int64]:
    """Cosine and sine of each whole degree, times 2**60: an array of shape (2, 3, 360).

    The second axis has three parts of 20 bits.  The cosine of 1 degree comes from its series.  The
    others come from the recurrence for multiples of an angle, with 60 decimals.  The C library's
    cosines differ between processors.
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
