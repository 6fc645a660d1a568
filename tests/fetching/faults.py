"""A server on loopback that answers each path with the fault of its name."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import unquote

from tests.fetching.answers import LAST, PHOTO, PLAIN, answer
from tests.fetching.async_server import served


class Faults:
    """A server's port, and what clients requested.

    scheme         `http` or `https`
    requests       how often each path was requested
    connections    how many it has had
    at_once        requests at the moment
    most_at_once   their highest number
    request_heads  the lines of each request, the latest last
    photo          what `/part/BYTES` serves a part of
    part_headers   headers of that answer, each with its end of line
    """

    def __init__(self, scheme: str = "http") -> None:
        self.scheme = scheme
        self.port = 0
        self.requests: Counter[str] = Counter()
        self.connections = 0
        self.at_once = self.most_at_once = 0
        self.request_heads: list[str] = []
        self.photo = PHOTO
        self.part_headers = b""

    @property
    def url(self) -> str:
        """Where it is, without a slash."""
        return f"{self.scheme}://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, with as many requests as its faults allow."""
        self.connections += 1
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while await self._answer(await reader.readuntil(b"\r\n\r\n"), writer):
                await writer.drain()
        writer.close()

    async def _answer(self, head: bytes, writer: asyncio.StreamWriter) -> bool:
        """Whether the connection may serve another request."""
        text = head.decode()
        path = text.split()[1]
        if path.startswith("http://"):  # asked as a proxy
            path = path[path.index("/to/") :] if "/to/" in path else "/proxied"
        self.request_heads.append(text)
        self.requests[path] += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            return await self._fault(path, _cookies(text), writer)
        finally:
            self.at_once -= 1

    async def _fault(self, path: str, cookies: str, writer: asyncio.StreamWriter) -> bool:
        first = self.requests[path] == 1
        kind = path.strip("/").split("/")[0]
        if kind in PLAIN or kind == "status":
            writer.write(PLAIN.get(kind) or answer(b"", path.rsplit("/", 1)[1]))
            return kind not in LAST
        match kind:
            case "once":  # 500, 503 and the like the first time
                status = path.rsplit("/", 1)[1]
                writer.write(answer(PHOTO) if not first else answer(b"", status))
            case "to" | "encoded" | "cookies":
                writer.write(_made(kind, path, cookies))
            case "reset" if first:
                writer.transport.abort()
                return False
            case "reset" | "closed":  # "closed": the server has had enough of the connection
                writer.write(answer(PHOTO))
                return kind == "reset"
            case "slow" | "silent":
                writer.write(answer(PHOTO)[:-100] if kind == "slow" else b"")
                for _ in range(100):
                    writer.write(b"x" if kind == "slow" else b"")
                    await writer.drain()
                    await asyncio.sleep(0.1)
                return False
            case "endless":
                await _endless(writer)
            case "part" | "part-once" | "growing":  # of unstated length: the close ends it
                writer.write(b"HTTP/1.1 200 OK\r\n" + self.part_headers + b"\r\n")
                writer.write(self._body(kind, path))
                return False
            case "pause" | "together":
                await (asyncio.sleep(0.05) if kind == "pause" else self._eight_at_once())
                writer.write(answer(PHOTO))
            case _:
                writer.write(answer(b"", "404"))
        return True

    def _body(self, kind: str, path: str) -> bytes:
        """So many bytes of the photo, at least at first; or a longer body each time."""
        if kind == "growing":
            return PHOTO * self.requests[path]
        is_whole = kind == "part-once" and self.requests[path] > 1
        return self.photo if is_whole else self.photo[: int(path.rsplit("/", 1)[1])]

    async def _eight_at_once(self) -> None:
        """Wait until there have been eight requests at once, or two seconds."""
        for _ in range(400):
            if self.most_at_once < 8:
                await asyncio.sleep(0.005)


def _cookies(head: str) -> str:
    """The cookies that a request brings."""
    found = re.search(r"^Cookie: (.*?)\r$", head, re.MULTILINE)
    return found[1] if found else ""


def _made(kind: str, path: str, cookies: str) -> bytes:
    """A redirect to the URL that follows, a photo in the encoding that follows, a cookie wall."""
    if kind == "to":
        return answer(b"", "302", f"Location: {unquote(path[4:])}")
    if kind == "encoded":
        return answer(PHOTO, "200", f"Content-Encoding: {unquote(path.rsplit('/', 1)[1])}")
    return _cookie_wall(path, cookies)


def _cookie_wall(path: str, cookies: str) -> bytes:
    """Sends whoever lacks a cookie back to where they came from, with the first that they lack."""
    for cookie in _WALLS[path.split("/")[2]]:
        if cookie.partition(";")[0] not in cookies:
            return answer(b"", "302", f"Location: {path}", f"Set-Cookie: {cookie}")
    return answer(PHOTO)


_WALLS = {
    "one": ["pass=1; Path=/"],
    "two": ["pass=1; Path=/", "human=yes; Path=/cookies/; HttpOnly; SameSite=Strict"],
    "elsewhere": ["pass=2; Path=/other/"],
    "expired": ["pass=3; Path=/; Max-Age=0"],
    "others": ["pass=4; Path=/; Domain=photos.example"],
    "endless": [f"pass={number}; Path=/" for number in range(10, 30)],
}


async def _endless(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        writer.write(b"x" * 10_000)
        await writer.drain()


@contextmanager
def faulty_server(certified: ssl.SSLContext | None = None) -> Iterator[Faults]:
    """The server, while the block runs; over TLS if it is `certified`."""
    faults = Faults("https" if certified else "http")
    with served(faults.serve, certified) as faults.port:
        yield faults
