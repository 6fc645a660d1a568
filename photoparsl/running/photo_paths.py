"""The files that paths in a manifest mean."""

from __future__ import annotations

import os

from photoparsl.fetching import local_path, mark_of_file, path_on_disk, web_address
from photoparsl.manifests import Photo


def path_of(photo: Photo) -> str:
    """The path of a photo's file, without `..`, or '' if it can't be one."""
    try:
        return os.path.normpath(local_path(photo))
    except (OSError, ValueError):
        return ""


def mark_of(photo: Photo) -> str:
    """The mark of a photo's file, or '' if it can't be found."""
    try:
        return mark_of_file(path_on_disk(photo).stat())
    except (OSError, ValueError):
        return ""


def whole_path(place: str, base: str) -> str:
    """The path of a photo's file from the root on, or a URL as it is.

    base: the folder that paths are relative to
    """
    return place if web_address(place) else path_of(Photo(0, place, None, base)) or place
