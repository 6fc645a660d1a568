"""Remembers which caches of the Open Science Data Federation serve a namespace.

The federation's director answers a request for an object with a redirect to a cache near the
client.  Its headers name all caches and the namespace for which the answer holds.  So a worker
sends the director one request for each namespace in REMEMBERED_SECONDS.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from photoparsl.fetching.headers import parse_headers

REMEMBERED_SECONDS = 600.0  # Pelican's own clients remember an answer for 15 minutes
MOST_NAMESPACES = 100  # that are remembered

_LINK = re.compile(r"<([^<>]*)>([^<]*)")  # a URL of the header `Link`, and its parameters
_PRIORITY = re.compile(r"\bpri=\"?(\d+)")
_NAMESPACE = re.compile(r"namespace=([^,;\s]+)")


@dataclass(frozen=True, slots=True)
class _Namespace:
    """A namespace's caches, the nearest first, as URLs to which an object's path is added."""

    caches: tuple[str, ...]
    until: float  # of the monotonic clock


class Director:
    """What the federation's director has answered to a worker.

    is_public: whether the director is at a public address, so that what it names must be too
    """

    def __init__(self) -> None:
        self.is_public = True
        self._namespaces: dict[str, _Namespace] = {}

    def cached(self, url: str) -> str:
        """Return an object's URL at the nearest cache of its namespace (empty: it isn't known).

        url: the object's URL at the director
        """
        path = urlsplit(url).path
        for namespace in _prefixes(path):
            known = self._namespaces.get(namespace)
            if known and known.caches and known.until > time.monotonic():
                return known.caches[0] + path
        return ""

    def learn(self, url: str, location: str, header_lines: Iterable[bytes]) -> bool:
        """Remember what an answer says of a namespace.  Return whether it says anything.

        url: the object's URL at the director
        location: the URL that the director redirects to
        header_lines: the header lines of the answer

        A namespace whose objects need a token, or whose URLs have parameters, isn't remembered.
        """
        path, headers = urlsplit(url).path, parse_headers(header_lines)
        about = headers.get("x-pelican-namespace", "")
        found = _NAMESPACE.search(about)
        places = _by_priority(headers.get("link", "")) or [location]
        caches = dict.fromkeys(place[: -len(path)] for place in places if place.endswith(path))
        if not found or "require-token=true" in about.replace(" ", "") or not caches:
            return False
        namespace = found[1].rstrip("/") or "/"
        if namespace not in _prefixes(path):
            return False
        if len(self._namespaces) >= MOST_NAMESPACES:
            self._namespaces.clear()
        until = time.monotonic() + REMEMBERED_SECONDS
        self._namespaces[namespace] = _Namespace(tuple(caches), until)
        return True

    def forget(self, url: str) -> None:
        """Forget a cache that has failed to serve a URL.  The namespace's next one serves then."""
        for namespace, known in list(self._namespaces.items()):
            left = tuple(cache for cache in known.caches if not url.startswith(f"{cache}/"))
            self._namespaces[namespace] = _Namespace(left, known.until)


def _prefixes(path: str) -> list[str]:
    """Return a path and all paths above it, the longest first.

    >>> _prefixes("/ospool/ap40/a.jpg")
    ['/ospool/ap40/a.jpg', '/ospool/ap40', '/ospool', '/']
    """
    parts = path.split("/")
    return ["/".join(parts[:stop]) or "/" for stop in range(len(parts), 0, -1)]


def _by_priority(link: str) -> list[str]:
    """Return the URLs of the duplicates that the header `Link` names, the best first."""
    return [url for _, url in sorted(_duplicates(link), key=lambda pair: pair[0])]


def _duplicates(link: str) -> Iterator[tuple[int, str]]:
    for url, parameters in _LINK.findall(link):
        if "duplicate" in parameters:
            priority = _PRIORITY.search(parameters)
            yield int(priority[1]) if priority else 0, url
