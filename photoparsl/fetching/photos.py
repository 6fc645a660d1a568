"""Places in, bytes or a named reason out, many at once.

All that comes over the network comes through libcurl, photos through its multi interface, which
costs a twentieth of what a Python client does.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator

from photoparsl.fetching.addresses import web_address
from photoparsl.fetching.limits import Limits
from photoparsl.fetching.local import read_files
from photoparsl.fetching.multi import fetch_web
from photoparsl.fetching.transfer import Fetched
from photoparsl.manifests import Photo
from photoparsl.reasons import Reason


def fetch(photos: Iterable[Photo], limits: Limits = Limits()) -> Iterator[Fetched]:
    """Fetch the photos, some at a time, and give each as soon as it is there, in no order."""
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
    for together in web.values():
        yield from fetch_web(together, limits)
