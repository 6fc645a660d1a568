"""Weights as whole numbers, so that no rounding decides which photo is in the middle.

A photo of a decade counts in each of its years with a weight of 0.1.  Ten such photos are one, but
ten times 0.1 added up by a computer isn't 1.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from photoparsl.trends.arrays import Array
from photoparsl.trends.mixture import constant_mixture

_MARGIN = 1e-9  # of all weights: sums that are nearer to a level are computed exactly


class WeightClass(NamedTuple):
    """What photos have in common that have the same weight in every window.

    years: how many years share each photo
    entry: the number of its entry in the column whose mixture is held constant, else 0
    weight: how many photos of the archive it stands for (`Observations.weight`), else 1
    """

    years: int
    entry: int
    weight: int = 1


class Weights:
    """The weights of sorted photos.

    effective: how many photos of equal weight they are worth
    sums: the sum of the weights up to each photo, as a share of all, rounded
    """

    def __init__(self, kind: Array, whole: Sequence[int], effective: int) -> None:
        """Take the weights in the order of the photos' values.

        kind: the number of each photo's kind.  Those of a kind have the same weight
        whole: the weight of each kind, of which only the proportions matter
        """
        self.effective = effective
        self._kind, self._whole = kind, whole
        self._total = self._sum(len(kind))
        self.sums = np.cumsum(shares_of_kinds(whole, self._total)[kind])

    def first_from(self, level: Fraction, *, beyond: bool = False) -> int:
        """Return the index of the first photo at which the sum of the weights reaches a level.

        level: a share of all weights
        beyond: whether the sum must be larger than the level
        """
        last = len(self._kind) - 1
        low = int(np.searchsorted(self.sums, float(level) - _MARGIN))
        high = int(np.searchsorted(self.sums, float(level) + _MARGIN, "right"))
        wanted = level.numerator * self._total

        def is_there(index: int) -> bool:
            found = level.denominator * self._sum(index + 1)
            return found > wanted if beyond else found >= wanted

        return min(low + bisect_left(range(low, high), True, key=is_there), last)

    def _sum(self, photos: int) -> int:
        """The exact sum of the first weights."""
        counts = np.bincount(self._kind[:photos]).tolist()
        return sum(map(int.__mul__, counts, self._whole))


def shares_of_kinds(whole: Sequence[int], total: int) -> Array:
    """Return whole numbers as shares of their total.  They may be longer than a float's."""
    return np.array([weight / total for weight in whole])


def whole_weights(
    counts: Sequence[int], kinds: Sequence[WeightClass], archive: Sequence[int] | None
) -> list[int] | None:
    """Return the weight of each kind of photo in a window, as whole numbers.

    Returns None if the mixture can't be held constant (`constant_mixture`).

    counts: how many of the window's photos are of each kind
    kinds: the kinds of photos, in the order of `counts`
    archive: how many photos of the whole archive each entry has (None: no mixture is held constant)
    """
    there = [kind for kind, count in zip(kinds, counts, strict=True) if count]
    unit = math.lcm(*(kind.years for kind in there))
    whole = [k.weight * (unit // k.years) if unit % k.years == 0 else 0 for k in kinds]
    if archive is None:
        return whole
    sums = [0] * len(archive)
    for kind, count, weight in zip(kinds, counts, whole, strict=True):
        sums[kind.entry] += count * weight
    factors = constant_mixture(sums, archive)
    if factors is None:
        return None
    return [weight * factors[kind.entry] for kind, weight in zip(kinds, whole, strict=True)]


def photos_of(counts: Sequence[int], kinds: Sequence[WeightClass]) -> Fraction:
    """Return how many photos these are: one that is shared by ten years is a tenth.

    The parameters are those of `whole_weights`.
    """
    return sum(
        (Fraction(count, kind.years) for count, kind in zip(counts, kinds, strict=True)),
        Fraction(),
    )


def effective_number(photo: Array, kind: Array, whole: Sequence[int]) -> int:
    """Return how many photos of equal weight these are worth: (sum of w)^2 / sum of w^2.

    photo: the number of each one's photo, which has one weight, the sum of those of its years
    kind: the number of its kind
    whole: the weight of each kind

    Source: L. Kish, "Survey Sampling", 1965.
    """
    _, first, years = np.unique(photo, return_index=True, return_counts=True)
    both = np.stack([kind[first].astype(np.int64), years])
    (kinds, times), counts = np.unique(both, axis=1, return_counts=True)
    weights = [
        whole[number] * of for number, of in zip(kinds.tolist(), times.tolist(), strict=True)
    ]
    sums = squares = 0
    for weight, count in zip(weights, counts.tolist(), strict=True):
        sums += count * weight
        squares += count * weight**2
    return sums**2 // squares if squares else 0
