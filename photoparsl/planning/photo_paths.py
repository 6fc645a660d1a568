"""The files that paths in a manifest mean."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from itertools import repeat

from photoparsl.fetching import local_path, mark_of_file, path_on_disk, web_address
from photoparsl.manifests import Photo

_WEB = ("http://", "https://")
# A relative path without a colon, as URLs have, and without empty parts and parts that begin with
# a dot.
_PLAIN = re.compile(r"[^/.:][^/:]*(?:/[^/.:][^/:]*)*", re.DOTALL)


def may_have_files(places: Sequence[str]) -> bool:
    """Whether some of the places may be files of this machine."""
    return not all(map(str.startswith, places, repeat(_WEB)))


def path_of(photo: Photo, real: Callable[[str], str] = os.path.realpath) -> str:
    """The path of a photo's file, without `..`, or '' if it can't be one.

    real: returns the folder that a folder's path leads to
    """
    try:
        path = os.fspath(local_path(photo))
    except (OSError, ValueError):
        return ""
    if "\0" in path:
        return ""
    if "/../" not in path:
        return os.path.normpath(path)
    folder, name = os.path.split(path)  # `..` after a link leads to the parent of what it links to
    return os.path.join(real(folder), name)  # noqa: PTH118


def mark_of(photo: Photo) -> str:
    """The mark of a photo's file, or '' if it can't be found."""
    try:
        return mark_of_file(path_on_disk(photo).stat())
    except (OSError, ValueError):
        return ""


def file_of(photo: Photo) -> str:
    """What a photo's file and no other on this machine has, or '' if it can't be found."""
    try:
        status = path_on_disk(photo).stat()
    except (OSError, ValueError):
        return ""
    return f"{status.st_dev}:{status.st_ino}"


def absolute_path(place: str, base: str, real: Callable[[str], str] = os.path.realpath) -> str:
    """The path of a photo's file from the root on, or a URL as it is.

    base: the folder that paths are relative to
    real: as for `path_of`
    """
    if _PLAIN.fullmatch(place):  # nearly always, and ten times as fast
        return f"{base.rstrip('/')}/{place}"
    return place if web_address(place) else path_of(Photo(0, place, None, base), real) or place
