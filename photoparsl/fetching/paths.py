"""Where a photo's file lies, however its manifest spells its name."""

from __future__ import annotations

import os
import unicodedata
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from photoparsl.manifests import Photo


def local_path(photo: Photo) -> Path:
    """The path of a photo that is a file: a path or a `file:` URL, relative to its manifest.

    Raises ValueError for a URL that can't be read.
    """
    if photo.url[:5].lower() == "file:":
        return Path(photo.base, os.fsdecode(unquote_to_bytes(urlsplit(photo.url).path)))
    return Path(photo.base, photo.url)


def spelling_on_disk(path: Path) -> Path:
    """A path that isn't there, with the same letters as the disk spells them.

    An umlaut may be one character or a letter and its dots (Unicode's NFC and NFD).  Raises
    FileNotFoundError if nothing is called so, OSError if several are.
    """
    found = [Path(path.anchor)]
    for name in path.parts[1 if path.anchor else 0 :]:
        found = [folder / spelling for folder in found for spelling in _spellings(folder, name)]
    found = [each for each in found if each.exists()]
    if not found:
        raise FileNotFoundError(path)
    if len(found) > 1:
        raise OSError(f"{len(found)} files are called so, in different spellings of Unicode")
    return found[0]


def _spellings(folder: Path, name: str) -> tuple[str, ...]:
    if name.isascii():
        return (name,)
    try:
        names = _names(folder, folder.stat().st_mtime_ns)
    except OSError:  # it isn't there, or can't be listed
        return ()
    return names.get(unicodedata.normalize("NFC", name), ())


@lru_cache(maxsize=64)
def _names(folder: Path, changed: int) -> dict[str, tuple[str, ...]]:
    """The names in a folder that have several spellings, by the shortest one."""
    names: dict[str, tuple[str, ...]] = {}
    for path in folder.iterdir():
        if not path.name.isascii():
            key = unicodedata.normalize("NFC", path.name)
            names[key] = (*names.get(key, ()), path.name)
    return names
