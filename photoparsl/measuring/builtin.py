"""What is measured in one photo: a number for each measure.

A measure is a function of a `DecodedPhoto`; those built in are listed in `MEASURES` and `APART`,
with the version of their definition: a run that has values of one version never mixes them with
another's.

Over a colour photo, a measure "by bands" is that of R, G and B, weighted 0.299, 0.587, 0.114 as
in luma (ITU-R BT.601).  A grey photo has one band, no saturation, no hue and no colourfulness:
these are 0.  All are over every pixel but hue, which is of a grid of pixels, and sharpness, which
is of some rows and columns.

The same pixels give the same number, to the last bit, on every machine: whole numbers are
summed, and floats added, multiplied, divided and rooted one by one (`measuring/levels.py`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from photoparsl.measuring.colours import colours
from photoparsl.measuring.decode import DecodedPhoto
from photoparsl.measuring.levels import (
    LEVELS,
    SQUARES,
    Counts,
    deviations,
    entropies,
    median,
    sums,
)
from photoparsl.measuring.pixels import picked

MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr", "LAB", "I;16", "I", "F")


def luminance(photo: DecodedPhoto) -> float:
    """Perceived brightness, 0 (black) to 255/256 (white).

    With the root mean square of each band: of grey, `rms / 256`; of colour,
    `sqrt(0.241 R² + 0.691 G² + 0.068 B²) / 256`.  Source: the OSG's photo analysis tutorial,
    after D. R. Finley, "HSP Color Model", 2006.
    """
    squares = sums(photo.histogram, SQUARES)
    if photo.coloured:
        red, green, blue = squares
        square = 0.241 * red + 0.691 * green + 0.068 * blue
    else:
        square = float(squares[0])
    return math.sqrt(square / _pixels(photo)) / 256


def mean_luma(photo: DecodedPhoto) -> float:
    """Mean luma, 0 (black) to 1 (white): of colour, 0.299 R + 0.587 G + 0.114 B (BT.601)."""
    return _by_bands(sums(photo.histogram, LEVELS)) / (255 * _pixels(photo))


def value(photo: DecodedPhoto) -> float:
    """Mean HSV value, 0 (black) to 255/256 (white): the mean of `max(R, G, B) / 256`.

    Source: the older program of the OSG's photo analysis tutorial.
    """
    (whole,) = sums(_brightness(photo)[np.newaxis], LEVELS)
    return whole / _pixels(photo) / 256


def contrast(photo: DecodedPhoto) -> float:
    """Standard deviation of the levels over 255, 0 (one level) to 0.5, by bands."""
    return _by_bands(deviations(photo.histogram)) / 255


def entropy(photo: DecodedPhoto) -> float:
    """Shannon's entropy of the levels in bits, 0 (one level) to 8 (all alike), by bands.

    `-Σ p log2 p`.  Source: C. E. Shannon, "A Mathematical Theory of Communication", 1948.
    """
    return _by_bands(entropies(photo.histogram))


def dark(photo: DecodedPhoto) -> float:
    """The level that 5 % of the pixels don't exceed, over 255: 0 (black) to 1, by bands."""
    return _by_bands(_levels_of(photo, twentieths=1)) / 255


def bright(photo: DecodedPhoto) -> float:
    """The level that 95 % of the pixels don't exceed, over 255: 0 to 1 (white), by bands."""
    return _by_bands(_levels_of(photo, twentieths=19)) / 255


def saturation(photo: DecodedPhoto) -> float:
    """Mean HSB saturation, 0 (grey) to 1: of `floor(255 (max - min) / max) / 255`; of black, 0.

    In whole levels of 255, as HSB images of 8 bits have it (ImageJ's, Pillow's).
    """
    if not photo.coloured:
        return 0.0
    (whole,) = sums(colours(photo).saturation[np.newaxis], LEVELS)
    return whole / (255 * _pixels(photo))


def saturation_median(photo: DecodedPhoto) -> float:
    """Median of the HSB saturation, 0 to 1.  As in ImagePlot (L. Manovich, 2011), over 255."""
    return median(colours(photo).saturation) / 255 if photo.coloured else 0.0


def saturation_deviation(photo: DecodedPhoto) -> float:
    """Standard deviation of the HSB saturation, 0 to 0.5.  As in ImagePlot, over 255."""
    return _deviation(colours(photo).saturation) if photo.coloured else 0.0


def brightness_median(photo: DecodedPhoto) -> float:
    """Median of the HSB brightness `max(R, G, B) / 255`, 0 to 1.  As in ImagePlot, over 255."""
    return median(_brightness(photo)) / 255


def brightness_deviation(photo: DecodedPhoto) -> float:
    """Standard deviation of the HSB brightness, 0 to 0.5.  As in ImagePlot, over 255."""
    return _deviation(_brightness(photo))


def hue_median(photo: DecodedPhoto) -> float:
    """Circular median of the HSB hue in degrees, 0 (red) up to 359.  Of a grid of 48 x 48 pixels.

    The hue from which the others' distance round the circle is least, in whole degrees, each
    pixel weighted by its chroma `max - min`; chroma under 4 levels of 255 is no colour.  0 where
    there is none: the saturation tells a photo without colour from a red one.  Source: N. I.
    Fisher, "Statistical Analysis of Circular Data", 1993.
    """
    return colours(photo).sampled_hues.median() if photo.coloured else 0.0


def hue_deviation(photo: DecodedPhoto) -> float:
    """Angular deviation of the HSB hue in degrees, 0 (one hue) to 81 (all alike).

    `sqrt(2 (1 - R))` of the mean resultant length R, of the same pixels as `hue_median` and
    weighted as there; 0 where there is no colour.  Source: E. Batschelet, "Circular Statistics in
    Biology", 1981.
    """
    return colours(photo).sampled_hues.deviation() if photo.coloured else 0.0


def exact_hue_median(photo: DecodedPhoto) -> float:
    """The same as `hue_median`, over every pixel."""
    return colours(photo).all_hues.median() if photo.coloured else 0.0


def exact_hue_deviation(photo: DecodedPhoto) -> float:
    """The same as `hue_deviation`, over every pixel."""
    return colours(photo).all_hues.deviation() if photo.coloured else 0.0


def colourfulness(photo: DecodedPhoto) -> float:
    """Colourfulness, 0 (grey), 33 (moderately), 109 (extremely), up to about 240.

    `hypot(std(rg), std(yb)) + 0.3 hypot(mean(rg), mean(yb))` of `rg = R - G` and
    `yb = (R + G) / 2 - B`, with levels from 0 to 255.  Source: D. Hasler and S. Süsstrunk,
    "Measuring colourfulness in natural images", 2003.
    """
    if not photo.coloured:
        return 0.0
    pixels = _pixels(photo)
    red, green, blue = sums(photo.histogram, LEVELS)
    rg, yb = red - green, red + green - 2 * blue  # the sums of R - G and of twice yb
    squares = 4 * rg * rg + yb * yb
    variance = (pixels * colours(photo).sum_of_squares - squares) / (4 * pixels * pixels)
    return math.sqrt(variance) + 0.3 * math.sqrt(squares / (4 * pixels * pixels))


def sharpness(photo: DecodedPhoto) -> float:
    """Root mean square of the luma's second difference over 510, 0 (even) to 1 (a fine chequer).

    `a - 2 b + c` of neighbours along 8 rows and 8 columns at full resolution: a Laplacian, in
    parts.  It compares photos of about the same size.  Source: after J. L. Pech-Pacheco et al.,
    "Diatom autofocusing in brightfield microscopy", 2000.
    """
    width, height = photo.image.size
    rows = _luma(picked(photo.image, (width, min(height, 8))))
    columns = _luma(picked(photo.image, (min(width, 8), height)))
    along = rows[:, :-2] - 2 * rows[:, 1:-1] + rows[:, 2:]
    down = columns[:-2] - 2 * columns[1:-1] + columns[2:]
    squares = _sum_of_squares(along) + _sum_of_squares(down)
    return math.sqrt(squares / max(1, along.size + down.size)) / 510


def width(photo: DecodedPhoto) -> float:
    """Width in pixels, upright."""
    return float(photo.image.width)


def height(photo: DecodedPhoto) -> float:
    """Height in pixels, upright."""
    return float(photo.image.height)


def mode(photo: DecodedPhoto) -> float:
    """What pixels the file holds: their number in `MODES`, as 1 for grey and 5 for RGB; else -1."""
    name = {"La": "LA", "RGBa": "RGBA", "RGBX": "RGB"}.get(photo.mode, photo.mode)
    name = "I;16" if name.startswith("I;16") else name
    return float(MODES.index(name)) if name in MODES else -1.0


def size_bytes(photo: DecodedPhoto) -> float:
    """The file's size in bytes."""
    return float(photo.size_bytes)


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure by its name, with the version of its definition."""

    function: Callable[[DecodedPhoto], float]
    version: int = 1


MEASURES = {
    function.__name__: Measure(function, version)
    for function, version in (
        (luminance, 2), (mean_luma, 2), (value, 2), (contrast, 2), (entropy, 2), (dark, 2),
        (bright, 2), (saturation, 2), (saturation_median, 2), (saturation_deviation, 2),
        (brightness_median, 2), (brightness_deviation, 2), (hue_median, 2), (hue_deviation, 2),
        (colourfulness, 2), (sharpness, 2), (width, 1), (height, 1), (mode, 2), (size_bytes, 1),
    )
}  # fmt: skip

# Not among `all`: they take longer than the decoding.
APART = {
    function.__name__: Measure(function) for function in (exact_hue_median, exact_hue_deviation)
}


def _pixels(photo: DecodedPhoto) -> int:
    return photo.image.width * photo.image.height


def _by_bands(of_band: Sequence[float]) -> float:
    """The weighted mean of the bands; in thousandths, since 0.299 and the like aren't exact."""
    if len(of_band) == 1:
        return of_band[0]
    red, green, blue = of_band
    return (299 * red + 587 * green + 114 * blue) / 1000


def _levels_of(photo: DecodedPhoto, twentieths: int) -> list[int]:
    """The level of each band that so many twentieths of the pixels don't exceed."""
    too_few = photo.cumulated * 20 < twentieths * _pixels(photo)
    levels: list[int] = too_few.sum(axis=1, dtype=np.int64).tolist()
    return levels


def _brightness(photo: DecodedPhoto) -> Counts:
    brightness: Counts = colours(photo).largest if photo.coloured else photo.histogram[0]
    return brightness


def _deviation(counts: Counts) -> float:
    return deviations(counts[np.newaxis])[0] / 255


def _sum_of_squares(numbers: npt.NDArray[np.int32]) -> int:
    return int((numbers * numbers).sum(dtype=np.int64))


def _luma(image: Image.Image) -> npt.NDArray[np.int32]:
    """Luma from 0 to 255, an array of rows; 510 squared is too much for 16 bits."""
    levels = np.frombuffer(image.convert("L").tobytes(), np.uint8).astype(np.int32)
    return levels.reshape(image.height, image.width)
