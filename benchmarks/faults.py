"""What a grid's faults cost: photos a second with a fault every 30 s, against undisturbed.

    python -m benchmarks.faults [--minutes 10] [--every 30]

As root, on a pool of its own (tests/pool), whose six slots the pilots fill; the measure waits a
quarter of a second a photo, so that this machine's processors aren't what is measured.  The two
runs come one after the other, and each counts from its first photo.  Kills and cuts are of a
whole host, with all pilots that it has.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

from photoparsl.results import Event, TaskDone, TaskLost, read_events
from tests.pool import faults
from tests.pool.pool import Pool, wait_until, why_no_pool

PHOTOS = 60
PILOTS = 6
SLICE = 8
CUT_SECONDS = 75
HEARTBEAT, PATIENCE = 10, 30  # seconds
SHORT = ("--heartbeat", str(HEARTBEAT), "--patience", str(PATIENCE), "--lease", "60")
PAUSE = "import time\n\n\ndef pause(photo):\n    time.sleep(0.25)\n    return 0.0\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--undisturbed", type=float, metavar="MINUTES", help="(as --minutes)")
    parser.add_argument("--every", type=float, default=30, metavar="SECONDS")
    chosen = parser.parse_args()
    if why := why_no_pool():
        sys.exit(why)
    with tempfile.TemporaryDirectory(prefix="photoparsl-faults-") as name:
        hosts = Path(__file__).parents[1] / "tests" / "pool" / "hosts"
        pool = Pool(hosts, Path(name) / "state", user="ann", worker_port=54_321)
        pool.up()
        try:
            prepare(pool)
            undisturbed = chosen.undisturbed or chosen.minutes
            calm = outing(
                pool,
                "calm",
                undisturbed,
                lambda: repeat(None),
                chosen.every,
            )
            rough = outing(pool, "rough", chosen.minutes, lambda: all_faults(pool), chosen.every)
        finally:
            pool.down()
        _tell(calm, rough, f"{undisturbed:g} min", f"a fault every {chosen.every:g} s")


def prepare(pool: Pool) -> None:
    """An archive, a manifest that takes long, the measure that waits, and it in a bundle."""
    url = f"http://stash.osgconnect.net/+{pool.user}/archive/"
    made = f"""
        photoparsl tutorial stash/public/archive --photos {PHOTOS} --url {url}
        for time in $(seq 1000); do
            sed "/^http/s/ /?$time /" stash/public/archive/manifest.txt
        done >long.txt
        printf '%s' "$0" >patience.py
        PYTHONPATH=. photoparsl bundle --module patience
    """
    done = pool.at("sh", "-ec", made, PAUSE, seconds=400)
    assert done.returncode == 0, done.stderr


def all_faults(pool: Pool) -> Iterator[None]:
    """A fault at each step, of each kind in turn."""
    while True:
        for fault in (_evict, _kill, _hold, _cut, _remove, _restart):
            fault(pool)
            yield


@dataclass(frozen=True, slots=True)
class Outing:
    """What came of a run: photos a second, and what the faults took.

    `lost` are slices lost with their manager, `twice` those whose results came twice, and
    `waits` the seconds from a fault to the next start of a slice that it took, be it to its end
    or to the next fault's.
    """

    rate: float
    photos: int
    faults: int
    lost: int
    twice: int
    waits: list[float]


def outing(
    pool: Pool, name: str, minutes: float, faults_of: Callable[[], Iterator[None]], every: float
) -> Outing:
    """A run of so many minutes, from its first photo."""
    command = ["photoparsl", "run", "long.txt", "--config", "osgconnect", "--run-dir"]
    command += [f"runs/{name}", "--slice-size", str(SLICE), "--pilots", str(PILOTS)]
    command += ["--measures", "luminance,patience:pause", "--module", "patience", *SHORT]
    process = pool.start(
        *("sh", "-c", 'echo $$ >pid; exec "$@"', "sh", *command), seconds=int(60 * minutes) + 400
    )
    folder = pool.home / "runs" / name
    wait_until(lambda: any(isinstance(e, TaskDone) for e in read_events(folder)), 180)
    began, met = time.time(), [time.time()]
    for _ in faults_of():
        time.sleep(max(0.0, began + len(met) * every - time.time()))
        met.append(time.time())
        if time.time() - began >= 60 * minutes:
            break
    ended = time.time()
    pool.at("sh", "-c", "kill -INT $(cat pid)")
    process.communicate(timeout=200)
    return _outing(list(read_events(folder)), ended, met)


def _outing(events: list[Event], ended: float, met: list[float]) -> Outing:
    done = [e for e in events if isinstance(e, TaskDone)]
    lost = [e for e in events if isinstance(e, TaskLost)]
    photos = {e.start: e.measured for e in done if met[0] <= e.time <= ended}
    waits = []
    for loss in lost:
        # The fault that it comes of: silence counts from a heartbeat that was before it.
        before = [fault for fault in met if fault < loss.time - PATIENCE + HEARTBEAT]
        again = [d.started for d in done if d.start == loss.start and d.time > loss.time]
        again += [e.sent for e in lost if e.start == loss.start and e.sent >= loss.time]
        if before and again:
            waits.append(min(again) - before[-1])
    twice = len(done) - len({e.start for e in done})
    measured = sum(photos.values())
    rate = measured / (ended - met[0])
    return Outing(rate, measured, len(met) - 1, len(lost), twice, waits)


def _tell(calm: Outing, rough: Outing, minutes: str, disturbed: str) -> None:
    print(f"| figure (load {os.getloadavg()[0]:.1f}) | measured |\n| --- | --- |")
    print(f"| undisturbed, {minutes} | {calm.rate:.1f} photos/s |")
    print(f"| {disturbed}, {rough.faults} in all | {rough.rate:.1f} photos/s |")
    print(f"| ratio | {rough.rate / calm.rate:.2f} x |")
    print(f"| slices lost, and come twice | {rough.lost}, {rough.twice} |")
    print(f"| photos of them | {SLICE * (rough.lost + rough.twice)} of {rough.photos:,} |")
    if rough.waits:
        told = f"{statistics.median(rough.waits):.0f} s, {max(rough.waits):.0f} s"
        print(f"| from a fault to its slice's next start, median and longest | {told} |")


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
    with suppress(FileNotFoundError), faults.cut_off(pool, host):
        time.sleep(CUT_SECONDS)  # by when the pool may be down


def _restart(pool: Pool) -> None:
    faults.restart_schedd(pool)


if __name__ == "__main__":
    main()
