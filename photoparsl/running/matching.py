"""Which rows of a manifest are the photos of an earlier one's rows, in bounded memory.

Photos are known by their place, without a signature that is renewed (`identity`).  Where rows of
one manifest differ in nothing but their signatures, these tell them apart.

Both manifests' places are hashed, and the hashes spread over files, the same share of both in each
pair of files (a hash join): ten million rows take some 150 MB.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from photoparsl.manifests import identity

BLOCK = 50_000  # places that are hashed at a time
SECOND_CHOICE = (
    1 << 31
)  # is added to old rows that other old rows of the same place are preferred to
MATCHING = "matching-"  # how the names of temporary folders begin
_SHARES = 64  # files of each manifest
_PAIR = np.dtype([("new", "<u4"), ("old", "<u4")])  # in memory, a number led by `old`

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Matches:
    """Pairs of rows that are of the same photo, by their old rows.

    pairs: an array of the old row and twice the new row, plus 1 where the place has another
        signature; no new row is there twice
    changed: in how many pairs each fact differs
    """

    pairs: Array
    changed: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.pairs)

    def between(self, start: int, stop: int) -> list[tuple[int, int, bool]]:
        """The pairs of the old rows from `start` to `stop` - 1: old row, new row, is renewed."""
        found = self._between(start, stop)
        new = found["new"]
        return list(
            zip(found["old"].tolist(), (new >> 1).tolist(), (new & 1 == 1).tolist(), strict=True)
        )

    def has_any(self, start: int, stop: int) -> bool:
        """Whether any of the old rows from `start` to `stop` - 1 is in a pair."""
        return len(self._between(start, stop)) > 0

    def shift(self, start: int, stop: int) -> int | None:
        """By how many rows these old rows have moved; None unless all have by the same.

        None too where one of them has another signature or became several rows.
        """
        found = self._between(start, stop)
        if len(found) != stop - start:
            return None
        moved = found["new"].astype(np.int64) - 2 * found["old"].astype(np.int64)
        is_same = (
            moved[0] % 2 == 0 and (moved == moved[0]).all() and (np.diff(found["old"]) == 1).all()
        )
        return int(moved[0]) // 2 if is_same else None

    def _between(self, start: int, stop: int) -> Array:
        first, last = np.searchsorted(self.pairs["old"], np.array([start, stop], np.uint32))
        return self.pairs[first:last]


class Matcher:
    """Receives the places of two manifests, and then matches their rows.

    Of rows with the same place the first matches the first, and so on; the new ones that are left
    match the last old one.  Two places are taken for the same where their 128-bit hashes are, with
    a key that nobody knows.

    As a context, it has temporary files in `folder`.

    folder: a folder
    facts: how many facts of each row are compared, by 32-bit hashes
    """

    def __init__(self, folder: Path, facts: int = 0) -> None:
        self._folder = folder
        self._stack = ExitStack()
        names = ("identity", np.int64), ("place", np.int64), ("row", "<u4")
        self._entry = np.dtype([*names, ("facts", np.uint32, (facts,))])

    def __enter__(self) -> Matcher:
        name = self._stack.enter_context(TemporaryDirectory(".part", MATCHING, self._folder))
        self._old, self._new = (self._files(Path(name, which)) for which in ("old", "new"))
        return self

    def __exit__(self, *exception: object) -> None:
        self._stack.close()

    def add_old(self, rows: Array, places: list[str], facts: Array | None = None) -> None:
        """Add rows of the earlier manifest, some of them perhaps with SECOND_CHOICE added."""
        self._spread(rows, places, facts, self._old)

    def add_new(self, rows: Array, places: list[str], facts: Array | None = None) -> None:
        """Add rows of the new manifest.

        facts: of each row; those of matching rows are compared
        """
        self._spread(rows, places, facts, self._new)

    def matches(self, with_facts: int = 0) -> Matches:
        """Return the pairs of all rows that were added.

        with_facts: the old rows below this one have facts
        """
        pairs = np.empty(sum(file.tell() for file in self._new) // self._entry.itemsize, _PAIR)
        changed: Array = np.zeros(self._entry["facts"].shape, np.int64)
        found = 0
        for old_file, new_file in zip(self._old, self._new, strict=True):
            old, new = _joined(self._read(old_file), self._read(new_file))
            share = pairs[found : found + len(old)]
            share["old"] = old["row"] % SECOND_CHOICE
            share["new"] = 2 * new["row"] + (old["place"] != new["place"])
            known = share["old"] < with_facts
            changed += (old["facts"][known] != new["facts"][known]).sum(axis=0)
            found += len(old)
        pairs = pairs[:found]
        pairs.view("<u8").sort()  # in place, as one number a pair
        return Matches(pairs, tuple(map(int, changed)))

    def _files(self, folder: Path) -> list[IO[bytes]]:
        folder.mkdir()
        paths = (folder / str(share) for share in range(_SHARES))
        return [self._stack.enter_context(path.open("w+b")) for path in paths]

    def _spread(
        self, rows: Array, places: list[str], facts: Array | None, files: list[IO[bytes]]
    ) -> None:
        """Write an entry a place, each into the file of its identity's share."""
        entries = np.empty(len(places), self._entry)
        # Of two different texts, so that equal places have 128 equal bits.
        entries["place"] = np.fromiter(map(hash, places), np.int64, len(places))
        identities = (identity(place) + "\n" for place in places)
        entries["identity"] = np.fromiter(map(hash, identities), np.int64, len(places))
        entries["row"] = rows
        entries["facts"] = 0 if facts is None else facts
        shares = (entries["identity"] % _SHARES).astype(np.uint8)
        order = np.argsort(shares, kind="stable")
        entries = entries[order]
        ends = np.searchsorted(shares[order], np.arange(_SHARES + 1))
        for file, start, stop in zip(files, ends, ends[1:], strict=False):
            file.write(entries[start:stop].tobytes())

    def _read(self, file: IO[bytes]) -> Array:
        file.seek(0)
        return np.frombuffer(file.read(), self._entry)


def _joined(old: Array, new: Array) -> tuple[Array, Array]:
    """The old and the new entries of the pairs in one share."""
    several = np.union1d(_with_several_places(old), _with_several_places(new))
    old_keys, new_keys = _keys(old, several), _keys(new, several)
    by_old, by_new = np.lexsort((old["row"], old_keys)), np.lexsort((new["row"], new_keys))
    old_keys, new_keys = old_keys[by_old], new_keys[by_new]
    first = np.searchsorted(old_keys, new_keys, "left")
    count = np.searchsorted(old_keys, new_keys, "right") - first
    rank = np.arange(len(new_keys)) - np.searchsorted(new_keys, new_keys, "left")
    found = count > 0
    which = (first + np.minimum(rank, count - 1))[found]
    return old[by_old[which]], new[by_new[found]]


def _with_several_places(entries: Array) -> Array:
    """The identities that rows with different places have."""
    order = np.lexsort((entries["place"], entries["identity"]))
    identities, places = entries["identity"][order], entries["place"][order]
    changes = (identities[1:] == identities[:-1]) & (places[1:] != places[:-1])
    found: Array = np.unique(identities[1:][changes])
    return found


def _keys(entries: Array, several: Array) -> Array:
    """What tells photos apart: the identity, or the place where that isn't enough."""
    if not len(several):
        identities: Array = entries["identity"]
        return identities
    keys: Array = np.where(
        np.isin(entries["identity"], several), entries["place"], entries["identity"]
    )
    return keys
