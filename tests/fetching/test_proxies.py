"""A site where nothing but its proxy leads out: hosts' names mean something to it alone."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from photoparsl.fetching import Fetched, Limits, fetch
from photoparsl.manifests import Photo
from tests.fetching.answers import NOBODYS_PORT, PHOTO, answer
from tests.fetching.conftest import PATIENT, fetch_one
from tests.fetching.faults import Faults, faulty_server

LIMITS = Limits(connections=1, connect_seconds=2, idle_seconds=1, total_seconds=20)
GOOD = [f"http://photos.example/{number}.jpg" for number in range(5)]
_ANSWERS = {
    "broken.example": b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nphoto",
    "forbidden.example": answer(b"", "403"),
    "refused.example:443": answer(b"", "403"),
    "down.example": answer(b"", "502"),
    "down.example:443": answer(b"", "502"),
    "hung-up.example": b"",
    "photos.example": answer(b"photo"),
}


class _Proxy(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        """Answer as the host that is asked for, and hang up."""
        method, place, _ = self.rfile.readline().decode().split()
        while self.rfile.readline().strip():
            pass
        host = place if method == "CONNECT" else place.split("/")[2]
        if host == "silent.example":
            self.rfile.read(1)
        self.wfile.write(_ANSWERS.get(host, b""))


@contextmanager
def only_way_out(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Proxy) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,)).start()
        for name in ("http_proxy", "https_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{server.server_address[1]}")
        monkeypatch.setenv("no_proxy", "")
        yield
        server.shutdown()


def fetched(urls: list[str]) -> list[Fetched]:
    photos = [Photo(row, url, 1900) for row, url in enumerate(urls)]
    return sorted(fetch(photos, LIMITS), key=lambda outcome: outcome.photo.row)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("http://broken.example/a.jpg", "broken-off"),
        ("http://hung-up.example/a.jpg", "broken-off"),
        ("http://silent.example/a.jpg", "timeout"),
        ("http://forbidden.example/a.jpg", "http-403"),
        ("http://down.example/a.jpg", "http-502"),
        ("http://a b/", "bad-url"),
        ("https://down.example/a.jpg", "unknown-host"),
        ("https://refused.example/a.jpg", "unknown-host"),
    ],
)
def test_a_bad_photo_behind_the_only_proxy_costs_no_other_its_way(
    bad: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with only_way_out(monkeypatch):
        first, *others = fetched([bad, *GOOD])
    assert first.reason == reason
    assert [other.body for other in others] == [b"photo"] * len(GOOD)


def test_bad_photos_behind_a_proxy_do_not_make_their_host_one_that_is_down(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with only_way_out(monkeypatch):
        outcomes = fetched([f"http://forbidden.example/{number}" for number in range(20)])
    assert {outcome.reason for outcome in outcomes} == {"http-403"}


def test_a_proxy_serves_and_when_it_fails_the_photo_comes_directly(
    faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "")
    dead = f"http://127.0.0.1:{NOBODYS_PORT}"
    with faulty_server() as proxy:
        for name in ("http_proxy", "FRONTIER_PROXY", "OSG_SQUID_LOCATION"):
            for address in (proxy.url, dead):
                with monkeypatch.context() as patched:
                    patched.setenv(name, address)
                    asked = proxy.requests["/proxied"]
                    fetched = fetch_one(f"{faults.url}/photo", limits=PATIENT)
                    through = proxy.requests["/proxied"] - asked
                    expected = ("http-404", 1) if address == proxy.url else ("", 0)
                    assert (fetched.reason, through) == expected, (name, address)
    with monkeypatch.context() as patched:
        patched.setenv("http_proxy", dead)
        patched.setenv("no_proxy", "127.0.0.1")
        assert fetch_one(f"{faults.url}/photo").body == PHOTO
    with monkeypatch.context() as patched:
        patched.setenv("OSG_SQUID_LOCATION", "UNAVAILABLE")
        assert fetch_one(f"{faults.url}/photo").body == PHOTO
