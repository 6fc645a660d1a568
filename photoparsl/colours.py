"""Colours of a photo: what needs R, G and B of each pixel together."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from PIL import Image

from photoparsl.decode import DecodedPhoto

LEAST_CHROMA = 4  # levels of 255: less is JPEG's rounding, and no colour
_HUES = 180  # bins of 2 degrees, in which the median is sought

_Floats = npt.NDArray[np.float32]
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
    summing = _Summing(image.size)
    image.save(summing, "PPM")
    return summing.total / (image.width * image.height)


_known: WeakKeyDictionary[DecodedPhoto, Colours] = WeakKeyDictionary()


class _Summing(io.BytesIO):
    """Takes a PPM in blocks of whole rows, which is how Pillow writes it, and sums up pixels.

    An array of all pixels would be fresh memory for every photo, which costs more than the sum.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        super().__init__()
        self.total = 0
        self._header = len(b"P6\n%d %d\n255\n" % size)

    def write(self, block: Any, /) -> int:
        """Add each three levels' largest.

        The maximum of neighbours runs over contiguous bytes, many at a time, and only every
        third of them counts: four times as fast as over an axis of length 3.
        """
        levels: _Bytes = np.frombuffer(block, np.uint8)
        if self._header:
            self._header -= levels.size
        elif levels.size:
            pairs = np.maximum(levels[:-1], levels[1:])
            largest = np.maximum(pairs[:-1], levels[2:])[::3]
            self.total += int(np.add.reduce(largest, dtype=np.uint64))
        return int(levels.size)


def _of_grey(photo: DecodedPhoto) -> Colours:
    shares = photo.shares[0]
    levels = np.arange(256) / 255
    mean, square = ((shares * levels).sum(), (shares * levels**2).sum())
    variance = float(square - mean**2)
    median = float(np.searchsorted(np.cumsum(shares), 0.5)) / 255
    return Colours(brightness_median=median, brightness_deviation=math.sqrt(max(0.0, variance)))


def _of_sample(photo: DecodedPhoto) -> Colours:
    bands = [np.asarray(band).ravel() for band in photo.sample.split()]
    most = np.maximum(np.maximum(bands[0], bands[1]), bands[2])
    chroma = most - np.minimum(np.minimum(bands[0], bands[1]), bands[2])
    levels = np.array(bands, dtype=np.float32)
    saturation = chroma / np.maximum(most, 1).astype(np.float32)
    brightness = most.astype(np.float32) / 255
    median, deviation = _hue(levels, most, chroma)
    return Colours(
        saturation_mean=float(saturation.mean()),
        saturation_median=_median(saturation),
        saturation_deviation=float(saturation.std()),
        brightness_median=_median(brightness),
        brightness_deviation=float(brightness.std()),
        hue_median=median,
        hue_deviation=deviation,
        colourfulness=_colourfulness(levels),
    )


def _median(values: _Floats) -> float:
    """The middle value; of an even number, the upper of the two."""
    middle = values.size // 2
    return float(np.partition(values, middle)[middle])


def _colourfulness(levels: _Floats) -> float:
    """From the bands' means and covariances, which give those of every mixture of them."""
    mean = levels.mean(axis=1, dtype=np.float64)
    centred = levels - mean[:, None].astype(np.float32)
    covariance = np.einsum("in,jn->ij", centred, centred).astype(np.float64) / levels.shape[1]
    variance = float(np.einsum("ki,ij,kj", _OPPONENTS, covariance, _OPPONENTS))
    red_green, yellow_blue = np.einsum("ki,i", _OPPONENTS, mean)
    return math.sqrt(max(0.0, variance)) + 0.3 * math.hypot(red_green, yellow_blue)


def _hue(levels: _Floats, most: _Bytes, chroma: _Bytes) -> tuple[float, float]:
    """Circular median and angular deviation of the hue in degrees, weighted by chroma."""
    coloured = chroma >= LEAST_CHROMA
    if not coloured.any():
        return 0.0, 0.0
    red, green, blue = levels
    # Only chroma of 4 and more counts, so that the rest may be divided by anything.
    chroma_or_1 = np.maximum(chroma, 1).astype(np.float32)
    sixths = np.where(
        most == green, 2 + (blue - red) / chroma_or_1, 4 + (red - green) / chroma_or_1
    )
    sixths = np.where(most == red, (green - blue) / chroma_or_1 + 6, sixths)  # 5 to 7
    bins = (sixths * (_HUES / 6)).astype(np.intp) % _HUES
    weight = np.where(coloured, chroma, 0)
    weights = np.bincount(bins, weight, _HUES)
    middle = int(np.argmin(np.einsum("ij,j", _DISTANCES, weights)))
    resultant = abs(np.einsum("i,i", weights, _DIRECTIONS)) / weights.sum()
    deviation = math.degrees(math.sqrt(max(0.0, 2 * (1 - resultant))))
    return (middle + 0.5) * (360 / _HUES), deviation


_OPPONENTS = np.array(((1.0, -1.0, 0.0), (0.5, 0.5, -1.0)))
_STEPS = np.abs(np.subtract.outer(np.arange(_HUES), np.arange(_HUES)))
_DISTANCES = np.minimum(_STEPS, _HUES - _STEPS).astype(np.float64)
_DIRECTIONS = np.exp(2j * np.pi * np.arange(_HUES) / _HUES)
