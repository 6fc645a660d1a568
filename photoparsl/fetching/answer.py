"""How a request for a photo ended: the reason where there is no photo, and whether to ask again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pycurl

from photoparsl.reasons import UNREACHED, Reason, reason_of_status

OK = (200, 203)  # 203 is 200, told by a proxy that changed something
# Versions of HTTP with several requests at once on a connection.
STREAM_VERSIONS = (pycurl.CURL_HTTP_VERSION_2_0, pycurl.CURL_HTTP_VERSION_3)

_TRANSIENT = (408, 429, 502, 503, 504)
_PAUSE_REQUESTS = (429, 503)  # of the whole host, not only for this photo
_E_HTTP2_STREAM, _E_PROXY = 92, 97  # pycurl has no names for them

# Connections that broke: worth another try.
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
# Nobody there: worth one more, since networks stumble.
_ABSENT = frozenset((pycurl.E_COULDNT_CONNECT, pycurl.E_COULDNT_RESOLVE_HOST))
# Errors that a proxy may have caused.
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
    pycurl.E_UNSUPPORTED_PROTOCOL: Reason.REFUSED_REDIRECT,
    pycurl.E_URL_MALFORMAT: Reason.BAD_URL,
    pycurl.E_FTP_WEIRD_SERVER_REPLY: Reason.BAD_RESPONSE,
    pycurl.E_WRITE_ERROR: Reason.TOO_LARGE,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """How one request ended.

    code              libcurl's error code; 0: the server answered
    message           libcurl's words for the error
    status            the HTTP status, 0 if none came
    headers           by their names in lower case; of a photo, none unless they matter
    location          the URL that a redirect leads to
    pause_seconds     for how long `Retry-After` asks to be left alone
    wall_header       the header by which a bot wall says that it is one
    is_connected      whether there was a connection at all
    is_newly_reached  whether a host or proxy took a new connection for this request
    is_length_stated  whether the server said how long the body is, or where it ends
    tunnel_status     a proxy's status for a tunnel to the host, 0 where there was none
    http_version      as libcurl numbers them
    """

    code: int
    message: str = ""
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    location: str = ""
    pause_seconds: float = 0.0
    wall_header: str = ""
    is_connected: bool = True
    is_newly_reached: bool = True
    is_length_stated: bool = True
    tunnel_status: int = 0
    http_version: int = 0

    @property
    def has_come(self) -> bool:
        """Whether the server answered, whatever its status."""
        return self.code == 0

    @property
    def has_document(self) -> bool:
        """Whether its body is what was asked for: a photo, or what the server takes for one."""
        return self.has_come and self.status in OK and not self.wall_header

    @property
    def is_redirect(self) -> bool:
        """Whether it leads to another URL."""
        return self.has_come and bool(self.location) and not self.wall_header

    @property
    def reason(self) -> str:
        """Why there is no photo."""
        if self.has_come:
            return Reason.BOT_WALL if self.wall_header else reason_of_status(self.status)
        if self.code == pycurl.E_UNSUPPORTED_PROTOCOL and "HTTP/0.9" in self.message:
            return Reason.BAD_RESPONSE
        if self.code == pycurl.E_OPERATION_TIMEDOUT and not self.is_connected:
            return Reason.NO_CONNECTION
        return _REASONS.get(self.code, Reason.NETWORK_ERROR)

    @property
    def detail(self) -> str:
        """The reason in a sentence."""
        if self.wall_header:
            return f"a bot wall wants a browser or a person ({self.status}, {self.wall_header})"
        if self.has_come:
            return f"the server answered {self.status}"
        return self.message or f"the connection broke (error {self.code} of libcurl)"

    @property
    def asks_for_pause(self) -> bool:
        """Whether the host asks everybody to wait."""
        return self.has_come and self.status in _PAUSE_REQUESTS and not self.wall_header

    @property
    def may_be_proxy_fault(self) -> bool:
        """Whether the proxy, if there was one, may be at fault."""
        if self.has_come:
            return self.status in (403, 407, 502, 503, 504)
        return self.code in _BROKEN or self.code in _OF_PROXIES

    @property
    def is_proxy_unreachable(self) -> bool:
        """Whether the proxy, if there was one, can't be reached."""
        if self.code in (pycurl.E_COULDNT_CONNECT, pycurl.E_OPERATION_TIMEDOUT):
            return not self.is_newly_reached
        return bool(self.code == pycurl.E_COULDNT_RESOLVE_PROXY)

    @property
    def may_be_from_host(self) -> bool:
        """Whether the host itself, behind the proxy, may have ended the request so."""
        if self.has_come:
            return True
        return self.tunnel_status in (0, *OK) and not self.is_proxy_unreachable

    @property
    def is_unreached(self) -> bool:
        """Whether the host couldn't be reached."""
        return not self.has_come and self.reason in UNREACHED

    def broken_off(self, message: str) -> Answer:
        """The answer as one whose connection broke in the middle, for a reason in words."""
        return replace(self, code=pycurl.E_PARTIAL_FILE, message=message)

    def most_tries(self, limit: int) -> int:
        """How often at most a photo is asked for that ends so.

        limit  the most for any photo
        """
        if self.has_come:
            if self.status in _TRANSIENT and not self.wall_header:
                return limit
            return min(limit, 2) if self.status == 500 else 1
        return limit if self.code in _BROKEN else min(limit, 2) if self.code in _ABSENT else 1
