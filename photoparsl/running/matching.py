"""Which rows of a manifest are the photos of an earlier one's rows, in bounded memory.

Photos are known by their place, without a signature that is renewed (`identity`).  Where rows of
one manifest differ in nothing but their signatures, these tell them apart.

Both manifests' places are hashed, and the hashes spread over files, the same share of both in each
pair of files (a hash join): ten million rows take some 30 MB.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from photoparsl.manifests import identity

_BLOCK = 50_000  # places that are hashed at a time
_SHARES = 64  # files of each manifest
_ENTRY = np.dtype([("identity", np.int64), ("place", np.int64), ("row", "<u4")])
_PAIR = np.dtype([("new", "<u4"), ("old", "<u4")])  # in memory, a number led by `old`

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Matches:
    """Pairs of rows that are of the same photo, by their old rows.

    old: rows of the earlier manifest, an array of whole numbers, ascending
    new: the new manifest's rows beside them; none twice
    """

    old: Array
    new: Array

    def __len__(self) -> int:
        return len(self.old)


def match(old: Iterable[str], new: Iterable[str], folder: Path) -> Matches:
    """Find each new row's old one, by the places of both; a temporary folder below `folder` helps.

    Of rows with the same place the first matches the first, and so on; the new ones that are left
    match the last old one.  Two places are taken for the same where their 64-bit hashes are, with
    a key that nobody knows: who puts a value into a row compares the places.
    """
    with tempfile.TemporaryDirectory(dir=folder) as name, ExitStack() as stack:
        before = _spread(old, Path(name, "old"), stack)
        now = _spread(new, Path(name, "new"), stack)
        pairs = np.empty(sum(file.tell() for file in now) // _ENTRY.itemsize, _PAIR)
        found = 0
        for shares in zip(before, now, strict=True):
            old_rows, new_rows = _joined(*map(_read, shares))
            share = pairs[found : found + len(old_rows)]
            share["old"], share["new"] = old_rows, new_rows
            found += len(old_rows)
    pairs = pairs[:found]
    pairs.view("<u8").sort()  # in place, as one number a pair
    return Matches(pairs["old"], pairs["new"])


def _spread(places: Iterable[str], folder: Path, stack: ExitStack) -> list[IO[bytes]]:
    """Write an entry a place, each into the file of its identity's share."""
    folder.mkdir()
    files: list[IO[bytes]] = [
        stack.enter_context((folder / str(n)).open("w+b")) for n in range(_SHARES)
    ]
    for entries in _entries(places):
        shares = entries["identity"] % _SHARES
        for share in np.unique(shares):
            files[share].write(entries[shares == share].tobytes())
    return files


def _entries(places: Iterable[str]) -> Iterator[Array]:
    places, row = iter(places), 0
    while block := list(islice(places, _BLOCK)):
        entries = np.empty(len(block), _ENTRY)
        entries["place"] = np.fromiter(map(hash, block), np.int64, len(block))
        entries["identity"] = np.fromiter(map(hash, map(identity, block)), np.int64, len(block))
        entries["row"] = np.arange(row, row + len(block))
        row += len(block)
        yield entries


def _read(file: IO[bytes]) -> Array:
    file.seek(0)
    return np.frombuffer(file.read(), _ENTRY)


def _joined(old: Array, new: Array) -> tuple[Array, Array]:
    """The old and the new rows of the pairs in one share."""
    several = np.concatenate([_with_several_places(old), _with_several_places(new)])
    old_keys, new_keys = _keys(old, several), _keys(new, several)
    by_old, by_new = np.lexsort((old["row"], old_keys)), np.lexsort((new["row"], new_keys))
    old_keys, new_keys = old_keys[by_old], new_keys[by_new]
    first = np.searchsorted(old_keys, new_keys, "left")
    count = np.searchsorted(old_keys, new_keys, "right") - first
    rank = np.arange(len(new_keys)) - np.searchsorted(new_keys, new_keys, "left")
    found = count > 0
    which = (first + np.minimum(rank, count - 1))[found]
    return old["row"][by_old][which], new["row"][by_new][found]


def _with_several_places(entries: Array) -> Array:
    """The identities that rows with different places have."""
    order = np.lexsort((entries["place"], entries["identity"]))
    identities, places = entries["identity"][order], entries["place"][order]
    changes = (identities[1:] == identities[:-1]) & (places[1:] != places[:-1])
    found: Array = np.unique(identities[1:][changes])
    return found


def _keys(entries: Array, several: Array) -> Array:
    """What tells photos apart: the identity, or the place where that isn't enough."""
    keys: Array = np.where(
        np.isin(entries["identity"], several), entries["place"], entries["identity"]
    )
    return keys
