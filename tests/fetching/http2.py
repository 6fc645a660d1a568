"""A server of HTTP/2 on loopback that answers each path with the fault of its name."""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.events import RequestReceived
from h2.exceptions import ProtocolError
from h2.settings import SettingCodes
from hyperframe.frame import GoAwayFrame

from tests.fetching.async_server import served

PHOTO = b"photo" * 20_000
SECONDS = 0.02  # that an answer takes

_RESETS = {
    "reset": ErrorCodes.INTERNAL_ERROR,
    "reset-once": ErrorCodes.INTERNAL_ERROR,
    "reset-quietly": ErrorCodes.NO_ERROR,
    "cancel": ErrorCodes.CANCEL,
    "refuse-half": ErrorCodes.REFUSED_STREAM,
    "refuse-once": ErrorCodes.REFUSED_STREAM,
}


_WHOLE = ("photo", "long", "trailers")  # more than "long" states


class Http2:
    """A server's photo, and what clients requested.

    streams       how many it allows at once on a connection
    most          after how many requests on a connection it says GOAWAY; None: never
    lowers        after how many requests on a connection it allows one at a time; None: never
    closes        after how many answers it closes a connection without a word; None: never
    photo         the photo that it serves
    connections   how many it has had
    at_once       streams at the moment, in all connections
    most_at_once  their highest number
    requests      how often each path was requested
    """

    def __init__(self, streams: int, most: int | None) -> None:
        self.streams, self.most = streams, most
        self.lowers: int | None = None
        self.closes: int | None = None
        self.photo = PHOTO
        self.port = self.connections = self.at_once = self.most_at_once = 0
        self.requests: Counter[str] = Counter()

    @property
    def url(self) -> str:
        """Where it is, without a slash."""
        return f"https://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        self.connections += 1
        with suppress(OSError, asyncio.CancelledError, ProtocolError):
            await _Served(self, writer).serve(reader)
        writer.close()


class _Served:
    """One connection's streams."""

    def __init__(self, server: Http2, writer: asyncio.StreamWriter) -> None:
        self.server, self.writer = server, writer
        self.connection = H2Connection(H2Configuration(client_side=False))
        self.count = self.answered = 0  # of its requests
        self.tasks: set[asyncio.Task[None]] = set()

    async def serve(self, reader: asyncio.StreamReader) -> None:
        self.connection.initiate_connection()
        allowed: dict[SettingCodes | int, int] = {
            SettingCodes.MAX_CONCURRENT_STREAMS: self.server.streams
        }
        self.connection.update_settings(allowed)
        self.flush()
        while data := await reader.read(65_536):
            for event in self.connection.receive_data(data):
                if isinstance(event, RequestReceived) and event.headers:
                    self.take(event.stream_id or 0, dict(event.headers)[b":path"].decode())
            self.flush()

    def take(self, stream: int, path: str) -> None:
        if self.server.most and self.count >= self.server.most:
            return  # it has said that it won't
        self.count += 1
        self.server.requests[path] += 1
        if self.count == self.server.most:
            self.go_away(stream)
        if self.count == self.server.lowers:
            self.connection.update_settings({SettingCodes.MAX_CONCURRENT_STREAMS: 1})
        task = asyncio.ensure_future(self.answer(stream, path))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def go_away(self, last: int) -> None:
        """Say that streams after `last` aren't served; h2 itself would end the others too."""
        self.writer.write(GoAwayFrame(stream_id=0, last_stream_id=last).serialize())

    async def answer(self, stream: int, path: str) -> None:
        self.server.at_once += 1
        self.server.most_at_once = max(self.server.most_at_once, self.server.at_once)
        try:
            await asyncio.sleep(SECONDS)
            with suppress(ProtocolError):
                await self.fault(stream, path)
        finally:
            self.server.at_once -= 1
            self.answered += 1
            if self.answered == self.server.closes:
                self.writer.close()

    async def fault(self, stream: int, path: str) -> None:
        kind = path.split("/")[1]
        first = self.server.requests[path] == 1
        if kind == "refuse-once" and first:
            self.reset(stream, _RESETS[kind])
            return
        if kind.startswith("part"):
            await self.part(stream, path, is_whole=kind == "part-once" and not first)
            return
        if kind == "misdirected" or (kind == "misdirected-once" and first):
            self.connection.send_headers(stream, [(":status", "421")], end_stream=True)
            self.flush()
            return
        whole = kind in _WHOLE or (kind.endswith("-once") and not first)
        headers = [(":status", "200")]
        photo = self.server.photo
        if kind in ("photo", "short", "long", "trailers"):
            headers.append(("content-length", str(len(photo) - 1000 * (kind == "long"))))
        self.connection.send_headers(stream, headers)
        await self.send(stream, photo if whole else photo[: len(photo) * 2 // 3])
        if kind == "trailers":
            self.connection.send_headers(stream, [("x-status", "421")], end_stream=True)
            self.flush()
        elif whole or kind == "short":
            self.connection.end_stream(stream)
            self.flush()
        elif kind in _RESETS:
            self.reset(stream, _RESETS[kind])
        elif kind == "go-away":
            self.go_away(0)
            self.writer.close()
        else:  # cut
            self.writer.transport.abort()

    async def part(self, stream: int, path: str, *, is_whole: bool) -> None:
        """Answer `/part/END/LENGTH/BYTES` with so many bytes, and then with that end.

        `part-once` does so the first time, and sends the whole photo afterwards.
        """
        _, _, end, length, size = path.split("/")[:5]
        photo = self.server.photo
        stated = [("content-length", str(len(photo)))] if length == "stated" else []
        self.connection.send_headers(stream, [(":status", "200"), *stated])
        await self.send(stream, photo if is_whole else photo[: int(size)])
        if is_whole or end == "end":
            with suppress(ProtocolError):
                self.connection.end_stream(stream)
            self.flush()
        elif end == "cut":
            self.writer.transport.abort()
        else:
            self.reset(stream, _RESETS[end])

    async def send(self, stream: int, body: bytes) -> None:
        while body:
            room = min(
                self.connection.local_flow_control_window(stream),
                self.connection.max_outbound_frame_size,
                len(body),
            )
            if room > 0:
                self.connection.send_data(stream, body[:room])
                body = body[room:]
            self.flush()
            await asyncio.sleep(0 if room > 0 else 0.001)

    def reset(self, stream: int, code: ErrorCodes) -> None:
        self.connection.reset_stream(stream, code)
        self.flush()

    def flush(self) -> None:
        self.writer.write(self.connection.data_to_send())


@contextmanager
def http2_server(
    certified: ssl.SSLContext,
    streams: int = 100,
    most: int | None = None,
    *,
    is_everywhere: bool = False,
) -> Iterator[Http2]:
    """The server, on loopback or everywhere, while the block runs."""
    certified.set_alpn_protocols(["h2"])
    server = Http2(streams, most)
    with served(server.serve, certified, is_everywhere=is_everywhere) as server.port:
        yield server
