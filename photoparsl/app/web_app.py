"""The app's server: its page, the answers to the page's requests, the files to save."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from werkzeug.exceptions import BadRequest, HTTPException, MethodNotAllowed, NotFound
from werkzeug.utils import send_file
from werkzeug.wrappers import Request, Response

from photoparsl.app.desk import Desk
from photoparsl.app.gate import Gate
from photoparsl.app.plain_words import problem_words
from photoparsl.app.run_answer import ChangedRunError
from photoparsl.errors import PhotoparslError, error_text
from photoparsl.files import shipped_folder
from photoparsl.redact import visible
from photoparsl.web_server import METHODS, simplify_range

MOST_BYTES = 1_000_000  # of a question

_KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
_STYLES = ("page.css", "dark.css")  # of the run's page, whose scripts are served too
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def web_app(desk: Desk, gate: Gate) -> Callable[..., Iterable[bytes]]:
    """Return the WSGI application."""
    files = _files()

    @Request.application
    def answer(request: Request) -> Response:
        request.max_content_length = MOST_BYTES
        try:
            response = _answer(request, desk, gate, files)
        except HTTPException as error:
            response = _refusal(error)
        response.headers.update(_HEADERS)
        return response

    return answer


def _answer(request: Request, desk: Desk, gate: Gate, files: dict[str, Path]) -> Response:
    gate.check_origin(request)
    first_part, _, rest = request.path.removeprefix("/").partition("/")
    kind, _, name = rest.partition("/")
    methods = ("POST",) if kind == "answers" else METHODS
    if request.method not in methods:
        raise MethodNotAllowed(methods)
    if gate.opens(request.path):
        return gate.entrance(desk.first_step)
    gate.check_cookie(request, first_part)
    if kind == "answers":
        gate.check_question(request)
        return _answer_in_json(request, desk, name)
    if kind == "save" and (path := desk.file_to_save(name)):
        simplify_range(request, path.stat().st_size)
        return send_file(path, request.environ, as_attachment=True, download_name=path.name)
    if rest not in files:
        raise NotFound
    path = files[rest]
    return Response(path.read_bytes(), mimetype=_KINDS[path.suffix])


def _answer_in_json(request: Request, desk: Desk, name: str) -> Response:
    """Answer a request of the page in JSON, with `problem` if it can't be fulfilled."""
    answers = desk.answers()
    if name not in answers:
        raise NotFound
    try:
        given = json.loads(request.get_data())
        if not isinstance(given, dict):
            raise BadRequest("this isn't a question of the page")
    except ValueError as error:
        raise BadRequest("this isn't a question of the page") from error
    try:
        found: Any = answers[name](given)
    except PhotoparslError as error:
        is_changed = isinstance(error, ChangedRunError)
        found = {"problem": problem_words(str(error)), "is_changed": is_changed}
    except (KeyError, TypeError) as error:
        raise BadRequest("this isn't a question of the page") from error
    except OSError as error:
        where = f"{visible(str(error.filename))}: " if error.filename else ""
        found = {"problem": f"{where}{error_text(error)}"}
    return Response(json.dumps(found), mimetype="application/json")


def _refusal(error: HTTPException) -> Response:
    """A page with one sentence."""
    text = error.description if error.code == 403 else error.name
    page = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>photoparsl</title>'
        f"<p>{text}</p></html>"
    )
    response = Response(page, error.code or 400, mimetype="text/html")
    if isinstance(error, MethodNotAllowed):
        response.headers["Allow"] = ", ".join(error.valid_methods or ())
    return response


def _files() -> dict[str, Path]:
    """The files of the app's page, by their paths below its own."""
    folder = shipped_folder("web")
    own = sorted((folder / "app").iterdir())
    files = {f"app/{path.name}": path for path in own if path.suffix in (".css", ".js")}
    files |= {path.name: path for path in sorted(folder.glob("*.js"))}
    files |= {name: folder / name for name in _STYLES}
    return files | {"": folder / "app" / "app.html"}
