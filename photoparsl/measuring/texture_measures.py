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
    return _texture(photo).entropy / _LOG2_24


@built_in(version=1, in_all=False)
def complexity(photo: DecodedPhoto) -> float:
    """Statistical complexity of the same orders, 0 (all alike, or one) to about 0.47.

    `permutation_entropy` times the Jensen-Shannon divergence from equal shares, over the largest
    possible one.  Source: as there.
    """
    texture = _texture(photo)
    counts, entropy = texture.orders, texture.entropy
    squares = int(counts.sum(dtype=np.int64))
    mixed = _ORDERS * counts + squares  # the mean of the shares and of equal ones
    divergence = _entropy(mixed) - entropy / 2 - _LOG2_24 / 2
    return divergence / _largest_divergence() * entropy / _LOG2_24


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
            squares = _Squares(levels)
            codes += squares.codes()
            self.edges += squares.edges()
        self.orders: _Whole = codes[_codes_of_orders()]

    @cached_property
    def entropy(self) -> float:
        """Shannon's entropy of the orders, in bits."""
        return _entropy(self.orders)


def _luma(image: Image.Image) -> Iterator[_Luma]:
    """Yield luma in strips of rows, each with the last row of the one before."""
    last: _Luma | None = None
    for _, strip in row_strips(image):
        data = np.frombuffer(strip.convert("L").tobytes(), np.uint8)
        levels: _Luma = data.reshape(strip.height, strip.width)
        yield levels if last is None else np.concatenate((last, levels))
        last = levels[-1:]


class _Squares:
    """The squares of 2 x 2 pixels of some rows.

    Their pixels are taken from the rows one after the other, since numpy is twice as fast without
    rows.  So after the last square of each row comes one that isn't a square, which doesn't count.
    """

    def __init__(self, levels: _Luma) -> None:
        width, flat = levels.shape[1], levels.ravel()
        self._flat, self._width = flat, width
        self._between = slice(width - 1, None, width)  # what isn't a square
        count = flat.size - width - 1
        self._first, self._right = flat[:count], flat[1 : count + 1]
        self._below, self._last = flat[width:-1], flat[width + 1 :]

    def codes(self) -> _Whole:
        """How many squares have each number, which has a bit for each of `_PAIRS`.

        The bit is whether the first of the pair is lighter than the second.
        """
        across = (self._flat[:-1] > self._flat[1:]).view(np.uint8)
        down = (self._flat[: -self._width] > self._flat[self._width :]).view(np.uint8)
        falling = (self._first > self._last).view(np.uint8)
        rising = (self._right > self._below).view(np.uint8)
        # The highest bit first. Each step moves the bits before it up.
        codes = across[self._width :] + across[self._width :]
        for bits in (down[1:], rising, falling, down[:-1]):
            codes |= bits
            codes += codes
        codes |= across[: codes.size]
        return _counts(codes) - np.bincount(codes[self._between], minlength=256)

    def edges(self) -> int:
        """How many squares have an edge at their first pixel."""
        lightest = np.maximum(self._right, self._below)
        darkest = np.minimum(self._right, self._below)
        np.maximum(lightest, self._first, out=lightest)
        np.minimum(darkest, self._first, out=darkest)
        # The larger of both neighbours' differences from the first.
        lightest -= self._first
        apart = np.maximum(lightest, np.subtract(self._first, darkest, out=darkest), out=darkest)
        apart[self._between] = 0
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
