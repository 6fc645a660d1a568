"""A share of the rows of two manifests: those whose photos' hashes are in one range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

NO_VALUE = 1 << 31  # is added to old rows that have no value

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Share:
    """The entries of one share, ordered by their keys and rows.

    entries: an array
    keys: the key of each entry, which is the same for entries of the same photo
    """

    entries: Array
    keys: Array

    @property
    def are_single(self) -> Array:
        """Whether the photo of each entry is in no other row."""
        differs = np.append(self.keys[1:] != self.keys[:-1], True)
        are_single: Array = differs & np.append(True, differs[:-1])[: len(self.keys)]
        return are_single

    @property
    def rows(self) -> Array:
        """The row of each entry."""
        rows: Array = self.entries["row"]
        return rows

    def where(self, mask: Array) -> Share:
        """Return the entries for which the mask is true."""
        if mask.all():
            return self
        return Share(self.entries[mask], self.keys[mask])

    def unique(self) -> Share:
        """Return the entries whose photo is in no other row."""
        return self.where(self.are_single)

    def of_manifest(self, rows: int) -> Share:
        """The entries of the earlier manifest, with or without a value, ordered by their rows."""
        numbers = self.rows % NO_VALUE
        if (self.rows < rows).all():
            return self
        entries = self.entries.copy()
        entries["row"] = numbers
        mask = numbers < rows
        return _ordered(entries[mask], self.keys[mask])

    def count_others(self, new: Share) -> int:
        """How many entries are of photos that no new row is of."""
        if not len(new.keys):
            return len(self.keys)
        at = np.minimum(np.searchsorted(new.keys, self.keys), len(new.keys) - 1)
        return int((new.keys[at] != self.keys).sum())


def with_keys(old: Array, new: Array) -> tuple[Share, Share]:
    """Return both manifests' entries of one share with their keys."""
    shares = [_ordered(entries, entries["identity"]) for entries in (old, new)]
    if not any(map(_has_several_places, shares)):
        return shares[0], shares[1]
    several = np.union1d(_with_several_places(old), _with_several_places(new))
    return _ordered(old, _keys(old, several)), _ordered(new, _keys(new, several))


def _ordered(entries: Array, keys: Array) -> Share:
    order = np.lexsort((entries["row"], keys))
    return Share(entries[order], keys[order])


def _has_several_places(share: Share) -> bool:
    """Whether rows of one identity have different places.  A file may have several spellings."""
    places, are_files = share.entries["place"], share.entries["is_file"]
    is_same = (share.keys[1:] == share.keys[:-1]) & ~are_files[1:]
    return bool((is_same & (places[1:] != places[:-1])).any())


def _with_several_places(entries: Array) -> Array:
    """The identities that rows with different places have, but for files."""
    entries = entries[~entries["is_file"]]
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
