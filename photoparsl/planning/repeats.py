"""Finds the places that stand in several rows of a manifest, in bounded memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from tempfile import TemporaryFile

import numpy as np

from photoparsl.manifests import RowBlock
from photoparsl.planning.entry_share import Array
from photoparsl.planning.real_paths import RealPaths

NO_ROW = np.uint32(0xFFFFFFFF)
_AT_A_TIME = 1 << 19  # hashes in memory
_BLOCK = 50_000  # rows at a time
_NOTHING = np.empty(0, np.uint32)


@dataclass(frozen=True, slots=True)
class SharedRows:
    """Rows that take over the outcome of another row with the same place.

    rows: the rows.  No row is there twice
    firsts: for each of `rows`, the row whose outcome it takes over
    """

    rows: Array = field(default_factory=lambda: _NOTHING)
    firsts: Array = field(default_factory=lambda: _NOTHING)

    def __len__(self) -> int:
        return len(self.rows)

    def where(self, mask: Array) -> SharedRows:
        """The repeats for which `mask` is true."""
        return SharedRows(self.rows[mask], self.firsts[mask])

    def rows_in(self, rows: range) -> Iterator[int]:
        """Yield the rows of a range that are in `self.rows`, which must ascend."""
        first, last = np.searchsorted(self.rows, [rows.start, rows.stop])
        for start in range(int(first), int(last), _BLOCK):
            yield from self.rows[start : min(int(last), start + _BLOCK)].tolist()


@dataclass(frozen=True, slots=True)
class Repeats:
    """The rows of a manifest whose place stands in several rows.

    rows: the rows, ascending
    places: for each of `rows`, the number of its place, from 0
    """

    rows: Array = field(default_factory=lambda: _NOTHING)
    places: Array = field(default_factory=lambda: _NOTHING)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def place_count(self) -> int:
        """How many places stand in several rows."""
        return int(self.places.max()) + 1 if len(self.places) else 0

    def has_any(self, rows: range) -> bool:
        """Whether any of these rows is one of `rows`."""
        at = int(np.searchsorted(self.rows, rows.start))
        return at < len(self.rows) and int(self.rows[at]) < rows.stop

    def place_of(self, row: int) -> int | None:
        """The number of a row's place, or None if that stands in no other row."""
        at = int(np.searchsorted(self.rows, row))
        return int(self.places[at]) if at < len(self.rows) and self.rows[at] == row else None

    def shared(self, gaps: Sequence[range], wanted: range) -> SharedRows:
        """The wanted rows without an outcome that take over the outcome of another row.

        They take it over from the first row of their place that has an outcome.  If none has one,
        they take it from the first wanted row of their place, which is measured.

        gaps: the rows without an outcome, as ascending ranges
        """
        is_gap = are_in(self.rows, gaps)
        is_wanted = is_gap & are_in(self.rows, [wanted])
        firsts = np.full(self.place_count, NO_ROW, np.uint32)
        for is_possible in (is_wanted, ~is_gap):  # the last assignment to a place counts
            for start in range(0, len(self), _BLOCK)[::-1]:
                part = slice(start, start + _BLOCK)
                is_kept = is_possible[part]
                firsts[self.places[part][is_kept][::-1]] = self.rows[part][is_kept][::-1]
        for start in range(0, len(self), _BLOCK):
            part = slice(start, start + _BLOCK)
            is_wanted[part] &= firsts[self.places[part]] != self.rows[part]
        return SharedRows(self.rows[is_wanted], firsts[self.places[is_wanted]])


class PlaceHashes:
    """Receives the places of a manifest, and then finds those that are in several rows.

    Paths that lead to one file are one place.  Equal places of different origins count as
    different.  Places count as equal if their 64-bit hashes, under a random key, are equal.  Before
    an outcome is shared, the places themselves are compared.  The hashes are in an anonymous
    temporary file.
    """

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115  is closed with this object
        self._count = 0
        self._real_paths = RealPaths()

    def add(self, block: RowBlock) -> None:
        """Add the places of further rows."""
        base = block.bases[0]
        places = self._real_paths.of_places(block.places, block.bases)
        hashes = np.fromiter(map(hash, places), np.int64, len(block))
        if block.bases.count(base) == len(block):  # nearly always
            hashes ^= hash(base)
        else:
            hashes ^= np.fromiter(map(hash, block.bases), np.int64, len(block))
        self._file.write(hashes.tobytes())
        self._count += len(block)

    def repeats(self) -> Repeats:
        """Return the rows whose places stand in several rows."""
        known = self._repeated()
        if not len(known):
            return Repeats()
        rows, places = array("I"), array("I")
        for start, hashes in self._blocks():
            at = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
            is_known = known[at] == hashes
            rows.frombytes((np.flatnonzero(is_known) + start).astype(np.uint32).tobytes())
            places.frombytes(at[is_known].astype(np.uint32).tobytes())
        return Repeats(np.frombuffer(rows, np.uint32), np.frombuffer(places, np.uint32))

    def _repeated(self) -> Array:
        """The hashes that several rows have, in ascending order.  They are found share by share."""
        shares = 1 << (self._count // _AT_A_TIME).bit_length()
        found = []
        for share in range(shares):
            own = [hashes[hashes & (shares - 1) == share] for _, hashes in self._blocks()]
            ordered = np.sort(np.concatenate(own)) if own else np.empty(0, np.int64)
            found.append(np.unique(ordered[1:][ordered[1:] == ordered[:-1]]))
        return np.sort(np.concatenate(found))

    def _blocks(self) -> Iterator[tuple[int, Array]]:
        """Yield the hashes in blocks, each with the number of its first row."""
        self._file.seek(0)
        start = 0
        while data := self._file.read(8 * _AT_A_TIME):
            hashes = np.frombuffer(data, np.int64)
            yield start, hashes
            start += len(hashes)


def without_rows(ranges: Iterable[range], rows: Array) -> Iterator[range]:
    """Yield what is left of ascending ranges without some rows, which ascend too."""
    for whole in ranges:
        first, last = np.searchsorted(rows, [whole.start, whole.stop])
        start = whole.start
        for row in rows[first:last].tolist():
            yield range(start, row)
            start = row + 1
        yield range(start, whole.stop)


def are_in(rows: Array, ranges: Sequence[range]) -> Array:
    """Whether each row is in one of some ascending ranges."""
    starts = np.fromiter((r.start for r in ranges), np.int64, len(ranges))
    stops = np.fromiter((r.stop for r in ranges), np.int64, len(ranges))
    stops = np.append(stops, 0)
    found = np.empty(len(rows), np.bool_)
    for start in range(0, len(rows), _BLOCK):
        part = rows[start : start + _BLOCK]
        at = np.searchsorted(starts, part, "right") - 1
        found[start : start + _BLOCK] = (at >= 0) & (part < stops[at])
    return found
