"""What several tests need: small photos, and a real server for them."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from photoparsl.web_server import folder_server, serving
from tests.pool.fixture import pool  # noqa: F401  one for all tests that want it

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ROWS = 600  # of the manifest of `slow`
DELAY = 0.02  # seconds that each photo of `slow` takes to come

LONG_FILES = pytest.StashKey[list[str]]()


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Have all tests work below a folder whose name breaks what doesn't quote it, with signals."""
    root = Path(tempfile.gettempdir(), f"photoparsl's $tests (ü) of {os.getuid()}")
    root.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(root))
    for name in ("COLUMNS", "LINES"):  # of the terminal of whoever runs the tests, not of a test's
        os.environ.pop(name, None)
    # nohup ignores SIGHUP, a shell's script SIGINT in what it starts with `&`, and children both.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests of the pool, which take longest where several processes share them."""
    items.sort(key=lambda test: not is_of_pool(test.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FilesAndPool:
    """Have one process run a module's tests, which share what they make, and all of the pool."""
    return FilesAndPool(config, log)


class FilesAndPool(LoadFileScheduling):  # type: ignore[misc]  # it has no types
    """Gives a process all tests of a file; those of the pool are like those of one file."""

    def _split_scope(self, nodeid: str) -> str:
        return "the pool" if is_of_pool(nodeid) else nodeid.partition("::")[0]


def is_of_pool(nodeid: str) -> bool:
    """Whether a test uses the pool, of which there is one: its file's name says so."""
    return "_pool" in nodeid.partition("::")[0].rpartition("/")[2]


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a case of bytes by its number: processes must give one name, and gzip holds a time."""
    return argname if isinstance(val, bytes) else None


def pytest_deselected(items: list[pytest.Item]) -> None:
    """Keep the files of the tests that take minutes, one for each test, for the table below."""
    files = [test.nodeid.partition("::")[0] for test in items if test.get_closest_marker("long")]
    config = items[0].config
    config.stash[LONG_FILES] = files
    if (output := getattr(config, "workeroutput", None)) is not None:  # one of several processes
        output["long_files"] = files


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take them over from a process that ends; all have the same."""
    node.config.stash[LONG_FILES] = getattr(node, "workeroutput", {}).get("long_files", [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one table what this machine left out, and what can be asked for besides."""
    left_out: dict[str, Counter[str]] = {}
    for report in terminalreporter.stats.get("skipped", []):
        place, _, reason = report.longrepr
        reason = reason.removeprefix("Skipped: ")
        left_out.setdefault(reason, Counter())[report.nodeid.partition("::")[0] or place] += 1
    if long := terminalreporter.config.stash.get(LONG_FILES, []):
        left_out["takes minutes: make test-faults"] = Counter(long)
    if not left_out:
        return
    terminalreporter.section("left out on this machine")
    terminalreporter.line("tests  why")
    for reason, files in sorted(left_out.items()):
        terminalreporter.line(f"{sum(files.values()):5}  {reason}")
        terminalreporter.line(f"       {', '.join(sorted(files))}", light=True)


def needs(there: object, what: str) -> None:
    """Skip a test where this machine lacks `what`; under CI, which must have it, fail."""
    if not there:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"needs {what}")


def run_script(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run a Python script in a folder as its mine.py."""
    (folder / "mine.py").write_text(script)
    return subprocess.run(
        [sys.executable, "mine.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@lru_cache
def jpeg(level: int, size: tuple[int, int] = (64, 48)) -> bytes:
    """A small grey JPEG with some texture about a level."""
    rng = np.random.default_rng(level)
    pixels = np.clip(rng.normal(level, 12, size[::-1]), 0, 255).astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG")
    return buffer.getvalue()


@dataclass(frozen=True)
class Archive:
    """A folder of photos, behind a URL, and a manifest of them."""

    folder: Path
    url: str
    manifest: Path

    def write_manifest(self, photos: int) -> None:
        """A manifest of so many rows, each with a place of its own; the photos take turns."""
        turns = (f"?page={row // 20}" if row >= 20 else "" for row in range(photos))
        lines = (
            f"{self.url}{row % 20:02}.jpg{turn} {1860 + row % 142}\n"
            for row, turn in enumerate(turns)
        )
        self.manifest.write_text("".join(lines))


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses before retries, at a twentieth of their length, in this process."""
    monkeypatch.setattr("photoparsl.fetching.transfer.FIRST_PAUSE_SECONDS", 0.025)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Twenty photos, served on loopback, and a manifest of forty rows."""
    folder = tmp_path / "archive"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number:02}.jpg").write_bytes(jpeg(40 + 8 * number))
    with serving(folder) as url:
        archive = Archive(folder, url, folder / "manifest.txt")
        archive.write_manifest(40)
        yield archive


class Flow:
    """Whether the photos of a slow server come.

    A run that is to be met in its midst is held there: else it may have ended before a busy
    machine looks.
    """

    def __init__(self) -> None:
        self._free = threading.Event()
        self._free.set()
        self._left = 0

    def hold(self, after: int = 200) -> None:
        """Let so many more photos come, and then none."""
        self._left = after
        self._free.clear()

    @property
    def is_held(self) -> bool:
        """Whether a photo waits."""
        return self._left < 0 and not self._free.is_set()

    def release(self) -> None:
        """Let all photos come."""
        self._free.set()

    def pass_one(self) -> None:
        """Wait until the next photo may come."""
        self._left -= 1
        if self._left < 0:
            self._free.wait(100)


@pytest.fixture
def flow() -> Flow:
    """The flow of the photos of `slow`."""
    return Flow()


@pytest.fixture
def slow(archive: Archive, flow: Flow) -> Iterator[Archive]:
    """The archive behind a server that takes its time, so that a run can be met in its midst."""
    server = folder_server(archive.folder)
    app = server.app

    def late(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        time.sleep(DELAY)
        flow.pass_one()
        return app(environ, start)

    server.app = late
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    slowed = Archive(archive.folder, f"http://127.0.0.1:{server.port}/", archive.manifest)
    slowed.write_manifest(ROWS)
    yield slowed
    flow.release()
    server.shutdown()
    thread.join()
    server.server_close()
