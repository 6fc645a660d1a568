"""A worker's open connections, and how libcurl is to use them."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import certifi
import pycurl

from photoparsl.fetching.transfer import Answer, Transfer
from photoparsl.limits import Limits

# With an address to write to, where a person has given one: some archives ask for it.
_contact = "".join(filter(str.isprintable, os.environ.get("PHOTOPARSL_CONTACT", "")))
_who = "; ".join(filter(None, ("measures the photos of archives", _contact)))
USER_AGENT = f"photoparsl/{version('photoparsl')} ({_who})"

Take = Callable[[bytes], int]  # of a block of a body: how many of its bytes were taken
Allowed = Callable[[str, int], bool]  # whether an address and a port may be reached

_WEB = pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS
_AUTHORITIES = (
    os.environ.get("SSL_CERT_FILE") or os.environ.get("CURL_CA_BUNDLE") or certifi.where()
)


class Connections:
    """What stays open between a worker's slices, and what hosts have told it.

    `origin` is that of the manifests whose photos may use them; `rests` are the hosts that asked
    for a pause, with its end and the status that they gave.
    """

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.multi = pycurl.CurlMulti()
        self.idle: list[pycurl.Curl] = []
        self.rests: dict[str, tuple[float, int]] = {}


def borrow(origin: str) -> Connections:
    """This thread's connections, unless another origin's checks let them through."""
    kept: Connections | None = getattr(_kept, "connections", None)
    _kept.connections = None
    return kept if kept is not None and kept.origin == origin else Connections(origin)


def give_back(connections: Connections) -> None:
    """Keep them open for this thread's next slice."""
    _kept.connections = connections


def prepare(
    handle: pycurl.Curl, transfer: Transfer, limits: Limits, take: Take, allowed: Allowed | None
) -> None:
    """Tell libcurl what to ask for, and what it may do for it."""
    handle.setopt(pycurl.URL, transfer.url)
    handle.setopt(pycurl.USERAGENT, USER_AGENT.encode())
    handle.setopt(pycurl.PROXY, transfer.proxy.encode())
    handle.setopt(pycurl.NOPROXY, "")  # `Proxies` has decided
    handle.setopt(pycurl.PROTOCOLS, _WEB)
    handle.setopt(pycurl.REDIR_PROTOCOLS, _WEB)
    handle.setopt(pycurl.FOLLOWLOCATION, True)
    handle.setopt(pycurl.MAXREDIRS, limits.most_redirects)
    handle.setopt(pycurl.CONNECTTIMEOUT_MS, int(limits.connect_seconds * 1000))
    handle.setopt(pycurl.MAXFILESIZE_LARGE, limits.most_bytes)
    handle.setopt(pycurl.ACCEPT_ENCODING, "identity")  # and undoes what nobody asked for
    handle.setopt(pycurl.CAINFO, os.fsencode(_AUTHORITIES))  # of str it takes ASCII only
    handle.setopt(pycurl.NOSIGNAL, True)
    handle.setopt(pycurl.WRITEFUNCTION, take)
    if allowed and not transfer.proxy:
        handle.setopt(pycurl.OPENSOCKETFUNCTION, _checked_socket(transfer, allowed))


def answer_of(handle: pycurl.Curl, code: int, message: str) -> Answer:
    """How the handle's request ended."""
    status = int(handle.getinfo(pycurl.RESPONSE_CODE))
    wait = float(handle.getinfo(pycurl.RETRY_AFTER))
    return Answer(code, message, status, wait, handle.getinfo(pycurl.CONNECT_TIME) > 0)


def _checked_socket(transfer: Transfer, allowed: Allowed) -> Callable[[int, Any], Any]:
    """A socket for every address libcurl is about to use, whatever name or redirect led there."""

    def connect(purpose: int, address: Any) -> Any:
        ip, port = address.addr[0], address.addr[1]
        ip = ip.decode() if isinstance(ip, bytes) else ip
        if not allowed(ip, port):
            transfer.refused = f"a remote manifest may not reach {ip} port {port}"
            return pycurl.SOCKET_BAD
        return socket.socket(address.family, address.socktype, address.protocol)

    return connect


_kept = threading.local()
_parents: list[Any] = []


def _leave_to_parent() -> None:
    global _kept  # noqa: PLW0603  connections belong to the process that opened them
    _parents.append(_kept)
    _kept = threading.local()


os.register_at_fork(after_in_child=_leave_to_parent)
