"""Fetch many photos at the same time.

libcurl fetches those on the web; it takes a twentieth of a Python client's processor time.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator

from photoparsl.fetching.addresses import web_address
from photoparsl.fetching.fetched import Fetched, NextPhotos
from photoparsl.fetching.limits import Limits
from photoparsl.fetching.local_files import read_files
from photoparsl.fetching.task_limits import task_limits
from photoparsl.fetching.web_photos import fetch_web
from photoparsl.manifests import Photo
from photoparsl.reasons import Reason


def fetch(
    photos: Iterable[Photo], limits: Limits = Limits(), next_photos: NextPhotos | None = None
) -> Iterator[Fetched]:
    """Fetch the photos, several at the same time; yield each when it is done, in any order.

    photos: photos of one or several manifests; those with the same `Photo.base` are fetched
        together
    limits: the limits for a photo and for a worker
    next_photos: tells the photos of this thread's next call, once they are known
    """
    task = task_limits(limits)
    if task.elsewhere and task.elsewhere == socket.gethostname():
        detail = "left for a worker on another machine"
        yield from (Fetched(photo, reason=Reason.HOST_DOWN, detail=detail) for photo in photos)
        return
    web: dict[str, list[Photo]] = {}
    files: list[Photo] = []
    for photo in photos:
        if web_address(photo.url):
            web.setdefault(photo.base, []).append(photo)
        else:
            files.append(photo)
    if files:
        yield from read_files(files, limits)
    for number, photos_of_manifest in enumerate(web.values(), start=1):
        is_last = number == len(web)
        yield from fetch_web(photos_of_manifest, task, next_photos if is_last else None)
