"""Whether a photo is grey, toned or in colour, and the hue of its tone.

The pixels are averaged in small squares, so that the grain's and the scanner's noise don't count as
colours.  The rule, and what it was tried on, are in docs/measures.md.
"""

from __future__ import annotations

from functools import cached_property
from math import isqrt
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from photoparsl.errors import NoValueError
from photoparsl.measuring.decoded_photo import DecodedPhoto
from photoparsl.measuring.hues import direction
from photoparsl.measuring.lightness import STEPS, lab_of
from photoparsl.measuring.measure import built_in

SQUARES = 16_000  # the most squares that a photo is divided into
LEAST_TONE = 1.5  # of the mean colour's chroma, for a toned photo
LEAST_DIFFERENCE = 5  # of a* and b*, from the tone at its lightness, for a colour of its own
COLOURED_PERCENT = 3  # of the squares, for a photo in colour

_LEAST_SQUARED = LEAST_DIFFERENCE * STEPS * LEAST_DIFFERENCE * STEPS
_BINS = 20  # of lightness, each with its tone

_Whole = npt.NDArray[np.int64]


@built_in(version=1, in_all=False)
def kind(photo: DecodedPhoto) -> str:
    """Return 'grey', 'toned' (a grey photo in one hue, such as sepia) or 'colour'."""
    return _tone(photo).kind


@built_in(version=1, in_all=False)
def tone_hue(photo: DecodedPhoto) -> float:
    """Hue of a toned photo in the plane of a* and b*, in whole degrees: 70 is sepia, 220 cyan.

    Raises NoValueError for a photo that isn't toned.
    """
    if (tone := _tone(photo)).kind != "toned":
        raise NoValueError(f"the photo is {tone.kind}")
    return float(direction(tone.a_sum, tone.b_sum))


class Tone:
    """The tone of a photo's squares.

    lab: L*, a* and b* in thousandths: an array of shape (3, squares)
    a_sum, b_sum: the sums of a* and b*
    """

    def __init__(self, lab: _Whole) -> None:
        self._lab = lab
        _, self.a_sum, self.b_sum = lab.sum(axis=1, dtype=np.int64).tolist()

    @cached_property
    def kind(self) -> str:
        """The photo's kind: grey, toned or colour."""
        count = self._lab.shape[1]
        coloured = int((self._differences() > _LEAST_SQUARED).sum(dtype=np.int64))
        if 100 * coloured > COLOURED_PERCENT * count:
            return "colour"
        tone = isqrt(self.a_sum * self.a_sum + self.b_sum * self.b_sum)
        return "toned" if tone >= LEAST_TONE * STEPS * count else "grey"

    def _differences(self) -> _Whole:
        """The squared distance of each square's a* and b* from the medians at its lightness."""
        lightness, a, b = self._lab
        bins = np.clip(lightness * _BINS // (100 * STEPS), 0, _BINS - 1)
        squared: _Whole = np.zeros_like(lightness)
        for number in np.unique(bins):
            inside = bins == number
            for axis in (a[inside], b[inside]):
                apart = axis - np.sort(axis)[axis.size // 2]
                squared[inside] += apart * apart
        return squared


_known: WeakKeyDictionary[DecodedPhoto, Tone] = WeakKeyDictionary()


def _tone(photo: DecodedPhoto) -> Tone:
    if photo not in _known:
        side = 1
        while (photo.image.width // side) * (photo.image.height // side) > SQUARES:
            side += 1
        _known[photo] = Tone(lab_of(photo, photo.image.reduce(side)))
    return _known[photo]
