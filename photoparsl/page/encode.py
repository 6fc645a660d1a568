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

MISSING = 65_535  # the code of a photo without a value
_MOST = 65_534


@dataclass(frozen=True, slots=True)
class Code:
    """Values as whole numbers from 0 to 65,534: `origin + step * code`, or e to that power."""

    origin: float
    step: float
    logarithmic: bool = False

    def of(self, values: Array) -> Array:
        """The values' codes, MISSING for NaN."""
        if self.logarithmic:
            values = np.log(np.maximum(values, 1e-300))
        codes = np.clip(np.rint((values - self.origin) / self.step), 0, _MOST)
        return np.where(np.isnan(values), MISSING, codes).astype("<u2")


def code_for(low: float, high: float, step: float, logarithmic: bool) -> Code:
    """A code for values from `low` to `high`, by `step` where so many steps suffice.

    >>> code_for(0, 1, 0.001, False)
    Code(origin=0, step=0.001, logarithmic=False)
    """
    if logarithmic:
        low, high = math.log(max(low, 1e-300)), math.log(max(high, 1e-300))
        return Code(low, max((high - low) / _MOST, 1e-9), True)
    span = high / 2 - low / 2  # halves: the whole may be more than a float holds
    least = max(span / _MOST * 2, abs(low) * 1e-12, 5e-324)
    return Code(low, step if step >= least else least)


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
