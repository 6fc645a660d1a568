"""Photos that look like an earlier one, by their difference hashes, in bounded memory.

A photo is compared with all others without comparing each pair.  Two hashes that differ in at most
5 of 64 bits have at least 3 of 8 bytes in common.  So only photos with 3 equal bytes are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from photoparsl.results import Measurement, SliceResult

HASH = "difference_hash"  # the measure
MOST_BITS = 5  # the hashes of two photos that look alike differ in at most as many bits

_BITS, _BYTES, _EQUAL_BYTES = 64, 8, 3  # 8 - MOST_BITS
_INVERTED = np.uint64(2 ** (8 * _EQUAL_BYTES) - 1)  # turns the key of a photo into its negative's
_LOW = np.uint64(2**32 - 1)
_MOST_IN_BUCKET = 500  # hashes with 3 bytes in common that are all compared with each other
_NEIGHBOURS = 100  # in a larger bucket, those next in order that a hash is compared with
_MOST_PAIRS = 1 << 18  # that are compared at a time

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Like:
    """The earlier photo that a photo looks like.

    row: its row
    is_negative: whether one is the negative of the other
    """

    row: int
    is_negative: bool


class LookAlikes:
    """Finds for each photo the earlier photo that it looks like.

    A photo that looks like no earlier one begins a group.  A later photo joins the earliest group
    whose first photo, or its negative, has a hash that differs in at most 5 bits.

    rows: the photos' rows, ascending
    hashes: their difference hashes, as whole numbers of 64 bits
    is_complete: whether all hashes with 3 bytes in common were compared
    """

    def __init__(self, rows: Array, hashes: Array) -> None:
        self._rows = rows
        self._first, self._negative, self.is_complete = _groups(hashes)

    @property
    def count(self) -> int:
        """How many photos look like an earlier one."""
        return int((self._first != np.arange(len(self._first))).sum())

    @property
    def rows(self) -> Array:
        """The rows of the photos that look like an earlier one, ascending."""
        found: Array = self._rows[self._first != np.arange(len(self._first))]
        return found

    def of(self, photos: Iterable[Measurement]) -> Mapping[int, Like]:
        """The earlier photo, by the row of each photo that looks like one."""
        found = {}
        rows = np.array([photo.row for photo in photos], np.int64)
        if not len(self._rows):
            return {}
        indices = np.searchsorted(self._rows, rows).clip(max=len(self._rows) - 1)
        for row, index in zip(rows.tolist(), indices.tolist(), strict=True):
            first = int(self._first[index])
            if self._rows[index] == row and first != index:
                found[row] = Like(int(self._rows[first]), bool(self._negative[index]))
        return found


def look_alikes_of(results: Iterable[SliceResult]) -> LookAlikes:
    """Compare the photos of all results.

    One without a hash, such as a blank back, is like none.
    """
    rows, hashes = [np.zeros(0, np.int64)], [np.zeros(0, np.uint64)]
    for result in results:
        of_slice = hashes_of(result.measurements)
        rows.append(of_slice[0])
        hashes.append(of_slice[1])
    all_rows, all_hashes = np.concatenate(rows), np.concatenate(hashes)
    order = np.argsort(all_rows, kind="stable")
    return LookAlikes(all_rows[order], all_hashes[order])


def hashes_of(photos: Iterable[Measurement]) -> tuple[Array, Array]:
    """The rows of the photos that have a hash, and their hashes as whole numbers of 64 bits."""
    with_hash = [m for m in photos if isinstance(m.values.get(HASH), str)]
    data = bytes.fromhex("".join(str(m.values[HASH]) for m in with_hash))
    return np.array([m.row for m in with_hash], np.int64), np.frombuffer(data, ">u8").astype(
        np.uint64
    )


def _groups(hashes: Array) -> tuple[Array, Array, bool]:
    """Find the groups of photos that look alike.

    Returns for each photo the first of its group, and whether it is the negative of that one.  Also
    returns whether all groups were found.
    """
    unique, first, number = np.unique(hashes, return_index=True, return_inverse=True)
    order = np.argsort(first)  # of the different hashes, by the first photo that has them
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    leader = np.arange(len(order))
    negative = np.zeros(len(order), bool)
    earlier, later, inverted, is_complete = _pairs(unique[order])
    is_first = np.ones(len(order), bool)
    for start in range(0, len(later), _MOST_PAIRS):
        part = (
            numbers[start : start + _MOST_PAIRS].tolist() for numbers in (earlier, later, inverted)
        )
        for first_of_pair, second_of_pair, is_inverted in zip(*part, strict=True):
            if is_first[first_of_pair] and is_first[second_of_pair]:
                is_first[second_of_pair] = False
                leader[second_of_pair], negative[second_of_pair] = first_of_pair, is_inverted
    of_photo = rank[number]
    return first[order][leader[of_photo]], negative[of_photo], is_complete


def _pairs(hashes: Array) -> tuple[Array, Array, Array, bool]:
    """Find the pairs of different hashes that are alike.

    Returns three arrays, ordered by a pair's later and then its earlier hash: the number of the
    earlier hash, that of the later one, and whether one photo is the other's negative.  The fourth
    result is whether all pairs were compared.
    """
    parts = _mixed_bytes(hashes)
    found: list[Array] = [np.zeros(0, np.uint64)]
    is_complete = True
    numbers = np.arange(len(hashes), dtype=np.uint64)
    for chosen in combinations(range(_BYTES), _EQUAL_BYTES):
        keys = np.zeros(len(hashes), np.uint64)
        for byte in chosen:
            keys = keys << np.uint64(8) | parts[:, byte]
        keys = np.minimum(keys, keys ^ _INVERTED)  # a photo's negative has the same key
        keys = np.sort(keys << np.uint64(32) | numbers)
        order = (keys & _LOW).astype(np.int64)
        by_key = hashes[order]
        for indices, step, whole in _in_buckets(keys >> np.uint64(32)):
            is_complete &= whole
            differing = np.bitwise_count(by_key[indices] ^ by_key[indices + step])
            alike = indices[np.minimum(differing, _BITS - differing) <= MOST_BITS]
            if len(alike):
                found.append(_codes(order[alike], order[alike + step], hashes))
        if len(found) > _EQUAL_BYTES * _BYTES:
            found = [np.unique(np.concatenate(found))]
    codes = np.unique(np.concatenate(found))
    pairs = codes >> np.uint64(1)
    low, high = (pairs & _LOW).astype(np.int64), (pairs >> np.uint64(32)).astype(np.int64)
    return low, high, codes & np.uint64(1) > 0, is_complete


def _mixed_bytes(hashes: Array) -> Array:
    """Eight bytes of each hash, each with a bit of each row of cells: a row's bits are related."""
    parts = np.empty((len(hashes), _BYTES), np.uint8)
    for start in range(0, len(hashes), _MOST_PAIRS // 4):
        rows = hashes[start : start + _MOST_PAIRS // 4].view(np.uint8).reshape(-1, 8, 1)
        columns = np.unpackbits(rows, axis=2).swapaxes(1, 2)
        parts[start : start + len(rows)] = np.packbits(columns, axis=2)[:, :, 0]
    return parts


def _codes(a: Array, b: Array, hashes: Array) -> Array:
    """A number for each pair: the later hash, the earlier one, and whether one is a negative."""
    low, high = np.minimum(a, b).astype(np.uint64), np.maximum(a, b).astype(np.uint64)
    is_negative = np.bitwise_count(hashes[a] ^ hashes[b]) > MOST_BITS
    return (high << np.uint64(32) | low) << np.uint64(1) | is_negative


def _in_buckets(keys: Array) -> Iterator[tuple[Array, int, bool]]:
    """Yield indices and a step, for pairs with equal keys: each index, and that plus the step.

    Also yields whether all such pairs come.

    keys: ascending
    """
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    sizes = np.diff(starts, append=len(keys))
    several = sizes > 1
    starts, sizes = starts[several], sizes[several]
    whole = not (sizes > _MOST_IN_BUCKET).any()
    ends = np.repeat(starts + sizes, sizes)  # of the bucket of each index
    indices = np.arange(len(ends)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    indices += np.repeat(starts, sizes)
    # How many steps an index goes.
    steps = np.minimum(
        np.repeat(np.where(sizes > _MOST_IN_BUCKET, _NEIGHBOURS, sizes), sizes), ends - 1 - indices
    )
    for step in range(1, int(steps.max(initial=0)) + 1):
        near = steps >= step
        indices, steps = indices[near], steps[near]
        for start in range(0, len(indices), _MOST_PAIRS):
            yield indices[start : start + _MOST_PAIRS], step, whole
