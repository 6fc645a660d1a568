"""One request of libcurl's: its options, the addresses that it may reach, and its answer."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable
from importlib.metadata import version
from typing import Any
from urllib.parse import unquote

import certifi
import pycurl

from photoparsl.fetching import headers
from photoparsl.fetching.answer import OK, STREAM_VERSIONS, Answer
from photoparsl.fetching.limits import Limits
from photoparsl.fetching.transfer import Transfer
from photoparsl.fetching.urls import Target

# An address to write to, where a person has given one: some archives demand it.
_contact = "".join(filter(str.isprintable, os.environ.get("PHOTOPARSL_CONTACT", "")))
_purpose = "; ".join(filter(None, ("measures the photos of archives", _contact)))
USER_AGENT = f"photoparsl/{version('photoparsl')} ({_purpose})"

AddressCheck = Callable[[str, int], bool]  # whether an IP address and a port may be reached

_HEADERS = ["Accept-Encoding: identity"]  # what is packed nonetheless, `encodings` unpacks
_WEB = pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS
# The libcurl in pycurl's wheels knows the authorities' place of Red Hat's systems alone.
_AUTHORITIES = (
    os.environ.get("SSL_CERT_FILE") or os.environ.get("CURL_CA_BUNDLE") or certifi.where()
)


def set_request(handle: pycurl.Curl, target: Target, limits: Limits, proxy: str = "") -> None:
    """Set libcurl's options for a request of the target.

    Redirects aren't followed: each is a request of its own, checked before it is sent.
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


def read_answer(transfer: Transfer, handle: pycurl.Curl, code: int, message: str) -> Answer:
    """How the handle's request ended: with libcurl's error `code` (0: none) and its message."""
    status = int(handle.getinfo(pycurl.RESPONSE_CODE))
    if code == pycurl.E_COULDNT_CONNECT and handle.getinfo(pycurl.OS_ERRNO) == errno.ECONNRESET:
        code = pycurl.E_SSL_CONNECT_ERROR  # somebody is there, and hung up
    found = headers.relevant_headers(transfer.header_lines, is_photo=status in OK)
    location = handle.getinfo_raw(pycurl.REDIRECT_URL) if 300 <= status < 400 else None
    is_secure = transfer.target.scheme == "https"
    connected = handle.getinfo(pycurl.APPCONNECT_TIME if is_secure else pycurl.CONNECT_TIME) > 0
    return Answer(
        code=code,
        message=message,
        status=status,
        headers=found,
        location=_decode_location(location or b""),
        pause_seconds=headers.retry_after_seconds(found),
        wall_header=headers.wall_header(found, status),
        is_connected=connected,
        is_newly_reached=handle.getinfo(pycurl.CONNECT_TIME) > 0,
        is_length_stated=_is_length_stated(transfer, handle),
        tunnel_status=int(handle.getinfo(pycurl.HTTP_CONNECTCODE)),
        http_version=int(handle.getinfo(pycurl.INFO_HTTP_VERSION)),
    )


def _is_length_stated(transfer: Transfer, handle: pycurl.Curl) -> bool:
    """Whether the server gave a length, which libcurl compares, or marked the end of the body.

    The end of an HTTP/2 stream is no such mark: libcurl takes a reset without an error for it.
    """
    if handle.getinfo(pycurl.CONTENT_LENGTH_DOWNLOAD_T) >= 0:
        return True
    if handle.getinfo(pycurl.INFO_HTTP_VERSION) in STREAM_VERSIONS:
        return False
    return headers.is_chunked(transfer.header_lines)


def guard_addresses(
    handle: pycurl.Curl, may_reach: AddressCheck, refuse: Callable[[str], None]
) -> None:
    """Check every address before libcurl connects to it, whatever name led there.

    handle     the request's
    may_reach  tells whether an IP address and a port may be reached
    refuse     takes a sentence about one that may not
    """

    def connect(purpose: int, address: Any) -> Any:
        ip, port = address.addr[0], address.addr[1]
        ip = ip.decode() if isinstance(ip, bytes) else ip
        if not may_reach(ip, port):
            refuse(
                f"a manifest from the web may not reach {ip} port {port} (--allow-private lets it)"
            )
            return pycurl.SOCKET_BAD
        return socket.socket(address.family, address.socktype, address.protocol)

    handle.setopt(pycurl.OPENSOCKETFUNCTION, connect)


def _decode_location(location: bytes) -> str:
    try:
        return location.decode()
    except UnicodeDecodeError:
        return location.decode("latin-1")
