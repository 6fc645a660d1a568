"""Photos whose bytes are those of another, found by their digests in 8 bytes of memory a photo."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from photoparsl.results import Measurement, SliceResult

_KEY = 16  # hexadecimal digits of a digest, 64 bits: two of 10 million photos agree once in 400,000

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class SameBytes:
    """How many photos have the same bytes as another.

    photos: how many do
    most: how many have the same bytes as each other, of those that are there most often
    unknown: how many measured photos have no digest, since version 0.1.0 measured them
    """

    photos: int = 0
    most: int = 0
    unknown: int = 0


class DigestCounter:
    """Counts photos by the digests of their bytes."""

    def __init__(self) -> None:
        self._keys = array("Q")
        self._unknown = 0

    def add(self, result: SliceResult) -> None:
        """Count the measured photos of a slice."""
        known = [m.digest[:_KEY] for m in result.measurements if m.digest]
        self._keys.frombytes(bytes.fromhex("".join(known)))
        self._unknown += len(result.measurements) - len(known)

    def same_bytes(self) -> SameBytes:
        """Return how many of the photos have the same bytes as another."""
        _, counts = np.unique(self._repeats(), return_counts=True)
        photos = int(counts.sum()) + len(counts)
        return SameBytes(photos, int(counts.max(initial=0)) + bool(len(counts)), self._unknown)

    def first_rows(self) -> FirstRows:
        """Return what tells the first photo of those with the same bytes."""
        return FirstRows(np.unique(self._repeats()))

    def _repeats(self) -> Array:
        """The key of each photo but the first of those with the same."""
        keys = np.frombuffer(self._keys, np.uint64)
        keys.sort()  # in place, which takes no more memory
        repeats: Array = keys[1:][keys[1:] == keys[:-1]]
        return repeats


class FirstRows:
    """Tells for each photo the first row whose photo has the same bytes.

    keys: those that several photos have, ascending
    """

    def __init__(self, keys: Array) -> None:
        self._keys = keys
        self._rows = np.full(len(keys), -1, np.int64)
        self._rests = np.zeros(len(keys), np.uint64)  # of the digests of these rows

    def of(self, photos: Iterable[Measurement]) -> dict[int, int]:
        """Return the first row by the row of each photo that has an earlier one's bytes.

        All photos of the run have to be given, by their rows.
        """
        known = [photo for photo in photos if photo.digest]
        if not len(self._keys) or not known:
            return {}
        digests = bytes.fromhex("".join(photo.digest for photo in known))
        keys, rests = np.frombuffer(digests, np.uint64).reshape(-1, 2).T
        places = np.searchsorted(self._keys, keys).clip(max=len(self._keys) - 1)
        found: dict[int, int] = {}
        for n in np.flatnonzero(self._keys[places] == keys):
            row, place = known[n].row, places[n]
            if self._rows[place] < 0:
                self._rows[place], self._rests[place] = row, rests[n]
            elif self._rests[place] == rests[n]:
                found[row] = int(self._rows[place])
        return found
