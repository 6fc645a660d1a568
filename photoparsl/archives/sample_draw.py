"""Draws the rows of a sample.

In each stratum, these are the rows with the smallest hashes of their places.

A larger sample then has all rows of a smaller one, and the same manifest gives the same sample.
"""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Any, Self

import numpy as np
import numpy.typing as npt

from photoparsl.manifests import place_key

Array = npt.NDArray[Any]

_ENTRY = np.dtype([("stratum", "<u4"), ("key", "<u8")])
_DRAWN = np.dtype([("stratum", "<u4"), ("key", "<u8"), ("row", "<u4")])
_READ = 100_000  # rows at a time
_SPARE = 200_000  # rows that are held beside the sample's


class RowSpool:
    """Keeps each row's stratum and its place's hash in a temporary file: 12 bytes a row.

    As a context, it removes the file.
    """

    def __enter__(self) -> Self:
        self._file: IO[bytes] = TemporaryFile()
        self.rows = 0
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, strata: list[int], places: list[str]) -> None:
        """Add rows: the number of each one's stratum, and its place."""
        entries = np.empty(len(places), _ENTRY)
        entries["stratum"] = strata
        entries["key"] = np.fromiter(map(place_key, places), np.uint64, len(places))
        self._file.write(entries.tobytes())
        self.rows += len(places)

    def drawn(self, sizes: list[int]) -> Array:
        """Return the rows of the sample, ascending.

        sizes: how many rows to draw of each stratum
        """
        of_stratum = np.array(sizes, np.int64)
        held = np.empty(0, _DRAWN)
        most = int(of_stratum.sum()) + max(_SPARE, int(of_stratum.sum()) // 4)
        for part in self._parts():
            held = np.concatenate([held, part])
            if len(held) > most:
                held = _smallest(held, of_stratum)
        rows: Array = np.sort(_smallest(held, of_stratum)["row"])
        return rows

    def _parts(self) -> Iterator[Array]:
        self._file.seek(0)
        row = 0
        while data := self._file.read(_READ * _ENTRY.itemsize):
            entries = np.frombuffer(data, _ENTRY)
            part = np.empty(len(entries), _DRAWN)
            for name in _ENTRY.names or ():
                part[name] = entries[name]
            part["row"] = np.arange(row, row + len(entries))
            row += len(entries)
            yield part


def _smallest(rows: Array, sizes: Array) -> Array:
    """The rows with the smallest hashes of each stratum.

    Of equal hashes, the first row's counts.
    """
    ordered = rows[np.lexsort((rows["row"], rows["key"], rows["stratum"]))]
    stratum = ordered["stratum"]
    rank = np.arange(len(stratum)) - np.searchsorted(stratum, stratum, "left")
    kept: Array = ordered[rank < sizes[stratum]]
    return kept
