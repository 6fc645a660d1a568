from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from photoparsl.web_server import folder_server, serving


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[http.client.HTTPConnection]:
    (tmp_path / "public").mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "public" / "a b.txt").write_text("0123456789")
    with serving(tmp_path / "public") as url:
        made = http.client.HTTPConnection("127.0.0.1", int(url.rsplit(":", 1)[1].strip("/")))
        yield made
        made.close()


def get(
    connection: http.client.HTTPConnection, path: str, **headers: str
) -> tuple[int, bytes, http.client.HTTPResponse]:
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    return response.status, response.read(), response


def test_a_connection_is_kept_for_the_next_request(
    connection: http.client.HTTPConnection,
) -> None:
    assert get(connection, "/a%20b.txt")[:2] == (200, b"0123456789")
    first = connection.sock
    assert get(connection, "/a%20b.txt")[0] == 200
    assert get(connection, "/none")[0] == 404
    assert connection.sock is first


def test_a_range_is_answered_with_just_that(connection: http.client.HTTPConnection) -> None:
    status, body, response = get(connection, "/a%20b.txt", Range="bytes=2-4")
    assert (status, body, response.headers["Content-Range"]) == (206, b"234", "bytes 2-4/10")


def test_nothing_outside_the_folder_is_answered(connection: http.client.HTTPConnection) -> None:
    for path in ("/../secret.txt", "/%2e%2e/secret.txt", "//secret.txt", "/..%2fsecret.txt"):
        status, body, _ = get(connection, path)
        assert status == 404, path
        assert b"secret" not in body.replace(path.encode(), b""), path


def test_a_folder_lists_its_files(connection: http.client.HTTPConnection) -> None:
    status, body, _ = get(connection, "/")
    assert status == 200
    assert b'href="a%20b.txt"' in body


def test_a_file_with_a_slash_at_its_end_isnt_answered(
    connection: http.client.HTTPConnection,
) -> None:
    for path in ("/a%20b.txt/", "/a%20b.txt//", "/a%20b.txt/.", "/a%20b.txt%2F"):
        assert get(connection, path)[0] == 404, path


def test_a_taken_port_is_an_error_that_can_be_caught(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        folder_server(tmp_path, taken.getsockname()[1])
