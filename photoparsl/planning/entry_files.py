"""Entries for the rows of a manifest, spread over files.

Entries that may be of the same photo are in the same file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import numpy.typing as npt

from photoparsl.planning.entry_share import Array

_SHARES = 64  # files
_HELD = 50_000  # entries in memory before they are written


class EntryFiles:
    """Receives entries, and gives them back in shares.  Equal identities are in the same share.

    As a context, it has files in `folder`, which it makes.

    folder: a folder
    entry: the type of an entry, with a number `identity`
    """

    def __init__(self, folder: Path, entry: npt.DTypeLike) -> None:
        self._folder, self._entry = folder, entry
        self._stack = ExitStack()
        self._held: list[Array] = []
        self._held_count = self._count = 0

    def __enter__(self) -> EntryFiles:
        self._folder.mkdir()
        paths = (self._folder / str(share) for share in range(_SHARES))
        self._files = [self._stack.enter_context(path.open("w+b")) for path in paths]
        return self

    def __exit__(self, *exception: object) -> None:
        self._stack.close()

    def __len__(self) -> int:
        return self._count

    def add(self, entries: Array) -> None:
        """Add entries."""
        self._held.append(entries)
        self._count += len(entries)
        self._held_count += len(entries)
        if self._held_count >= _HELD:
            self._write()

    def shares(self) -> Iterator[Array]:
        """Yield the entries, share by share.  In each, in the order in which they were added."""
        self._write()
        for file in self._files:
            file.seek(0)
            yield np.frombuffer(file.read(), self._entry)

    def _write(self) -> None:
        """Write what is held, each entry into the file of its identity's share."""
        if not self._held:
            return
        entries = np.concatenate(self._held)
        self._held, self._held_count = [], 0
        shares = (entries["identity"] % _SHARES).astype(np.uint8)
        entries = entries[np.argsort(shares, kind="stable")]
        ends = np.cumsum(np.bincount(shares, minlength=_SHARES))
        for file, start, stop in zip(self._files, [0, *ends], ends, strict=False):
            file.write(entries[start:stop].tobytes())
