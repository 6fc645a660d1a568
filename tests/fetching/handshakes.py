"""A port where TLS handshakes break."""

from __future__ import annotations

import itertools
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.fetching.answers import answer


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
