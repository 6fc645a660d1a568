"""How a request for a photo ended: the reason where there is no photo, and whether it passes."""

from __future__ import annotations

from dataclasses import dataclass, field

import pycurl

from photoparsl.reasons import UNREACHED, Reason, reason_of_status

OK = (200, 203)  # 203 is 200, told by a proxy that changed something

_TRANSIENT = (408, 429, 502, 503, 504)
_AT_REST = (429, 503)  # the whole host asks for a pause, not only for this photo
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
# Nobody there: worth one, since networks stumble.
_ONCE = frozenset((pycurl.E_COULDNT_CONNECT, pycurl.E_COULDNT_RESOLVE_HOST))
_PROXYS = frozenset(
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

    code       libcurl's, and its `message`
    status     the server's, 0 if it didn't come so far
    headers    by their names in lower case
    location   where the server sends whoever asks
    wait       seconds for which it asked to be left alone
    wall       the header by which a bot wall says that it is one
    connected  whether there was a connection at all
    reached    whether somebody took it now, a proxy perhaps; not told where it was open before
    tunnel     a proxy's status for a tunnel to the host, 0 where there was none
    version    of HTTP, as libcurl numbers them
    """

    code: int
    message: str = ""
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    location: str = ""
    wait: float = 0.0
    wall: str = ""
    connected: bool = True
    reached: bool = True
    tunnel: int = 0
    version: int = 0

    @property
    def came(self) -> bool:
        """Whether the server answered, whatever it said."""
        return self.code == 0

    @property
    def reason(self) -> str:
        """Why there is no photo."""
        if self.came:
            return Reason.BOT_WALL if self.wall else reason_of_status(self.status)
        if self.code == pycurl.E_UNSUPPORTED_PROTOCOL and "HTTP/0.9" in self.message:
            return Reason.BAD_RESPONSE
        if self.code == pycurl.E_OPERATION_TIMEDOUT and not self.connected:
            return Reason.NO_CONNECTION
        return _REASONS.get(self.code, Reason.NETWORK_ERROR)

    @property
    def detail(self) -> str:
        """The reason in a sentence."""
        if self.wall:
            return f"a bot wall wants a browser or a person ({self.status}, {self.wall})"
        if self.came:
            return f"the server answered {self.status}"
        return self.message or f"the connection broke (error {self.code} of libcurl)"

    @property
    def rests(self) -> bool:
        """Whether the host asked everybody to wait."""
        return self.came and self.status in _AT_REST and not self.wall

    @property
    def is_proxys_fault(self) -> bool:
        """Whether it may be a proxy's fault, if there was one."""
        if self.came:
            return self.status in (403, 407, 502, 503, 504)
        return self.code in _BROKEN or self.code in _PROXYS

    @property
    def is_without_proxy(self) -> bool:
        """Whether the proxy, if there was one, can't be reached."""
        unreached = (pycurl.E_COULDNT_CONNECT, pycurl.E_OPERATION_TIMEDOUT)
        gone = self.code in unreached and not self.reached
        return gone or self.code == pycurl.E_COULDNT_RESOLVE_PROXY

    @property
    def is_hosts(self) -> bool:
        """Whether the host itself may have ended it so, behind a proxy."""
        return self.came or (self.tunnel in (0, *OK) and not self.is_without_proxy)

    @property
    def is_unreached(self) -> bool:
        """Whether there is nobody, as far as one can tell."""
        return not self.came and self.reason in UNREACHED

    def tries(self, most: int) -> int:
        """How often a photo is asked for that ends so; `most` is the limit for any."""
        if self.came:
            passes = self.status in _TRANSIENT and not self.wall
            return most if passes else min(most, 2) if self.status == 500 else 1
        return most if self.code in _BROKEN else min(most, 2) if self.code in _ONCE else 1
