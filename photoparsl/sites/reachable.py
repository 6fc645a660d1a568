"""Checks that photos can be read on other machines than this one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path

from photoparsl.errors import SiteError
from photoparsl.fetching import host_of, is_loopback, path_as_written, web_address
from photoparsl.manifests import Photo, is_from_web
from photoparsl.options import grid_option
from photoparsl.redact import in_sentence

_SHARED = grid_option("--shared")
PHOTOS = 1000  # how many photos are checked, from the manifest's start


def check_photos(
    photos: Iterable[Photo],
    shared: Sequence[str] | None = (),
    most: int | None = PHOTOS,
    reader: str = "pilot",
) -> None:
    """Raise SiteError if one of the first photos can be read by this machine only.

    shared: the folders whose photos other machines can read, or None if there can't be any
    most: how many photos are checked, or None for all
    reader: what is to read them on another machine, a pilot or a job
    """
    for photo in islice(photos, most):
        check_reachable(photo, reader, shared)


def check_reachable(photo: Photo, reader: str, shared: Sequence[str] | None = ()) -> None:
    """Raise SiteError if a photo can be read by this machine only.

    reader: what is to read it on another machine, a pilot or a job
    shared: the folders whose photos it can read, or None if there can't be any
    """
    place = f"row {photo.row}: {in_sentence(photo.url)}"
    if not web_address(photo.url):
        if not is_from_web(photo.base) and _is_in(shared or (), photo):
            return
        advice = "" if shared is None else f"name a folder that all nodes have with {_SHARED}, or "
        raise SiteError(
            f"{place} is a file, which no {reader} can read: {advice}put the photos where a web "
            "server serves them, and give their URLs"
        )
    if is_loopback(host_of(photo.url)):
        raise SiteError(
            f"{place} is on this machine only, and to a {reader} it is its own host: give an "
            f"address that {reader}s can reach"
        )


def _is_in(shared: Sequence[str], photo: Photo) -> bool:
    """Whether a photo's file is in one of these folders, by its path and by where that leads."""
    folders = _folders(tuple(shared))
    parents = _paths(str(Path(path_as_written(photo)).parent))
    return all(any(map(parent.is_relative_to, folders)) for parent in parents)


@lru_cache(maxsize=1024)
def _folders(shared: tuple[str, ...]) -> tuple[Path, ...]:
    return tuple(path for folder in shared for path in _paths(str(Path(folder).expanduser())))


@lru_cache(maxsize=1024)
def _paths(folder: str) -> tuple[Path, Path]:
    """A folder's path as it is written, and the path without links."""
    path = Path(folder)
    return Path(os.path.abspath(path)), path.resolve()  # noqa: PTH100  links stay
