"""The end of a request for a photo: the reason if there is no photo, and whether to try again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pycurl

from photoparsl.reasons import UNREACHED, Reason, reason_of_status

OK = (200, 203)  # 203 is 200 from a proxy that changed the answer
# Versions of HTTP that send several requests over a connection at the same time.
STREAM_VERSIONS = (pycurl.CURL_HTTP_VERSION_2_0, pycurl.CURL_HTTP_VERSION_3)

_TRANSIENT = (408, 429, 502, 503, 504)
_PAUSE_REQUESTS = (429, 503)  # they request a pause of all requests to the host
_E_HTTP2_STREAM, _E_PROXY, _E_TOO_LARGE = 92, 97, 100  # pycurl has no names for them

# Broken connections, which are tried again.
_BROKEN = frozenset(
    (
        pycurl.E_GOT_NOTHING,
        pycurl.E_HTTP2,
        _E_HTTP2_STREAM,
        pycurl.E_PARTIAL_FILE,
        pycurl.E_RECV_ERROR,
        pycurl.E_SEND_ERROR,
        pycurl.E_SSL_CONNECT_ERROR,
    )
)
# No host answered: tried once more, since networks fail for moments.
_ABSENT = frozenset((pycurl.E_COULDNT_CONNECT, pycurl.E_COULDNT_RESOLVE_HOST))
# Errors that a proxy may cause.
_OF_PROXIES = frozenset(
    (
        pycurl.E_COULDNT_CONNECT,
        pycurl.E_COULDNT_RESOLVE_PROXY,
        pycurl.E_OPERATION_TIMEDOUT,
        _E_PROXY,
        pycurl.E_UNSUPPORTED_PROTOCOL,
        pycurl.E_URL_MALFORMAT,
    )
)
_REASONS = {
    pycurl.E_BAD_CONTENT_ENCODING: Reason.BAD_RESPONSE,
    pycurl.E_COULDNT_CONNECT: Reason.NO_CONNECTION,
    pycurl.E_COULDNT_RESOLVE_HOST: Reason.UNKNOWN_HOST,
    pycurl.E_COULDNT_RESOLVE_PROXY: Reason.UNKNOWN_HOST,
    pycurl.E_FILESIZE_EXCEEDED: Reason.TOO_LARGE,
    pycurl.E_GOT_NOTHING: Reason.BROKEN_OFF,
    pycurl.E_HTTP2: Reason.BROKEN_OFF,
    _E_HTTP2_STREAM: Reason.BROKEN_OFF,
    pycurl.E_OPERATION_TIMEDOUT: Reason.TIMEOUT,
    pycurl.E_PARTIAL_FILE: Reason.BROKEN_OFF,
    pycurl.E_PEER_FAILED_VERIFICATION: Reason.BAD_CERTIFICATE,
    pycurl.E_RECV_ERROR: Reason.BROKEN_OFF,
    pycurl.E_SEND_ERROR: Reason.BROKEN_OFF,
    pycurl.E_SSL_CACERT_BADFILE: Reason.BAD_CERTIFICATE,
    pycurl.E_SSL_CONNECT_ERROR: Reason.NO_CONNECTION,  # the TLS handshake broke
    _E_TOO_LARGE: Reason.BAD_RESPONSE,  # a header line
    pycurl.E_UNSUPPORTED_PROTOCOL: Reason.REFUSED_REDIRECT,
    pycurl.E_URL_MALFORMAT: Reason.BAD_URL,
    pycurl.E_FTP_WEIRD_SERVER_REPLY: Reason.BAD_RESPONSE,
    pycurl.E_WRITE_ERROR: Reason.TOO_LARGE,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of one request.

    code: libcurl's error code (0: the server answered)
    message: libcurl's message for the error
    status: the HTTP status (0: none came)
    headers: by name in lower case, or empty if a photo came and `relevant_headers` finds none
    location: the URL of a redirect (empty: no redirect)
    ip: the IP address of the host that answered (empty: a proxy hides it, or none answered)
    pause_seconds: seconds that `Retry-After` requests
    wall_header: the header that identifies a bot wall (empty: no bot wall)
    is_connected: whether a connection was established (with TLS, for https)
    is_newly_reached: whether a host or proxy accepted a new connection for this request
    is_stale: whether a connection that an earlier request had opened gave no line of headers
    is_length_stated: whether the server stated the body's length or marked its end
    tunnel_status: a proxy's status for a tunnel to the host (0: no tunnel)
    http_version: libcurl's number of the HTTP version
    """

    code: int
    message: str = ""
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    location: str = ""
    ip: str = ""
    pause_seconds: float = 0.0
    wall_header: str = ""
    is_connected: bool = True
    is_newly_reached: bool = True
    is_stale: bool = False
    is_length_stated: bool = True
    tunnel_status: int = 0
    http_version: int = 0

    @property
    def has_come(self) -> bool:
        """Whether the server answered, whatever its status."""
        return self.code == 0

    @property
    def has_document(self) -> bool:
        """Whether the server sent the requested document, with a status of success."""
        return self.has_come and self.status in OK and not self.wall_header

    @property
    def is_redirect(self) -> bool:
        """Whether the answer redirects to another URL."""
        return self.has_come and bool(self.location) and not self.wall_header

    @property
    def reason(self) -> str:
        """Why there is no photo."""
        if self.has_come:
            return Reason.BOT_WALL if self.wall_header else reason_of_status(self.status)
        if self._is_no_http:
            return Reason.BAD_RESPONSE
        if self.code == pycurl.E_OPERATION_TIMEDOUT and not self.is_connected:
            return Reason.NO_CONNECTION
        return _REASONS.get(self.code, Reason.NETWORK_ERROR)

    @property
    def _is_no_http(self) -> bool:
        """Whether something answered, in no HTTP that a client reads, which libcurl doesn't say."""
        if self.code == pycurl.E_UNSUPPORTED_PROTOCOL:  # a version of HTTP, or of a URL's scheme
            return "HTTP" in self.message
        return self.code == pycurl.E_RECV_ERROR and "response headers" in self.message

    @property
    def detail(self) -> str:
        """The reason in a sentence."""
        if self.wall_header:
            proof = "demands proof of a browser or a person"
            return f"a bot wall {proof} ({self.status}, {self.wall_header})"
        if self.has_come:
            return f"the server answered {self.status}"
        if self.code == _E_TOO_LARGE:
            return (
                "the server's headers are longer than libcurl takes: 100 kB a line, 300 kB in all"
            )
        return self.message or f"the connection broke (error {self.code} of libcurl)"

    @property
    def may_be_earlier_fault(self) -> bool:
        """Whether an earlier answer on the connection may have caused the error."""
        return self.is_stale and not self.has_come and not self.is_unreached

    @property
    def is_misdirected(self) -> bool:
        """Whether the host doesn't answer for this URL on this connection (RFC 9110, 15.5.20)."""
        return self.has_come and self.status == 421

    @property
    def asks_for_pause(self) -> bool:
        """Whether the host requests a pause of all requests to it."""
        return self.has_come and self.status in _PAUSE_REQUESTS and not self.wall_header

    @property
    def may_be_proxy_fault(self) -> bool:
        """Whether the proxy, if one was used, may have caused the error."""
        if self.has_come:
            return self.status in (403, 407, 502, 503, 504)
        return self.code in _BROKEN or self.code in _OF_PROXIES

    @property
    def is_proxy_unreachable(self) -> bool:
        """Whether the proxy, if one was used, can't be reached."""
        if self.code in (pycurl.E_COULDNT_CONNECT, pycurl.E_OPERATION_TIMEDOUT):
            return not self.is_newly_reached
        return bool(self.code == pycurl.E_COULDNT_RESOLVE_PROXY)

    @property
    def may_be_from_host(self) -> bool:
        """Whether this may be the answer of the host behind the proxy, not of the proxy."""
        if self.has_come:
            return True
        return self.tunnel_status in (0, *OK) and not self.is_proxy_unreachable

    @property
    def is_unreached(self) -> bool:
        """Whether the host couldn't be reached."""
        return not self.has_come and self.reason in UNREACHED

    def broken_off(self, message: str) -> Answer:
        """The same answer with the error that the connection broke off, and this message."""
        return replace(self, code=pycurl.E_PARTIAL_FILE, message=message)

    def tries_allowed(self, limit: int) -> int:
        """How many requests a photo gets in all if this is the answer to its latest.

        limit: the most requests for any photo
        """
        if self.has_come:
            is_transient = self.status in _TRANSIENT and not self.wall_header
            is_tried_twice = self.status == 500
        else:
            is_transient = self.code in _BROKEN and not self._is_no_http
            is_tried_twice = self.code in _ABSENT
        if is_transient:
            return limit
        return min(limit, 2) if is_tried_twice else 1
