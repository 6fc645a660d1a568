"""Classes of the stamps' colours, by hue and lightness: how many colours a class has, by year.

`web/stamp-classes.js` does the same for pages that have the stamps themselves.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from photoparsl.page.columns import Array

HUES = 8  # red, orange, yellow, green, cyan, blue, purple, and no hue: grey
LIGHTNESSES = 5  # steps of 20 in CIE L*
CLASSES = HUES * LIGHTNESSES

_LIMITS = (15, 45, 75, 165, 195, 255, 345)  # degrees: where each hue ends, red's at both ends
_GREY = 0.08  # colours whose red, green and blue differ by less have no hue


class ColourCounts:
    """Counts the stamps' colours by year and class."""

    def __init__(self) -> None:
        self._counts: dict[int, Array] = {}

    def add(self, year: Array, stamp: Array) -> None:
        """Count photos: their years, and their stamps of shape (photos, 16)."""
        classes = class_of_colours()[stamp]
        for of_year in np.unique(year):
            counts = np.bincount(classes[year == of_year].ravel(), minlength=CLASSES)
            self._counts[int(of_year)] = self._counts.get(int(of_year), 0) + counts

    def by_year(self, years: Array) -> Array:
        """Return the counts of these years, of shape (years, CLASSES)."""
        none = np.zeros(CLASSES, np.int64)
        return np.array([self._counts.get(year, none) for year in years.tolist()])


@cache
def class_of_colours() -> Array:
    """Return the class of each colour in RGB565: its hue's number times 5, plus its lightness's.

    The hue is that of HSV.  The lightness is CIE L* of the colour in sRGB.  Sources: A. R. Smith,
    "Color gamut transform pairs", SIGGRAPH 1978.  IEC 61966-2-1.  CIE 15:2004.
    """
    colour = np.arange(65_536)
    bands = np.stack([colour >> 11, (colour >> 5) & 63, colour & 31]) / [[31], [63], [31]]
    red, green, blue = bands
    most, chroma = bands.max(axis=0), np.ptp(bands, axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        sector = np.where(
            most == red,
            ((green - blue) / chroma) % 6,
            np.where(most == green, (blue - red) / chroma + 2, (red - green) / chroma + 4),
        )
    hue = np.digitize(sector * 60, _LIMITS) % (HUES - 1)
    hue[chroma < _GREY] = HUES - 1
    linear = np.where(bands <= 0.04045, bands / 12.92, ((bands + 0.055) / 1.055) ** 2.4)
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    lightness = np.where(light > (6 / 29) ** 3, 116 * np.cbrt(light) - 16, light * (29 / 3) ** 3)
    step = np.minimum(lightness // (100 / LIGHTNESSES), LIGHTNESSES - 1)
    classes: Array = hue * LIGHTNESSES + step.astype(np.int64)
    return classes
