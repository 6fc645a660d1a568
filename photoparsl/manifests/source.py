"""The file of a run's manifest."""

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
    name: its name in messages
    base: its photos' `Photo.base`
    """

    path: Path
    name: str
    base: str

    def photos(self) -> Iterator[Photo]:
        """Iterate over the manifest's photos from the first.  See `read_manifest`."""
        return read_manifest(self.path, name=self.name, base=self.base)

    def reading(self) -> Reading:
        """A `Reading` of the file, which yields its photos and has its SHA-256 and remarks.

        A run reads its manifest twice, since ten million rows don't fit into memory.  It first
        reads it as a whole, to report wrong lines before it measures anything.  It reads it again
        while it cuts slices.
        """
        return Reading(self.path, self.name, self.base)

    def fingerprint(self) -> tuple[int, int, int]:
        """The file's inode, size in bytes and time of change in ns, to notice changes by."""
        status = self.path.stat()
        return status.st_ino, status.st_size, status.st_mtime_ns
