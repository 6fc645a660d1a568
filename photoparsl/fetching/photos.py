"""Fetch many photos at the same time.

libcurl fetches those on the web.  It takes a twentieth of a Python client's processor time.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

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
    """Fetch the photos, several at the same time.  Yield each when it is done, in any order.

    photos: photos of one or several manifests.  Those with the same `Photo.base` are fetched
        together, and those with the same URL by one request
    limits: the limits for a photo and for a worker
    next_photos: returns the photos of this thread's next call, or None while they aren't known
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
        ahead = _next_requests(next_photos) if next_photos and is_last else None
        by_request = _by_request(photos_of_manifest)
        for fetched in fetch_web([same[0] for same in by_request.values()], task, ahead):
            for photo in by_request[_request_of(fetched.photo)]:
                yield replace(fetched, photo=photo)


def _by_request(photos: Iterable[Photo]) -> dict[tuple[str, str], list[Photo]]:
    """The photos of the web that the same request gets, by the request."""
    found: dict[tuple[str, str], list[Photo]] = {}
    for photo in photos:
        found.setdefault(_request_of(photo), []).append(photo)
    return found


def _request_of(photo: Photo) -> tuple[str, str]:
    """What a photo's request depends on: its URL, and the mark of the version that is known."""
    return photo.url, photo.earlier.mark if photo.earlier else ""


def _next_requests(next_photos: NextPhotos) -> NextPhotos:
    """Return the next photos as `fetch` requests them: one for each URL."""

    def firsts(base: str, limits: Limits) -> Sequence[Photo] | None:
        photos = next_photos(base, limits)
        return photos and [same[0] for same in _by_request(photos).values()]

    return firsts
