"""Nobody but the app's own page gets an answer of the app."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from tests.app.started import Started, started

JSON = {"Content_Type": "application/json"}


def question(app: Started, **headers: str) -> tuple[int, bytes]:
    """Ask for the folder as the page does, with other headers; '' leaves one out."""
    place, cookie = app.enter()
    own = {"Cookie": cookie, "Origin": f"http://{urlsplit(app.url).netloc}", **JSON}
    status, _, body = app.request(f"{place}answers/folder", "{}", **{**own, **headers})
    return status, body


def test_the_page_itself_is_answered(app: Started, pictures: Path) -> None:
    status, body = question(app, Sec_Fetch_Site="same-origin")
    assert status == 200
    assert json.loads(body)["path"] == str(pictures)


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": ""},
        {"Cookie": "photoparsl=x"},
        {"Origin": ""},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "cors"},
        {"Content_Type": "text/plain"},
        {"Content_Type": "application/x-www-form-urlencoded"},
    ],
    ids=str,
)
def test_another_sites_question_is_refused(app: Started, headers: dict[str, str]) -> None:
    status, body = question(app, **headers)
    assert status == 403
    assert b"entries" not in body


def test_another_name_of_this_machine_gets_nothing(app: Started) -> None:
    """A page of the web whose name leads here (DNS rebinding) sends that name as the host."""
    place, cookie = app.enter()
    port = urlsplit(app.url).port
    for host in ("evil.example", f"evil.example:{port}", f"127.0.0.1.evil:{port}", f"{port}", ""):
        for path in (urlsplit(app.url).path, place, f"{place}answers/folder"):
            status, headers, body = app.request(path, Host=host, Cookie=cookie)
            assert status in (400, 403), (host, path)
            assert "Set-Cookie" not in headers
            assert b"photographs" not in body
        origin = {"Origin": f"http://{host}", "Cookie": cookie}
        assert app.request(f"{place}answers/folder", "{}", Host=host, **origin, **JSON)[0] in (
            400,
            403,
        )


def test_other_methods_than_the_pages_own_arent_allowed(app: Started) -> None:
    place, cookie = app.enter()
    for method in ("POST", "PUT", "DELETE", "TRACE", "OPTIONS"):
        for path in (urlsplit(app.url).path, place):
            status, headers, body = app.request(path, method=method, Cookie=cookie)
            assert (status, headers.get("Allow")) == (405, "GET, HEAD"), (method, path)
            assert "Set-Cookie" not in headers
            assert b"photographs" not in body
    status, headers, _ = app.request(f"{place}answers/folder", Cookie=cookie)
    assert (status, headers.get("Allow")) == (405, "POST")


def test_what_is_no_url_is_refused_in_silence(tmp_path: Path, pictures: Path) -> None:
    with started(tmp_path, pictures) as app:
        for target in ("http://[x/", "/%ff", "/%00"):
            assert app.request(target)[0] in (400, 403)
        app.process.terminate()
        assert app.process.stdout
        assert "Traceback" not in app.process.stdout.read()


def test_without_the_token_there_is_no_cookie(app: Started) -> None:
    token = urlsplit(app.url).path.strip("/")
    for path in (
        "/",
        f"/{token[:-1]}/",
        "/wrong/",
        f"/{token.upper()}/",
        f"/{token}x/",
        "/answers/folder",
    ):
        status, headers, body = app.request(path)
        assert status in (403, 404)
        assert "Set-Cookie" not in headers
        assert b"address that `photoparsl app` printed" in body


def test_the_cookie_is_kept_from_scripts_other_sites_and_other_servers(app: Started) -> None:
    _, headers, _ = app.request(urlsplit(app.url).path)
    parts = headers["Set-Cookie"].split("; ")
    place, _ = app.enter()
    assert {"HttpOnly", "SameSite=Strict", f"Path={place}"} <= set(parts)
    assert len(place) > 30
    for path in (urlsplit(app.url).path, "/"):
        _, headers, _ = app.request(path)
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Frame-Options"] == "DENY"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"


def test_the_app_gives_its_own_files_and_nothing_else(app: Started, pictures: Path) -> None:
    place, cookie = app.enter()
    assert app.request(place, Cookie=cookie)[2].startswith(b"<!doctype html>")
    for path in (
        "app/../../setup.py",
        "app/%2e%2e/page.css",
        "package.json",
        "eslint.config.mjs",
        "scatter.html",
        "save/",
        "save/..",
        quote(f"/{pictures}"),
        "../../../../../../etc/passwd",
        "answers/folder",  # by GET
        "answers/shutdown",
    ):
        status, _, body = app.request(place + path, Cookie=cookie)
        assert status in (403, 404, 405), path
        assert b"root:" not in body


def test_what_is_no_question_of_the_page_is_refused_without_an_error(app: Started) -> None:
    place, cookie = app.enter()
    own = {"Cookie": cookie, "Origin": f"http://{urlsplit(app.url).netloc}", **JSON}
    for name, body in (
        ("folder", "["),
        ("folder", "[]"),
        ("read", "{}"),
        ("read", '{"source": 5}'),
        ("read", '{"source": "x", "image_column": []}'),
        ("measure", "{}"),
        ("run", "{}"),
        ("save", '{"run": "/"}'),
        ("folder", "\u0000"),
    ):
        assert app.request(f"{place}answers/{name}", body, **own)[0] == 400, (name, body)
    assert app.request(f"{place}answers/nothing", "{}", **own)[0] == 404
    large = json.dumps({"path": "x" * 2_000_000})
    assert app.request(f"{place}answers/folder", large, **own)[0] in (400, 413)
    for path in ("/nowhere", "a\u0000b", "x" * 5000, "~nobody-of-this-name/x"):
        status, _, answer = app.request(f"{place}answers/folder", json.dumps({"path": path}), **own)
        assert status == 200
        assert "no folder or file" in json.loads(answer)["problem"]
    status, _, answer = app.request(f"{place}answers/save", '{"run": "/", "form": "csv"}', **own)
    assert "isn't a run's folder" in json.loads(answer)["problem"]


def test_two_apps_answer_side_by_side(app: Started, tmp_path: Path) -> None:
    with started(tmp_path, tmp_path) as other:
        assert urlsplit(other.url).port != urlsplit(app.url).port
        assert other.enter()[0] != app.enter()[0]
        place, cookie = app.enter()
        assert other.request(place, Cookie=cookie)[0] == 403
