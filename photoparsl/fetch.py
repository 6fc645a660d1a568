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
from urllib.parse import unquote, urlsplit

import requests
from requests import exceptions as errors

from photoparsl.addresses import web_address
from photoparsl.errors import ManifestError, words_of
from photoparsl.fetching.connections import USER_AGENT
from photoparsl.fetching.transfer import Fetched
from photoparsl.fetching.transfers import fetch_web
from photoparsl.limits import Limits
from photoparsl.manifest import Photo

__all__ = ["Fetched", "Limits", "answers", "download", "fetch"]


_CONNECTION_ERRORS = {
    "Failed to resolve": "isn't known: is the name right, and this machine on the network?",
    "Connection refused": "can't be reached: it refuses the connection; is its server up?",
    "Network is unreachable": "can't be reached: there is no network to it from here",
    "No route to host": "can't be reached: there is no way to it from here",
    "IncompleteRead": "ended the connection before all had come; try again",
}
_KINDS: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
    (errors.SSLError, "has no certificate that can be trusted, or doesn't speak TLS"),
    (errors.ProxyError, "is behind a proxy that can't be reached, or refuses"),
    (errors.ConnectTimeout, "can't be reached: it didn't answer in time"),
    (errors.ReadTimeout, "fell silent; try again"),
    (errors.TooManyRedirects, "sends in a circle: too many redirects"),
    (errors.ContentDecodingError, "sent what can't be unpacked; try again"),
    (
        (errors.ConnectionError, errors.ChunkedEncodingError),
        "ended the connection before all had come; try again",
    ),
    ((errors.InvalidURL, errors.InvalidSchema), "isn't asked: that is no http or https URL"),
)


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
        raise ManifestError(f"{url}: can't be fetched: {_why(error)}") from error


def _why(error: requests.RequestException) -> str:
    """What went wrong, in words; requests gives urllib3's."""
    host = urlsplit(error.request.url or "").netloc if error.request else ""
    host = host.rpartition("@")[2] or "the server"
    if isinstance(error, requests.HTTPError) and error.response is not None:
        return f"{host} answered {error.response.status_code} {error.response.reason}".rstrip()
    for words, sentence in _CONNECTION_ERRORS.items():
        if words in str(error):
            return f"{host} {sentence}"
    for kinds, sentence in _KINDS:
        if isinstance(error, kinds):
            return f"{host} {sentence}"
    return words_of(error)


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
