"""The state that a worker keeps between slices: open connections, cookies, hosts' pauses."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from typing import Any

import pycurl

from photoparsl.fetching.answer import STREAM_VERSIONS, Answer
from photoparsl.fetching.director import Director
from photoparsl.fetching.urls import Target

_MOST_ORIGINS = 1000  # origins that are remembered, with their cookies


@dataclass(frozen=True, slots=True)
class HostPause:
    """A pause that a host requested.

    until: its end, in seconds of the monotonic clock
    status: the HTTP status of the answer that requested it
    """

    until: float
    status: int


class Connections:
    """The state that a worker keeps between slices: open connections, cookies, hosts' pauses.

    origin: the `Photo.base` of photos from the web that may use the connections (None: only photos
        of local manifests may)
    multi: libcurl's set of connections
    idle_handles: handles that no request uses
    pauses: hosts' pauses, by host and port
    director: knows which caches of the Open Science Data Federation serve which namespaces
    http1_origins: origins that answer one request at a time on a connection
    typical_bytes: a moving average of the photos' sizes in bytes
    """

    def __init__(self, origin: str | None) -> None:
        self.origin = origin
        self.multi = pycurl.CurlMulti()
        self.idle_handles: list[pycurl.Curl] = []
        self.pauses: dict[str, HostPause] = {}
        self.director = Director()
        self.http1_origins: set[str] = set()
        self.typical_bytes = 1e6
        self._cookies: dict[str, pycurl.CurlShare] = {}

    def set_sharing(self, handle: pycurl.Curl, target: Target) -> None:
        """Let a request use the cookies of its origin and the connections of other requests."""
        handle.unsetopt(pycurl.SHARE)
        handle.setopt(pycurl.SHARE, self._cookies_of(target.origin))
        handle.setopt(pycurl.COOKIEFILE, "")
        if self.may_share(target):
            # Without this, each of the first requests to a host with HTTP/2 opens a connection.
            handle.setopt(pycurl.PIPEWAIT, True)

    def may_share(self, target: Target) -> bool:
        """Whether requests to the target may share a connection, as streams of HTTP/2."""
        return target.scheme == "https" and target.origin not in self.http1_origins

    def record_photo_size(self, size: int) -> None:
        """Include a photo's size in bytes in `typical_bytes`."""
        self.typical_bytes += (size - self.typical_bytes) / 8

    def record_http_version(self, origin: str, answer: Answer) -> None:
        """Add an origin to `http1_origins` if it answers one request at a time on a connection."""
        if answer.http_version and answer.http_version not in STREAM_VERSIONS:
            if len(self.http1_origins) >= _MOST_ORIGINS:
                self.http1_origins.clear()
            self.http1_origins.add(origin)

    def _cookies_of(self, origin: str) -> pycurl.CurlShare:
        """The cookies of an origin, which no other origin gets.  They are never written to disk."""
        cookies = self._cookies.pop(origin, None)
        if cookies is None:
            cookies = pycurl.CurlShare()
            cookies.setopt(pycurl.SH_SHARE, pycurl.LOCK_DATA_COOKIE)
            if len(self._cookies) >= _MOST_ORIGINS:
                del self._cookies[next(iter(self._cookies))]
        self._cookies[origin] = cookies
        return cookies


def take_connections(origin: str | None) -> Connections:
    """Take this thread's connections if they were opened for the same origin, else new ones."""
    kept: Connections | None = getattr(_kept, "connections", None)
    _kept.connections = None
    return kept if kept is not None and kept.origin == origin else Connections(origin)


def keep_connections(connections: Connections) -> None:
    """Keep the connections open for this thread's next call of `take_connections`."""
    _kept.connections = connections


_kept = threading.local()
_of_parents: list[Any] = []


def _leave_to_parent() -> None:
    """In a forked process, start without connections.  Don't close those of the parent."""
    global _kept  # noqa: PLW0603  a fork must not touch the parent's connections
    _of_parents.append(_kept)
    _kept = threading.local()


os.register_at_fork(after_in_child=_leave_to_parent)
