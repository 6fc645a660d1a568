"""Serve a folder over HTTP.

werkzeug does it, with ranges, conditional requests and persistent connections.
"""

from __future__ import annotations

import logging
import os
import re
import socket
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote_to_bytes, urlsplit

from markupsafe import Markup
from werkzeug.exceptions import Forbidden, HTTPException, MethodNotAllowed, NotFound
from werkzeug.security import safe_join
from werkzeug.serving import BaseWSGIServer, ThreadedWSGIServer, WSGIRequestHandler
from werkzeug.utils import send_file
from werkzeug.wrappers import Request, Response

from photoparsl.files import names_folder
from photoparsl.redact import visible

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

METHODS = ("GET", "HEAD")  # those that a server of files answers
CHECK_SECONDS = 0.02  # between two checks whether the server is to end

_GIVEN_HOST = "photoparsl.host"  # in a request's environ: the host that the server was given
_BEFORE_PATH = re.compile(r"^[a-z][a-z0-9+.-]*://[^/?#]*", re.IGNORECASE)
_PORT = re.compile(r":\d*$", re.ASCII)
_ONE_RANGE = re.compile(  # 18 digits are enough for any file
    r"bytes=(?:(?P<first>\d{1,18})-(?P<last>\d{0,18})|-(?P<suffix>\d{1,18}))",
    re.IGNORECASE | re.ASCII,
)
_LOG = logging.getLogger(__name__)


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
        return _Server(host, port, app, handler=_Handler, fd=bound.fileno())


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


def check_host(request: Request) -> None:
    """Raise Forbidden if the request names a host that isn't the server's own.

    A page of the web whose name leads to this machine (DNS rebinding) sends that name.  The port
    may differ, as at the end of a tunnel.  A server that listens on another address than loopback
    takes any name, for nobody knows under which names other machines reach it.
    """
    if not ip_address(request.environ["SERVER_NAME"]).is_loopback:
        return
    given = request.environ[_GIVEN_HOST].lower()
    own = {"127.0.0.1", "localhost", "[::1]", f"[{given}]" if ":" in given else given}
    if _PORT.sub("", request.environ.get("HTTP_HOST", "").lower()) not in own:
        raise Forbidden("This server answers only under its own address.")


def simplify_range(request: Request, size: int) -> None:
    """Change the request's range to one that werkzeug answers as RFC 9110 (14.1.2, 14.2) says.

    Several ranges, other units and what is no range are ignored: the answer is the whole file.  A
    range of more last bytes than the file has is the whole file, too.

    size: the file's size in bytes
    """
    found = _ONE_RANGE.fullmatch("".join(request.environ.pop("HTTP_RANGE", "").split()))
    if not found or not size or request.method != "GET":
        return
    first, last, suffix = (int(digits or -1) for digits in found.groups())
    if suffix > size:
        request.environ["HTTP_RANGE"] = "bytes=0-"
    elif last < 0 or first <= last:
        request.environ["HTTP_RANGE"] = found[0]


class _Server(ThreadedWSGIServer):
    """A server that writes no traceback to the terminal."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Log the last line of an error, which says what it was."""
        last = (message % args if args else message).strip().rpartition("\n")[2]
        _LOG.error("a request can't be answered: %s", visible(last))

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Log an error outside of the application."""
        self.log("error", "%r", sys.exception())


class _Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60  # seconds after which the connection of a silent client is closed

    def run_wsgi(self) -> None:
        """Answer the request, also if its target is no URL."""
        try:
            urlsplit(self.path)
        except ValueError:
            self.send_error(400)
            return
        super().run_wsgi()

    def make_environ(self) -> WSGIEnvironment:
        """Add the host of the server, and the path as it came: werkzeug's has lost odd bytes."""
        path = re.split("[?#]", _BEFORE_PATH.sub("", self.path))[0]
        raw = unquote_to_bytes(path.encode("latin-1"))
        own = {"PATH_INFO": raw.decode("latin-1"), _GIVEN_HOST: self.server.host}
        return {**super().make_environ(), **own}

    def log(self, type: str, message: str, *args: Any) -> None:
        """Print nothing: werkzeug would log each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log nothing: werkzeug would decode the target, which may be no URL."""


def _app(folder: Path) -> Callable[..., Iterable[bytes]]:
    root = str(folder.resolve())

    @Request.application
    def answer(request: Request) -> Response | HTTPException:
        try:
            check_host(request)
            if request.method not in METHODS:
                raise MethodNotAllowed(METHODS)
            return _answer(root, request)
        except HTTPException as error:
            return error
        except PermissionError:
            return Forbidden("The server may not read this.")
        except OSError:
            return NotFound()

    return answer


def _answer(root: str, request: Request) -> Response:
    """The file or the listing of the folder that the request names."""
    path = os.fsdecode(request.environ["PATH_INFO"].encode("latin-1"))  # a name may be no UTF-8
    joined = safe_join(root, path.lstrip("/"))
    if joined is None or "\0" in joined:
        raise NotFound
    place = Path(joined)
    if names_folder(path):  # also for a file, which would be sent
        if not place.is_dir():
            raise NotFound
        return _listing(place, path)
    if not place.is_file():
        raise NotFound
    stat = place.stat()
    simplify_range(request, stat.st_size)
    etag = f"{stat.st_mtime_ns}-{stat.st_size}"
    # The kernel's files, in /proc, have no size and perhaps no end: nothing of them is sent.
    source = place if stat.st_size else BytesIO()
    return send_file(source, request.environ, download_name=visible(place.name), etag=etag)


def _listing(folder: Path, path: str) -> Response:
    names = sorted(entry.name + "/" * _is_folder(entry) for entry in folder.iterdir())
    items = (
        Markup('<li><a href="{}">{}</a>').format(quote(os.fsencode(name)), visible(name))
        for name in names
    )
    title = Markup("<!doctype html><title>{0}</title><h1>{0}</h1>").format(visible(path))
    return Response(title + Markup("<ul>") + Markup("").join(items), mimetype="text/html")


def _is_folder(entry: Path) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to what the server may not see
        return False
