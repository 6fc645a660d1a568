"""Places in, bytes or a named reason out, many at once.

Photos come through libcurl's multi interface (`transfers`), which costs a twentieth of what a
Python client does; single requests, such as a manifest by its URL, through requests.  Nothing
else asks for anything over the network.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import requests

from photoparsl.addresses import web_address
from photoparsl.errors import ManifestError
from photoparsl.fetching.connections import USER_AGENT
from photoparsl.fetching.paths import local_path, respelt
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


def download(url: str, file: IO[bytes], most_bytes: int = 4_000_000_000) -> str:
    """Write what `url` answers into `file`, and return the URL it came from after redirects.

    Raises ManifestError in a sentence when it can't be had.
    """
    headers = {"User-Agent": USER_AGENT}
    try:
        with requests.get(url, stream=True, timeout=(15, 60), headers=headers) as response:
            response.raise_for_status()
            for block in response.iter_content(1 << 16):
                if file.tell() + len(block) > most_bytes:
                    raise ManifestError(f"{url}: larger than {most_bytes:,} bytes")
                file.write(block)
            return response.url
    except requests.RequestException as error:
        raise ManifestError(f"{url}: can't be fetched: {error}") from error


def answers(url: str, like: Path) -> bool:
    """Whether `url` answers at once, with just what the file `like` holds."""
    try:
        response = requests.get(url, timeout=2, headers={"User-Agent": USER_AGENT})
        return response.ok and response.content == like.read_bytes()
    except (requests.RequestException, OSError):
        return False


def _read(photo: Photo, limits: Limits) -> Fetched:
    """A photo that is a file, by a path or a `file:` URL, relative to its manifest's folder."""
    try:
        path = local_path(photo)
        try:
            status = path.stat()
        except FileNotFoundError:
            path = respelt(path)
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
