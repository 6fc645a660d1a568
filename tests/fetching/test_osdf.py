"""`osdf://` places, of a director on loopback that sends on to a cache as the OSDF's does."""

from __future__ import annotations

import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from pathlib import Path
from socketserver import BaseServer
from threading import Thread

import pytest
from pelicanfs.core import PelicanFileSystem

from photoparsl.commands.main import main
from photoparsl.errors import ManifestError
from photoparsl.fetching import Fetched, Limits, fetch, host_of
from photoparsl.fetching import director as director_module
from photoparsl.fetching.connections import Connections, keep_connections
from photoparsl.manifests import Photo, read_manifest
from photoparsl.running.hosts import Hosts
from tests.conftest import Archive
from tests.made import result_of, slice_of

NAMESPACE = "/ospool/ap40/data/ann/"


@pytest.fixture
def director(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Sends whoever asks for an object of NAMESPACE on to the archive's server: the cache."""
    objects = archive.folder / NAMESPACE.strip("/")
    shutil.copytree(archive.folder, objects)

    class Director(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not self.path.startswith(NAMESPACE):
                self.send_error(404, "no namespace has it")
                return
            cache = archive.url.rstrip("/") + self.path
            self.send_response(307)
            self.send_header("Location", cache)
            self.send_header("Link", f'<{cache}>; rel="duplicate"; pri=1; depth=4')
            self.send_header("X-Pelican-Namespace", f"namespace={NAMESPACE}, require-token=false")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Director) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setenv("PELICAN_FEDERATION_DIRECTORURL", url)
        yield
        server.shutdown()


class Federation:
    """A director and caches, which are real servers and count what they are asked.

    caches: the paths that each cache was asked for, by its host and port; the nearest first
    asked: the paths that the director was asked for
    broken: caches that answer 503
    """

    def __init__(self, folder: Path, caches: int) -> None:
        self.folder, self.asked, self.broken = folder, list[str](), set[str]()
        self.parameters, self.about = "", "require-token=false"
        self.servers = [_server(self._cache) for _ in range(caches)]
        self.director = _server(self._direct)
        self.caches: dict[str, list[str]] = {_host(server): [] for server in self.servers}

    def _cache(self, request: BaseHTTPRequestHandler) -> None:
        host = _host(request.server)
        self.caches[host].append(request.path)
        path = self.folder / request.path.partition("?")[0].removeprefix(NAMESPACE)
        if host in self.broken:
            _answer(request, 503)
        elif path.exists():
            _answer(request, 200, path.read_bytes())
        else:
            _answer(request, 404)

    def _direct(self, request: BaseHTTPRequestHandler) -> None:
        self.asked.append(request.path)
        time.sleep(0.05)  # so that what doesn't wait for the answer asks too
        places = [f"http://{host}{request.path}{self.parameters}" for host in self.caches]
        links = (f'<{place}>; rel="duplicate"; pri={n}' for n, place in enumerate(places, 1))
        namespace = f"namespace={NAMESPACE.rstrip('/')}, {self.about}"
        headers = {"Link": ", ".join(links), "X-Pelican-Namespace": namespace}
        _answer(request, 307, b"", {"Location": places[0], **headers})

    def close(self) -> None:
        for server in (*self.servers, self.director):
            server.shutdown()
            server.server_close()


def _server(answer: Callable[[BaseHTTPRequestHandler], None]) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server


def _host(server: BaseServer) -> str:
    assert isinstance(server, HTTPServer)
    return f"127.0.0.1:{server.server_port}"


def _answer(
    request: BaseHTTPRequestHandler,
    status: int,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
) -> None:
    request.send_response(status)
    for name, value in {**(headers or {}), "Content-Length": str(len(body))}.items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(body)


@pytest.fixture
def federation(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Iterator[Federation]:
    """A federation of a director and two caches, and connections that know nothing of it."""
    keep_connections(Connections(None))
    federation = Federation(archive.folder, 2)
    monkeypatch.setenv("PELICAN_FEDERATION_DIRECTORURL", f"http://{_host(federation.director)}")
    yield federation
    federation.close()


def fetch_all(archive: Archive) -> list[Fetched]:
    names = sorted(path.name for path in archive.folder.glob("*.jpg"))
    photos = [Photo(n, f"osdf://{NAMESPACE}{name}", None, "/a") for n, name in enumerate(names)]
    return list(fetch(photos))


def test_the_director_is_asked_once_a_namespace_and_worker(
    archive: Archive, federation: Federation
) -> None:
    fetched = fetch_all(archive)
    assert all(photo.body for photo in fetched), fetched
    assert len(federation.asked) == 1
    nearest, other = federation.caches
    assert len(federation.caches[nearest]) == len(fetched) and not federation.caches[other]
    assert {photo.cache for photo in fetched} == {nearest}
    fetch_all(archive)
    assert len(federation.asked) == 1, "the next slice knows the answer"


def test_the_directors_answer_is_forgotten_after_minutes(
    archive: Archive, federation: Federation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(director_module, "REMEMBERED_SECONDS", 0.0)
    assert all(photo.body for photo in fetch_all(archive))
    assert len(federation.asked) > 1


def test_a_cache_that_fails_is_left_for_the_next(archive: Archive, federation: Federation) -> None:
    nearest, other = federation.caches
    federation.broken.add(nearest)
    fetched = fetch_all(archive)
    assert all(photo.body for photo in fetched), fetched
    assert {photo.cache for photo in fetched} == {other}


@pytest.mark.parametrize(
    ("parameters", "about"),
    [("?authz=Bearer", "require-token=false"), ("", "require-token=true")],
)
def test_an_answer_that_holds_for_one_object_is_used_for_no_other(
    archive: Archive, federation: Federation, parameters: str, about: str
) -> None:
    federation.parameters, federation.about = parameters, about
    fetched = fetch_all(archive)
    assert all(photo.body for photo in fetched), fetched
    assert len(federation.asked) == len(fetched)


def test_slices_of_several_caches_may_be_pending_as_their_shares_allow() -> None:
    hosts, pending = Hosts(8), Counter({"osdf-director.osg-htc.org": 8})
    place = "osdf:///ospool/ap40/data/ann/a.jpg"
    assert not hosts.have_room({host_of(place)}, pending)
    for cache in ("one:8443", "two:8443", "three:8443", "two:8443"):
        result = result_of(slice_of(0, 10))
        hosts.add_result(replace(result, execution=replace(result.execution, caches={cache: 10})))
    for slices, may_be_more in ((15, True), (16, False)):
        pending["osdf-director.osg-htc.org"] = slices
        assert hosts.have_room({host_of(place)}, pending) is may_be_more


def fetch_osdf(place: str, base: str = "/home/ann", limits: Limits = Limits()) -> Fetched:
    (fetched,) = fetch([Photo(0, place, 1900, base)], limits)
    return fetched


@pytest.mark.usefixtures("director")
def test_an_object_comes_from_the_cache_that_the_director_names(archive: Archive) -> None:
    fetched = fetch_osdf(f"osdf://{NAMESPACE}03.jpg")
    assert fetched.body == (archive.folder / "03.jpg").read_bytes(), fetched.detail


@pytest.mark.usefixtures("director")
def test_pelicans_own_client_gets_the_same_from_that_director() -> None:
    """Or ours would only suit each other."""
    client = PelicanFileSystem("pelican://osg-htc.org/", skip_instance_cache=True)
    client.director_url = f"{os.environ['PELICAN_FEDERATION_DIRECTORURL']}/"
    assert client.cat(f"{NAMESPACE}03.jpg") == fetch_osdf(f"osdf://{NAMESPACE}03.jpg").body


@pytest.mark.usefixtures("director")
def test_its_bytes_are_limited_and_its_failures_named_as_any_photos() -> None:
    assert (
        fetch_osdf(f"osdf://{NAMESPACE}03.jpg", limits=Limits(most_bytes=100)).reason == "too-large"
    )
    assert fetch_osdf(f"osdf://{NAMESPACE}none.jpg").reason == "http-404"
    assert fetch_osdf("osdf:///elsewhere/03.jpg").reason == "http-404"


@pytest.mark.usefixtures("director")
def test_a_manifest_from_the_web_reaches_no_private_cache_through_it() -> None:
    fetched = fetch_osdf(f"osdf://{NAMESPACE}03.jpg", base="https://archive.example/manifest.txt")
    assert fetched.reason == "refused-address"


@pytest.mark.usefixtures("director")
def test_a_run_measures_them_and_keeps_their_places(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = (f"osdf://{NAMESPACE}{row:02}.jpg {1900 + row}\n" for row in range(20))
    archive.manifest.write_text("".join(rows))
    run = archive.folder.parent / "run"
    assert main(["run", str(archive.manifest), "--config", "threads", "--run-dir", str(run)]) == 0
    assert "20 photos measured, 0 failed" in capsys.readouterr().out
    assert main(["export", str(run), "--format", "csv"]) == 0
    assert f"osdf://{NAMESPACE}07.jpg" in (run / "photos.csv").read_text()


def test_one_that_names_a_host_is_told_in_the_manifest(archive: Archive) -> None:
    archive.manifest.write_text("osdf://ospool/a.jpg 1900\n")
    with pytest.raises(ManifestError, match="expected an http"):
        list(read_manifest(archive.manifest))
