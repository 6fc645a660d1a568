"""Photos on one's own disk: a page beside them, and a server of a run's page and photos."""

from __future__ import annotations

import http.client
import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

import photoparsl
from photoparsl.commands.main import main
from photoparsl.errors import RunError
from photoparsl.library import Run, RunServer, random_words, run_server
from photoparsl.library.page_of_run import served_page_of
from photoparsl.redact import published_text
from photoparsl.results import RunDirectory
from tests.page.chromium import keep_picture, opened, wait_until
from tests.page.page_text import addresses_of, block_of

NAMES = ('sub folder/it\'s 100 % "ü" #1?.png', "b.jpg", "../c.png")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run of three photos on the disk, one of which is outside of the archive's folder."""
    folder = tmp_path_factory.mktemp("an archive") / "ärchive"
    for number, name in enumerate(NAMES):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (64, 48), (60 * number, 90, 200)).save(path)
    (folder / "secret.txt").write_text("a secret")
    rows = [f'"{name}",{1900 + n}' for n, name in enumerate(n.replace('"', '""') for n in NAMES)]
    (folder / "manifest.csv").write_text("path,year\n" + "\n".join(rows) + "\n")
    return photoparsl.run(
        folder / "manifest.csv", config="threads", measures="luminance", run_dir=folder / "runs/x"
    )


@pytest.fixture
def server(run: Run) -> Iterator[RunServer]:
    served = run_server(run.path)
    thread = threading.Thread(target=served.server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield served
    served.server.shutdown()
    thread.join()
    served.server.server_close()


def answered(served: RunServer, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """The server's answer to a request whose path is sent as it is."""
    address = urlsplit(served.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port or 0, timeout=10)
    connection.putrequest("GET", path, skip_host=True)
    for name, value in {"Host": address.netloc, **headers}.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    return answer.status, dict(answer.getheaders()), answer.read()


def see_all(page: Page) -> None:
    """Check that each photo is shown in the panel, and can be opened by Enter."""
    expect(page.locator("#chart")).to_have_attribute("data-points", re.compile("[1-9]"))
    page.locator("#chart").focus()
    for name in NAMES:
        page.keyboard.press("ArrowRight")
        expect(page.locator("#photo-url")).to_contain_text(Path(name).name)
        expect(page.locator("#source-picture img")).to_have_js_property("naturalWidth", 64)
        expect(page.locator("#source-choice")).to_be_hidden()
        expect(page.locator("#photo-unlinked")).to_be_hidden()
        with page.context.expect_page() as opening:
            page.keyboard.press("Enter")
        wait_until(
            opening.value, "document.images.length && document.images[0].naturalWidth === 64"
        )
        opening.value.close()


def test_a_page_beside_its_archive_shows_and_opens_its_photos(browser: Browser, run: Run) -> None:
    folder = run.path.parents[1]
    path = run.local_page(folder / "my page.html")
    policy = re.search(r"img-src ([^;]*);", path.read_text())
    assert policy
    assert "file:" in policy[1].split()
    with opened(browser, path, allowed="file:///") as page:
        see_all(page)
        keep_picture(page, "local")
    moved = folder.rename(folder.with_name("moved together"))
    try:
        with opened(browser, moved / "my page.html", allowed="file:///") as page:
            see_all(page)
    finally:
        moved.rename(folder)


def test_the_runs_own_page_has_no_path_of_the_disk_and_says_so(browser: Browser, run: Run) -> None:
    path = run.path / "public" / "scatter.html"
    html = path.read_text()
    policy = re.search(r"img-src ([^;]*);", html)
    assert policy
    assert "file:" not in policy[1]
    texts = block_of(html, "addresses").header
    assert "files" not in texts
    for part in (str(run.path.parents[1]), "rchive", ".."):
        assert not [text for text in addresses_of(html) if part in text]
    with opened(browser, path) as page:
        expect(page.locator("#chart")).to_have_attribute("data-points", re.compile("[1-9]"))
        page.locator("#chart").focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator("#photo-unlinked")).to_contain_text("a file on a disk")
        expect(page.locator("#open")).to_be_hidden()
        page.keyboard.press("Enter")
        expect(page.locator("#announced")).to_contain_text("photoparsl serve RUN")


def test_a_page_with_paths_isnt_written_for_everyone(run: Run) -> None:
    assert main(["page", str(run.path), "--local-photos"]) == 2
    assert main(["page", str(run.path), str(run.path), "--local-photos", "-o", "x.html"]) == 2
    for name in ("scatter.html", "deeper/page.html"):
        with pytest.raises(RunError, match="public folder"):
            run.local_page(run.path / "public" / name)


def test_served_together_the_page_shows_and_opens_its_photos(
    browser: Browser, server: RunServer
) -> None:
    assert server.photos == len(NAMES)
    with browser.new_context() as place:
        page = place.new_page()
        trouble: list[str] = []
        page.on("console", lambda message: trouble.append(message.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(server.url)
        see_all(page)
        assert trouble == []


def test_the_server_gives_the_page_and_the_runs_photos_and_nothing_else(
    server: RunServer, run: Run
) -> None:
    token = urlsplit(server.url).path
    status, headers, body = answered(server, token)
    assert status == 200
    assert body.startswith(b"<!doctype html>")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    secret = quote(str((run.path.parents[1] / "secret.txt").resolve()))
    for path in (
        "/",
        "/scatter.html",
        "/wrong/",
        token[:-1],
        token[:-2] + "/",
        token + "photos/",
        token + "photos/0000000000000000",
        token + "secret.txt",
        token + "photos/../secret.txt",
        token + "photos/..%2f..%2fsecret.txt",
        token + "%2e%2e/secret.txt",
        token + "photos/" + secret,
        token + "/" + secret,
        "/../../../../etc/passwd",
        token + "../../../../../etc/passwd",
    ):
        status, _, body = answered(server, path)
        assert status == 404, path
        assert b"secret" not in body
        assert b"root:" not in body


def test_another_name_of_this_machine_gets_nothing(server: RunServer) -> None:
    """A page of the web whose name leads here (DNS rebinding) sends that name as the host."""
    port = urlsplit(server.url).port
    token = urlsplit(server.url).path
    for host in ("evil.example", f"evil.example:{port}", f"127.0.0.1.evil:{port}", f"{port}", ""):
        status, _, body = answered(server, token, Host=host)
        assert status in (400, 403), host
        assert b"scatter" not in body
    for host in (f"localhost:{port}", "LOCALHOST:1", "127.0.0.1"):  # also through a tunnel
        assert answered(server, token, Host=host)[0] == 200


def test_other_methods_than_get_and_head_arent_allowed(server: RunServer) -> None:
    address = urlsplit(server.url)
    for method in ("POST", "PUT", "DELETE", "TRACE", "OPTIONS"):
        connection = http.client.HTTPConnection(address.hostname or "", address.port or 0)
        connection.request(method, address.path)
        response = connection.getresponse()
        assert (response.status, response.headers["Allow"]) in (
            (405, "GET, HEAD"),
            (405, "HEAD, GET"),
        ), method
        assert b"<script" not in response.read()


def test_odd_requests_write_no_traceback(
    server: RunServer, capfd: pytest.CaptureFixture[str]
) -> None:
    for target in ("http://[x/", "*", "/%ff%00"):
        assert answered(server, target)[0] in (400, 404), target
    assert capfd.readouterr() == ("", "")


def test_a_range_of_a_photo_is_answered_with_the_whole_photo(server: RunServer, run: Run) -> None:
    link, path = next(iter(served_page_of(RunDirectory(run.path)).photos.items()))
    for ranges in ("bytes=0-1", "bytes=0-1,4-5", "bytes=-999999", "bytes=x"):
        found = answered(server, urlsplit(server.url).path + link, Range=ranges)
        assert found[::2] == (200, path.read_bytes()), ranges


def test_the_server_is_bound_to_this_machine_alone_at_an_address_of_its_own(
    server: RunServer, run: Run
) -> None:
    assert server.server.server_address[0] == "127.0.0.1"
    other = run_server(run.path)
    other.server.server_close()
    tokens = [urlsplit(served.url).path.strip("/") for served in (server, other)]
    assert tokens[0] != tokens[1]
    assert min(map(len, tokens)) >= 32


def test_what_is_printed_of_the_servers_address_is_all_of_it() -> None:
    """Redaction cut the first tokens out of the printed address."""
    for _ in range(300):
        sentence = f"Serving the page at http://127.0.0.1:8000/{random_words()}/ until Ctrl-C"
        assert published_text(sentence) == sentence


def test_a_photo_that_has_become_something_else_runs_nothing(server: RunServer, run: Run) -> None:
    path = run.path.parents[1] / "b.jpg"
    kept = path.read_bytes()
    photos = served_page_of(RunDirectory(run.path)).photos
    link = next(link for link, found in photos.items() if found.name == "b.jpg")
    try:
        path.write_text("<script>alert(1)</script>")
        status, headers, _ = answered(server, urlsplit(server.url).path + link)
        assert status == 200
        assert headers["Content-Type"] == "application/octet-stream"
        assert "sandbox" in headers["Content-Security-Policy"]
        path.unlink()
        os.mkfifo(path)
        assert answered(server, urlsplit(server.url).path + link)[0] == 404
        path.unlink()
        assert answered(server, urlsplit(server.url).path + link)[0] == 404
    finally:
        path.unlink(missing_ok=True)
        path.write_bytes(kept)
