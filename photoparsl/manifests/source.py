"""A manifest's file, as a run is given it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from photoparsl.manifests.photo import Photo
from photoparsl.manifests.reading import Reading, read_manifest


@dataclass(frozen=True, slots=True)
class Source:
    """A manifest's file.

    path: the file
    name: what messages call it
    base: what its places are relative to, and may reach (`Photo.base`)
    """

    path: Path
    name: str
    base: str

    def photos(self) -> Iterator[Photo]:
        """Iterate over the manifest's photos from its first line; see `read_manifest`."""
        return read_manifest(self.path, name=self.name, base=self.base)

    def reading(self) -> Reading:
        """One reading of the whole file, which gives its photos, its SHA-256 and notes.

        A run reads its manifest twice: all of it before anything is measured, since a broken last
        line has to be reported then; and again as slices are cut, since ten million rows don't
        fit into memory.
        """
        return Reading(self.path, self.name, self.base)

    def state(self) -> tuple[int, int, int]:
        """The file's inode, size in bytes and time of change, which differ once it has changed."""
        status = self.path.stat()
        return status.st_ino, status.st_size, status.st_mtime_ns
