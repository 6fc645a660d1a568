"""Pairs the rows of two manifests that are of the same photos: those whose facts differ least."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from photoparsl.planning.entry_share import Array, Share
from photoparsl.planning.row_facts import DATING

_SEED = 5  # of the numbers that facts are multiplied by


@dataclass(frozen=True, slots=True)
class PairedRows:
    """Rows of a new manifest, each beside an earlier row of the same photo.

    old: the entries of the earlier rows
    new: the entries of the new rows, in the same order
    own: how many pairs have an earlier row of their own.  These come first.  In the other pairs,
        the photo is in more new rows than earlier ones
    """

    old: Array
    new: Array
    own: int


def pair_rows(old: Share, new: Share) -> PairedRows:
    """Pair all new rows whose photo is in an earlier row.

    If a photo is in several rows, rows whose places are written in the same way are paired first.
    Of these and of the others, rows with the same facts come first, then rows that differ in one
    fact, then rows that have one fact in common, then all others.  Of rows that are
    equally alike, the first is paired with the first, and so on.  New rows that are left are paired
    with the photo's last earlier row.
    """
    if not len(old.keys):
        return PairedRows(old.entries, new.entries[:0], 0)
    first = np.minimum(np.searchsorted(old.keys, new.keys), len(old.keys) - 1)
    is_known = old.keys[first] == new.keys
    is_single = is_known & old.are_single[first] & new.are_single
    if (is_single == is_known).all():  # nearly always
        return PairedRows(old.entries[first[is_known]], new.entries[is_known], int(is_known.sum()))
    is_rest = np.ones(len(old.keys), bool)
    is_rest[first[is_single]] = False
    rest_old, rest_new = np.flatnonzero(is_rest), np.flatnonzero(is_known & ~is_single)
    of_old, of_new = _pair_alike(old.where(is_rest), new.where(is_known & ~is_single))
    more = np.delete(rest_new, of_new)
    last = np.searchsorted(old.keys, new.keys[more], "right") - 1
    return PairedRows(
        old.entries[np.concatenate([first[is_single], rest_old[of_old], last])],
        new.entries[np.concatenate([np.flatnonzero(is_single), rest_new[of_new], more])],
        int(is_single.sum()) + len(of_new),
    )


def _pair_alike(old: Share, new: Share) -> tuple[Array, Array]:
    """Pair rows one to one.  Return the numbers of the old rows and of the new ones beside them."""
    keys = np.concatenate([old.keys, new.keys])
    facts = np.concatenate([old.entries["facts"], new.entries["facts"]])
    places = np.concatenate([old.entries["place"], new.entries["place"]])
    left, stop = np.arange(len(keys)), len(old.keys)
    found: list[tuple[Array, Array]] = []
    for photos, codes in product((places, keys), list(_codes(facts))):
        if np.searchsorted(left, stop) in (0, len(left)):  # all of one manifest are paired
            break
        numbers = _pair_nth(photos[left], codes[left], left < stop)
        found.append((left[numbers[0]], left[numbers[1]] - stop))
        left = np.delete(left, np.concatenate(numbers))
    of_old, of_new = zip(*found, strict=True)
    return np.concatenate(of_old), np.concatenate(of_new)


def _codes(facts: Array) -> Iterator[Array]:
    """Yield the rows' codes for each likeness: all facts, then all but one, then one.

    The last ones are the same for all rows.  Few rows that aren't alike have the same number.
    """
    count = facts.shape[1]
    random = np.random.default_rng(_SEED)
    weights: Array = np.asarray(random.integers(1 << 62, size=count, dtype=np.uint64)) * 2 + 1
    # Cells tell rows apart more often than years and dates, which are one fact here.
    kinds = [slice(n, n + 1) for n in range(DATING, count)] + [slice(0, DATING)]
    of_all = facts @ weights
    yield of_all
    for kind in kinds:
        yield of_all - facts[:, kind] @ weights[kind]
    for kind in kinds:
        yield facts[:, kind] @ weights[kind]
    yield np.zeros(len(facts), np.uint64)


def _pair_nth(keys: Array, codes: Array, are_old: Array) -> tuple[Array, Array]:
    """Pair the nth old row of each key and code with the nth new one.  Return their numbers.

    The old ones are before the new ones.
    """
    order = np.lexsort((codes, keys))
    keys, codes = keys[order], codes[order]
    differs = (keys[1:] != keys[:-1]) | (codes[1:] != codes[:-1])
    starts = np.flatnonzero(np.append(True, differs))
    old = np.add.reduceat(are_old[order].astype(np.intp), starts)
    pairs = np.minimum(old, np.diff(np.append(starts, len(order))) - old)
    nth = np.arange(pairs.sum()) - np.repeat(np.cumsum(pairs) - pairs, pairs)
    at = np.repeat(starts, pairs) + nth
    return order[at], order[at + np.repeat(old, pairs)]
