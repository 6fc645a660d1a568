"""Convert CIE L*a*b* to sRGB, with the same result on every processor.

The white point is adapted from that of print (D50) to that of sRGB (D65) after Bradford, so white
stays white.  Source: ISO 15076-1 (ICC), IEC 61966-2-1 (sRGB).
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PIL import Image

_Floats = npt.NDArray[np.float64]

_WHITE = (0.96422, 1.0, 0.82521)  # X, Y and Z of D50
_TO_RED_GREEN_BLUE = (  # weights of X, Y and Z, adapted from D50 to D65
    (3.1338561, -1.6168667, -0.4906146),
    (-0.9787684, 1.9161415, 0.0334540),
    (0.0719453, -0.2289914, 1.4052427),
)


def lab_to_srgb(image: Image.Image) -> Image.Image:
    """Convert an image of mode LAB to mode RGB."""
    lab = np.frombuffer(image.tobytes(), np.uint8).reshape(image.height, image.width, 3)
    middle = (lab[..., 0] * (100 / 255) + 16) / 116
    a, b = (lab[..., band].view(np.int8).astype(np.float64) for band in (1, 2))
    x, y, z = _light(middle + a / 500), _light(middle), _light(middle - b / 200)
    rgb = np.empty_like(lab)
    for band, weights in enumerate(_TO_RED_GREEN_BLUE):
        of_x, of_y, of_z = (w * white for w, white in zip(weights, _WHITE, strict=True))
        linear = (x * of_x + y * of_y + z * of_z) / (of_x + of_y + of_z)
        rgb[..., band] = np.searchsorted(_thresholds(), linear, side="right")
    return Image.fromarray(rgb)


def linear_light(level: int | Decimal) -> Decimal:
    """Return the linear light, 0 to 1, of a level of sRGB, 0 to 255 (IEC 61966-2-1)."""
    share = Decimal(level) / 255
    if share <= Decimal("0.04045"):
        return share / Decimal("12.92")
    base: Decimal = (share + Decimal("0.055")) / Decimal("1.055")
    return base ** Decimal("2.4")


def _light(root: _Floats) -> _Floats:
    """Linear light as a share of white's, 0 to 1: the inverse of the function f of L*a*b*.

    f is a cube root, and linear near black.
    """
    straight = (root - 4 / 29) * (3 * (6 / 29) * (6 / 29))
    light: _Floats = np.where(root > 6 / 29, root * root * root, straight)
    return light


@lru_cache(maxsize=1)
def _thresholds() -> _Floats:
    """The linear light, 0 to 1, of each level of sRGB plus one half: 255 numbers.

    They are computed with decimals, whose results are the same on every processor.
    """
    half = Decimal("0.5")
    return np.array([float(linear_light(level + half)) for level in range(255)])
