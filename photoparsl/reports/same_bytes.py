"""Photos whose bytes are those of another, found by their digests in 9 bytes of memory a photo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from photoparsl.reports.key_counts import KeyCounts
from photoparsl.results import Measurement, SliceResult

MOST_SETS = 5  # of photos with the same bytes that are named
_KEY = 16  # hexadecimal digits of a digest, 64 bits: two of 10 million photos agree once in 400,000
_MOST_EXAMPLES = 10_000  # sets of which a photo is kept

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class SameSet:
    """Photos that have the same bytes.

    photos: how many they are
    url: the place of one of them
    title: its title in the manifest, or ''
    """

    photos: int
    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class SameBytes:
    """How many photos have the same bytes as another.

    photos: how many do
    duplicates: how many do as an earlier one
    sets: the MOST_SETS largest sets of photos with the same bytes, the largest first
    unknown: how many measured photos have no digest, since version 0.1.0 measured them
    shared: how many files of an archive are in an earlier archive too
    """

    photos: int = 0
    duplicates: int = 0
    sets: tuple[SameSet, ...] = ()
    unknown: int = 0
    shared: int = 0


@dataclass(slots=True)
class _Example:
    """A photo that has the bytes of an earlier one, and how many such were met since."""

    row: int
    url: str
    title: str
    met: int = 0


class DigestCounter:
    """Finds and counts the photos that have the bytes of an earlier photo.

    title: which of a photo's cells is its title, counted from 0, or -1 if none is
    """

    def __init__(self, title: int = -1) -> None:
        self._title = title
        self._earlier: list[KeyCounts] = []  # the keys of earlier archives' photos
        self._first = KeyCounts(np.uint8)  # the keys of all photos of the archive
        self._again = KeyCounts()  # those of duplicates, and how many these are
        self._duplicates = 0
        self._examples: dict[int, _Example] = {}  # by key
        self._unknown = self._shared = 0

    def begin_archive(self) -> None:
        """Count the next photos as those of another archive."""
        self._earlier.append(self._first)
        self._first = KeyCounts(np.uint8)

    def add(self, photos: Sequence[Measurement]) -> Array:
        """Count these photos.  Return for each whether an earlier photo has the same bytes."""
        is_duplicate = np.zeros(len(photos), bool)
        with_digest = np.array([n for n, photo in enumerate(photos) if photo.digest], np.intp)
        self._unknown += len(photos) - len(with_digest)
        if not len(with_digest):
            return is_duplicate
        all_keys = digest_keys([photos[n] for n in with_digest])
        keys, first, counts = np.unique(all_keys, return_index=True, return_counts=True)
        is_known = self._first.add(keys, np.zeros(len(keys), np.uint8))
        for earlier in self._earlier:
            is_shared = earlier.has(keys)
            self._shared += int((is_shared & ~is_known).sum())
            is_known |= is_shared
        is_duplicate[with_digest] = True
        is_duplicate[with_digest[first[~is_known]]] = False
        again = counts - ~is_known
        self._again.add(keys[again > 0], again[again > 0])
        self._duplicates += int(again.sum())
        for index in np.flatnonzero(is_duplicate[with_digest]).tolist():
            self._add_example(int(all_keys[index]), photos[with_digest[index]])
        return is_duplicate

    def counted(
        self, results: Iterable[SliceResult], *, keep: bool = True
    ) -> Iterator[SliceResult]:
        """Yield the results, and count their photos.

        keep: whether photos with the bytes of an earlier one are yielded too
        """
        for result in results:
            is_duplicate = self.add(result.measurements)
            if keep or not is_duplicate.any():
                yield result
                continue
            kept = zip(result.measurements, is_duplicate, strict=True)
            yield replace(result, measurements=tuple(m for m, again in kept if not again))

    @property
    def duplicates(self) -> int:
        """How many of the photos so far have the bytes of an earlier one."""
        return self._duplicates

    def same_bytes(self) -> SameBytes:
        """Return how many of the photos have the same bytes as another, and the largest sets."""
        keys = np.array(list(self._examples), np.uint64)
        counts = (self._again.counts_of(keys) + 1).tolist()
        examples = zip(counts, self._examples.values(), strict=True)
        largest = sorted(examples, key=lambda found: (-found[0], found[1].row))[:MOST_SETS]
        sets = tuple(SameSet(photos, e.url, e.title) for photos, e in largest)
        return SameBytes(
            self._duplicates + len(self._again), self._duplicates, sets, self._unknown, self._shared
        )

    def first_rows(self) -> FirstRows:
        """Return the `FirstRows` of the photos that were added."""
        return FirstRows(self._again.keys())

    def _add_example(self, key: int, photo: Measurement) -> None:
        """Keep a photo of each set, or, of very many, of those that were met most often."""
        if key not in self._examples:
            title = photo.cells[self._title] if self._title >= 0 and photo.cells else ""
            self._examples[key] = _Example(photo.row, photo.url, title)
        self._examples[key].met += 1
        if len(self._examples) > 2 * _MOST_EXAMPLES:
            by_met = sorted(self._examples.items(), key=lambda item: -item[1].met)
            self._examples = dict(by_met[:_MOST_EXAMPLES])


class FirstRows:
    """Finds, for each photo, the first row whose photo has the same bytes.

    keys: the first 64 bits of the digests that several photos have, ascending
    """

    def __init__(self, keys: Array) -> None:
        self._keys = keys
        self._rows = np.full(len(keys), -1, np.int64)
        self._rests = np.zeros(len(keys), np.uint64)  # of the digests of these rows

    def of(self, photos: Iterable[Measurement], first_row: int = 0) -> dict[int, int]:
        """Return the rows of photos with the bytes of an earlier photo, each with that one's row.

        Call it with all photos of a run, ordered by row, then with those of the next run.

        first_row: the number of the run's first row, which is added to the returned rows
        """
        with_digest = [photo for photo in photos if photo.digest]
        if not len(self._keys) or not with_digest:
            return {}
        digests = bytes.fromhex("".join(photo.digest for photo in with_digest))
        keys, rests = np.frombuffer(digests, np.uint64).reshape(-1, 2).T
        indices = np.searchsorted(self._keys, keys).clip(max=len(self._keys) - 1)
        found: dict[int, int] = {}
        for n in np.flatnonzero(self._keys[indices] == keys):
            index = indices[n]
            if self._rows[index] < 0:
                row = with_digest[n].row + first_row
                self._rows[index], self._rests[index] = row, rests[n]
            elif self._rests[index] == rests[n]:
                found[with_digest[n].row] = int(self._rows[index])
        return found


def first_rows_of(results: Iterable[SliceResult]) -> FirstRows:
    """Read all results once, and return the `FirstRows` of their photos."""
    counter = DigestCounter()
    for result in results:
        counter.add(result.measurements)
    return counter.first_rows()


def digest_keys(photos: Iterable[Measurement]) -> Array:
    """Return the first 64 bits of each photo's digest, or 0 for a photo without one."""
    none = "0" * _KEY
    keys = bytes.fromhex("".join([photo.digest[:_KEY] or none for photo in photos]))
    return np.frombuffer(keys, np.uint64)
