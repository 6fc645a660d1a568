"""What `carry_over` needs: the edited manifest, its rows' earlier rows, and these rows' places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from photoparsl.manifests import read_rows
from photoparsl.results.manifest_copy import ANY_FOLDER


class RowPairs(Protocol):
    """Pairs of rows with the same photo: one of the earlier manifest, one of the new manifest."""

    def between(self, start: int, stop: int) -> list[tuple[int, int, bool]]:
        """The pairs of the old rows from `start` to `stop` - 1.

        Each has the old row, the new row, and whether the new place has another signature.
        """

    def count(self, start: int, stop: int) -> int:
        """How many of the old rows from `start` to `stop` - 1 have a new row."""

    def shift(self, start: int, stop: int) -> int | None:
        """The number of rows by which all these old rows have moved, or None if it differs."""


@dataclass(frozen=True, slots=True)
class EarlierPlaces:
    """How the places of photos that were measured are compared with their new places.

    are_same: tells whether a new place and an earlier one, which differ as texts, may be one photo
    base: the folder that the earlier manifest's paths are relative to, if the edited one's are
        relative to another.  Paths that are kept aside are written with it
    unsure: for each new row, whether its file may be another than the one that was measured.  Such
        a photo gets the mark UNCHECKED.  Or none, if no row's may
    """

    are_same: Callable[[str, str], bool]
    base: str = ""
    unsure: bytes = b""


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
