"""`osdf://` places, of a director on loopback that sends on to a cache as the OSDF's does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from pelicanfs.core import PelicanFileSystem

from photoparsl.commands.main import main
from photoparsl.errors import ManifestError
from photoparsl.fetching import Fetched, Limits, fetch
from photoparsl.manifests import Photo, read_manifest
from tests.conftest import Archive

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
