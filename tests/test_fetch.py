from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest

from photoparsl.errors import ManifestError
from photoparsl.fetch import Fetched, Limits, answers, download, fetch
from photoparsl.manifest import Photo
from tests.conftest import Archive

QUICK = Limits(connect_seconds=2, total_seconds=1, most_bytes=100_000)


class _Faults(BaseHTTPRequestHandler):
    """Answers each path with the fault of its name."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        match self.path:
            case "/loop":
                self._answer(302, b"", Location="/loop")
            case "/to-file":
                self._answer(302, b"", Location="file:///etc/passwd")
            case "/to-loopback":
                self._answer(302, b"", Location=f"http://127.0.0.1:{_OTHER_PORT}/")
            case "/large":
                self._answer(200, b"x" * 200_000)
            case "/endless":
                self._endless()
            case "/slow":
                self._slow()
            case "/cut":
                self.send_response(200)
                self.send_header("Content-Length", "1000")
                self.end_headers()
                self.wfile.write(b"x" * 10)
                self.close_connection = True
            case "/gone":
                self._answer(410, b"gone")
            case "/caf%C3%A9%20noir.jpg":
                self._answer(200, b"photo")
            case _:
                self._answer(404, b"")

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        for _ in range(10_000):
            self.wfile.write(b"x" * 1000)

    def _slow(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        for _ in range(30):
            self.wfile.write(b"x")
            threading.Event().wait(0.1)

    def log_message(self, format: str, *args: object) -> None:
        pass

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # the client has had enough, as it should
            super().handle()


_OTHER_PORT = 9  # nobody's


@pytest.fixture(scope="module")
def faults() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Faults)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def one(url: str, base: str = "", limits: Limits = QUICK) -> Fetched:
    (fetched,) = fetch([Photo(0, url, 1900, base)], limits)
    return fetched


def test_every_photo_comes_once_and_whole(archive: Archive) -> None:
    photos = [Photo(row, f"{archive.url}{row % 20:02}.jpg", 1900) for row in range(100)]
    fetched = list(fetch(photos))
    assert sorted(f.photo.row for f in fetched) == list(range(100))
    assert all(f.body == (archive.folder / f.photo.url[-6:]).read_bytes() for f in fetched)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/none", "http-404"),
        ("/gone", "http-410"),
        ("/loop", "too-many-redirects"),
        ("/to-file", "refused-redirect"),
        ("/large", "too-large"),
        ("/endless", "too-large"),
        ("/slow", "timeout"),
        ("/cut", "broken-off"),
    ],
)
def test_a_fault_is_told_by_its_reason(faults: str, path: str, reason: str) -> None:
    fetched = one(faults + path)
    assert (fetched.reason, fetched.body) == (reason, b"")
    assert fetched.detail


def test_nobody_there_is_told_apart_from_nobody_known() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        assert one(f"http://127.0.0.1:{unused.getsockname()[1]}/").reason == "no-connection"
    assert one("http://nowhere.invalid/").reason == "unknown-host"


def test_spaces_and_letters_in_a_url_are_escaped(faults: str) -> None:
    assert one(f"{faults}/café noir.jpg").body == b"photo"


def test_a_file_is_read_from_beside_its_manifest(tmp_path: Path) -> None:
    (tmp_path / "a b.jpg").write_bytes(b"photo")
    base = str(tmp_path)
    assert one("a b.jpg", base).body == b"photo"
    assert one(f"file://{tmp_path}/a%20b.jpg", base).body == b"photo"
    assert one("none.jpg", base).reason == "no-such-file"
    assert one(".", base).reason == "unreadable-file"
    assert one("/dev/zero", base).reason == "unreadable-file"
    (tmp_path / "large").write_bytes(b"x" * 200_000)
    assert one("large", base).reason == "too-large"


def test_a_remote_manifest_reaches_its_own_origin_and_no_other_private_place(faults: str) -> None:
    own = f"{faults}/manifest.txt"
    assert one(f"{faults}/none", own).reason == "http-404"
    assert one(f"{faults}/to-loopback", own).reason == "refused-address"
    assert one(f"{faults}/none", "https://photos.example/m.txt").reason == "refused-address"
    for address in ("10.0.0.1", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"):
        assert one(f"http://{address}:9/", own).reason == "refused-address", address


def test_a_local_manifest_reaches_loopback(faults: str, tmp_path: Path) -> None:
    assert one(f"{faults}/gone", str(tmp_path)).reason == "http-410"


def test_a_manifest_is_downloaded_within_bounds(faults: str, archive: Archive) -> None:
    file = BytesIO()
    assert download(f"{archive.url}manifest.txt", file) == f"{archive.url}manifest.txt"
    assert file.getvalue() == archive.manifest.read_bytes()
    with pytest.raises(ManifestError, match="404"):
        download(f"{faults}/none", BytesIO())
    with pytest.raises(ManifestError, match="larger than"):
        download(f"{faults}/large", BytesIO(), most_bytes=1000)


def test_an_archive_is_known_by_what_it_answers(archive: Archive, tmp_path: Path) -> None:
    assert answers(f"{archive.url}00.jpg", archive.folder / "00.jpg")
    assert not answers(f"{archive.url}00.jpg", archive.folder / "01.jpg")
    assert not answers("http://127.0.0.1:9/", archive.folder / "00.jpg")
    assert not answers(f"{archive.url}00.jpg", tmp_path / "none")
