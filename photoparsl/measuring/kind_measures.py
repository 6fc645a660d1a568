"""Whether a photo is grey, toned or in colour, and the hue of its tone.

The pixels are averaged in small squares, so that the grain's and the scanner's noise don't count as
colours.  The rule, and what it was tried on, are in docs/measures.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from photoparsl.errors import NoValueError
from photoparsl.measuring.decoded_photo import DecodedPhoto
from photoparsl.measuring.hues import direction
from photoparsl.measuring.lightness import STEPS, lab_of
from photoparsl.measuring.measure import built_in

SQUARES = 4_000  # the most squares that a photo is divided into
LEAST_TONE = 2  # of the tone's mean chroma, for a toned photo
MOST_TONE = 40  # the same: no print's tone is as strong
LEAST_DIFFERENCE = 5  # of a* and b*, from the tone at its lightness, for a colour of its own
COLOURED_PERCENT = 3  # of the squares, for a photo in colour

_MOST_LIGHTNESS = 100

_Whole = npt.NDArray[np.int64]


class PhotoKind(IntEnum):
    """What colours a photo has.  The number is the value of `kind`."""

    GREY = 0
    TONED = 1  # grey in one hue, such as sepia
    COLOUR = 2


@built_in(version=2, in_all=False)
def kind(photo: DecodedPhoto) -> int:
    """0 for a grey photo, 1 for a toned one (grey in one hue, such as sepia), 2 for colour."""
    return int(_tone(photo).kind)


@built_in(version=2, in_all=False)
def tone_hue(photo: DecodedPhoto) -> float:
    """Hue of a toned photo in the plane of a* and b*, in whole degrees: 70 is sepia, 220 cyan.

    Raises NoValueError for a photo that isn't toned.
    """
    if (tone := _tone(photo)).kind is not PhotoKind.TONED:
        raise NoValueError(f"the photo is {tone.kind.name.lower()}")
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
    def kind(self) -> PhotoKind:
        """The photo's kind."""
        lightness = np.clip(self._lab[0] // STEPS, 0, _MOST_LIGHTNESS)
        squares = np.bincount(lightness, minlength=_MOST_LIGHTNESS + 1)  # of each lightness
        tone = _parabolas(squares, [_sums(lightness, axis) for axis in self._lab[1:]])
        a, b = self._lab[1:] - tone.take(lightness, axis=1)
        least = LEAST_DIFFERENCE * STEPS
        coloured = int(np.count_nonzero(a * a + b * b > least * least))
        strength, unit = _sum(_chroma(tone) * squares), STEPS * lightness.size
        if 100 * coloured > COLOURED_PERCENT * lightness.size or strength > MOST_TONE * unit:
            return PhotoKind.COLOUR
        return PhotoKind.TONED if strength >= LEAST_TONE * unit else PhotoKind.GREY


def _sums(lightness: _Whole, axis: _Whole) -> _Whole:
    """The sum of a* or b* of the squares of each lightness from 0 to 100."""
    sums: _Whole = np.zeros(_MOST_LIGHTNESS + 1, np.int64)
    np.add.at(sums, lightness, axis)
    return sums


def _chroma(axes: _Whole) -> _Whole:
    """The distance from grey of a* and b*, an array of shape (2, squares)."""
    a, b = axes
    distance: _Whole = np.rint(np.sqrt((a * a + b * b).astype(np.float64))).astype(np.int64)
    return distance


def _parabolas(squares: _Whole, sums: Sequence[_Whole]) -> _Whole:
    """The least-squares parabolas of a* and b* over lightness, at each lightness from 0 to 100.

    squares: how many squares have each lightness
    sums: the sum of a* of the squares of each lightness, and the sum of b*

    Cramer's rule solves them in whole numbers, so that the result is the same on every processor.
    """
    level = np.arange(_MOST_LIGHTNESS + 1)
    square = level * level
    powers = [np.ones_like(level), level, square, square * level, square * square]
    moments = [_sum(squares * column) for column in powers]
    whole, count = 0, 4
    while not whole:  # too few different lightnesses for a parabola, or for a line
        count -= 1
        left = [moments[row : row + count] for row in range(count)]
        whole = _determinant(left)
    cofactors = [[_cofactor(left, row, column) for column in range(count)] for row in range(count)]
    heights = []
    for axis in sums:
        right = [_sum(axis * column) for column in powers[:count]]
        factors = [sum(map(int.__mul__, row, right)) for row in cofactors]
        constant, slope, curve = factors + [0] * (3 - count)
        heights.append(
            [
                (constant + level * (slope + level * curve)) // whole
                for level in range(_MOST_LIGHTNESS + 1)
            ]
        )
    return np.array(heights, np.int64)


def _cofactor(rows: list[list[int]], row: int, column: int) -> int:
    """The cofactor of an entry of a symmetric matrix."""
    others = [kept[:column] + kept[column + 1 :] for n, kept in enumerate(rows) if n != row]
    return _determinant(others) * (-1 if (row + column) % 2 else 1)


def _determinant(rows: list[list[int]]) -> int:
    if not rows:
        return 1
    minors = ([row[:column] + row[column + 1 :] for row in rows[1:]] for column in range(len(rows)))
    terms = [first * _determinant(minor) for first, minor in zip(rows[0], minors, strict=True)]
    return sum(terms[::2]) - sum(terms[1::2])


def _sum(numbers: _Whole) -> int:
    return int(numbers.sum(dtype=np.int64))


_cache: WeakKeyDictionary[DecodedPhoto, Tone] = WeakKeyDictionary()


def _tone(photo: DecodedPhoto) -> Tone:
    if photo not in _cache:
        side = 1
        while (photo.image.width // side) * (photo.image.height // side) > SQUARES:
            side += 1
        _cache[photo] = Tone(lab_of(photo, photo.profiled.reduce(side)))
    return _cache[photo]
