"""KeyCounts: how often each of many million keys was met, in little memory."""

from __future__ import annotations

import mmap
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

_LONGEST_PART = 1 << 18  # keys. Longer parts aren't merged, since merging takes memory


class KeyCounts:
    """Keys of 64 bits, and how often each was met: in sorted parts, of which few are long.

    kind: the type of a count
    """

    def __init__(self, kind: type[np.unsignedinteger[Any]] = np.uint32) -> None:
        self._kind = kind
        self._parts: list[tuple[Array, Array]] = []  # each key is in one part

    def add(self, keys: Array, counts: Array) -> Array:
        """Add numbers to the counts of keys.  Return for each key whether it had a count before.

        keys: ascending, each once
        counts: what is added, one for each key
        """
        known = np.zeros(len(keys), bool)
        for part_keys, part_counts in self._parts:
            places = np.searchsorted(part_keys, keys).clip(max=len(part_keys) - 1)
            here = part_keys[places] == keys
            part_counts[places[here]] += counts[here].astype(self._kind)
            known |= here
        self._insert(keys[~known], counts[~known].astype(self._kind))
        return known

    def counts_of(self, keys: Array) -> Array:
        """Return the counts of these keys, or 0 for one that was never met."""
        found = np.zeros(len(keys), np.int64)
        for part_keys, part_counts in self._parts:
            places = np.searchsorted(part_keys, keys).clip(max=len(part_keys) - 1)
            found += np.where(part_keys[places] == keys, part_counts[places], 0)
        return found

    def has(self, keys: Array) -> Array:
        """Return for each of these keys whether it was met."""
        known = np.zeros(len(keys), bool)
        for part_keys, _ in self._parts:
            places = np.searchsorted(part_keys, keys).clip(max=len(part_keys) - 1)
            known |= part_keys[places] == keys
        return known

    def keys(self) -> Array:
        """Return all keys, ascending."""
        keys = [np.zeros(0, np.uint64), *(part_keys for part_keys, _ in self._parts)]
        return np.sort(np.concatenate(keys))

    def __len__(self) -> int:
        return sum(len(keys) for keys, _ in self._parts)

    def _insert(self, keys: Array, counts: Array) -> None:
        """Keep new keys.  Merge them with parts that aren't much longer."""
        while self._parts and len(self._parts[-1][0]) <= 2 * len(keys) <= 2 * _LONGEST_PART:
            more_keys, more_counts = self._parts.pop()
            keys, counts = np.concatenate([more_keys, keys]), np.concatenate([more_counts, counts])
            order = np.argsort(keys, kind="stable")  # which merges two sorted halves
            keys, counts = keys[order], counts[order]
        if len(keys):
            self._parts.append((_lasting(keys), _lasting(counts)))


def _lasting(array: Array) -> Array:
    """Return a copy of a long array in memory pages of its own.

    So freeing it leaves no holes.
    """
    if array.nbytes < _LONGEST_PART:
        return array
    copy = np.frombuffer(mmap.mmap(-1, array.nbytes), array.dtype)
    copy[:] = array
    return copy
