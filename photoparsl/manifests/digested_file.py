"""A file whose SHA-256 is computed while it is read."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

_BLOCK = 1 << 18  # bytes that are read at a time


class DigestedFile(io.FileIO):
    """A file, open for reading, that computes its SHA-256 from the bytes that are read.

    A reader may seek: each byte is digested once, in the file's order.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, "rb")
        self._hash = hashlib.sha256()
        self._digested = 0  # how many bytes, from the file's start

    def readinto(self, buffer: Any) -> int:
        """Read into `buffer`, digest its bytes unless digested before, and return their number."""
        start = self.tell()
        count = super().readinto(buffer) or 0
        if start <= self._digested < start + count:
            self._hash.update(memoryview(buffer)[self._digested - start : count])
            self._digested = start + count
        return count

    def sha256(self) -> str:
        """SHA-256 of the whole file, in hexadecimal.  This reads the bytes not digested so far.

        For Parquet these are most bytes, since a reader begins at its end and may skip columns.
        """
        self.seek(self._digested)
        buffer = bytearray(_BLOCK)
        while self.readinto(buffer):
            pass
        return self._hash.hexdigest()
