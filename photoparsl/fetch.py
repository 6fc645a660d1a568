"""Places in, bytes or a named reason out, many at once.

Photos come through libcurl's multi interface (`transfers`), which costs a twentieth of what a
Python client does, and so does a manifest by its URL (`download`).  Nothing else asks for anything
over the network.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import requests

from photoparsl.addresses import web_address
from photoparsl.fetching.connections import USER_AGENT
from photoparsl.fetching.download import download
from photoparsl.fetching.transfer import Fetched
from photoparsl.fetching.transfers import fetch_web
from photoparsl.limits import Limits
from photoparsl.manifest import Photo

__all__ = ["Fetched", "Limits", "answers", "download", "fetch"]


def fetch(photos: Iterable[Photo], limits: Limits = Limits()) -> Iterator[Fetched]:
    """Fetch the photos, some at a time, and give each as soon as it is there, in no order."""
    web: dict[str, list[Photo]] = {}
    for photo in photos:
        if web_address(photo.url):
            web.setdefault(photo.base, []).append(photo)
        else:
            yield _read(photo, limits)
    for together in web.values():
        yield from fetch_web(together, limits)


def answers(url: str, like: Path) -> bool:
    """Whether `url` answers at once, with just what the file `like` holds."""
    try:
        headers = {"User-Agent": USER_AGENT}
        response = requests.get(url, timeout=2, headers=headers, allow_redirects=False)
        return response.ok and response.content == like.read_bytes()
    except (requests.RequestException, OSError):
        return False


def _read(photo: Photo, limits: Limits) -> Fetched:
    """A photo that is a file, by a path or a `file:` URL, relative to its manifest's folder."""
    try:
        is_url = photo.url[:5].lower() == "file:"
        path = Path(photo.base, unquote(urlsplit(photo.url).path) if is_url else photo.url)
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return Fetched(photo, reason="unreadable-file", detail="not a regular file")
        if status.st_size > limits.most_bytes:
            return Fetched(photo, reason="too-large", detail=f"{status.st_size:,} bytes")
        return Fetched(photo, path.read_bytes())
    except FileNotFoundError:
        return Fetched(photo, reason="no-such-file", detail=f"{photo.url} doesn't exist")
    except (OSError, ValueError) as error:
        return Fetched(photo, reason="unreadable-file", detail=str(error))
