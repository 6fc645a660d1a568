"""Serve a run's page together with its photos, to this machine alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hmac import compare_digest
from pathlib import Path

from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.serving import BaseWSGIServer
from werkzeug.utils import send_file
from werkzeug.wrappers import Request, Response

from photoparsl.files import open_regular
from photoparsl.library.page_of_run import served_page_of
from photoparsl.library.secret_words import random_words
from photoparsl.measuring import recognised_format
from photoparsl.page import ServedPage
from photoparsl.results import RunDirectory
from photoparsl.web_server import METHODS, app_server, check_host

_HOST = "127.0.0.1"
_HEAD_BYTES = 256  # of a file, which tell its format
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # the address has the token
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class RunServer:
    """A server of a run's page and photos, bound to a port, not yet started.

    server: the server
    url: the page's address, which has a token that nobody can guess
    photos: how many photos of the disk it serves
    """

    server: BaseWSGIServer
    url: str
    photos: int


def run_server(run_dir: Path, port: int = 0) -> RunServer:
    """Return a server of a run's page together with the photos of the page that are on the disk.

    It answers this machine alone, under the names of loopback, so that no page of the web reaches
    it by a name of its own (DNS rebinding); and only below the token in its address.  A request
    names a photo by the hash of its place, so it can't name any other file.

    run_dir: the run's folder
    port: the port to listen on; 0 for any free one

    Raises RunError if the folder holds no run or no results, OSError if the port is in use.
    """
    page = served_page_of(RunDirectory(run_dir))
    token = random_words()
    server = app_server(_app(page, token), port, _HOST)
    return RunServer(server, f"http://{_HOST}:{server.port}/{token}/", len(page.photos))


def _app(page: ServedPage, token: str) -> Callable[..., Iterable[bytes]]:
    html = page.html.encode()

    @Request.application
    def answer(request: Request) -> Response | HTTPException:
        try:
            found = _answer(request, html, page, token)
        except HTTPException as error:
            return error
        found.headers.update(_HEADERS)
        return found

    return answer


def _answer(request: Request, html: bytes, page: ServedPage, token: str) -> Response:
    check_host(request)
    if request.method not in METHODS:
        raise MethodNotAllowed(METHODS)
    given, slash, link = request.path.removeprefix("/").partition("/")
    if not slash or not compare_digest(given.encode(), token.encode()):
        raise NotFound
    if not link:
        return Response(html, mimetype="text/html", headers={"X-Frame-Options": "DENY"})
    if link in page.sprites:
        return Response(page.sprites[link], mimetype="image/webp")
    if (path := page.photos.get(link)) is None:
        raise NotFound
    return _photo(path, request)


def _photo(path: Path, request: Request) -> Response:
    """The file of a photo, as an image that browsers show, else as bytes to be saved."""
    try:
        file = open_regular(path)
    except OSError as error:
        raise NotFound from error
    photo_format = recognised_format(file.read(_HEAD_BYTES))
    file.seek(0)
    kind = photo_format.media_type if photo_format else ""
    response = send_file(file, request.environ, mimetype=kind or "application/octet-stream")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
