"""One photo's way over the web: what is asked for, what came, and whether to ask again."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field, replace
from urllib.parse import quote

import pycurl

from photoparsl.addresses import web_address
from photoparsl.manifest import Photo

FIRST_PAUSE = 0.5  # seconds before the second try; each later pause is twice as long
_HOST = re.compile(r"[^:]*:/*(?:[^/?#]*@)?([^/?#]*)")
_OK = (200, 203)  # 203 is 200, told by a proxy that changed something
_TRANSIENT = (408, 429, 502, 503, 504)
HOST_DOWN = "host-down"
UNREACHED = ("no-connection", "unknown-host")  # reasons that speak of the host, not of the photo
MOST_UNREACHED = 8  # photos in a row for which a host can't be reached, before it is left alone
_AT_REST = (429, 503)  # the whole host asks for a pause, not only for this photo


@dataclass(frozen=True, slots=True)
class Fetched:
    """A photo's bytes; or, where there are none, a documented reason and a sentence.

    `rest` is for how many seconds its host asked everybody to wait, None where it didn't.
    """

    photo: Photo
    body: bytes = b""
    reason: str = ""
    detail: str = ""
    rest: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """How one try ended: libcurl's code and message, and the server's status, if it came so far.

    `wait` is what the server asked for with Retry-After, in seconds; `connected` tells whether
    there was a connection at all.
    """

    code: int
    message: str = ""
    status: int = 0
    wait: float = 0.0
    connected: bool = True


@dataclass(slots=True, eq=False)
class Transfer:
    """A photo underway: its bytes so far, its tries, and why we ended it if we did.

    `began`, `heard` and `paused` are times of the clock that `transfers` keeps: of the first
    request, of the latest sign of life, and since when we let it wait for memory.  `proxy` is the
    one in use, and `direct` rules proxies out.  `host` has the port that the URL has.
    """

    photo: Photo
    url: str
    host: str
    most_bytes: int
    tries: int = 0
    began: float | None = None
    heard: float = 0.0
    proxy: str = ""
    direct: bool = False
    paused: float | None = None
    refused: str = ""
    body: list[bytes] = field(default_factory=list)
    received: int = 0
    rest: float | None = None

    def begin(self, now: float) -> None:
        """Forget an earlier try's bytes, and count this one."""
        self.tries += 1
        self.began = now if self.began is None else self.began
        self.heard = now
        self.paused = None
        self.refused = ""
        self.body = []
        self.received = 0

    def resume(self, now: float) -> None:
        """Go on after a pause, which isn't held against it."""
        paused = 0.0 if self.paused is None else now - self.paused
        self.began = (self.began or now) + paused
        self.heard = now
        self.paused = None

    def fetched(self, answer: Answer) -> Fetched:
        """What came of it: the bytes, handed over, or the reason why there are none."""
        return replace(self._came(answer), rest=self.rest)

    def _came(self, answer: Answer) -> Fetched:
        if self.refused:
            return Fetched(self.photo, reason="refused-address", detail=self.refused)
        if answer.code == pycurl.E_OK and answer.status in _OK:
            blocks, self.body = self.body, []
            return Fetched(self.photo, b"".join(blocks))
        if answer.code == pycurl.E_OK:
            reason, detail = f"http-{answer.status}", f"the server answered {answer.status}"
        else:
            reason, detail = _reason(answer), answer.message
        tried = f" (asked {self.tries} times)" if self.tries > 1 else ""
        return Fetched(self.photo, reason=reason, detail=detail + tried)

    def pause(self, answer: Answer, tries: int) -> float | None:
        """Seconds until it is worth asking again, or None where it isn't."""
        once = answer.status == 500 or answer.code in _ONCE
        if self.refused or self.tries >= (min(tries, 2) if once else tries):
            return None
        if answer.code == pycurl.E_OK:
            if answer.status != 500 and answer.status not in _TRANSIENT:
                return None
        elif answer.code not in _BROKEN and not once:
            return None
        backoff: float = FIRST_PAUSE * 2 ** (self.tries - 1) * random.uniform(1, 1.5)
        return max(backoff, answer.wait)

    def rests(self, answer: Answer) -> bool:
        """Whether the host asked everybody to wait."""
        return answer.code == pycurl.E_OK and answer.status in _AT_REST

    def proxy_failed(self, answer: Answer) -> bool:
        """Whether the fault may be the proxy's, so that the photo may come directly."""
        if not self.proxy:
            return False
        if answer.code == pycurl.E_OK:
            return answer.status in (403, 407, 502, 503, 504)
        return answer.code in _BROKEN or answer.code in _PROXYS


def transfer_of(photo: Photo, most_bytes: int) -> Transfer | Fetched:
    """The photo's transfer, or its failure where the URL can't be one."""
    try:
        url = _ascii(web_address(photo.url) or photo.url)
    except UnicodeError as error:
        return Fetched(photo, reason="bad-url", detail=str(error))
    host = _HOST.match(url)
    return Transfer(photo, url, host[1].lower() if host else "", most_bytes)


def _ascii(url: str) -> str:
    """The URL with spaces and non-ASCII letters escaped, its host in IDNA, as browsers do.

    >>> _ascii("http://bücher.example/café noir.jpg?ä#x")
    'http://xn--bcher-kva.example/caf%C3%A9%20noir.jpg?%C3%A4#x'
    """
    if url.isascii() and " " not in url:
        return url
    scheme, rest = url.split("://", 1)
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    path = quote(rest[len(host) :], safe="%/?:@!$&()*+,;=#~[]'")
    return f"{scheme}://{host if host.isascii() else host.encode('idna').decode()}{path}"


def _reason(answer: Answer) -> str:
    if answer.code == pycurl.E_UNSUPPORTED_PROTOCOL and "HTTP/0.9" in answer.message:
        return "bad-response"
    if answer.code == pycurl.E_OPERATION_TIMEDOUT and not answer.connected:
        return "no-connection"
    return _REASONS.get(answer.code, "network-error")


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
    pycurl.E_BAD_CONTENT_ENCODING: "bad-response",
    pycurl.E_COULDNT_CONNECT: "no-connection",
    pycurl.E_COULDNT_RESOLVE_HOST: "unknown-host",
    pycurl.E_COULDNT_RESOLVE_PROXY: "unknown-host",
    pycurl.E_FILESIZE_EXCEEDED: "too-large",
    pycurl.E_GOT_NOTHING: "broken-off",
    pycurl.E_HTTP2: "broken-off",
    _E_HTTP2_STREAM: "broken-off",
    pycurl.E_OPERATION_TIMEDOUT: "timeout",
    pycurl.E_PARTIAL_FILE: "broken-off",
    pycurl.E_PEER_FAILED_VERIFICATION: "bad-certificate",
    pycurl.E_RECV_ERROR: "broken-off",
    pycurl.E_SEND_ERROR: "broken-off",
    pycurl.E_SSL_CACERT_BADFILE: "bad-certificate",
    pycurl.E_SSL_CONNECT_ERROR: "bad-certificate",
    pycurl.E_TOO_MANY_REDIRECTS: "too-many-redirects",
    pycurl.E_UNSUPPORTED_PROTOCOL: "refused-redirect",
    pycurl.E_URL_MALFORMAT: "bad-url",
    pycurl.E_FTP_WEIRD_SERVER_REPLY: "bad-response",
    pycurl.E_WRITE_ERROR: "too-large",
}
