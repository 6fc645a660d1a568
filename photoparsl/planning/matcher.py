"""Which rows of a manifest are the photos of an earlier one's rows, in bounded memory.

Photos are known by their place, without a signature that is renewed (`identity`).  Where rows of
one manifest differ in nothing but their signatures, these tell them apart.

Both manifests' places are hashed, and the hashes spread over files.  Each pair of files has the
same share of both (a hash join).  Ten million rows take some 150 MB.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from photoparsl.fetching import web_address
from photoparsl.manifests import identity
from photoparsl.planning.entry_files import EntryFiles
from photoparsl.planning.entry_share import NO_VALUE, Array, with_keys
from photoparsl.planning.paired_rows import pair_rows
from photoparsl.planning.photo_paths import may_have_files
from photoparsl.planning.real_paths import RealPaths
from photoparsl.planning.row_facts import count_changes
from photoparsl.results import MATCHING

BLOCK = 50_000  # rows at a time
_PAIR = np.dtype([("new", "<u4"), ("old", "<u4")])  # in memory, a number led by `old`


@dataclass(frozen=True, slots=True)
class Matches:
    """Pairs of an old and a new row of the same photo, ordered by their old rows.

    pairs: an array of structures.  `old` is an old row that has a value.  `new` is twice its new
        row, plus 1 if the new place is written otherwise.  No new row is there twice
    new: how many new rows have photos that aren't in the earlier manifest
    more: how many new rows are further rows of photos whose earlier rows are all matched
    gone: how many of the earlier manifest's rows have photos that aren't in the new one
    fewer: how many of the earlier manifest's rows are further rows of photos in the new one
    moved: how many new rows have photos that were in other rows
    renewed: how many new rows have photos that had another signature
    respelled: how many new rows have files whose paths were written otherwise
    changed: for each fact, in how many of the new rows it differs from the earlier row
    """

    pairs: Array
    new: int
    more: int
    gone: int
    fewer: int
    moved: int
    renewed: int
    respelled: int
    changed: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.pairs)

    def between(self, start: int, stop: int) -> list[tuple[int, int, bool]]:
        """The pairs of the old rows from `start` to `stop` - 1: old row, new row, is renewed."""
        found = self._between(start, stop)
        new = found["new"]
        return list(
            zip(found["old"].tolist(), (new >> 1).tolist(), (new & 1 == 1).tolist(), strict=True)
        )

    def count(self, start: int, stop: int) -> int:
        """How many pairs the old rows from `start` to `stop` - 1 are in."""
        return len(self._between(start, stop))

    def shift(self, start: int, stop: int) -> int | None:
        """The number of rows by which all these old rows have moved, or None if it differs.

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

    def new_rows(self) -> Iterator[int]:
        """The new rows of all pairs."""
        for start in range(0, len(self.pairs), BLOCK):
            yield from (self.pairs["new"][start : start + BLOCK] >> 1).tolist()

    def _between(self, start: int, stop: int) -> Array:
        first, last = np.searchsorted(self.pairs["old"], np.array([start, stop], np.uint32))
        return self.pairs[first:last]


class Matcher:
    """Receives the places of two manifests, and then matches their rows.

    Rows with the same place match so that few facts differ (`pair_rows`).  Places count as equal if
    their 128-bit hashes, under a random key, are equal.

    As a context, it has temporary files in `folder`.

    folder: a folder
    facts: how many facts of each row are compared, by 32-bit hashes
    count: counts in how many rows each differs
    bases: the folders that the paths of the earlier manifest and of the new one are relative to.
        Files are known by the paths that theirs lead to
    is_unique: whether rows with the same place match none
    """

    def __init__(
        self,
        folder: Path,
        facts: int = 0,
        count: Callable[[Array, Array], Array] = count_changes,
        *,
        bases: tuple[str, str] | None = None,
        is_unique: bool = False,
    ) -> None:
        self._folder, self._count = folder, count
        self._old_base, self._new_base = bases or ("", "")
        self._stack = ExitStack()
        self._is_unique = is_unique
        self._real_paths = RealPaths()
        names = ("identity", np.int64), ("place", np.int64), ("row", "<u4"), ("is_file", np.bool_)
        self._entry = np.dtype([*names, ("facts", np.uint32, (facts,))])

    def __enter__(self) -> Matcher:
        name = self._stack.enter_context(
            TemporaryDirectory(".part", MATCHING, self._folder, ignore_cleanup_errors=True)
        )
        folders = Path(name, "old"), Path(name, "new")
        self._old, self._new = (
            self._stack.enter_context(EntryFiles(folder, self._entry)) for folder in folders
        )
        return self

    def __exit__(self, *exception: object) -> None:
        self._stack.close()

    def add_old(self, rows: Array, places: list[str], facts: Array | None = None) -> None:
        """Add rows of the earlier manifest.

        rows: their numbers, with NO_VALUE added to those of rows without a value
        """
        self._old.add(self._entries(rows, places, facts, self._old_base))

    def add_new(self, rows: Array, places: list[str], facts: Array | None = None) -> None:
        """Add rows of the new manifest.

        facts: those of each row.  Those of matching rows are compared
        """
        self._new.add(self._entries(rows, places, facts, self._new_base))

    @property
    def has_new(self) -> bool:
        """Whether any row of the new manifest was added."""
        return len(self._new) > 0

    def matches(self, old_rows: int) -> Matches:
        """Return the pairs of all rows that were added.

        old_rows: how many rows the earlier manifest has.  What was added of later rows is kept
            aside
        """
        pairs = np.empty(len(self._new), _PAIR)
        changed: Array = np.zeros(self._entry["facts"].shape, np.int64)
        counts: Counter[str] = Counter()
        found = 0
        for old_entries, new_entries in zip(self._old.shares(), self._new.shares(), strict=True):
            old, new = with_keys(old_entries, new_entries)
            if self._is_unique:
                old, new = old.unique(), new.unique()
            of_value, of_manifest = old.where(old.rows < NO_VALUE), old.of_manifest(old_rows)
            rows = pair_rows(of_manifest, new)
            before, now = rows.old[: rows.own], rows.new[: rows.own]
            gone = of_manifest.count_others(new)
            counts["new"] += len(new.rows) - len(rows.new)
            counts["more"] += len(rows.new) - rows.own
            counts["gone"] += gone
            counts["fewer"] += len(of_manifest.rows) - gone - rows.own
            counts["moved"] += int((before["row"] != now["row"]).sum())
            differs, are_files = before["place"] != now["place"], now["is_file"]
            counts["renewed"] += int((differs & ~are_files).sum())
            counts["respelled"] += int((differs & are_files).sum())
            changed += self._count(before["facts"], now["facts"])
            if of_value is not of_manifest:
                rows = pair_rows(of_value, new)
            share = pairs[found : found + len(rows.new)]
            share["old"] = rows.old["row"]
            share["new"] = 2 * rows.new["row"] + (rows.old["place"] != rows.new["place"])
            found += len(rows.new)
        pairs = pairs[:found]
        pairs.view("<u8").sort()  # in place, as one number a pair
        return Matches(pairs, changed=tuple(map(int, changed)), **counts)

    def _entries(self, rows: Array, places: list[str], facts: Array | None, base: str) -> Array:
        """Return an entry a place."""
        entries = np.empty(len(places), self._entry)
        # Of two different texts, so that equal places have 128 equal bits.
        entries["place"] = np.fromiter(map(hash, places), np.int64, len(places))
        has_files = base and may_have_files(places)
        entries["is_file"] = (
            [":" not in p or not web_address(p) for p in places] if has_files else False
        )
        known = self._real_paths.of_places(places, [base] * len(places)) if has_files else places
        identities = [identity(p) + "\n" if "?" in p else p + "\n" for p in known]
        entries["identity"] = np.fromiter(map(hash, identities), np.int64, len(places))
        entries["row"] = rows
        entries["facts"] = 0 if facts is None else facts
        return entries
