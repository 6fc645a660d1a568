"""KeyCounts: how often each of many million keys was met, in little memory."""

from __future__ import annotations

import mmap
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

_LONGEST_BLOCK = 1 << 18  # keys. Longer blocks aren't merged, since merging takes memory


class KeyCounts:
    """Keys of 64 bits, and how often each was met: in sorted blocks, of which few are long.

    kind: the type of a count
    """

    def __init__(self, kind: type[np.unsignedinteger[Any]] = np.uint32) -> None:
        self._kind = kind
        self._blocks: list[tuple[Array, Array]] = []  # each key is in one block

    def add(self, keys: Array, counts: Array) -> Array:
        """Add numbers to the counts of keys.  Return for each key whether it had a count before.

        keys: ascending, each once
        counts: what is added, one for each key
        """
        is_met = np.zeros(len(keys), bool)
        for block_keys, block_counts in self._blocks:
            indices = np.searchsorted(block_keys, keys).clip(max=len(block_keys) - 1)
            here = block_keys[indices] == keys
            block_counts[indices[here]] += counts[here].astype(self._kind)
            is_met |= here
        self._insert(keys[~is_met], counts[~is_met].astype(self._kind))
        return is_met

    def counts_of(self, keys: Array) -> Array:
        """Return the counts of these keys, or 0 for one that was never met."""
        found = np.zeros(len(keys), np.int64)
        for block_keys, block_counts in self._blocks:
            indices = np.searchsorted(block_keys, keys).clip(max=len(block_keys) - 1)
            found += np.where(block_keys[indices] == keys, block_counts[indices], 0)
        return found

    def has(self, keys: Array) -> Array:
        """Return for each of these keys whether it was met."""
        is_met = np.zeros(len(keys), bool)
        for block_keys, _ in self._blocks:
            indices = np.searchsorted(block_keys, keys).clip(max=len(block_keys) - 1)
            is_met |= block_keys[indices] == keys
        return is_met

    def keys(self) -> Array:
        """Return all keys, ascending."""
        keys = [np.zeros(0, np.uint64), *(block_keys for block_keys, _ in self._blocks)]
        return np.sort(np.concatenate(keys))

    def __len__(self) -> int:
        return sum(len(keys) for keys, _ in self._blocks)

    def _insert(self, keys: Array, counts: Array) -> None:
        """Keep new keys.  Merge them with blocks that aren't much longer."""
        while self._blocks and len(self._blocks[-1][0]) <= 2 * len(keys) <= 2 * _LONGEST_BLOCK:
            more_keys, more_counts = self._blocks.pop()
            keys, counts = np.concatenate([more_keys, keys]), np.concatenate([more_counts, counts])
            order = np.argsort(keys, kind="stable")  # which merges two sorted halves
            keys, counts = keys[order], counts[order]
        if len(keys):
            self._blocks.append((_lasting(keys), _lasting(counts)))


def _lasting(array: Array) -> Array:
    """Return a copy of a long array in memory pages of its own.

    So freeing it leaves no holes.
    """
    if array.nbytes < _LONGEST_BLOCK:
        return array
    copy = np.frombuffer(mmap.mmap(-1, array.nbytes), array.dtype)
    copy[:] = array
    return copy
