"""Servers for the benchmark: nginx on loopback, and a proxy that makes every response late."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

_CONFIG = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 2048; }}
http {{
    access_log off;
    sendfile on;
    keepalive_requests 1000000;
    {temporary}
    server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""
_KINDS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@contextmanager
def nginx(root: Path, folder: Path) -> Iterator[str]:
    """Serve `root` on loopback while the block runs, and give its URL, ending in a slash."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    folder = folder.resolve()
    port = _free_port()
    temporary = "\n    ".join(f"{kind}_temp_path {folder}/nginx-{kind};" for kind in _KINDS)
    config = folder / "nginx.conf"
    config.write_text(
        _CONFIG.format(folder=folder, temporary=temporary, port=port, root=root.resolve())
    )
    with subprocess.Popen([program, "-p", str(folder), "-c", str(config)]) as process:
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


@contextmanager
def latency(url: str, seconds: float) -> Iterator[str]:
    """A way to `url` on which every answer takes so much longer; gives its own URL."""
    port = _free_port()
    command = [sys.executable, __file__, str(port), str(urlsplit(url).port), str(seconds)]
    with subprocess.Popen(command) as process:  # not a thread, which would share our Python's lock
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


async def _late(port: int, to: int, seconds: float, host: str = "127.0.0.1") -> None:
    tasks = set()  # asyncio itself keeps weak references only

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        tasks.add(task)
        try:
            await passed(reader, writer)
        finally:
            tasks.discard(task)

    async def passed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upstream, downstream = await asyncio.open_connection(host, to)
        with suppress(ConnectionError):
            await asyncio.gather(_pass(reader, downstream, 0), _pass(upstream, writer, seconds))

    server = await asyncio.start_server(connected, host, port)
    await server.serve_forever()


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, late: float) -> None:
    loop = asyncio.get_running_loop()
    while block := await reader.read(1 << 18):
        if late:
            loop.call_later(late, writer.write, block)
        else:
            writer.write(block)
    loop.call_later(late, writer.close)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as bound:
        port: int = bound.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    for _ in range(100):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise TimeoutError(f"port {port} doesn't answer")


if __name__ == "__main__":
    asyncio.run(_late(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), *sys.argv[4:]))
