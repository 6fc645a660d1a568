"""Measures of colour: saturation, brightness and hue as in HSB, and colourfulness.

Median and deviation of the brightness are here because ImagePlot has them, like the saturation's.
For a grey photo, saturation, hue and colourfulness are 0.  `hue_median` and `hue_deviation` are
over a grid of pixels, all others over every pixel.  A value is the same on every machine
(`measuring/level_statistics.py`).
"""

from __future__ import annotations

import math

import numpy as np

from photoparsl.measuring.colours import brightness_counts, colours
from photoparsl.measuring.decoded_photo import DecodedPhoto
from photoparsl.measuring.level_statistics import LEVELS, deviation, median, sums
from photoparsl.measuring.measure import built_in


@built_in(version=2)
def saturation(photo: DecodedPhoto) -> float:
    """Mean HSB saturation, from 0 (grey) to 1.

    A pixel has `floor(255 (max - min) / max) / 255`, and black has 0.

    In whole levels of 255, as HSB images of 8 bits have it (ImageJ's, Pillow's).
    """
    if not photo.coloured:
        return 0.0
    (total,) = sums(colours(photo).saturation[np.newaxis], LEVELS)
    return total / (255 * photo.pixel_count)


@built_in(version=2)
def saturation_median(photo: DecodedPhoto) -> float:
    """Median of the HSB saturation, 0 to 1.  As in ImagePlot (L. Manovich, 2011), over 255."""
    return median(colours(photo).saturation) / 255 if photo.coloured else 0.0


@built_in(version=2)
def saturation_deviation(photo: DecodedPhoto) -> float:
    """Standard deviation of the HSB saturation, 0 to 0.5.  As in ImagePlot, over 255."""
    return deviation(colours(photo).saturation) / 255 if photo.coloured else 0.0


@built_in(version=2)
def brightness_median(photo: DecodedPhoto) -> float:
    """Median of the HSB brightness `max(R, G, B) / 255`, 0 to 1.  As in ImagePlot, over 255."""
    return median(brightness_counts(photo)) / 255


@built_in(version=2)
def brightness_deviation(photo: DecodedPhoto) -> float:
    """Standard deviation of the HSB brightness, 0 to 0.5.  As in ImagePlot, over 255."""
    return deviation(brightness_counts(photo)) / 255


@built_in(version=2)
def hue_median(photo: DecodedPhoto) -> float:
    """Circular median of the HSB hue in degrees, 0 (red) up to 359.  Of a grid of 48 x 48 pixels.

    The hue from which the others' distance round the circle is least, in whole degrees, each pixel
    weighted by its chroma `max - min`.  Chroma under 4 levels of 255 is no colour.  The hue is 0
    where there is none: the saturation tells a photo without colour from a red one.  Source: N. I.
    Fisher, "Statistical Analysis of Circular Data", 1993.
    """
    return colours(photo).sampled_hues.median() if photo.coloured else 0.0


@built_in(version=2)
def hue_deviation(photo: DecodedPhoto) -> float:
    """Angular deviation of the HSB hue in degrees, 0 (one hue) to 81 (all alike).

    `sqrt(2 (1 - R))` of the mean resultant length R, of the same pixels and weights as
    `hue_median`.  It is 0 where there is no colour.  Source: E. Batschelet, "Circular Statistics in
    Biology", 1981.
    """
    return colours(photo).sampled_hues.deviation() if photo.coloured else 0.0


@built_in(version=1, in_all=False)
def exact_hue_median(photo: DecodedPhoto) -> float:
    """The same as `hue_median`, over every pixel."""
    return colours(photo).all_hues.median() if photo.coloured else 0.0


@built_in(version=1, in_all=False)
def exact_hue_deviation(photo: DecodedPhoto) -> float:
    """The same as `hue_deviation`, over every pixel."""
    return colours(photo).all_hues.deviation() if photo.coloured else 0.0


@built_in(version=2, in_all=False)
def colourfulness(photo: DecodedPhoto) -> float:
    """Colourfulness, 0 (grey), 33 (moderately), 109 (extremely), up to about 240.

    `hypot(std(rg), std(yb)) + 0.3 hypot(mean(rg), mean(yb))` of `rg = R - G` and
    `yb = (R + G) / 2 - B`, with levels from 0 to 255.  Source: D. Hasler and S. Süsstrunk,
    "Measuring colourfulness in natural images", 2003.
    """
    if not photo.coloured:
        return 0.0
    pixels = photo.pixel_count
    red, green, blue = sums(photo.histogram, LEVELS)
    rg, yb = red - green, red + green - 2 * blue  # the sums of R - G and of twice yb
    squares = 4 * rg * rg + yb * yb
    variance = (pixels * colours(photo).sum_of_squares - squares) / (4 * pixels * pixels)
    return math.sqrt(variance) + 0.3 * math.sqrt(squares / (4 * pixels * pixels))
