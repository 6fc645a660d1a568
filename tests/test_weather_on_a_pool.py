"""The grid's weather on a real pool: pilots, links, hosts, daemons and the program itself fail.

The tests go on with each other's runs, as their owner would, in the order they are written.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from photoparsl.journal import Event, PilotSeen, TaskDone, TaskLost, read_events
from tests.pool import faults
from tests.pool.pool import Pool, wait_until
from tests.pool.trial import PHOTOS, all_free, assert_left_clean, queue

SHORT = ("--heartbeat", "10", "--patience", "30", "--lease", "60")
REMEMBERED = ("sh", "-c", 'echo $$ >pid; exec "$@"', "sh")
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
    return "long.txt"


def run(manifest: str, name: str, photos: int, *more: str) -> list[str]:
    """A run that takes some time."""
    command = ["photoparsl", "run", manifest, "--config", "osgconnect", "--port", "40123"]
    command += ["--measures", "luminance,patience:pause", "--module", "patience"]
    return [*command, "--slice-size", "8", "--count", str(photos), "--run-dir", name, *more]


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


def pilots_run(pool: Pool, number: int) -> bool:
    return len(faults.running_pilots(pool)) >= number


def lost(pool: Pool, name: str) -> list[TaskLost]:
    return [event for event in read_events(pool.home / name) if isinstance(event, TaskLost)]


def assert_whole(pool: Pool, name: str, photos: int) -> None:
    """Every row is there once, as a measurement or a failure."""
    checked = pool.at("photoparsl", "check", name)
    assert f"{photos:,} rows = {photos:,} measured + 0 failed + 0 left" in checked.stdout


def seconds_until_elsewhere(events: Sequence[Event], task: TaskLost, fault: float) -> float:
    """From the fault to the start of the lost rows' next task."""
    done = (e for e in events if isinstance(e, TaskDone) and e.start == task.start)
    return min(e.started for e in done if e.time > task.time) - fault


def test_a_program_killed_with_minus_9_leaves_nothing_on_the_grid(
    pool: Pool, manifest: str
) -> None:
    """Its port, its jobs and its slots are free within a minute, and status says what it knows."""
    process = pool.start(*REMEMBERED, *run(manifest, "runs/weather", 1300, *SHORT))
    wait_until(lambda: pilots_run(pool, 3), 90)
    wait_until(lambda: bool(status(pool, "runs/weather")["tasks_done"]), 60)
    signal(pool, "KILL")
    process.wait(20)
    wait_until(lambda: not queue(pool) and all_free(pool), 60)
    wait_until(lambda: status(pool, "runs/weather")["state"] == "silent", 35)


def test_a_run_goes_on_through_all_weather_at_once(pool: Pool, manifest: str) -> None:
    """A hold, a kill -9, a cut of 75 s, an eviction, a removal, a schedd that starts anew."""
    name = "runs/weather"
    process = pool.start(*run(manifest, name, 1300, *SHORT))
    wait_until(lambda: pilots_run(pool, 3), 90)
    before = status(pool, name)["done"]
    wait_until(lambda: status(pool, name)["done"] != before, 60)
    pilots = faults.running_pilots(pool)
    (kept, held), (killed, _), (away, _) = pilots.items()

    pool.at("condor_hold", "-reason", HOLD, held)
    troubled = str(status(pool, name)["troubled"])
    assert HOLD in troubled and held in troubled
    faults.kill_pilots(pool, killed)
    faults.cut(pool, away)
    fault = time.time()
    faults.restart_schedd(pool)
    wait_until(lambda: pilots_run(pool, 2), 60)
    evicted = faults.running_pilots(pool)
    pool.at("condor_vacate_job", evicted[kept if kept in evicted else killed])
    time.sleep(max(0.0, fault + 45 - time.time()))
    pool.at("condor_rm", next(iter(faults.running_pilots(pool).values())))
    time.sleep(max(0.0, fault + 75 - time.time()))
    faults.mend(pool, away)

    said, _ = process.communicate(timeout=200)
    assert process.returncode == 0, said
    assert HOLD in said
    assert_left_clean(pool)
    assert_whole(pool, name, 1300)
    events = list(read_events(pool.home / name))
    of_cut = [task for task in lost(pool, name) if task.host in (killed, away)]
    assert of_cut, "no task was lost"
    first = {host: [t for t in of_cut if t.host == host][:1] for host in (killed, away)}
    waits = [seconds_until_elsewhere(events, t, fault) for tasks in first.values() for t in tasks]
    assert max(waits) < 45 + 4, waits  # a task takes two seconds
    told = status(pool, name)
    assert (told["state"], told["done"]) == ("complete", 1300)
    drawn = pool.at("photoparsl", "histogram", name).stdout
    assert "Where the tasks ran" in drawn and "lake.test" in drawn
    shown = pool.at("photoparsl", "history", name).stdout
    assert held in shown and HOLD in shown and "core-minutes had" in shown


def test_a_second_ctrl_c_ends_the_program_at_once_and_its_pilots_with_it(
    pool: Pool, manifest: str
) -> None:
    process = pool.start(*REMEMBERED, *run(manifest, "runs/twice", 1000, *SHORT))
    wait_until(lambda: pilots_run(pool, 3), 90)
    for _ in range(2):
        signal(pool, "INT")
        time.sleep(1)
    assert process.wait(10) == 130
    wait_until(lambda: not queue(pool) and all_free(pool), 60)


def test_a_bundle_that_one_host_cant_fetch_holds_only_its_pilot(pool: Pool, manifest: str) -> None:
    """The reason is HTCondor's, and another pilot takes its place."""
    said = pool.at("photoparsl", "bundle", "-o", "stash/public")
    url = f"http://stash.osgconnect.net/+{pool.user}/{Path(said.stdout.strip()).name}"
    name = "runs/one-cannot"
    command = run(manifest, name, 400, *SHORT, "--bundle-url", url)
    command[command.index("luminance,patience:pause")] = "luminance"
    with faults.without_the_web(pool, pool.names[1]):
        process = pool.start(*command, "--slice-size", "2")
        wait_until(lambda: "held" in str(list_of_states(pool, name)), 90)
    said_at_last, _ = process.communicate(timeout=120)
    assert process.returncode in (0, 1), said_at_last
    why = next(e.why for e in pilots_seen(pool, name) if e.state == "held")
    assert "ransfer" in why, why
    assert_left_clean(pool)


def pilots_seen(pool: Pool, name: str) -> list[PilotSeen]:
    return [event for event in read_events(pool.home / name) if isinstance(event, PilotSeen)]


def list_of_states(pool: Pool, name: str) -> list[str]:
    return [seen.state for seen in pilots_seen(pool, name)]


def test_a_damaged_bundle_is_one_clear_error_within_a_minute(pool: Pool, manifest: str) -> None:
    half = "head -c 5000000 $(photoparsl bundle) >stash/public/photoparsl-bundle-x.tar.gz"
    assert pool.at("sh", "-ec", half).returncode == 0
    url = f"http://stash.osgconnect.net/+{pool.user}/photoparsl-bundle-x.tar.gz"
    began = time.monotonic()
    said = pool.at(*run(manifest, "runs/damaged", 60, *SHORT, "--bundle-url", url))
    assert said.returncode == 3
    assert "the bundle can't be unpacked" in said.stderr
    assert "Traceback" not in said.stderr
    assert time.monotonic() - began < 60
    assert_left_clean(pool)


def test_by_default_a_hiccup_of_a_minute_kills_nothing(pool: Pool, manifest: str) -> None:
    process = pool.start(*run(manifest, "runs/hiccup", 700))
    wait_until(lambda: pilots_run(pool, 3), 90)
    wait_until(lambda: bool(status(pool, "runs/hiccup")["tasks_done"]), 60)
    host = next(iter(faults.running_pilots(pool)))
    faults.cut(pool, host)
    time.sleep(60)
    faults.mend(pool, host)
    said, _ = process.communicate(timeout=200)
    assert process.returncode == 0, said
    assert not lost(pool, "runs/hiccup")
    assert len({seen.pilot for seen in pilots_seen(pool, "runs/hiccup")}) == 3
    assert_left_clean(pool)


def test_a_host_that_dies_with_all_it_has_costs_no_photo(pool: Pool, manifest: str) -> None:
    process = pool.start(*run(manifest, "runs/dead-host", 500, *SHORT))
    wait_until(lambda: pilots_run(pool, 3), 90)
    wait_until(lambda: bool(status(pool, "runs/dead-host")["tasks_done"]), 60)
    faults.kill_host(pool, pool.names[2])
    said, _ = process.communicate(timeout=200)
    assert process.returncode == 0, said
    assert_whole(pool, "runs/dead-host", 500)
    wait_until(lambda: not queue(pool), 60)
