"""What is measured in one photo: a number for each measure.

A measure is a function of a `DecodedPhoto`; those built in are listed in `MEASURES` with the
version of their definition: a run that has values of one version never mixes them with
another's.

Over a colour photo, a measure "by bands" is that of R, G and B, weighted 0.299, 0.587, 0.114 as
in luma (ITU-R BT.601).  A grey photo has one band, no saturation, no hue and no colourfulness:
these are 0.  "Sampled" measures look at no more than 48 x 48 of the photo's pixels.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from photoparsl.measuring.colours import colours, mean_of_largest
from photoparsl.measuring.decode import DecodedPhoto

MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr", "LAB", "I;16", "I", "F")


def luminance(photo: DecodedPhoto) -> float:
    """Perceived brightness, 0 (black) to 255/256 (white).

    With the root mean square of each band: of grey, `rms / 256`; of colour,
    `sqrt(0.241 R² + 0.691 G² + 0.068 B²) / 256`.  Source: the OSG's photo analysis tutorial,
    after D. R. Finley, "HSP Color Model", 2006.
    """
    sums = (photo.histogram @ _SQUARES).tolist()  # of whole numbers: exact
    pixels = photo.image.width * photo.image.height
    weights = (1.0,) if len(sums) == 1 else _HSP
    return math.sqrt(sum(w * s for w, s in zip(weights, sums, strict=True)) / pixels) / 256


def mean_luma(photo: DecodedPhoto) -> float:
    """Mean luma, 0 (black) to 1 (white): of colour, 0.299 R + 0.587 G + 0.114 B (BT.601)."""
    return _by_bands(_mean(photo, _LEVELS)) / 255


def value(photo: DecodedPhoto) -> float:
    """Mean HSV value, 0 (black) to 255/256 (white): the mean of `max(R, G, B) / 256`.

    Over all pixels.  Source: the older program of the OSG's photo analysis tutorial.
    """
    if photo.coloured:
        return mean_of_largest(photo.image) / 256
    return float(_mean(photo, _LEVELS)[0]) / 256


def contrast(photo: DecodedPhoto) -> float:
    """Standard deviation of the levels over 255, 0 (one level) to 0.5, by bands."""
    mean = _mean(photo, _LEVELS)
    variance = np.maximum(_mean(photo, _LEVELS**2) - mean**2, 0)
    return _by_bands(np.sqrt(variance)) / 255


def entropy(photo: DecodedPhoto) -> float:
    """Shannon's entropy of the levels in bits, 0 (one level) to 8 (all alike), by bands.

    `-Σ p log2 p`.  Source: C. E. Shannon, "A Mathematical Theory of Communication", 1948.
    """
    shares = photo.shares
    logs = np.log2(shares, out=np.zeros_like(shares), where=shares > 0)
    return max(0.0, -_by_bands((shares * logs).sum(axis=1)))


def dark(photo: DecodedPhoto) -> float:
    """The level that 5 % of the pixels don't exceed, over 255: 0 (black) to 1, by bands."""
    return _by_bands(_percentile(photo, 0.05)) / 255


def bright(photo: DecodedPhoto) -> float:
    """The level that 95 % of the pixels don't exceed, over 255: 0 to 1 (white), by bands."""
    return _by_bands(_percentile(photo, 0.95)) / 255


def saturation(photo: DecodedPhoto) -> float:
    """Mean HSB saturation, 0 (grey) to 1: `(max - min) / max` of R, G, B; of black, 0.  Sampled."""
    return colours(photo).saturation_mean


def saturation_median(photo: DecodedPhoto) -> float:
    """Median of the HSB saturation, 0 to 1.  Sampled.  As in ImagePlot (L. Manovich, 2011)."""
    return colours(photo).saturation_median


def saturation_deviation(photo: DecodedPhoto) -> float:
    """Standard deviation of the HSB saturation, 0 to 0.5.  Sampled.  As in ImagePlot."""
    return colours(photo).saturation_deviation


def brightness_median(photo: DecodedPhoto) -> float:
    """Median of the HSB brightness `max(R, G, B) / 255`, 0 to 1.  As in ImagePlot.

    Sampled in colour photos.
    """
    return colours(photo).brightness_median


def brightness_deviation(photo: DecodedPhoto) -> float:
    """Standard deviation of the HSB brightness, 0 to 0.5.  As in ImagePlot.

    Sampled in colour photos.
    """
    return colours(photo).brightness_deviation


def hue_median(photo: DecodedPhoto) -> float:
    """Circular median of the HSB hue in degrees, 0 (red) up to 360.  Sampled.

    The hue from which the others' distance round the circle is least, each weighted by its
    chroma `max - min`; chroma under 4 levels of 255 is no colour.  0 where there is none: the
    saturation tells a photo without colour from a red one.  Source: N. I. Fisher, "Statistical
    Analysis of Circular Data", 1993.
    """
    return colours(photo).hue_median


def hue_deviation(photo: DecodedPhoto) -> float:
    """Angular deviation of the HSB hue in degrees, 0 (one hue) to 81 (all alike).  Sampled.

    `sqrt(2 (1 - R))` of the mean resultant length R, weighted as in `hue_median`; 0 where there
    is no colour.  Source: E. Batschelet, "Circular Statistics in Biology", 1981.
    """
    return colours(photo).hue_deviation


def colourfulness(photo: DecodedPhoto) -> float:
    """Colourfulness, 0 (grey), 33 (moderately), 109 (extremely), up to about 240.  Sampled.

    `hypot(std(rg), std(yb)) + 0.3 hypot(mean(rg), mean(yb))` of `rg = R - G` and
    `yb = (R + G) / 2 - B`, with levels from 0 to 255.  Source: D. Hasler and S. Süsstrunk,
    "Measuring colourfulness in natural images", 2003.
    """
    return colours(photo).colourfulness


def sharpness(photo: DecodedPhoto) -> float:
    """Root mean square of the luma's second difference over 510, 0 (even) to 1 (a fine chequer).

    `a - 2 b + c` of neighbours along 8 rows and 8 columns at full resolution: a Laplacian, in
    parts.  It compares photos of about the same size.  Source: after J. L. Pech-Pacheco et al.,
    "Diatom autofocusing in brightfield microscopy", 2000.
    """
    width, height = photo.image.size
    rows = photo.image.resize((width, min(height, 8)), Image.Resampling.NEAREST)
    columns = photo.image.resize((min(width, 8), height), Image.Resampling.NEAREST)
    seconds = [_second_differences(rows), _second_differences(columns, axis=0)]
    # Not @: over so many numbers BLAS would wake threads, on cores of other workers.
    total = sum(float(np.einsum("i,i", second, second)) for second in seconds)
    return math.sqrt(total / max(1, sum(second.size for second in seconds))) / 510


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
    function.__name__: Measure(function)
    for function in (
        luminance, mean_luma, value, contrast, entropy, dark, bright, saturation,
        saturation_median, saturation_deviation, brightness_median, brightness_deviation,
        hue_median, hue_deviation, colourfulness, sharpness, width, height, mode, size_bytes,
    )
}  # fmt: skip


_LEVELS = np.arange(256.0)
_SQUARES = np.arange(256) ** 2
_HSP = (0.241, 0.691, 0.068)
_BT601 = np.array([0.299, 0.587, 0.114])


def _by_bands(of_band: npt.NDArray[np.float64]) -> float:
    return float(of_band[0] if len(of_band) == 1 else _BT601 @ of_band)


def _mean(photo: DecodedPhoto, of_level: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The mean over the pixels of a function of their level, for each band."""
    mean: npt.NDArray[np.float64] = photo.shares @ of_level
    return mean


def _percentile(photo: DecodedPhoto, share: float) -> npt.NDArray[np.float64]:
    below = photo.cumulated
    level: npt.NDArray[np.float64] = (below < share * below[:, -1:]).sum(axis=1) * 1.0
    return level


def _second_differences(image: Image.Image, axis: int = 1) -> npt.NDArray[np.float32]:
    """`a - 2 b + c` of the luma of neighbours along the rows (axis 1) or the columns (0)."""
    luma = np.frombuffer(image.convert("L").tobytes(), np.uint8).astype(np.int16)
    luma = luma.reshape(image.height, image.width)
    a, b, c = (
        (luma[:, :-2], luma[:, 1:-1], luma[:, 2:]) if axis else (luma[:-2], luma[1:-1], luma[2:])
    )
    return (a + c - 2 * b).astype(np.float32).ravel()
