"""Measures of texture: the order of brightness in squares of 2 x 2 pixels, and edges.

They are of every pixel's luma, as `sharpness` has it.  A photo of one row or column has no value.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import permutations
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from PIL import Image

from photoparsl.errors import NoValueError
from photoparsl.measuring.decoded_photo import DecodedPhoto
from photoparsl.measuring.level_statistics import logarithms
from photoparsl.measuring.measure import built_in
from photoparsl.measuring.pixels import row_strips

LEAST_STEP = 24  # levels of 255 between two neighbours, for an edge

_ORDERS = 24  # of four numbers
_ONE = 1 << 53  # terms are summed as whole multiples of 1 / _ONE
_LOG2_24 = 4.584962500721156
_PAIRS = ((0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3))  # of the pixels of a square

_Luma = npt.NDArray[np.uint8]
_Whole = npt.NDArray[np.int64]


@built_in(version=1, in_all=False)
def permutation_entropy(photo: DecodedPhoto) -> float:
    """Entropy of the orders of brightness in all squares of 2 x 2 pixels, 0 (one order) to 1.

    `S / log2 24` of the shares of the 24 orders; equal levels count in the order of reading.
    Source: H. Y. D. Sigaki, M. Perc and H. V. Ribeiro, "History of art paintings through the lens
    of entropy and complexity", PNAS 115, 2018.
    """
    return _entropy(_texture(photo).orders) / _LOG2_24


@built_in(version=1, in_all=False)
def complexity(photo: DecodedPhoto) -> float:
    """Statistical complexity of the same orders, 0 (all alike, or one) to about 0.47.

    `permutation_entropy` times the Jensen-Shannon divergence from equal shares, over the largest
    possible one.  Source: as there.
    """
    counts = _texture(photo).orders
    squares = int(counts.sum(dtype=np.int64))
    mixed = _ORDERS * counts + squares  # the mean of the shares and of equal ones
    divergence = _entropy(mixed) - _entropy(counts) / 2 - _LOG2_24 / 2
    return divergence / _largest_divergence() * _entropy(counts) / _LOG2_24


@built_in(version=1, in_all=False)
def edge_density(photo: DecodedPhoto) -> float:
    """Share of pixels, 0 to 1, at an edge.

    Their luma differs from that of the right or the lower neighbour by more than 24 levels of 255.
    """
    texture = _texture(photo)
    return texture.edges / int(texture.orders.sum(dtype=np.int64))


class _Texture:
    """Counts over all squares of 2 x 2 pixels of a photo."""

    def __init__(self, image: Image.Image) -> None:
        if min(image.size) < 2:
            raise NoValueError("the photo has one row or column")
        self._image = image

    @cached_property
    def orders(self) -> _Whole:
        """How many squares have each order of their four levels."""
        total = np.zeros(64, np.int64)
        for levels in self._levels():
            square = (levels[:-1, :-1], levels[:-1, 1:], levels[1:, :-1], levels[1:, 1:])
            codes = np.zeros(square[0].shape, np.uint8)
            for bit, (first, second) in enumerate(_PAIRS):
                codes |= (square[first] > square[second]).view(np.uint8) << bit
            total += np.bincount(codes.ravel(), minlength=64)
        return total[_codes_of_orders()]

    @cached_property
    def edges(self) -> int:
        """How many squares have an edge at their first pixel."""
        count = 0
        for levels in self._levels():
            whole = levels.astype(np.int16)
            first = whole[:-1, :-1]
            across, down = abs(whole[:-1, 1:] - first), abs(whole[1:, :-1] - first)
            count += int(np.count_nonzero(np.maximum(across, down) > LEAST_STEP))
        return count

    def _levels(self) -> Iterator[_Luma]:
        """Luma in strips of rows, each with the last row of the one before."""
        last: _Luma | None = None
        for _, strip in row_strips(self._image):
            data = np.frombuffer(strip.convert("L").tobytes(), np.uint8)
            levels: _Luma = data.reshape(strip.height, strip.width)
            yield levels if last is None else np.concatenate((last, levels))
            last = levels[-1:]


_known: WeakKeyDictionary[DecodedPhoto, _Texture] = WeakKeyDictionary()


def _texture(photo: DecodedPhoto) -> _Texture:
    if photo not in _known:
        _known[photo] = _Texture(photo.image)
    return _known[photo]


@lru_cache(maxsize=1)
def _codes_of_orders() -> list[int]:
    """The bits that the comparisons of each order of four levels give."""
    return [
        sum((order[first] > order[second]) << bit for bit, (first, second) in enumerate(_PAIRS))
        for order in permutations(range(4))
    ]


def _entropy(counts: _Whole) -> float:
    """Shannon's entropy of the counts' shares, in bits."""
    shares = counts / int(counts.sum(dtype=np.int64))
    terms = shares * logarithms(np.where(counts, shares, 1.0)) * -float(_ONE)
    return int(terms.astype(np.int64).sum(dtype=np.int64)) / _ONE


@lru_cache(maxsize=1)
def _largest_divergence() -> float:
    """The Jensen-Shannon divergence of one order alone from equal shares, in bits."""
    alone = np.zeros(_ORDERS, np.int64)
    alone[0] = 1
    return _entropy(_ORDERS * alone + 1) - _LOG2_24 / 2
