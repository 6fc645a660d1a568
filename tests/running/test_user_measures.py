"""A user's own measure may end as it likes: the run goes on, and ends when it is to."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from photoparsl.reasons import Reason
from photoparsl.results.progress import read_progress
from photoparsl.results.run_directory import RunDirectory
from tests.conftest import Archive

MEASURES = """
import sys, time
from pathlib import Path

class Unprintable(Exception):
    def __str__(self):
        sys.exit("no text")

def exits(photo):
    sys.exit(3)

def interrupts(photo):
    raise KeyboardInterrupt

def closes(photo):
    raise GeneratorExit

def unprintable(photo):
    raise Unprintable

def endless(photo):
    Path("begun").touch()
    while True:
        time.sleep(0.1)
"""

LIBRARY = """
from parsl import load
import photoparsl, parsl
from parsl.config import Config
from parsl.executors import ThreadPoolExecutor
from photoparsl.manifests import read_manifest, Slice

with load(Config(executors=[ThreadPoolExecutor()], initialize_logging=False)):
    photos = tuple(read_manifest("manifest.txt"))
    names = ["exits", "interrupts", "closes", "unprintable"]
    results = photoparsl.gather(
        photoparsl.measure(Slice(photos), [f"own:{name}"]) for name in names
    )
for result in results:
    print(len(result.failures), *{failure.reason for failure in result.failures})
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, archive: Archive) -> Path:
    """A folder with measures in own.py, and a manifest of three photos."""
    (tmp_path / "own.py").write_text(MEASURES)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    archive.write_manifest(3)
    return tmp_path


def command(archive: Archive, config: str, measure: str) -> list[str]:
    program = [sys.executable, "-m", "photoparsl", "run", str(archive.manifest)]
    return [*program, "--config", config, "--measures", f"own:{measure}", "--run-dir", "run"]


@pytest.mark.parametrize("config", ["threads", "local"])
@pytest.mark.parametrize("measure", ["exits", "interrupts", "closes", "unprintable"])
def test_a_measure_that_ends_its_process_is_an_error_of_the_measure(
    archive: Archive, here: Path, config: str, measure: str
) -> None:
    done = subprocess.run(command(archive, config, measure), check=False, timeout=90)
    assert done.returncode == 1
    failures = [f for result in RunDirectory(here / "run").results() for f in result.failures]
    assert [f.reason for f in failures] == [Reason.MEASURE_ERROR] * 3
    assert all(f"own:{measure} raised" in f.detail for f in failures)


def test_gather_returns_whatever_a_measure_raises(archive: Archive, here: Path) -> None:
    (here / "manifest.txt").write_bytes(archive.manifest.read_bytes())
    done = subprocess.run(
        [sys.executable, "-c", LIBRARY], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "3 measure-error\n" * 4


STOP_SOON = """
import sys
if "photoparsl" in sys.orig_argv:  # and not in the workers
    import photoparsl.running.dispatcher
    photoparsl.running.dispatcher.STOP_SECONDS = 2
"""


@pytest.mark.parametrize(
    ("config", "number"), [("threads", signal.SIGINT), ("local", signal.SIGHUP)]
)
def test_one_signal_ends_a_run_whose_measure_loops_for_ever(
    archive: Archive, here: Path, config: str, number: signal.Signals
) -> None:
    (here / "sitecustomize.py").write_text(STOP_SOON)
    with subprocess.Popen(
        command(archive, config, "endless"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        while not (here / "begun").exists():
            assert process.poll() is None
            time.sleep(0.1)
        process.send_signal(number)
        printed, _ = process.communicate(timeout=60)
    assert process.returncode == 130, printed
    assert "3 left" in printed and "run the same command again" in printed
    assert ("a thread can't be ended" in printed) == (config == "threads")
    progress = read_progress(here / "run")
    assert progress and progress.ended == "incomplete"
