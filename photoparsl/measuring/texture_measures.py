"""Measures of texture: the order of brightness in squares of 2 x 2 pixels, and edges.

They are of every pixel's luma, as `sharpness` has it.  A photo of one row or column has no value.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import permutations
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from PIL import Image

from photoparsl.errors import NoValueError
from photoparsl.measuring.decoded_photo import DecodedPhoto
from photoparsl.measuring.formats.row_strips import row_strips
from photoparsl.measuring.level_statistics import logarithms
from photoparsl.measuring.measure import built_in

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

    `S / log2 24` of the shares of the 24 orders.  Equal levels count in the order of reading.
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
    """Counts over all squares of 2 x 2 pixels of a photo.

    orders: how many squares have each order of their four levels
    edges: how many squares have an edge at their first pixel
    """

    def __init__(self, image: Image.Image) -> None:
        if min(image.size) < 2:
            raise NoValueError("the photo has one row or column")
        codes = np.zeros(256, np.int64)
        self.edges = 0
        for levels in _luma(image):
            codes += _counts(_codes(levels))
            self.edges += _edges(levels)
        self.orders: _Whole = codes[_codes_of_orders()]


def _luma(image: Image.Image) -> Iterator[_Luma]:
    """Yield luma in strips of rows, each with the last row of the one before."""
    last: _Luma | None = None
    for _, strip in row_strips(image):
        data = np.frombuffer(strip.convert("L").tobytes(), np.uint8)
        levels: _Luma = data.reshape(strip.height, strip.width)
        yield levels if last is None else np.concatenate((last, levels))
        last = levels[-1:]


def _codes(levels: _Luma) -> _Luma:
    """For each square, a bit for each of `_PAIRS`: whether the first is lighter than the second."""
    across = (levels[:, :-1] > levels[:, 1:]).view(np.uint8)
    down = (levels[:-1] > levels[1:]).view(np.uint8)
    falling = (levels[:-1, :-1] > levels[1:, 1:]).view(np.uint8)
    rising = (levels[:-1, 1:] > levels[1:, :-1]).view(np.uint8)
    # The highest bit first. Each step moves the bits before it up.
    codes = across[1:] + across[1:]
    for bits in (down[:, 1:], rising, falling, down[:, :-1]):
        codes |= bits
        codes += codes
    codes |= across[:-1]
    return codes


def _edges(levels: _Luma) -> int:
    """How many squares have an edge at their first pixel."""
    first = levels[:-1, :-1]
    others = (levels[:-1, 1:], levels[1:, :-1])
    lightest, darkest = (of(of(*others), first) for of in (np.maximum, np.minimum))
    # The larger of both neighbours' differences from the first.
    apart = np.maximum(lightest - first, first - darkest)
    return int(np.count_nonzero(apart > LEAST_STEP))


def _counts(codes: _Luma) -> _Whole:
    """How often each number is there."""
    image = Image.frombuffer("L", (codes.size, 1), codes, "raw", "L", 0, 1)
    return np.array(image.histogram(), np.int64)


_cache: WeakKeyDictionary[DecodedPhoto, _Texture] = WeakKeyDictionary()


def _texture(photo: DecodedPhoto) -> _Texture:
    if photo not in _cache:
        _cache[photo] = _Texture(photo.image)
    return _cache[photo]


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
