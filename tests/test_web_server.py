from __future__ import annotations

import http.client
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from photoparsl.web_server import folder_server, serving
from tests.conftest import needs


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


def test_names_that_arent_utf8_are_listed_and_served(
    connection: http.client.HTTPConnection, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in (b"\xff\xfe.txt", b"caf\xe9.txt", b"a\nb.txt"):
        (tmp_path / "public" / os.fsdecode(name)).write_bytes(name)
    status, body, _ = get(connection, "/")
    assert status == 200
    for link, name in (("%FF%FE", b"\xff\xfe"), ("caf%E9", b"caf\xe9"), ("a%0Ab", b"a\nb")):
        assert f'href="{link}.txt"'.encode() in body
        assert get(connection, f"/{link}.txt")[:2] == (200, name + b".txt")
    assert capfd.readouterr() == ("", "")


def test_nothing_is_sent_of_a_file_that_has_no_size(
    connection: http.client.HTTPConnection, tmp_path: Path
) -> None:
    needs(Path("/proc/version").exists(), "the kernel's files")
    (tmp_path / "public" / "kernel").symlink_to("/proc/version")
    (tmp_path / "public" / "empty.txt").touch()
    for name in ("kernel", "empty.txt"):
        status, body, response = get(connection, f"/{name}")
        assert (status, body, response.headers["Content-Length"]) == (200, b"", "0")
    assert get(connection, "/a%20b.txt")[1] == b"0123456789", "the connection is in step"


def test_no_request_writes_to_the_terminal(
    connection: http.client.HTTPConnection, capfd: pytest.CaptureFixture[str]
) -> None:
    for target in ("http://[x/", "/%ff%00", "/%00/", "*", "/" + "x" * 5000, "/x" * 3000):
        with socket.create_connection((connection.host, connection.port)) as client:
            client.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            assert b" 40" in client.recv(100), target
        assert get(connection, target if target[0] == "/" else "/none")[0] == 404, target
    assert capfd.readouterr() == ("", "")


def test_a_folder_is_served_only_under_this_machines_names(
    connection: http.client.HTTPConnection,
) -> None:
    """A page of the web whose name leads here (DNS rebinding) sends that name as the host."""
    port = connection.port
    for host in ("evil.example", f"evil.example:{port}", f"127.0.0.1.evil:{port}", f":{port}", ""):
        for path in ("/", "/a%20b.txt"):
            status, body, _ = get(connection, path, Host=host)
            assert (status, b"0123" in body) == (403, False), host
    tunnel = f"localhost:{port + 1}"  # its near end may have another port
    for host in (f"127.0.0.1:{port}", f"[::1]:{port}", f"LocalHost:{port}", tunnel, "localhost"):
        assert get(connection, "/a%20b.txt", Host=host)[0] == 200, host


def test_a_suffix_longer_than_the_file_is_all_of_it(
    connection: http.client.HTTPConnection,
) -> None:
    status, body, response = get(connection, "/a%20b.txt", Range="bytes=-99")
    assert (status, body) == (206, b"0123456789")
    assert response.headers["Content-Range"] == "bytes 0-9/10"
    assert get(connection, "/a%20b.txt", Range="bytes=-3")[:2] == (206, b"789")
    for ranges in ("bytes=10-", "bytes=-0"):
        assert get(connection, "/a%20b.txt", Range=ranges)[0] == 416


def test_several_ranges_and_other_units_are_answered_with_the_whole_file(
    connection: http.client.HTTPConnection,
) -> None:
    for ranges in (
        "bytes=0-1,4-5",
        "bytes=0-1, -1",
        "lines=1-2",
        "bytes=x",
        "bytes=5-2",
        "bytes=-",
        f"bytes=-{'9' * 5000}",
    ):
        assert get(connection, "/a%20b.txt", Range=ranges)[:2] == (200, b"0123456789"), ranges


def test_other_methods_than_get_and_head_arent_allowed(
    connection: http.client.HTTPConnection,
) -> None:
    for method in ("POST", "PUT", "DELETE", "TRACE", "OPTIONS", "FOO"):
        connection.request(method, "/a%20b.txt")
        response = connection.getresponse()
        assert (response.status, b"0123" in response.read()) == (405, False), method
        assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD"}
