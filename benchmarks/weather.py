"""What the grid's weather costs: photos a second with a fault every 30 s, against undisturbed.

    python -m benchmarks.weather [--minutes 10] [--every 30]

As root, on a pool of its own (tests/pool); the measure waits a quarter of a second a photo, so
that this machine's processors aren't what is measured.  The two runs come one after the other,
and each counts from its first photo.
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from photoparsl.storage.journal import TaskDone, TaskLost, read_events
from tests.pool import faults
from tests.pool.pool import Pool, wait_until, why_no_pool

PHOTOS = 60
SLICE = 8
CUT_SECONDS = 75
SHORT = ("--heartbeat", "10", "--patience", "30", "--lease", "60")
PAUSE = "import time\n\n\ndef pause(photo):\n    time.sleep(0.25)\n    return 0.0\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--every", type=float, default=30, metavar="SECONDS")
    chosen = parser.parse_args()
    if why := why_no_pool():
        sys.exit(why)
    with tempfile.TemporaryDirectory(prefix="photoparsl-weather-") as name:
        hosts = Path(__file__).parents[1] / "tests" / "pool" / "hosts"
        pool = Pool(hosts, Path(name) / "state", user="ann", worker_port=54_321)
        pool.up()
        try:
            prepare(pool)
            calm = rate(pool, "calm", chosen.minutes, lambda: itertools.repeat(None), chosen.every)
            rough = rate(pool, "rough", chosen.minutes, lambda: weather(pool), chosen.every)
        finally:
            pool.down()
        print(f"| figure (load {os.getloadavg()[0]:.1f}) | measured |\n| --- | --- |")
        print(f"| undisturbed, {chosen.minutes:g} min | {calm[0]:.1f} photos/s |")
        print(f"| a fault every {chosen.every:g} s | {rough[0]:.1f} photos/s |")
        print(f"| ratio | {rough[0] / calm[0]:.2f} x |")
        print(f"| faults; slices lost, and done again | {rough[1]}; {rough[2]}, {rough[3]} |")
        print(
            f"| photos in slices that were lost or came twice | {SLICE * (rough[2] + rough[4])} |"
        )
        waits = rough[5]
        if waits:
            told = f"{statistics.median(waits):.0f} s, {max(waits):.0f} s"
            print(f"| from a loss to the slice's next start, median and longest | {told} |")


def prepare(pool: Pool) -> None:
    """An archive, a manifest that takes long, and the measure that waits."""
    url = f"http://stash.osgconnect.net/+{pool.user}/archive/"
    made = f"""
        photoparsl tutorial stash/public/archive --photos {PHOTOS} --url {url}
        for time in $(seq 1000); do cat stash/public/archive/manifest.txt; done >long.txt
        printf '%s' "$0" >patience.py
    """
    done = pool.at("sh", "-ec", made, PAUSE)
    assert done.returncode == 0, done.stderr


def weather(pool: Pool) -> Iterator[None]:
    """A fault at each step, of each kind in turn."""
    while True:
        for fault in (_evict, _kill, _hold, _cut, _remove, _restart):
            fault(pool)
            yield


def rate(
    pool: Pool, name: str, minutes: float, faults_of: Callable[[], Iterator[None]], every: float
) -> tuple[float, int, int, int, int, list[float]]:
    """Photos a second; faults; slices lost, done again, done twice; seconds until done again."""
    command = [
        "photoparsl",
        "run",
        "long.txt",
        "--config",
        "osgconnect",
        "--slice-size",
        str(SLICE),
    ]
    command += ["--measures", "luminance,patience:pause", "--module", "patience", *SHORT]
    process = pool.start(
        *("sh", "-c", 'echo $$ >pid; exec "$@"', "sh"),
        *(*command, "--run-dir", f"runs/{name}"),
        seconds=int(60 * minutes) + 400,
    )
    folder = pool.home / "runs" / name
    wait_until(lambda: any(isinstance(e, TaskDone) for e in read_events(folder)), 180)
    began, number = time.time(), 0
    for _ in faults_of():
        number += 1
        time.sleep(max(0.0, began + number * every - time.time()))
        if time.time() - began >= 60 * minutes:
            break
    ended = time.time()
    pool.at("sh", "-c", "kill -INT $(cat pid)")
    process.communicate(timeout=200)
    events = list(read_events(folder))
    done = [e for e in events if isinstance(e, TaskDone)]
    lost = [e for e in events if isinstance(e, TaskLost)]
    photos = {e.start: e.measured for e in done if began <= e.time <= ended}
    again = [
        min(starts) - loss.time
        for loss in lost
        if (starts := [d.started for d in done if d.start == loss.start and d.time > loss.time])
    ]
    twice = len(done) - len({e.start for e in done})
    return sum(photos.values()) / (ended - began), number, len(lost), len(again), twice, again


def _evict(pool: Pool) -> None:
    _on_one(pool, "condor_vacate_job")


def _hold(pool: Pool) -> None:
    _on_one(pool, "condor_hold")


def _remove(pool: Pool) -> None:
    _on_one(pool, "condor_rm")


def _on_one(pool: Pool, command: str) -> None:
    if jobs := list(faults.running_pilots(pool)):
        pool.at(command, jobs[0])


def _kill(pool: Pool) -> None:
    if hosts := list(faults.running_pilots(pool).values()):
        faults.kill_pilots(pool, hosts[0])


def _cut(pool: Pool) -> None:
    if hosts := list(faults.running_pilots(pool).values()):
        threading.Thread(target=_cut_for_a_while, args=(pool, hosts[-1])).start()


def _cut_for_a_while(pool: Pool, host: str) -> None:
    with faults.cut_off(pool, host):
        time.sleep(CUT_SECONDS)


def _restart(pool: Pool) -> None:
    faults.restart_schedd(pool)


if __name__ == "__main__":
    main()
