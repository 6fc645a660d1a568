"""Where the file of a photo is, however the manifest spells its name."""

from __future__ import annotations

import os
import unicodedata
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from photoparsl.manifests import Photo


def local_path(photo: Photo) -> Path:
    """The path of a photo whose place is a path, relative to its manifest, or a `file:` URL.

    Raises ValueError if the URL can't be read.
    """
    if photo.url[:5].lower() == "file:":
        return Path(photo.base, os.fsdecode(unquote_to_bytes(urlsplit(photo.url).path)))
    return Path(photo.base, photo.url)


def spelling_on_disk(path: Path) -> Path:
    """The existing path that differs from `path` only in how Unicode spells its letters.

    An umlaut may be one character, or a letter and its dots (NFC and NFD).  Raises
    FileNotFoundError if there is none, OSError if there are several.
    """
    found = [Path(path.anchor)]
    for name in path.parts[1 if path.anchor else 0 :]:
        found = [folder / spelling for folder in found for spelling in _spellings(folder, name)]
    found = [candidate for candidate in found if candidate.exists()]
    if not found:
        raise FileNotFoundError(path)
    if len(found) > 1:
        raise OSError(f"{len(found)} files have this name, in different spellings of Unicode")
    return found[0]


def _spellings(folder: Path, name: str) -> tuple[str, ...]:
    """How the folder spells the name: once, in several ways, or not at all."""
    if name.isascii():
        return (name,)
    try:
        names = _names(folder, folder.stat().st_mtime_ns)
    except OSError:  # it isn't there, or can't be listed
        return ()
    return names.get(unicodedata.normalize("NFC", name), ())


@lru_cache(maxsize=64)
def _names(folder: Path, changed: int) -> dict[str, tuple[str, ...]]:
    """The names in a folder beyond ASCII, by their NFC; `changed` is when the folder changed."""
    names: dict[str, tuple[str, ...]] = {}
    for path in folder.iterdir():
        if not path.name.isascii():
            key = unicodedata.normalize("NFC", path.name)
            names[key] = (*names.get(key, ()), path.name)
    return names
