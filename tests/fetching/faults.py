"""A server on loopback that answers each path with the fault of its name."""

from __future__ import annotations

import asyncio
import gzip
import itertools
import re
import socket
import ssl
import struct
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import unquote

import brotli

NOBODYS_PORT = 9
PHOTO = b"photo" * 20


class Faults:
    """What was asked of the server: how often each path, and how many requests at once."""

    def __init__(self, scheme: str = "http") -> None:
        self.scheme = scheme
        self.port = 0
        self.asked: Counter[str] = Counter()
        self.connections = 0
        self.at_once = self.most_at_once = 0
        self.heads: list[str] = []
        self.photo = PHOTO

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
            path = "/proxied"
        self.heads.append(text)
        self.asked[path] += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            return await self._fault(path, _cookies(text), writer)
        finally:
            self.at_once -= 1

    async def _fault(self, path: str, cookies: str, writer: asyncio.StreamWriter) -> bool:
        first = self.asked[path] == 1
        kind = path.strip("/").split("/")[0]
        if kind in PLAIN or kind == "status":
            writer.write(PLAIN.get(kind) or answer(b"", path.rsplit("/", 1)[1]))
            return kind not in _LAST
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
                writer.write(b"HTTP/1.1 200 OK\r\n\r\n" + self._body(kind, path))
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
            return PHOTO * self.asked[path]
        is_whole = kind == "part-once" and self.asked[path] > 1
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


def answer(body: bytes, status: str = "200", *headers: str, length: int | None = None) -> bytes:
    """A whole HTTP answer."""
    size = len(body) if length is None else length
    lines = [f"HTTP/1.1 {status} Some", f"Content-Length: {size}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


PLAIN = {
    "photo": answer(PHOTO),
    "caf%C3%A9%20noir.jpg": answer(PHOTO),
    "gone": answer(b"gone", "410"),
    "soft": answer(b"<html>Not found</html>", "200", "Content-Type: text/html"),
    "unasked-part": answer(PHOTO[:10], "206", "Content-Range: bytes 0-9/100"),
    "loop": answer(b"", "302", "Location: /loop"),
    "to-nowhere": answer(b"", "302"),
    "to-photo": answer(b"", "301", "Location: /photo"),
    "to-file": answer(b"", "302", "Location: file:///etc/passwd"),
    "to-ftp": answer(b"", "302", "Location: ftp://127.0.0.1/"),
    "to-loopback": answer(b"", "302", f"Location: http://127.0.0.1:{NOBODYS_PORT}/"),
    "too-long": answer(PHOTO, length=1000),
    "too-short": answer(PHOTO, length=10),
    "cut": b"HTTP/1.1 200 OK\r\n\r\n" + PHOTO[:50],
    "large": answer(b"x" * 200_000),
    "gzip": answer(gzip.compress(PHOTO), "200", "Content-Encoding: gzip"),
    "gzip-twice": answer(
        gzip.compress(gzip.compress(PHOTO)), "200", *["Content-Encoding: gzip"] * 2
    ),
    "gzip-bomb": answer(gzip.compress(b"\0" * 10_000_000), "200", "Content-Encoding: gzip"),
    "brotli": answer(brotli.compress(PHOTO), "200", "Content-Encoding: br"),
    "brotli-bomb": answer(brotli.compress(b"\0" * 10_000_000), "200", "Content-Encoding: br"),
    "gzip-broken": answer(b"not gzip at all", "200", "Content-Encoding: gzip"),
    "chunked": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n"
    + PHOTO
    + b"\r\n0\r\n\r\n",
    "chunked-broken": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n" + PHOTO[:9],
    "chunked-nonsense": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n" + PHOTO,
    "no-http": b"220 ready\r\n",
    "cloudflare": answer(b"<html>", "403", "cf-mitigated: challenge", "Server: cloudflare"),
    "aws": answer(b"", "202", "x-amzn-waf-action: challenge"),
    "aws-captcha": answer(b"<html>", "405", "X-Amzn-Waf-Action: captcha"),
    "vercel": answer(b"<html>", "429", "x-vercel-mitigated: challenge", "Retry-After: 9999"),
    "datadome": answer(b"<html>", "403", "X-DataDome: protected"),
    "akamai": answer(b"<html>", "403", "Server: AkamaiGHost"),
    "akamai-503": answer(b"<html>", "503", "Server: AkamaiGHost"),
    "trailers": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n"
    + PHOTO
    + b"\r\n0\r\nContent-Encoding: gzip\r\ncf-mitigated: challenge\r\n\r\n",
    "transfer-packed": answer(PHOTO, "200", "Transfer-Encoding: gzip"),
    "later": answer(b"", "429", "Retry-After: 9999"),
    "hour": answer(b"", "503", "Retry-After: 3600"),
}
_LAST = {"too-long", "too-short", "cut", "chunked-broken", "chunked-nonsense", "no-http"}


@contextmanager
def faulty_server(certified: ssl.SSLContext | None = None) -> Iterator[Faults]:
    """The server, while the block runs; over TLS if it is `certified`."""
    faults = Faults("https" if certified else "http")
    loop = asyncio.new_event_loop()
    starting = asyncio.start_server(faults.serve, "127.0.0.1", 0, ssl=certified)
    server = loop.run_until_complete(starting)
    faults.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield faults
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0.01))
        loop.close()


@contextmanager
def broken_handshakes(port: int, kind: str, times: int) -> Iterator[int]:
    """A port that passes all on to `port`, after so many connections that break as `kind` says."""
    taken = itertools.count()
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                client, _ = listening.accept()
                number = next(taken)
                threading.Thread(target=_relay, args=(client, port, kind, number < times)).start()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()


_RESET = struct.pack("ii", 1, 0)  # SO_LINGER: a close that is a reset
_ALERT = b"\x15\x03\x03\x00\x02\x02\x50"  # internal error


def _relay(client: socket.socket, port: int, kind: str, is_broken: bool) -> None:
    with client, socket.create_connection(("127.0.0.1", port)) as server, suppress(OSError):
        client.settimeout(5)
        server.settimeout(5)
        if is_broken:
            hello = client.recv(10_000) if kind != "reset at once" else b""
            if kind.endswith("in the middle"):
                server.sendall(hello)
                client.sendall(server.recv(100))
            elif kind == "alert":
                client.sendall(_ALERT)
            elif kind == "no TLS":
                client.sendall(answer(b"", "400"))
            if kind.startswith("reset"):
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            return
        back = threading.Thread(target=_pass_on, args=(server, client))
        back.start()
        _pass_on(client, server)
        back.join()


def _pass_on(source: socket.socket, to: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            to.sendall(data)
        to.shutdown(socket.SHUT_WR)
