"""Colours of a photo: what needs R, G and B of each pixel together."""

from __future__ import annotations

import math
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from nanoarrow import c_array
from PIL import Image

from photoparsl.measuring.decode import DecodedPhoto
from photoparsl.measuring.pixels import strips

LEAST_CHROMA = 4  # levels of 255: less is JPEG's rounding, and no colour
_HUES = 180  # bins of 2 degrees, in which the median is sought
_CACHED = 1 << 18  # bytes of pixels that stay in a core's cache

_Floats = npt.NDArray[np.float64]
_Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Colours:
    """Hue in degrees, saturation and brightness from 0 to 1, colourfulness as its authors scale."""

    saturation_mean: float = 0.0
    saturation_median: float = 0.0
    saturation_deviation: float = 0.0
    brightness_median: float = 0.0
    brightness_deviation: float = 0.0
    hue_median: float = 0.0
    hue_deviation: float = 0.0
    colourfulness: float = 0.0


def colours(photo: DecodedPhoto) -> Colours:
    """The photo's colours, worked out once."""
    found = _known.get(photo)
    if found is None:
        found = _known[photo] = _of_sample(photo) if photo.coloured else _of_grey(photo)
    return found


def mean_of_largest(image: Image.Image) -> float:
    """The mean over all pixels of max(R, G, B), from 0 to 255."""
    total = sum(_sum_of_largest(strip) for _, strip in strips(image))
    return total / (image.width * image.height)


_known: WeakKeyDictionary[DecodedPhoto, Colours] = WeakKeyDictionary()


def _sum_of_largest(image: Image.Image) -> int:
    """The sum over the pixels of an RGB image of max(R, G, B).

    Pillow keeps a pixel in four bytes, which Arrow's interface shows without a copy.  The
    maximum of neighbours runs over contiguous bytes, many at a time, of which every fourth
    counts; and those of two pixels are summed in one number.  Several times as fast as over an
    axis of length 3.
    """
    levels: _Bytes = np.frombuffer(c_array(image).view().child(0).buffer(1), np.uint8)
    largest = np.zeros(min(_CACHED, levels.size + 4), np.uint8)
    pairs = largest[: largest.size // 8 * 8].view("<u8")
    total = 0
    for start in range(0, levels.size, _CACHED):
        part = levels[start : start + _CACHED]
        np.maximum(part[:-1], part[1:], out=largest[: part.size - 1])
        np.maximum(largest[: part.size - 2], part[2:], out=largest[: part.size - 2])
        largest[part.size :] = 0
        sums = int(np.add.reduce(np.bitwise_and(pairs, _FIRST_OF_FOUR, out=pairs)))
        total += (sums & 0xFFFFFFFF) + (sums >> 32)
    return total


def _of_grey(photo: DecodedPhoto) -> Colours:
    median, deviation = _of_levels(photo.histogram[0])
    return Colours(brightness_median=median, brightness_deviation=deviation)


def _of_sample(photo: DecodedPhoto) -> Colours:
    pixels = np.frombuffer(photo.sample.tobytes(), np.uint8).reshape(-1, 3)
    bands = np.ascontiguousarray(pixels.T)
    most = bands.max(axis=0)
    levels, chroma = bands.astype(np.float64), (most - bands.min(axis=0)).astype(np.float64)
    saturation = chroma / np.maximum(most, 1)
    saturation_mean = float(np.add.reduce(saturation)) / saturation.size
    brightness_median, brightness_deviation = _of_levels(np.bincount(most, minlength=256))
    hue_median, hue_deviation = _hue(levels, most, chroma)
    return Colours(
        saturation_mean=saturation_mean,
        saturation_median=_median(saturation),
        saturation_deviation=_deviation(saturation @ saturation / saturation.size, saturation_mean),
        brightness_median=brightness_median,
        brightness_deviation=brightness_deviation,
        hue_median=hue_median,
        hue_deviation=hue_deviation,
        colourfulness=_colourfulness(levels),
    )


def _of_levels(counts: npt.NDArray[np.int64]) -> tuple[float, float]:
    """Median and standard deviation of levels, over 255, from how many pixels have each."""
    below = np.cumsum(counts)
    mean, square = _POWERS @ counts / below[-1]
    return float(np.searchsorted(below, below[-1] / 2)) / 255, _deviation(square, mean) / 255


def _deviation(square: float, mean: float) -> float:
    """The standard deviation, from the mean of the squares and the mean."""
    return math.sqrt(max(0.0, square - mean**2))


def _median(values: _Floats) -> float:
    """The middle value; of an even number, the upper of the two."""
    middle = values.size // 2
    return float(np.partition(values, middle)[middle])


def _colourfulness(levels: _Floats) -> float:
    """From the sums of the bands and of their products, which give those of rg and yb."""
    pixels = levels.shape[1]
    r, g, b = np.add.reduce(levels, axis=1).tolist()
    (rr, rg, rb), (_, gg, gb), (_, _, bb) = (levels @ levels.T).tolist()
    mean = ((r - g) / pixels, ((r + g) / 2 - b) / pixels)
    squares = rr - 2 * rg + gg + (rr + 2 * rg + gg) / 4 - rb - gb + bb
    variance = squares / pixels - mean[0] ** 2 - mean[1] ** 2
    return math.sqrt(max(0.0, variance)) + 0.3 * math.hypot(*mean)


def _hue(levels: _Floats, most: _Bytes, chroma: _Floats) -> tuple[float, float]:
    """Circular median and angular deviation of the hue in degrees, weighted by chroma."""
    weight = chroma * (chroma >= LEAST_CHROMA)
    total = float(np.add.reduce(weight))
    if not total:
        return 0.0, 0.0
    red, green, blue = levels
    step, sixths = red - green, np.full(most.size, 4.0)  # where blue is the largest
    for largest, one, other, start in ((green, blue, red, 2.0), (red, green, blue, 6.0)):
        here = largest == most
        np.subtract(one, other, out=step, where=here)
        np.copyto(sixths, start, where=here)
    sixths += step / np.maximum(chroma, 1)
    bins = (sixths * (_HUES / 6)).astype(np.intp)  # from 1 to 7 sixths
    weights = np.bincount(bins, weight, 2 * _HUES).reshape(2, _HUES).sum(axis=0)
    resultant = abs(_DIRECTIONS @ weights) / total
    deviation = math.degrees(math.sqrt(max(0.0, 2 * (1 - resultant))))
    return (_circular_median(weights) + 0.5) * (360 / _HUES), deviation


def _circular_median(weights: _Floats) -> int:
    """The bin from which the others' weighted distance round the circle is least.

    One step on round the circle, that distance grows by the weight of the half circle that is
    left behind, and shrinks by that of the half ahead.
    """
    half = weights.size // 2
    behind = np.cumsum(np.concatenate((weights, weights)))
    ahead = behind[half:-half] - behind[: -2 * half]
    nearer = 2 * ahead - behind[weights.size - 1]
    return int(np.argmin(np.cumsum(-nearer)) + 1) % weights.size


_FIRST_OF_FOUR = np.uint64(0x000000FF000000FF)  # bytes
_POWERS = np.arange(256.0) ** np.array([[1], [2]])
_DIRECTIONS = np.exp(2j * np.pi * np.arange(_HUES) / _HUES)
