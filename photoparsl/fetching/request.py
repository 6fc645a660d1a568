"""A request by libcurl: its options, the check of its addresses, and its answer."""

from __future__ import annotations

import errno
import os
import socket
from importlib.metadata import version
from typing import Any
from urllib.parse import unquote

import certifi
import pycurl

from photoparsl.fetching import headers
from photoparsl.fetching.address_rules import AddressRules
from photoparsl.fetching.answer import OK, STREAM_VERSIONS, Answer
from photoparsl.fetching.limits import Limits
from photoparsl.fetching.transfer import Transfer
from photoparsl.fetching.urls import Target

# The user's contact address, if given. Some archives demand one.
_contact = "".join(filter(str.isprintable, os.environ.get("PHOTOPARSL_CONTACT", "")))
_purpose = "; ".join(filter(None, ("measures the photos of archives", _contact)))
USER_AGENT = f"photoparsl/{version('photoparsl')} ({_purpose})"

_HEADERS = ["Accept-Encoding: identity"]  # some servers ignore it: see `encodings`
_WEB = pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS
# The libcurl in pycurl's wheels finds certificate authorities only where Red Hat puts them.
_AUTHORITIES = (
    os.environ.get("SSL_CERT_FILE") or os.environ.get("CURL_CA_BUNDLE") or certifi.where()
)


def set_request(handle: pycurl.Curl, target: Target, limits: Limits, proxy: str = "") -> None:
    """Set libcurl's options for a request to the target.

    libcurl doesn't follow redirects: each becomes a new request, checked before it is sent.
    """
    handle.setopt(pycurl.URL, target.url)
    handle.setopt(pycurl.USERAGENT, USER_AGENT.encode())
    if target.user:
        name, _, password = target.user.partition(":")
        handle.setopt(pycurl.USERNAME, unquote(name).encode())
        handle.setopt(pycurl.PASSWORD, unquote(password).encode())
    handle.setopt(pycurl.PROXY, proxy.encode())
    handle.setopt(pycurl.NOPROXY, "")  # `Proxies` has applied no_proxy
    handle.setopt(pycurl.PROTOCOLS, _WEB)
    handle.setopt(pycurl.CONNECTTIMEOUT_MS, int(limits.connect_seconds * 1000))
    handle.setopt(pycurl.MAXFILESIZE_LARGE, limits.most_bytes)
    handle.setopt(pycurl.HTTPHEADER, _HEADERS)
    handle.setopt(pycurl.CAINFO, os.fsencode(_AUTHORITIES))  # as a str it must be ASCII
    handle.setopt(pycurl.NOSIGNAL, True)


def read_answer(transfer: Transfer, handle: pycurl.Curl, code: int, message: str) -> Answer:
    """The answer to the request of `handle`.

    transfer: the request's transfer
    handle: libcurl's handle, whose request has ended
    code: libcurl's error code (0: no error)
    message: libcurl's message for the error
    """
    status = int(handle.getinfo(pycurl.RESPONSE_CODE))
    if code == pycurl.E_COULDNT_CONNECT and handle.getinfo(pycurl.OS_ERRNO) == errno.ECONNRESET:
        code = pycurl.E_SSL_CONNECT_ERROR  # the host accepted the connection, then closed it
    answer_headers = headers.relevant_headers(transfer.header_lines, is_photo=status in OK)
    location = handle.getinfo_raw(pycurl.REDIRECT_URL) if 300 <= status < 400 else None
    is_secure = transfer.target.scheme == "https"
    connected = handle.getinfo(pycurl.APPCONNECT_TIME if is_secure else pycurl.CONNECT_TIME) > 0
    return Answer(
        code=code,
        message=message,
        status=status,
        headers=answer_headers,
        location=_decode_location(location or b""),
        ip="" if transfer.proxy else handle.getinfo(pycurl.PRIMARY_IP) or "",
        pause_seconds=headers.retry_after_seconds(answer_headers),
        wall_header=headers.wall_header(answer_headers, status),
        is_connected=connected,
        is_newly_reached=handle.getinfo(pycurl.CONNECT_TIME) > 0,
        is_stale=is_stale(transfer, handle),
        is_length_stated=_is_length_stated(transfer, handle),
        tunnel_status=int(handle.getinfo(pycurl.HTTP_CONNECTCODE)),
        http_version=int(handle.getinfo(pycurl.INFO_HTTP_VERSION)),
    )


def is_stale(transfer: Transfer, handle: pycurl.Curl) -> bool:
    """Whether a request over a connection that an earlier one had opened got no line of headers.

    Then the fault may be the earlier answer's: a server sent more bytes, or closed the connection.
    """
    is_reused = handle.getinfo(pycurl.NUM_CONNECTS) == 0
    return is_reused and not any(line.strip() for line in transfer.header_lines)


def _is_length_stated(transfer: Transfer, handle: pycurl.Curl) -> bool:
    """Whether the server stated the body's length, which libcurl checks, or marked its end.

    The end of an HTTP/2 stream isn't such a mark: libcurl reports a reset without an error as one.
    """
    if handle.getinfo(pycurl.CONTENT_LENGTH_DOWNLOAD_T) >= 0:
        return True
    if handle.getinfo(pycurl.INFO_HTTP_VERSION) in STREAM_VERSIONS:
        return False
    return headers.is_chunked(transfer.header_lines)


def guard_addresses(handle: pycurl.Curl, rules: AddressRules, transfer: Transfer) -> None:
    """Check every IP address, after DNS, before libcurl connects to it or sends it a request.

    handle: libcurl's handle for the request
    rules: the rules on which addresses may be reached
    transfer: the request's transfer, whose `refused_address` is set where one may not
    """
    is_from_public = transfer.is_from_public
    if transfer.proxy or not rules.apply_to(is_from_public):
        return

    def may_reach(ip: str | bytes, port: int) -> bool:
        ip = ip.decode() if isinstance(ip, bytes) else ip
        problem = rules.problem(ip, port, is_from_public)
        transfer.refused_address = problem or transfer.refused_address
        return not problem

    def connect(purpose: int, address: Any) -> Any:
        if not may_reach(*address.addr[:2]):
            return pycurl.SOCKET_BAD
        return socket.socket(address.family, address.socktype, address.protocol)

    def send(ip: str, own_ip: str, port: int, own_port: int) -> int:
        """Check a connection that an earlier request opened, by other rules perhaps."""
        return int(pycurl.PREREQFUNC_OK if may_reach(ip, port) else pycurl.PREREQFUNC_ABORT)

    handle.setopt(pycurl.OPENSOCKETFUNCTION, connect)
    handle.setopt(pycurl.PREREQFUNCTION, send)


def _decode_location(location: bytes) -> str:
    try:
        return location.decode()
    except UnicodeDecodeError:
        return location.decode("latin-1")
