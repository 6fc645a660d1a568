"""Fixtures of the tests in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser

from photoparsl.page import PageMetadata, write_page
from tests import invented
from tests.page.chromium import PHOTOS, PhotoHandler, launched


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with launched() as chromium:
        yield chromium


@pytest.fixture(scope="package")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of an invented archive, with two measures, three resources and failures."""
    about = PageMetadata(
        title="Light in the archive",
        subtitle="These photographs are invented.",
        manifest="manifest.txt",
    )
    path = tmp_path_factory.mktemp("archive") / "scatter.html"
    return write_page(invented.archive(PHOTOS), path, about)


@pytest.fixture(scope="package")
def dated() -> int:
    """How many photos of the archive have a year and a value."""
    results = invented.archive(PHOTOS)
    return sum(m.year is not None for result in results for m in result.measurements)


@pytest.fixture(scope="package")
def photo_server() -> Iterator[str]:
    """The address of a server of photos, each of which says who sent the reader there."""
    with ThreadingHTTPServer(("127.0.0.1", 0), PhotoHandler) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
