"""Runs an asyncio server in a thread."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextmanager
def served(
    serve: Serve, certified: ssl.SSLContext | None = None, *, is_everywhere: bool = False
) -> Iterator[int]:
    """Serve while the block runs; over TLS if it is `certified`.  Yield the port.

    is_everywhere: whether at all addresses, those of IPv6 too; else on loopback
    """
    loop = asyncio.new_event_loop()
    family = socket.AF_INET6 if is_everywhere else socket.AF_INET
    host = "" if is_everywhere else "127.0.0.1"
    listener = socket.create_server((host, 0), family=family, dualstack_ipv6=is_everywhere)
    starting = asyncio.start_server(serve, sock=listener, ssl=certified)
    server = loop.run_until_complete(starting)
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0.01))
        loop.close()
