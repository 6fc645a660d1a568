"""A worker's open connections, and how libcurl is to use them."""

from __future__ import annotations

import errno
import os
import socket
import threading
from collections.abc import Callable
from importlib.metadata import version
from typing import Any
from urllib.parse import unquote

import certifi
import pycurl

from photoparsl.fetching import headers
from photoparsl.fetching.answer import OK, Answer
from photoparsl.fetching.limits import Limits
from photoparsl.fetching.transfer import Transfer
from photoparsl.fetching.urls import Target

# With an address to write to, where a person has given one: some archives ask for it.
_contact = "".join(filter(str.isprintable, os.environ.get("PHOTOPARSL_CONTACT", "")))
_who = "; ".join(filter(None, ("measures the photos of archives", _contact)))
USER_AGENT = f"photoparsl/{version('photoparsl')} ({_who})"

Allowed = Callable[[str, int], bool]  # whether an address and a port may be reached

_HEADERS = ["Accept-Encoding: identity"]  # what is packed nonetheless, `encodings` undoes
_WEB = pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS
_AUTHORITIES = (
    os.environ.get("SSL_CERT_FILE") or os.environ.get("CURL_CA_BUNDLE") or certifi.where()
)

_MOST_JARS = 1000
_HTTP_2 = (pycurl.CURL_HTTP_VERSION_2_0, pycurl.CURL_HTTP_VERSION_3)


class Connections:
    """What stays open between a worker's slices, and what hosts have told it.

    `origin` is the `base` of the strangers' manifests whose photos may use them, None for those of
    local files; `rests` are the hosts that asked for a pause, with its end and the status that
    they gave; `one_by_one` are the origins that have been found to answer one request at a time
    on a connection; `typical` is a photo's size in bytes.
    """

    def __init__(self, origin: str | None) -> None:
        self.origin = origin
        self.multi = pycurl.CurlMulti()
        self.idle: list[pycurl.Curl] = []
        self.rests: dict[str, tuple[float, int]] = {}
        self.one_by_one: set[str] = set()
        self.typical = 1e6
        self._jars: dict[str, pycurl.CurlShare] = {}

    def join(self, handle: pycurl.Curl, target: Target) -> None:
        """Let a request have its origin's cookies, and a connection that others have opened."""
        handle.unsetopt(pycurl.SHARE)
        handle.setopt(pycurl.SHARE, self._jar(target.origin))
        handle.setopt(pycurl.COOKIEFILE, "")
        if self.may_share(target):
            # Else a host that speaks HTTP/2 gets a connection for each request of the first few.
            handle.setopt(pycurl.PIPEWAIT, True)

    def may_share(self, target: Target) -> bool:
        """Whether requests to the target may share a connection, as streams of HTTP/2."""
        return target.scheme == "https" and target.origin not in self.one_by_one

    def came(self, size: int) -> None:
        """Remember how large photos are of late."""
        self.typical += (size - self.typical) / 8

    def _jar(self, origin: str) -> pycurl.CurlShare:
        """The cookies of an origin, which no other gets; in memory, those of the latest origins."""
        jar = self._jars.pop(origin, None)
        if jar is None:
            jar = pycurl.CurlShare()
            jar.setopt(pycurl.SH_SHARE, pycurl.LOCK_DATA_COOKIE)
            if len(self._jars) >= _MOST_JARS:
                del self._jars[next(iter(self._jars))]
        self._jars[origin] = jar
        return jar

    def heard(self, origin: str, answer: Answer) -> None:
        """Remember what kind of HTTP an origin speaks."""
        if answer.version and answer.version not in _HTTP_2:
            if len(self.one_by_one) >= _MOST_JARS:
                self.one_by_one.clear()
            self.one_by_one.add(origin)


def borrow(origin: str | None) -> Connections:
    """This thread's connections, unless another origin's checks let them through."""
    kept: Connections | None = getattr(_kept, "connections", None)
    _kept.connections = None
    return kept if kept is not None and kept.origin == origin else Connections(origin)


def give_back(connections: Connections) -> None:
    """Keep them open for this thread's next slice."""
    _kept.connections = connections


def prepare(handle: pycurl.Curl, target: Target, limits: Limits, proxy: str = "") -> None:
    """Tell libcurl what to ask for, and what it may do for it.

    Redirects aren't followed: each is a request of its own, looked at before it is sent.
    """
    handle.setopt(pycurl.URL, target.url)
    handle.setopt(pycurl.USERAGENT, USER_AGENT.encode())
    if target.user:
        name, _, password = target.user.partition(":")
        handle.setopt(pycurl.USERNAME, unquote(name).encode())
        handle.setopt(pycurl.PASSWORD, unquote(password).encode())
    handle.setopt(pycurl.PROXY, proxy.encode())
    handle.setopt(pycurl.NOPROXY, "")  # `Proxies` has decided
    handle.setopt(pycurl.PROTOCOLS, _WEB)
    handle.setopt(pycurl.CONNECTTIMEOUT_MS, int(limits.connect_seconds * 1000))
    handle.setopt(pycurl.MAXFILESIZE_LARGE, limits.most_bytes)
    handle.setopt(pycurl.HTTPHEADER, _HEADERS)
    handle.setopt(pycurl.CAINFO, os.fsencode(_AUTHORITIES))  # of str it takes ASCII only
    handle.setopt(pycurl.NOSIGNAL, True)


def answer_of(transfer: Transfer, handle: pycurl.Curl, code: int, message: str) -> Answer:
    """How the handle's request ended."""
    status = int(handle.getinfo(pycurl.RESPONSE_CODE))
    if code == pycurl.E_COULDNT_CONNECT and handle.getinfo(pycurl.OS_ERRNO) == errno.ECONNRESET:
        code = pycurl.E_SSL_CONNECT_ERROR  # somebody is there, and hung up
    told = headers.of_interest(transfer.heads, is_photo=status in OK)
    location = handle.getinfo_raw(pycurl.REDIRECT_URL) if 300 <= status < 400 else None
    is_secure = transfer.target.scheme == "https"
    connected = handle.getinfo(pycurl.APPCONNECT_TIME if is_secure else pycurl.CONNECT_TIME) > 0
    return Answer(
        code=code,
        message=message,
        status=status,
        headers=told,
        location=_text(location or b""),
        wait=headers.pause(told),
        wall=headers.wall(told, status),
        connected=connected,
        tunnel=int(handle.getinfo(pycurl.HTTP_CONNECTCODE)),
        reached=handle.getinfo(pycurl.CONNECT_TIME) > 0,
        version=int(handle.getinfo(pycurl.INFO_HTTP_VERSION)),
    )


def check_addresses(handle: pycurl.Curl, allowed: Allowed, refuse: Callable[[str], None]) -> None:
    """Look at every address libcurl is about to use, whatever name led there."""

    def connect(purpose: int, address: Any) -> Any:
        ip, port = address.addr[0], address.addr[1]
        ip = ip.decode() if isinstance(ip, bytes) else ip
        if not allowed(ip, port):
            refuse(
                f"a manifest from the web may not reach {ip} port {port} (--allow-private lets it)"
            )
            return pycurl.SOCKET_BAD
        return socket.socket(address.family, address.socktype, address.protocol)

    handle.setopt(pycurl.OPENSOCKETFUNCTION, connect)


def _text(location: bytes) -> str:
    try:
        return location.decode()
    except UnicodeDecodeError:
        return location.decode("latin-1")


_kept = threading.local()
_parents: list[Any] = []


def _leave_to_parent() -> None:
    global _kept  # noqa: PLW0603  connections belong to the process that opened them
    _parents.append(_kept)
    _kept = threading.local()


os.register_at_fork(after_in_child=_leave_to_parent)
