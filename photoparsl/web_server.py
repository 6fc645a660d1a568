"""Serve a folder over HTTP.

werkzeug does it, with ranges, conditional requests and persistent connections.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.security import safe_join
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.utils import send_from_directory
from werkzeug.wrappers import Request, Response

from photoparsl.files import names_folder

CHECK_SECONDS = 0.02  # between two checks whether the server is to end


def folder_server(folder: Path, port: int = 0, host: str = "127.0.0.1") -> BaseWSGIServer:
    """Return a server of the files in `folder`, bound to `port` (0: any free one), not yet started.

    Raises OSError when the port is in use.
    """
    return app_server(_app(folder), port, host)


def app_server(
    app: Callable[..., Iterable[bytes]], port: int = 0, host: str = "127.0.0.1"
) -> BaseWSGIServer:
    """Return a server of a WSGI application, bound to `port` (0: any free one), not yet started.

    Raises OSError when the port is in use.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Bound here: werkzeug itself would end the program when a port is in use.
    with socket.create_server((host, port), family=family, backlog=128) as bound:
        port = bound.getsockname()[1]
        return make_server(
            host, port, app, threaded=True, request_handler=_Handler, fd=bound.fileno()
        )


@contextmanager
def serving(folder: Path, port: int = 0) -> Iterator[str]:
    """Serve `folder` at 127.0.0.1 while the block runs, and yield its URL, ending in a slash."""
    server = folder_server(folder, port)
    thread = threading.Thread(target=server.serve_forever, args=(CHECK_SECONDS,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60  # seconds after which the connection of a silent client is closed

    def log(self, type: str, message: str, *args: Any) -> None:
        """Print nothing: werkzeug would log each request."""


def _app(folder: Path) -> Callable[..., Iterable[bytes]]:
    root = str(folder.resolve())

    @Request.application
    def answer(request: Request) -> Response | HTTPException:
        try:
            place = safe_join(root, request.path.lstrip("/"))
            if place is None:
                raise NotFound
            if names_folder(request.path):  # also for a file, which would be sent
                if not Path(place).is_dir():
                    raise NotFound
                return _listing(Path(place), request.path)
            return send_from_directory(root, request.path.lstrip("/"), request.environ)
        except HTTPException as error:
            return error

    return answer


def _listing(folder: Path, path: str) -> Response:
    names = sorted(p.name + "/" * p.is_dir() for p in folder.iterdir())
    items = (Markup('<li><a href="{}">{}</a>').format(quote(n), n) for n in names)
    title = Markup("<!doctype html><title>{0}</title><h1>{0}</h1>").format(path)
    return Response(title + Markup("<ul>") + Markup("").join(items), mimetype="text/html")
