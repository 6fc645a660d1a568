"""Places in, bytes or a named reason out, many at once: the one module that uses the network.

Photos come through libcurl's multi interface, which costs a twentieth of what a Python
client does; single requests, such as a manifest by its URL, through requests.
"""

from __future__ import annotations

import ipaddress
import socket
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, unquote, urlsplit
from urllib.request import getproxies

import pycurl
import requests

from photoparsl.errors import ManifestError
from photoparsl.manifest import Photo

USER_AGENT = f"photoparsl/{version('photoparsl')}"

_WEB = pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS


@dataclass(frozen=True, slots=True)
class Limits:
    """What one photo may cost at most, and how many are fetched at a time by one worker."""

    connections: int = 8
    connect_seconds: float = 15
    total_seconds: float = 120
    most_bytes: int = 256_000_000
    most_redirects: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """A photo's bytes; or, where there are none, a documented reason and a sentence."""

    photo: Photo
    body: bytes = b""
    reason: str = ""
    detail: str = ""


def fetch(photos: Iterable[Photo], limits: Limits = Limits()) -> Iterator[Fetched]:
    """Fetch the photos, some at a time, and give each as soon as it is there, in no order."""
    web = []
    for photo in photos:
        if photo.url[:7].lower() == "http://" or photo.url[:8].lower() == "https://":
            web.append(photo)
        else:
            yield _read(photo, limits)
    if web:
        yield from _fetch_web(web, limits)


def download(url: str, file: IO[bytes], most_bytes: int = 4_000_000_000) -> str:
    """Write what `url` answers into `file`, and return the URL it came from after redirects.

    Raises ManifestError in a sentence when it can't be had.
    """
    headers = {"User-Agent": USER_AGENT}
    try:
        with requests.get(url, stream=True, timeout=(15, 60), headers=headers) as response:
            response.raise_for_status()
            for block in response.iter_content(1 << 16):
                if file.tell() + len(block) > most_bytes:
                    raise ManifestError(f"{url}: larger than {most_bytes:,} bytes")
                file.write(block)
            return response.url
    except requests.RequestException as error:
        raise ManifestError(f"{url}: can't be fetched: {error}") from error


def answers(url: str, like: Path) -> bool:
    """Whether `url` answers at once, with just what the file `like` holds."""
    try:
        response = requests.get(url, timeout=2, headers={"User-Agent": USER_AGENT})
        return response.ok and response.content == like.read_bytes()
    except (requests.RequestException, OSError):
        return False


def _read(photo: Photo, limits: Limits) -> Fetched:
    """A photo that is a file, by a path or a `file:` URL, relative to its manifest's folder."""
    place = unquote(urlsplit(photo.url).path) if photo.url[:5].lower() == "file:" else photo.url
    path = Path(photo.base) / place
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return Fetched(photo, reason="unreadable-file", detail="not a regular file")
        if status.st_size > limits.most_bytes:
            return Fetched(photo, reason="too-large", detail=f"{status.st_size:,} bytes")
        return Fetched(photo, path.read_bytes())
    except FileNotFoundError:
        return Fetched(photo, reason="no-such-file", detail=f"{path} doesn't exist")
    except (OSError, ValueError) as error:
        return Fetched(photo, reason="unreadable-file", detail=str(error))


@dataclass(slots=True)
class _Transfer:
    """One request under way: its bytes so far, and why we ended it if we did."""

    photo: Photo
    most_bytes: int
    body: bytearray = field(default_factory=bytearray)
    refused: str = ""

    def take(self, block: bytes) -> int:
        if len(self.body) + len(block) > self.most_bytes:
            return 0  # fewer than were given: libcurl ends the transfer
        self.body += block
        return len(block)


def _fetch_web(photos: Iterable[Photo], limits: Limits) -> Iterator[Fetched]:
    waiting = iter(photos)
    transfers: dict[pycurl.Curl, _Transfer] = {}
    with closing(pycurl.CurlMulti()) as multi:

        def start(handle: pycurl.Curl) -> None:
            if photo := next(waiting, None):
                transfers[handle] = _Transfer(photo, limits.most_bytes)
                _prepare(handle, transfers[handle], limits)
                multi.add_handle(handle)
            else:
                handle.close()

        for _ in range(limits.connections):
            start(pycurl.Curl())
        while transfers:
            multi.perform()
            _, done, failed = multi.info_read()
            for handle, code, message in [(h, pycurl.E_OK, "") for h in done] + failed:
                multi.remove_handle(handle)
                transfer = transfers.pop(handle)
                fetched = _outcome(handle, transfer, code, message)
                start(handle)
                yield fetched
            if transfers and not (done or failed):
                multi.select(1.0)


def _prepare(handle: pycurl.Curl, transfer: _Transfer, limits: Limits) -> None:
    handle.reset()  # forgets the options; the connection stays open for the next photo
    handle.setopt(pycurl.URL, _ascii(transfer.photo.url))
    handle.setopt(pycurl.USERAGENT, USER_AGENT)
    handle.setopt(pycurl.PROTOCOLS, _WEB)
    handle.setopt(pycurl.REDIR_PROTOCOLS, _WEB)
    handle.setopt(pycurl.FOLLOWLOCATION, True)
    handle.setopt(pycurl.MAXREDIRS, limits.most_redirects)
    handle.setopt(pycurl.CONNECTTIMEOUT_MS, int(limits.connect_seconds * 1000))
    handle.setopt(pycurl.TIMEOUT_MS, int(limits.total_seconds * 1000))
    handle.setopt(pycurl.MAXFILESIZE_LARGE, limits.most_bytes)
    handle.setopt(pycurl.NOSIGNAL, True)
    handle.setopt(pycurl.WRITEFUNCTION, transfer.take)
    if transfer.photo.base[:4] == "http" and not getproxies():
        handle.setopt(pycurl.OPENSOCKETFUNCTION, _public_socket(transfer))


def _public_socket(transfer: _Transfer) -> Callable[[int, Any], Any]:
    """For a remote manifest's photo: connects to the public web and the manifest's own origin.

    Asked for every address libcurl is about to use, whatever name or redirect led there.
    """
    own = urlsplit(transfer.photo.base)
    port = own.port or (443 if own.scheme == "https" else 80)

    def connect(purpose: int, address: Any) -> Any:
        ip, to_port = address.addr[0], address.addr[1]
        if isinstance(ip, bytes):
            ip = ip.decode()
        if not _is_public(ip) and not (to_port == port and ip in _addresses(own.hostname or "")):
            transfer.refused = f"a remote manifest may not reach {ip} port {to_port}"
            return pycurl.SOCKET_BAD
        return socket.socket(address.family, address.socktype, address.protocol)

    return connect


def _is_public(ip: str) -> bool:
    address = ipaddress.ip_address(ip.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_global)


def _addresses(host: str) -> set[str]:
    return {str(info[4][0]) for info in socket.getaddrinfo(host, None)}


def _outcome(handle: pycurl.Curl, transfer: _Transfer, code: int, message: str) -> Fetched:
    photo = transfer.photo
    if code != pycurl.E_OK:
        if transfer.refused:
            return Fetched(photo, reason="refused-address", detail=transfer.refused)
        return Fetched(photo, reason=_REASONS.get(code, "network-error"), detail=message)
    status = handle.getinfo(pycurl.RESPONSE_CODE)
    if status != 200:
        return Fetched(photo, reason=f"http-{status}", detail=f"the server answered {status}")
    return Fetched(photo, bytes(transfer.body))


def _ascii(url: str) -> str:
    """The URL with spaces and non-ASCII letters escaped, its host in IDNA, as browsers do."""
    if url.isascii() and " " not in url:
        return url
    scheme, rest = url.split("://", 1)
    host = rest.split("/", 1)[0]
    path = rest[len(host) :]
    if not host.isascii():
        host = host.encode("idna").decode()
    return f"{scheme}://{host}{quote(path, safe='%/?:@!$&()*+,;=#~[]' + chr(39))}"


_REASONS = {
    pycurl.E_COULDNT_RESOLVE_HOST: "unknown-host",
    pycurl.E_COULDNT_RESOLVE_PROXY: "unknown-host",
    pycurl.E_COULDNT_CONNECT: "no-connection",
    pycurl.E_OPERATION_TIMEDOUT: "timeout",
    pycurl.E_TOO_MANY_REDIRECTS: "too-many-redirects",
    pycurl.E_FILESIZE_EXCEEDED: "too-large",
    pycurl.E_WRITE_ERROR: "too-large",
    pycurl.E_UNSUPPORTED_PROTOCOL: "refused-redirect",
    pycurl.E_URL_MALFORMAT: "bad-url",
    pycurl.E_SSL_CONNECT_ERROR: "bad-certificate",
    pycurl.E_PEER_FAILED_VERIFICATION: "bad-certificate",
    pycurl.E_SSL_CACERT_BADFILE: "bad-certificate",
    pycurl.E_PARTIAL_FILE: "broken-off",
    pycurl.E_RECV_ERROR: "broken-off",
    pycurl.E_GOT_NOTHING: "broken-off",
}
