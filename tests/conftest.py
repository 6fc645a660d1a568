"""What several tests need: small photos, and a real server for them."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photoparsl.web_server import serving
from tests.pool.fixture import pool  # noqa: F401  one for all tests that want it


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Have all tests work below a folder whose name breaks what doesn't quote it, with signals."""
    root = Path(tempfile.gettempdir(), f"photoparsl's $tests (ü) of {os.getuid()}")
    root.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(root))
    # nohup ignores SIGHUP, a shell's script SIGINT in what it starts with `&`, and children both.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one table what this machine left out, and what can be asked for besides."""
    left_out: dict[str, Counter[str]] = {}
    for report in terminalreporter.stats.get("skipped", []):
        place, _, reason = report.longrepr
        reason = reason.removeprefix("Skipped: ")
        left_out.setdefault(reason, Counter())[report.nodeid.partition("::")[0] or place] += 1
    for test in terminalreporter.stats.get("deselected", []):
        if test.get_closest_marker("long"):
            file = test.nodeid.partition("::")[0]
            left_out.setdefault("takes minutes: make test-faults", Counter())[file] += 1
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
