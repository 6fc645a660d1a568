"""Runs of some minutes on the pool of the tests: started, looked at, and judged afterwards."""

from __future__ import annotations

import json
import math
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from subprocess import Popen, TimeoutExpired

from photoparsl.results import PilotState
from photoparsl.results.events import PilotSeen, TaskDone, TaskLost, read_events
from photoparsl.results.progress import read_progress
from tests.pool import faults
from tests.pool.fixture import PHOTOS, queue
from tests.pool.pool import Pool, wait_until

SHORT = ("--heartbeat", "10", "--patience", "30", "--lease", "60")
SLICE = 8  # photos
BUNDLE = "photoparsl bundle --module patience"
_SILENT = re.compile(r"at pilot (\S+), silent")
_PAUSE = "import time\n\n\ndef pause(photo):\n    time.sleep(0.25)\n    return 0.0\n"


def make_manifest(pool: Pool) -> str:
    """The archive's photos at many URLs each, and a measure that takes time and no processor's."""
    made = """
        for time in $(seq 40); do sed "/^http/s/ /?$time /" "$1"; done >long.txt
        printf '%s' "$0" >patience.py
    """
    short = f"stash/public/tutorial-{PHOTOS}/manifest.txt"
    assert pool.at("sh", "-ec", made, _PAUSE, short).returncode == 0
    packed = pool.at("env", "PYTHONPATH=.", *BUNDLE.split(), seconds=400)  # before it matters
    assert packed.returncode == 0, packed.stderr
    return "long.txt"


def run(manifest: str, name: str, photos: int, *more: str) -> list[str]:
    """A run that takes some time, and whose process can be signalled."""
    command = ["photoparsl", "run", manifest, "--config", "osgconnect", "--port", "40123"]
    command += ["--measures", "luminance,patience:pause", "--module", "patience"]
    command += ["--slice-size", str(SLICE), "--count", str(photos), "--run-dir", name, *more]
    return ["sh", "-c", 'echo $$ >pid; exec "$@"', "sh", *command]


@contextmanager
def under_way(pool: Pool, command: list[str], pilots: int = 3) -> Iterator[Popen[str]]:
    """A run whose pilots all work; whatever happens, nothing of it stays."""
    name = command[command.index("--run-dir") + 1]
    process = pool.start(*command, seconds=400)
    try:
        wait_until(lambda: len(faults.running_pilots(pool)) >= pilots, 120)
        before = status(pool, name)["done"]
        wait_until(lambda: status(pool, name)["done"] != before, 60)
        yield process
    finally:
        if process.poll() is None:
            signal(pool, "KILL")
            process.wait(20)
            wait_until(lambda: not queue(pool), 60)


def signal(pool: Pool, name: str) -> None:
    """Signal the run that was started last."""
    done = pool.at("sh", "-c", f"kill -{name} $(cat pid)")
    assert done.returncode == 0, done.stderr


def status(pool: Pool, name: str) -> dict[str, object]:
    """What `photoparsl status` says."""
    output = pool.at("photoparsl", "status", name, "--json")
    assert output.returncode == 0, output.stderr
    found: dict[str, object] = json.loads(output.stdout)
    return found


def pilots_seen(pool: Pool, name: str) -> list[PilotSeen]:
    """What the run has seen of its pilots."""
    return [event for event in read_events(pool.home / name) if isinstance(event, PilotSeen)]


def waits_until_the_end(
    process: Popen[str], pool: Pool, name: str, seconds: float
) -> tuple[str, list[tuple[float, str]]]:
    """The output of a run, and when it waited for what until it ended, as its progress has it."""
    waits: list[tuple[float, str]] = []
    end = time.monotonic() + seconds
    while True:
        progress = read_progress(pool.home / name)
        if progress and progress.waiting:
            waits.append((time.time(), progress.waiting))
        try:
            return process.communicate(timeout=0.1)[0], waits
        except TimeoutExpired:
            assert time.monotonic() < end, f"not within {seconds} s"


def waits_for_the_gone(
    waits: Sequence[tuple[float, str]], pilots: Sequence[PilotSeen]
) -> list[str]:
    """Those waits that name a pilot as silent, two looks after the run saw that pilot's end."""
    ends = {pilot.pilot: pilot.time for pilot in pilots if pilot.state.is_final}
    found = [(when, _SILENT.search(wait), wait) for when, wait in waits]
    return [wait for when, silent, wait in found if silent and when > ends.get(silent[1], when) + 2]


def seconds_without_pilots(pool: Pool, name: str, since: float) -> float:
    """For how long at most no pilot was connected after `since`, as the run has seen it."""
    running: set[str] = set()
    none_since, longest = math.inf, 0.0
    for seen in pilots_seen(pool, name):
        longest = max(longest, seen.time - none_since)
        if seen.state is PilotState.RUNNING:
            running.add(seen.pilot)
        else:
            running.discard(seen.pilot)
        none_since = math.inf if running or seen.time < since else min(none_since, seen.time)
    return longest


def tasks_done(pool: Pool, name: str) -> list[TaskDone]:
    """The run's tasks that have brought results."""
    return [event for event in read_events(pool.home / name) if isinstance(event, TaskDone)]


def tasks_lost(pool: Pool, name: str) -> list[TaskLost]:
    """The run's tasks that were lost with their manager."""
    return [event for event in read_events(pool.home / name) if isinstance(event, TaskLost)]


def seconds_until_elsewhere(pool: Pool, name: str, fault: float) -> Iterator[float]:
    """From a fault to the start of the next task of each slice that it took."""
    done = tasks_done(pool, name)
    for task in tasks_lost(pool, name):
        if task.sent < fault:
            again = [d.started for d in done if d.start == task.start and d.time > task.time]
            if again:
                yield min(again) - fault


def photos_measured_again(pool: Pool, name: str) -> int:
    """Those of slices that were lost, which may have been measured all the same, or came twice."""
    came = Counter(task.start for task in tasks_done(pool, name))
    return SLICE * (len(tasks_lost(pool, name)) + came.total() - len(came))


def assert_whole(pool: Pool, name: str, photos: int) -> None:
    """Every row is there once, as a measurement or, of what a cut interrupted, a failure."""
    output = assert_no_row_twice(pool, name)
    assert output.startswith(f"{photos:,} rows = "), output
    assert "+ 0 left" in output, output
    failed = int(output.split(" failed")[0].split()[-1])
    assert failed <= SLICE * 2, output  # the slices that a host has in hand


def assert_no_row_twice(pool: Pool, name: str) -> str:
    """What is there of a run, however far it came, is there once; gives what `check` says."""
    output = pool.at("photoparsl", "check", name).stdout
    assert "; no row twice" in output, output
    return output


def sleep_until(seconds: float, since: float) -> None:
    """Wait until so long after a moment."""
    time.sleep(max(0.0, since + seconds - time.time()))
