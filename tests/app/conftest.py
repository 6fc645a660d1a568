"""Fixtures of the tests of `photoparsl app`."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser

from tests.app.started import Started, started
from tests.conftest import jpeg
from tests.page.chromium import PhotoHandler, launched

SCRIPT = "<script>alert(1)<b>.jpg"
NAMES = ("1901-05-04.jpg", 'it\'s "ü" 1910.jpg', "two\nlines 1920.jpg", SCRIPT)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with launched() as chromium:
        yield chromium


@pytest.fixture(scope="package")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of folders: photos with odd names, none at all, tables, broken photos."""
    folder = tmp_path_factory.mktemp("pictures") / "Ann's Bilder ü"
    odd = folder / 'a "b"\nc'
    odd.mkdir(parents=True)
    for number, name in enumerate(NAMES):
        (odd / name).write_bytes(jpeg(60 + 20 * number))
    (folder / "empty").mkdir()
    (folder / "empty" / "notes.doc").write_text("nothing")
    broken = folder / "broken"
    broken.mkdir()
    (broken / "1930.jpg").write_bytes(jpeg(90))
    (broken / "<b>1931.jpg").write_bytes(jpeg(110)[:400])
    (broken / "1932.jpg").write_bytes(jpeg(100)[:400])
    _write_tables(folder / "tables")
    return folder


def _write_tables(folder: Path) -> None:
    """A table whose columns tell nothing by their names, one with inexact dates, a plain one."""
    folder.mkdir()
    (folder / "scans").mkdir()
    for number in range(4):
        (folder / "scans" / f"glass{number}.jpg").write_bytes(jpeg(50 + 30 * number))
    rows = [f"Nr. {n},Kasten {n},glass{n},{1890 + n},<i>x</i>" for n in range(4)]
    (folder / "unclear.csv").write_text("No,Box,Plate,Vintage,Remarks\n" + "\n".join(rows) + "\n")
    rows = [f"scans/glass{n}.jpg,ca. 19{n}0,2004-05-0{n + 1}" for n in range(4)]
    (folder / "inexact.csv").write_text("file,date,scan date\n" + "\n".join(rows) + "\n")
    rows = [f"scans/glass{n}.jpg,19{n}0" for n in range(4)]
    (folder / "stopped.csv").write_text("file,date\n" + "\n".join(rows) + "\n")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, pictures: Path) -> Iterator[Started]:
    """An app that begins in the folder of pictures."""
    with started(tmp_path_factory.mktemp("an app's folder (ü)"), pictures) as running:
        yield running


@pytest.fixture(scope="package")
def photo_server() -> Iterator[str]:
    """The address of another server on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), PhotoHandler) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
