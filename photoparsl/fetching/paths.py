"""Find the file of a photo, also if the manifest spells its name differently in Unicode."""

from __future__ import annotations

import errno
import os
import unicodedata
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from photoparsl.files import names_folder
from photoparsl.manifests import Photo, file_host


def path_as_written(photo: Photo) -> str:
    """The path of a photo from its `url`: a path relative to its manifest, or a `file:` URL.

    Raises ValueError if the URL can't be read, or names another host.
    """
    path = photo.url
    if path[:5].lower() == "file:":
        if host := file_host(path):
            raise ValueError(f"names the host {host!r}, and only this machine's files are read")
        path = os.fsdecode(unquote_to_bytes(urlsplit(path).path))
    return os.path.join(photo.base, path)  # noqa: PTH118  Path would drop a slash at the end


def local_path(photo: Photo) -> Path:
    """`path_as_written` as a Path.

    Raises ValueError as that does, and NotADirectoryError if the path ends in a slash.
    """
    path = path_as_written(photo)
    if names_folder(path):
        problem = "a path that ends in a slash is a folder's and no photo's"
        raise NotADirectoryError(errno.ENOTDIR, problem, path)
    return Path(path)


def path_on_disk(photo: Photo) -> Path:
    """The path of a photo's file: `local_path` if that exists, else `spelling_on_disk` of it.

    Raises ValueError and OSError as these do.
    """
    path = local_path(photo)
    try:
        path.stat()
    except FileNotFoundError:
        return spelling_on_disk(path)
    return path


def spelling_on_disk(path: Path) -> Path:
    """The existing path that equals `path` but for Unicode normalization.

    An umlaut may be one character (NFC), or a letter and its dots (NFD).  Raises FileNotFoundError
    if there is no such path, OSError if there are several.
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
    """The names in the folder that equal `name` but for Unicode normalization."""
    if name.isascii():
        return (name,)
    try:
        names = _names(folder, folder.stat().st_mtime_ns)
    except OSError:  # the folder is missing, or can't be listed
        return ()
    return names.get(unicodedata.normalize("NFC", name), ())


@lru_cache(maxsize=64)
def _names(folder: Path, changed: int) -> dict[str, tuple[str, ...]]:
    """The folder's names that aren't ASCII, by their NFC form.

    changed: the time of the folder's last change, so that the cache notices changes
    """
    names: dict[str, tuple[str, ...]] = {}
    for path in folder.iterdir():
        if not path.name.isascii():
            key = unicodedata.normalize("NFC", path.name)
            names[key] = (*names.get(key, ()), path.name)
    return names
