"""What `carry_over` needs: the edited manifest, and the pairs of its rows and the earlier rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from photoparsl.manifests import read_rows
from photoparsl.results.manifest_copy import ANY_FOLDER


class RowPairs(Protocol):
    """Pairs of an old and a new row that are of the same photo."""

    def between(self, start: int, stop: int) -> list[tuple[int, int, bool]]:
        """The pairs of the old rows from `start` to `stop` - 1.

        Each has the old row, the new row, and whether the new place has another signature.
        """

    def count(self, start: int, stop: int) -> int:
        """How many of the old rows from `start` to `stop` - 1 have a new row."""

    def shift(self, start: int, stop: int) -> int | None:
        """The number of rows by which all these old rows have moved, or None if it differs."""


class NewManifest(NamedTuple):
    """The edited manifest.

    path: its file
    name: its path or URL
    sha256: the SHA-256 of its bytes
    """

    path: Path
    name: str
    sha256: str

    def places(self) -> Iterator[str]:
        """Yield the places of the photos."""
        return (row.url for row in read_rows(self.path, self.name, ANY_FOLDER))
