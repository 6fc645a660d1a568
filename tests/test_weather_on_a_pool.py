"""The grid's weather on a real pool: pilots, links, hosts, daemons and the program itself fail.

The tests go on with each other's runs, as their owner would, in the order they are written.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen

import pytest

from photoparsl.storage.journal import PilotSeen, TaskDone, TaskLost, read_events
from tests.pool import faults
from tests.pool.pool import Pool, wait_until
from tests.pool.trial import PHOTOS, all_free, assert_left_clean, queue

SHORT = ("--heartbeat", "10", "--patience", "30", "--lease", "60")
BUNDLE = "photoparsl bundle --module patience"
HOLD = "the scratch disk is full"


@pytest.fixture(scope="module")
def manifest(pool: Pool) -> str:
    """The archive's photos, many times over, and a measure that takes its time."""
    made = f"""
        for time in $(seq 40); do cat stash/public/tutorial-{PHOTOS}/manifest.txt; done >long.txt
        printf 'import time\\n\\n\\ndef pause(photo):\\n    time.sleep(0.25)\\n    return 0.0\\n' \\
            >patience.py  # a measure that takes a quarter of a second, and no processor's
    """
    assert pool.at("sh", "-ec", made).returncode == 0
    packed = pool.at("env", "PYTHONPATH=.", *BUNDLE.split(), seconds=400)  # before it matters
    assert packed.returncode == 0, packed.stderr
    return "long.txt"


def run(manifest: str, name: str, photos: int, *more: str) -> list[str]:
    """A run that takes some time, and whose process can be signalled."""
    command = ["photoparsl", "run", manifest, "--config", "osgconnect", "--port", "40123"]
    command += ["--measures", "luminance,patience:pause", "--module", "patience"]
    command += ["--slice-size", "8", "--count", str(photos), "--run-dir", name, *more]
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
    """Signal the run that was started as REMEMBERED."""
    done = pool.at("sh", "-c", f"kill -{name} $(cat pid)")
    assert done.returncode == 0, done.stderr


def status(pool: Pool, name: str) -> dict[str, object]:
    """What `photoparsl status` says."""
    said = pool.at("photoparsl", "status", name, "--json")
    assert said.returncode == 0, said.stderr
    told: dict[str, object] = json.loads(said.stdout)
    return told


def lost(pool: Pool, name: str) -> list[TaskLost]:
    return [event for event in read_events(pool.home / name) if isinstance(event, TaskLost)]


def assert_whole(pool: Pool, name: str, photos: int) -> None:
    """Every row is there once, as a measurement or, of what a cut interrupted, a failure."""
    said = pool.at("photoparsl", "check", name).stdout
    assert said.startswith(f"{photos:,} rows = ") and "+ 0 left; no row twice" in said, said
    failed = int(said.split(" failed")[0].split()[-1])
    assert failed <= 8 * 2, said  # the slices that a host has in hand


def pilots_seen(pool: Pool, name: str) -> list[PilotSeen]:
    return [event for event in read_events(pool.home / name) if isinstance(event, PilotSeen)]


def seconds_until_elsewhere(pool: Pool, name: str, fault: float) -> Iterator[float]:
    """From a fault to the start of the next task of each slice that it took."""
    done = [event for event in read_events(pool.home / name) if isinstance(event, TaskDone)]
    for task in lost(pool, name):
        if task.sent < fault:
            again = [d.started for d in done if d.start == task.start and d.time > task.time]
            if again:
                yield min(again) - fault


def test_a_program_killed_with_minus_9_leaves_nothing_on_the_grid(
    pool: Pool, manifest: str
) -> None:
    """Its jobs and its slots are free within a minute, and status says what it knows."""
    with under_way(pool, run(manifest, "runs/weather", 1300, *SHORT)) as process:
        signal(pool, "KILL")
        process.wait(20)
        wait_until(lambda: not queue(pool) and all_free(pool), 60)
        wait_until(lambda: status(pool, "runs/weather")["state"] == "silent", 35)


@pytest.mark.long
def test_a_run_goes_on_through_all_weather_at_once(pool: Pool, manifest: str) -> None:
    """A hold, a kill -9, a cut of 75 s, an eviction, a removal, a schedd that starts anew."""
    name = "runs/weather"
    with under_way(pool, run(manifest, name, 1300, *SHORT)) as process:
        pilots = faults.running_pilots(pool)
        (held, _), (_, killed), (_, away) = pilots.items()
        pool.at("condor_hold", "-reason", HOLD, held)
        troubled = str(status(pool, name)["troubled"])
        assert HOLD in troubled and held in troubled
        faults.kill_pilots(pool, killed)
        with faults.cut_off(pool, away):
            began = time.time()
            faults.restart_schedd(pool)
            time.sleep(15)
            for command in ("condor_vacate_job", "condor_rm"):
                there = [job for job, host in faults.running_pilots(pool).items() if host != away]
                pool.at(command, *there[:1])
                time.sleep(25)
            time.sleep(max(0.0, began + 75 - time.time()))
        said, _ = process.communicate(timeout=240)
    assert process.returncode in (0, 1), said
    assert HOLD in " ".join(said.split())
    assert_left_clean(pool)
    assert_whole(pool, name, 1300)
    told = status(pool, name)
    assert (told["state"], told["done"]) == ("complete", 1300)
    drawn = pool.at("photoparsl", "histogram", name).stdout
    assert "Where the tasks ran" in drawn and "alpine.example" in drawn
    shown = pool.at("photoparsl", "history", name).stdout
    assert held in shown and HOLD in shown and "had, " in shown


def test_a_second_ctrl_c_ends_the_program_at_once_and_its_pilots_with_it(
    pool: Pool, manifest: str
) -> None:
    with under_way(pool, run(manifest, "runs/twice", 1000, *SHORT)) as process:
        signal(pool, "INT")
        time.sleep(1)
        signal(pool, "INT")
        assert process.wait(10) == 130
        wait_until(lambda: not queue(pool) and all_free(pool), 60)


def test_a_bundle_that_one_host_cant_fetch_holds_only_its_pilot(pool: Pool, manifest: str) -> None:
    """The reason is HTCondor's, and another pilot takes its place."""
    said = pool.at("env", "PYTHONPATH=.", *BUNDLE.split(), "-o", "stash/public")
    url = f"http://stash.osgconnect.net/+{pool.user}/{Path(said.stdout.strip()).name}"
    name = "runs/one-cannot"
    with faults.failing_fetches(pool, pool.names[1]):
        command = run(manifest, name, 300, *SHORT, "--bundle-url", url)
        with under_way(pool, command, pilots=2) as process:
            wait_until(lambda: any(p.state == "held" for p in pilots_seen(pool, name)), 60)
            why = next(p.why for p in pilots_seen(pool, name) if p.state == "held")
            assert "ransfer" in why, why
            said_at_last, _ = process.communicate(timeout=200)
    assert process.returncode == 0, said_at_last
    assert "held: Transfer input files failure" in " ".join(said_at_last.split())
    assert_left_clean(pool)
    assert_whole(pool, name, 300)


def test_a_damaged_bundle_is_one_clear_error_within_a_minute(pool: Pool, manifest: str) -> None:
    half = "head -c 5000000 $(photoparsl bundle) >stash/public/photoparsl-bundle-x.tar.gz"
    assert pool.at("sh", "-ec", half).returncode == 0
    url = f"http://stash.osgconnect.net/+{pool.user}/photoparsl-bundle-x.tar.gz"
    began = time.monotonic()
    said = pool.at(*run(manifest, "runs/damaged", 60, *SHORT, "--bundle-url", url))
    took = time.monotonic() - began
    assert said.returncode == 3
    assert "the bundle can't be unpacked" in said.stderr
    assert "Traceback" not in said.stderr
    assert took < 60
    assert_left_clean(pool)


@pytest.mark.long
def test_by_default_a_hiccup_of_a_minute_kills_nothing(pool: Pool, manifest: str) -> None:
    name = "runs/hiccup"
    with under_way(pool, run(manifest, name, 900)) as process:
        with faults.cut_off(pool, pool.names[1]):
            time.sleep(60)
        said, _ = process.communicate(timeout=240)
    assert process.returncode in (0, 1), said
    assert_whole(pool, name, 900)
    assert not lost(pool, name)
    assert len({seen.pilot for seen in pilots_seen(pool, name)}) == 3
    assert_left_clean(pool)


@pytest.mark.long
def test_a_host_that_dies_with_all_it_has_costs_no_photo(pool: Pool, manifest: str) -> None:
    """Last, since it doesn't come back; what it had is forced from the queue."""
    name = "runs/dead-host"
    with under_way(pool, run(manifest, name, 500, *SHORT)) as process:
        fault = time.time()
        faults.kill_host(pool, next(iter(faults.running_pilots(pool).values())))
        said, _ = process.communicate(timeout=240)
    assert process.returncode == 0, said
    assert_whole(pool, name, 500)
    assert 0 < max(seconds_until_elsewhere(pool, name, fault)) < 45
    wait_until(lambda: not queue(pool), 60)
