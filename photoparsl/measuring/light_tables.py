"""Tables that convert levels of sRGB to whole numbers of CIE XYZ, and these to L*a*b*.

Sources: CIE 15:2018 (L*a*b*), IEC 61966-2-1 (sRGB).
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from photoparsl.measuring.cielab import linear_light

LIGHT_LEVELS = 65536  # of linear light: steps of 1/65535 of white's
FRACTION_BITS = 4  # a step has 16 parts, in the tables that are summed
# Bits below whole steps of light:
X_SHIFT, Z_SHIFT, Y_SHIFT = (21 * field + FRACTION_BITS for field in range(3))
_TO_XYZ = (  # weights of R, G and B in X, Y and Z
    (0.4124, 0.3576, 0.1805),
    (0.2126, 0.7152, 0.0722),
    (0.0193, 0.1192, 0.9505),
)

_IntArray = npt.NDArray[np.int64]


class LightTables(NamedTuple):
    """What levels add to X, Y and Z, which are in one number: 21 bits each, Y the highest.

    The numbers are in parts of a step of light, of which half a step is added, so that a shift
    rounds them.

    grey: what each level of a grey photo adds
    red_green: what each pair of levels of R and G adds, at the level of R plus 256 times that of G
    blue: what each level of B adds
    """

    grey: _IntArray
    red_green: _IntArray
    blue: _IntArray


@lru_cache(maxsize=1)
def light_tables() -> LightTables:
    """Return the tables, rounded to whole parts of a step of light."""
    linear = np.array([float(linear_light(level)) for level in range(256)])
    white = (LIGHT_LEVELS - 1) << FRACTION_BITS
    packed = np.zeros((3, 256), np.int64)
    half = 0
    for shift, weights in zip((X_SHIFT, Y_SHIFT, Z_SHIFT), _TO_XYZ, strict=True):
        of_white = weights[0] + weights[1] + weights[2]
        for band, weight in enumerate(weights):
            levels = np.rint(linear * (weight / of_white * white)).astype(np.int64)
            packed[band] += levels << shift - FRACTION_BITS
        half += 1 << shift - 1
    red, green, blue = packed
    pairs = (red[np.newaxis] + green[:, np.newaxis]).ravel()
    return LightTables(red + green + blue + half, pairs + half, blue)


class LuminanceTables(NamedTuple):
    """What levels add to Y alone, in parts of a step of light, as in `LightTables`."""

    red_green: npt.NDArray[np.uint32]
    blue: npt.NDArray[np.uint32]


@lru_cache(maxsize=1)
def luminance_tables() -> LuminanceTables:
    """Return the tables, as `light_tables` has them."""
    of_all = light_tables()
    below = Y_SHIFT - FRACTION_BITS
    return LuminanceTables(
        (of_all.red_green >> below).astype(np.uint32), (of_all.blue >> below).astype(np.uint32)
    )


@lru_cache(maxsize=1)
def cube_roots() -> npt.NDArray[np.float64]:
    """Return the function f of L*a*b* of each level of light: a cube root, linear near black.

    Newton's steps, whose operations are exactly defined, give the root to the last digits.
    """
    light = np.arange(LIGHT_LEVELS) / (LIGHT_LEVELS - 1)
    least = (6 / 29) * (6 / 29) * (6 / 29)
    above = np.maximum(light, least)
    root = np.ones(LIGHT_LEVELS)
    for _ in range(12):
        root = (2 * root + above / (root * root)) / 3
    straight = light / (3 * (6 / 29) * (6 / 29)) + 4 / 29
    return np.where(light > least, root, straight)
