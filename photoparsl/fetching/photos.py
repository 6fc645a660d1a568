"""Photos in, their bytes or a reason out, many at once.

All of the web comes through libcurl, which costs a twentieth of what a Python client does.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator

from photoparsl.fetching.addresses import web_address
from photoparsl.fetching.limits import Limits
from photoparsl.fetching.local import read_files
from photoparsl.fetching.round import fetch_web
from photoparsl.fetching.transfer import Fetched
from photoparsl.manifests import Photo
from photoparsl.reasons import Reason


def fetch(photos: Iterable[Photo], limits: Limits = Limits()) -> Iterator[Fetched]:
    """Fetch the photos, several at a time; yield each once it has ended, in no order.

    photos  of any manifests; those of one manifest are fetched together
    limits  what a photo may cost at most, and how much may be underway
    """
    if limits.elsewhere and limits.elsewhere == socket.gethostname():
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
    for photos_of_manifest in web.values():
        yield from fetch_web(photos_of_manifest, limits)
