"""A run ends soon when it is told to, whatever its pilots do, and then submits no more of them."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from photoparsl.results.progress import read_progress
from tests.conftest import Archive, Flow
from tests.running.test_survival import command, running, until_said

SECONDS = 60  # in which a run has to have ended: much less than what it would wait for

# Pilots that never call, and in whose place Parsl's strategy submits others all the time.
IDLE = """
from pathlib import Path
from parsl.config import Config
from parsl.executors import HighThroughputExecutor
from parsl.providers import LocalProvider
from photoparsl.sites.tether import interchange_command

class Pilots(LocalProvider):
    def submit(self, *args, **more):
        with open({submitted!r}, "a") as file:
            print("pilot", file=file)
        return super().submit(*args, **more)

def fresh_config(options):
    executor = HighThroughputExecutor(
        label="idle", address="127.0.0.1", launch_cmd="sleep 1", max_workers_per_node=1,
        provider=Pilots(init_blocks=1, max_blocks=1), block_error_handler=False,
        interchange_launch_cmd=interchange_command(),
    )
    return Config(executors=[executor], run_dir=str(options.run_dir / "parsl"),
                  strategy="simple", strategy_period=0.1, initialize_logging=False)

def public_dir(options):
    return Path(options.run_dir) / "public"
"""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    folder = tmp_path / "Ann's größe"
    folder.mkdir()
    return folder


def until(true: object, process: subprocess.Popen[str]) -> None:
    assert callable(true)
    end = time.monotonic() + 60
    while not true():
        assert process.poll() is None and time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_one_signal_ends_a_run_whose_pilots_are_idle_and_none_is_submitted_after(
    archive: Archive, here: Path, number: signal.Signals
) -> None:
    submitted = here / "submitted"
    (here / "idle.py").write_text(IDLE.format(submitted=str(submitted)))
    with running(archive, here / "run", "--config", "idle.py") as process:
        until(submitted.exists, process)
        process.send_signal(number)
        begun = time.monotonic()
        until_said(process, "Stopping")
        while process.poll() is None and time.monotonic() < begun + 3:
            time.sleep(0.05)  # in which no pilot is submitted any more
        until_then = submitted.read_text()
        printed, _ = process.communicate(timeout=60)
        assert time.monotonic() - begun < SECONDS
    assert process.returncode == 130, printed
    assert "Traceback" not in printed
    assert "reached" not in printed, "nobody has tried"
    assert submitted.read_text() == until_then
    progress = read_progress(here / "run")
    assert progress and progress.ended == "incomplete"


def test_a_closed_terminal_ends_a_run_as_ctrl_c_does(
    slow: Archive,
    flow: Flow,
    here: Path,
) -> None:
    master, slave = pty.openpty()
    flow.hold()
    process = subprocess.Popen(
        command(slow, here / "run", "--config", "threads"),
        stdin=slave,
        stdout=slave,
        stderr=slave,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: os.close(os.open(os.ttyname(0), os.O_RDWR)),  # noqa: PLW1509  its own
        cwd=here,
    )
    os.close(slave)
    closing = threading.Event()
    terminal = threading.Thread(target=_read_until, args=(master, closing))
    terminal.start()
    until(lambda: list((here / "run").glob("slices/slice-*")), process)
    closing.set()
    terminal.join()
    flow.release()
    assert process.wait(SECONDS) == 130
    progress = read_progress(here / "run")
    assert progress and progress.ended == "incomplete"
    assert (here / "run/public/scatter.html").exists()


def _read_until(terminal: int, closing: threading.Event) -> None:
    """Read what a terminal is sent, and close it.

    The thread that reads closes it: if another did, its number could belong to a connection of the
    photos' server by the next reading, and a request would be lost.
    """
    while not closing.is_set():
        if select.select([terminal], [], [], 0.05)[0]:
            os.read(terminal, 1 << 16)
    os.close(terminal)


def test_under_nohup_a_closed_terminal_changes_nothing(
    slow: Archive,
    flow: Flow,
    here: Path,
) -> None:
    flow.hold()
    line = ["nohup", *command(slow, here / "run", "--config", "threads")]
    process = subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=here
    )
    until(lambda: list((here / "run").glob("slices/slice-*")), process)
    process.send_signal(signal.SIGHUP)
    flow.release()
    printed, _ = process.communicate(timeout=60)
    assert (process.returncode, "600 photos measured" in printed) == (0, True), printed


def test_a_closed_pipe_of_progress_stops_the_run_without_a_message(
    slow: Archive,
    here: Path,
) -> None:
    slow.write_manifest(8000)
    line = command(slow, here / "run", "--config", "threads")
    process = subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=here, env=lines_at_once()
    )
    assert process.stdout
    assert b"Measuring" in process.stdout.readline()
    process.stdout.close()
    assert process.wait(60) == 130
    progress = read_progress(here / "run")
    assert progress and progress.ended == "incomplete"


def lines_at_once() -> dict[str, str]:
    """An environment in which a line of progress comes every moment."""
    site = Path(os.environ["PYTEST_SITE"])
    return {**os.environ, "PYTHONPATH": str(site)}


@pytest.fixture(autouse=True)
def _quick_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(
        "import photoparsl.commands.terminal.progress_bar as bar\nbar.LINE_SECONDS = 0.2\n"
    )
    monkeypatch.setenv("PYTEST_SITE", str(site))


def test_ctrl_c_before_anything_is_measured_is_at_once(here: Path) -> None:
    os.mkfifo(here / "manifest.txt")
    line = [sys.executable, "-m", "photoparsl", "run", str(here / "manifest.txt")]
    process = subprocess.Popen(line, stderr=subprocess.PIPE, text=True, cwd=here)
    writer = os.open(here / "manifest.txt", os.O_WRONLY)  # which waits for the reader
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, printed = process.communicate(timeout=SECONDS)
    os.close(writer)
    waiting, *others = printed.splitlines()
    assert waiting.endswith("is a pipe: waiting until a program has written it")
    assert (process.returncode, others) == (
        130,
        ["photoparsl: interrupted; the same command goes on"],
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_second_signal_before_anything_is_measured_gives_the_same_code(
    here: Path, number: signal.Signals
) -> None:
    os.mkfifo(here / "manifest.txt")
    line = [sys.executable, "-m", "photoparsl", "run", str(here / "manifest.txt")]
    process = subprocess.Popen(line, stderr=subprocess.PIPE, text=True, cwd=here)
    writer = os.open(here / "manifest.txt", os.O_WRONLY)  # which waits for the reader
    time.sleep(0.5)
    for _ in range(10):
        process.send_signal(number)
        time.sleep(0.02)
    process.communicate(timeout=SECONDS)
    os.close(writer)
    assert process.returncode == 130


INTERRUPTED_AT = """
import os, signal, sys

class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == os.environ["INTERRUPTED_AT"]:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupt())
"""


@pytest.mark.parametrize("command", [["-m", "photoparsl", "page", "none"], ["run_demo.py", "-h"]])
@pytest.mark.parametrize("module", ["argparse", "photoparsl.commands.main", "photoparsl.errors"])
def test_ctrl_c_while_modules_are_imported_ends_without_a_word(
    command: list[str], module: str, here: Path
) -> None:
    (here / "sitecustomize.py").write_text(INTERRUPTED_AT)
    done = subprocess.run(
        [sys.executable, *command],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": str(here), "INTERRUPTED_AT": module},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.stdout, done.stderr.removeprefix("photoparsl: interrupted\n")) == ("", "")
    assert done.returncode in (-signal.SIGINT, 130)  # both are 130 to a shell
