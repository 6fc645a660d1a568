"""The demo from end to end, as a newcomer runs it."""

from __future__ import annotations

import csv
import os
import re
import shutil
import socket
import subprocess
import sys
import zlib
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from photoparsl.results.run_directory import RunDirectory
from tests.conftest import Archive

DEMO = Path(__file__).parents[2] / "run_demo.py"
PHOTOS = 60


def demo(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(DEMO), "--photos", str(PHOTOS), "--slice-size", "10", *arguments],
        cwd=tmp_path,
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def test_the_demo_measures_what_was_painted_and_shows_it(tmp_path: Path) -> None:
    done = demo(tmp_path)
    assert done.returncode == 0, done.stderr
    archive = tmp_path / "cache" / "photoparsl" / f"tutorial-{PHOTOS}"
    with (archive / "truth.csv").open(newline="") as file:
        truth = {row["photo"]: row for row in csv.DictReader(file)}
    results = RunDirectory(tmp_path / "runs" / f"tutorial-{PHOTOS}").results()
    measured = [m for result in results for m in result.measurements]
    assert len(measured) == len(truth) == PHOTOS
    for m in measured:
        expected = truth[m.url.rsplit("/", 1)[1]]
        assert m.year == int(expected["year"])
        assert m.values["luminance"] == pytest.approx(float(expected["luminance"]), abs=0.003)

    assert f"{PHOTOS} photos measured, 0 failed" in done.stdout
    assert re.search(r"\|6 \(100.00%\) +#+", done.stdout), "six tasks, and where they ran"
    page = tmp_path / f"runs/tutorial-{PHOTOS}/public/scatter.html"
    assert f"Page: {page}" in done.stdout
    assert page.as_uri() in done.stdout
    assert "synthetic" in page.read_text()

    before = (archive / "manifest.txt").stat().st_mtime_ns
    again = demo(tmp_path)
    assert again.returncode == 0, again.stderr
    assert "nothing left to do" in again.stdout
    assert (archive / "manifest.txt").stat().st_mtime_ns == before


def test_a_taken_port_does_not_stop_the_demo(tmp_path: Path) -> None:
    folder = (tmp_path / "cache" / "photoparsl" / f"tutorial-{PHOTOS}").resolve()
    port = 20_000 + zlib.crc32(bytes(folder)) % 8_000
    with ExitStack() as stack:
        with suppress(OSError):  # another program has it, which is as good
            stack.enter_context(socket.create_server(("127.0.0.1", port)))
        done = demo(tmp_path, "--config", "threads", "--public", "pages")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "pages" / "scatter.html").exists()


@pytest.mark.parametrize("without", [["-S"], ["-S", "-I"]])
def test_without_its_dependencies_the_demo_says_what_to_do(
    tmp_path: Path, without: list[str]
) -> None:
    checkout = tmp_path / "My Projects" / "photoparsl"
    shutil.copytree(DEMO.parent / "photoparsl", checkout / "photoparsl")
    shutil.copy(DEMO, checkout)
    command = [sys.executable, *without, "run_demo.py"]
    plain = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        command, cwd=checkout, env=plain, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert re.fullmatch(
        r"photoparsl isn't installed for .+ \(it lacks .*make demo.*\n", done.stderr
    )


def test_the_demo_measures_an_archive_of_ones_own_too(archive: Archive, tmp_path: Path) -> None:
    done = demo(tmp_path, "--config", "threads", "--manifest", str(archive.manifest))
    assert done.returncode == 0, done.stderr
    assert "40 photos measured" in done.stdout
    page = (tmp_path / "runs" / "manifest" / "public" / "scatter.html").read_text()
    assert "synthetic" not in page
    assert not (tmp_path / "cache").exists()
