"""Columns as text for a page: as few bytes as the browser itself can undo.

A block is a header in JSON and columns of whole numbers.  Of each column come all lowest bytes,
then all next ones, and so on: alike bytes beside each other compress well.  Then gzip, and base64.
The length of the header, in four bytes (little-endian), comes first.
"""

from __future__ import annotations

import gzip
import json
import math
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from photoparsl.page.columns import Array

_MOST_EXACT = 2**53  # whole numbers up to here are numbers of JavaScript too
_AXIS_STEPS = 8000


@dataclass(frozen=True, slots=True)
class Code:
    """Values as whole numbers from 0: a value is `(first + number) * step`, rounded.

    `width` is the bytes that a number takes; the greatest number of that width stands for a photo
    without a value.  `exact` says that the values are whole numbers, so that none was rounded.
    """

    first: int
    step: float
    width: int = 2
    exact: bool = False

    def of(self, values: Array) -> Array:
        """The values' numbers."""
        missing = _missing(self.width)
        numbers = np.clip(np.rint(values / self.step) - self.first, 0, missing - 1)
        return np.where(np.isnan(values), missing, numbers).astype(f"<u{self.width}")


def code_for(values: Array, step: float) -> Code:
    """A code for these values (NaN is none): exact for whole numbers, else rounded to `step`.

    A `step` of 0 stands for the finest that fits into two bytes.

    >>> code_for(np.array([0.25, 0.5]), 0.001)
    Code(first=250, step=0.001, width=2, exact=False)
    >>> code_for(np.array([-1.0, 70_000.0]), 0.001)
    Code(first=-1, step=1.0, width=4, exact=True)
    """
    known = values[~np.isnan(values)]
    if not len(known):
        return Code(0, 1.0)
    low, high = float(known.min()), float(known.max())
    size, span = max(abs(low), abs(high)), high / 2 - low / 2  # half: the whole may overflow
    is_whole = bool((known == np.rint(known)).all())
    exact = is_whole and size <= _MOST_EXACT and 2 * span < _missing(4)
    if exact:
        step = 1.0
    else:
        finest = 2 * (span / (_missing(4 if step else 2) - 2))
        step = max(step, _round_up(max(finest, size * 1e-12, 1e-300)))
    first, last = round(low / step), round(high / step)
    return Code(first, step, 2 if last - first < _missing(2) else 4, exact)


def axis_places(values: Array, low: float, high: float) -> Array:
    """Where values lie on an axis from `low` to `high`, in 8,000 steps; 65,535 for NaN."""
    places = np.clip(np.rint((values / 2 - low / 2) / (high / 2 - low / 2) * _AXIS_STEPS), 0, None)
    places = np.minimum(places, _AXIS_STEPS)
    return np.where(np.isnan(values), _missing(2), places).astype("<u2")


def _missing(width: int) -> int:
    return int(2 ** (8 * width) - 1)


def _round_up(number: float) -> float:
    """The next of 1, 2, 5 and 10 times a power of ten, so that what is rounded reads well.

    >>> _round_up(0.00013)
    0.0002
    """
    power = math.floor(math.log10(number))
    steps = (float(f"{digit}e{power}") for digit in (1, 2, 5, 10))
    return next((step for step in steps if step >= number), number)


def block(header: Mapping[str, object], columns: Mapping[str, Array]) -> str:
    """The text of a block; each column is of unsigned numbers, and the header gets their list."""
    listed = [[name, column.dtype.itemsize, len(column)] for name, column in columns.items()]
    head = json.dumps({**header, "columns": listed}, separators=(",", ":")).encode()
    parts = [len(head).to_bytes(4, "little"), head, *map(_planes, columns.values())]
    return b64encode(gzip.compress(b"".join(parts), 9, mtime=0)).decode()


def differences(ascending_in_parts: Array) -> Array:
    """Each number less the one before it, modulo 2^32: small ones for what mostly ascends."""
    return np.diff(ascending_in_parts, prepend=0).astype(np.int64).astype("<u4")


def stamp_differences(stamps: Array) -> Array:
    """Each colour of the stamps (RGB565) less the one before it, in three bands, modulo 256.

    The bands are green, and what red and blue are more than half of it: neighbours are mostly
    alike, and so are bands, and small numbers compress best.
    """
    red, green, blue = stamps >> 11, (stamps >> 5) & 63, stamps & 31
    bands = [band.astype(np.int16) for band in (green, red - green // 2, blue - green // 2)]
    steps = [np.diff(band, axis=1, prepend=0).T.ravel() for band in bands]
    return np.concatenate(steps).astype(np.uint8)


def _planes(column: Array) -> bytes:
    little = np.ascontiguousarray(column.astype(column.dtype.newbyteorder("<"), copy=False))
    planes = little.view(np.uint8).reshape(-1, column.dtype.itemsize).T
    return bytes(planes.tobytes())
