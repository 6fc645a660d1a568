"""A manifest's file, as a run is given it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from photoparsl.manifests.photo import Photo
from photoparsl.manifests.read import read_manifest


@dataclass(frozen=True, slots=True)
class Source:
    """A manifest's file, what people call it, and what its places are relative to (`Photo`)."""

    path: Path
    name: str
    base: str

    def photos(self, notes: list[str] | None = None) -> Iterator[Photo]:
        """The manifest's photos, from its first line; `notes` gets what is to be said of them."""
        return read_manifest(self.path, name=self.name, base=self.base, notes=notes)

    def state(self) -> tuple[int, int, int]:
        """What tells whether the file is still the same: its number, size and time."""
        status = self.path.stat()
        return status.st_ino, status.st_size, status.st_mtime_ns
