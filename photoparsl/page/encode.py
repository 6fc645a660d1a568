"""Pack columns of numbers as text, as compactly as a browser can unpack it by itself.

A block is, before gzip and base64: the header's length (4 bytes, little-endian), the header
(JSON), and columns of unsigned numbers. A column is split into planes: the lowest byte of every
number, then the next byte of every number, and so on. Equal bytes then stand together, which gzip
compresses best.
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

_MOST_EXACT = 2**53  # JavaScript holds whole numbers exactly up to here
_AXIS_STEPS = 8000


@dataclass(frozen=True, slots=True)
class NumberCode:
    """How values are stored as unsigned numbers: a value is `(first + number) * step`.

    first: the number 0's value, in steps
    step: the difference of two neighbouring values
    width: the bytes of each number.  The greatest number of that width stands for a missing value
    exact: whether all values are whole numbers, so that none is rounded
    has_zero_apart: whether a value that isn't 0 is a step from it at least, so that grey photos are
        told from those of little colour
    """

    first: int
    step: float
    width: int = 2
    exact: bool = False
    has_zero_apart: bool = False

    def encode(self, values: Array) -> Array:
        """The numbers that stand for these values (NaN: missing)."""
        missing = _missing(self.width)
        numbers = np.clip(self._steps(values) - self.first, 0, missing - 1)
        return np.where(np.isnan(values), missing, numbers).astype(f"<u{self.width}")

    def _steps(self, values: Array) -> Array:
        steps: Array = np.rint(values / self.step)
        return np.where((steps == 0) & (values != 0), 1, steps) if self.has_zero_apart else steps


def number_code(values: Array, step: float) -> NumberCode:
    """A code for these values (NaN: missing): exact for whole numbers, else rounded to `step`.

    Only 0 is rounded to 0, unless a value is negative or the step has to be wider.
    If `step` is 0, it is the finest that two bytes allow.

    >>> code = number_code(np.array([0, 0.0003, 0.5]), 0.001)
    >>> code.step, code.encode(np.array([0, 0.0003, 0.5])).tolist()
    (0.001, [0, 1, 500])
    >>> number_code(np.array([-1.0, 70_000.0]), 0.001)
    NumberCode(first=-1, step=1.0, width=4, exact=True, has_zero_apart=False)
    """
    known = values[~np.isnan(values)]
    if not len(known):
        return NumberCode(0, 1.0)
    low, high = float(known.min()), float(known.max())
    wanted = step
    size, span = (
        max(abs(low), abs(high)),
        high / 2 - low / 2,
    )  # half of it: the difference may overflow
    is_whole = bool((known == np.rint(known)).all())
    exact = is_whole and size <= _MOST_EXACT and 2 * span < _missing(4)
    if exact:
        step = 1.0
    else:
        finest = 2 * (span / (_missing(4 if step else 2) - 2))
        step = max(step, _round_up(max(finest, size * 1e-12, 1e-300)))
    first, last = round(low / step), round(high / step)
    width = 2 if last - first < _missing(2) else 4
    return NumberCode(first, step, width, exact, not exact and step == wanted and low >= 0)


def axis_positions(values: Array, low: float, high: float) -> Array:
    """Values as positions on an axis from `low` (0) to `high` (8,000), or 65,535 for NaN."""
    positions = np.clip(
        np.rint((values / 2 - low / 2) / (high / 2 - low / 2) * _AXIS_STEPS), 0, None
    )
    positions = np.minimum(positions, _AXIS_STEPS)
    return np.where(np.isnan(values), _missing(2), positions).astype("<u2")


def _missing(width: int) -> int:
    return int(2 ** (8 * width) - 1)


def _round_up(number: float) -> float:
    """The next greater of 1, 2, 5 and 10 times a power of ten, so that rounded values read well.

    >>> _round_up(0.00013)
    0.0002
    """
    power = math.floor(math.log10(number))
    steps = (float(f"{digit}e{power}") for digit in (1, 2, 5, 10))
    return next((step for step in steps if step >= number), number)


def pack_block(header: Mapping[str, object], columns: Mapping[str, Array]) -> str:
    """The text of a block.  A list of the columns (name, width, length) is added to the header."""
    listed = [[name, column.dtype.itemsize, len(column)] for name, column in columns.items()]
    head = json.dumps({**header, "columns": listed}, separators=(",", ":")).encode()
    parts = [len(head).to_bytes(4, "little"), head, *map(_planes, columns.values())]
    return b64encode(gzip.compress(b"".join(parts), 9, mtime=0)).decode()


def differences(numbers: Array) -> Array:
    """Each number minus the one before it, modulo 2^32: small where numbers ascend."""
    return np.diff(numbers, prepend=0).astype(np.int64).astype("<u4")


def position_differences(positions: Array) -> Array:
    """Each position on an axis minus the one before it, modulo 2^16: small where they are alike."""
    return np.diff(positions.astype(np.int64), prepend=0).astype("<u2")


def mean_colours(stamps: Array) -> Array:
    """The mean colour of each stamp, RGB565."""
    red, green, blue = ((stamps >> shift) & mask for shift, mask in ((11, 31), (5, 63), (0, 31)))
    means = [band.mean(axis=1).round().astype("<u2") for band in (red, green, blue)]
    mean: Array = means[0] << 11 | means[1] << 5 | means[2]
    return mean


def stamp_differences(stamps: Array) -> Array:
    """Each colour of the stamps (RGB565) minus the one before it, in three bands, modulo 256.

    The bands are green, red minus half of green, and blue minus half of green. Neighbouring
    colours are similar, and so are a colour's bands, so the differences are small and compress.
    """
    red, green, blue = stamps >> 11, (stamps >> 5) & 63, stamps & 31
    bands = [band.astype(np.int16) for band in (green, red - green // 2, blue - green // 2)]
    steps = [np.diff(band, axis=1, prepend=0).T.ravel() for band in bands]
    return np.concatenate(steps).astype(np.uint8)


def _planes(column: Array) -> bytes:
    little = np.ascontiguousarray(column.astype(column.dtype.newbyteorder("<"), copy=False))
    planes = little.view(np.uint8).reshape(-1, column.dtype.itemsize).T
    return bytes(planes.tobytes())
