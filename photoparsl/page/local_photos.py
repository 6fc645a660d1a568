"""Links to photos on one's own disk, for a page that isn't for everyone."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from photoparsl.fetching import local_path, path_on_disk
from photoparsl.manifests import Photo

_OTHER = re.compile(r"(?!file:)[a-z][a-z0-9+.-]+:", re.IGNORECASE)  # a scheme of the web


@dataclass(frozen=True, slots=True)
class LocalPhotos:
    """Where a page's photos on the disk are, and how the page links to them.

    base: the folder that the manifest's paths are relative to
    folder: the page's folder, from which links are relative paths.  None for a page that a server
        shows together with the photos.  Then a link has the photo's key
    """

    base: Path
    folder: Path | None = None

    def link(self, url: str, key: int) -> str:
        """The link to a photo as a relative URL, or "" if the photo isn't on the disk.

        url: its place in the manifest
        key: the hash of its place
        """
        path = self.path(url)
        if path is None:
            return ""
        if self.folder is None:
            return f"photos/{key:016x}"
        relative = os.path.relpath(path, self.folder)
        return quote(b"./" + os.fsencode(relative))

    def path(self, url: str) -> Path | None:
        """The photo's path, or None if it isn't on the disk."""
        if _OTHER.match(url):
            return None
        photo = Photo(0, url, None, str(self.base))
        with suppress(ValueError, OSError):
            return local_path(photo) if url.isascii() else path_on_disk(photo)
        return None
