"""How busy twelve workers on an HTCondor pool are over the tutorial's archive.

    python -m benchmarks.busy [--photos 5576] [--latency 0.2] [--per-host 96]

As root, on a pool of its own (tests/pool), whose photos' server answers late.  Busy is the share
of the workers' time that they spent in slices, by the run's journal: to the end of the last
slice, and from the first slice's beginning, or, for what the run itself can do, from the moment
that each pilot had its first.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from photoparsl.results import TaskDone, read_events
from tests.pool.pool import Pool, why_no_pool

ARCHIVE = 5_576  # photos of the original tutorial
MADE = 60  # of them that differ
PILOTS, CORES = 6, 2
ACCESS_POINT = "10.87.1.10"
LATE_PORT = 8080
SERVERS = Path(__file__).parent / "engine_servers.py"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--photos", type=int, default=ARCHIVE)
    parser.add_argument("--latency", type=float, default=0.2, metavar="SECONDS")
    parser.add_argument("--per-host", type=int, default=96)
    chosen = parser.parse_args()
    if why := why_no_pool():
        sys.exit(why)
    with tempfile.TemporaryDirectory(prefix="photoparsl-busy-") as name:
        pool = Pool(_hosts(Path(name)), Path(name) / "state", user="ann", worker_port=54_321)
        pool.up()
        try:
            _serve_late(pool, chosen.latency)
            _publish(pool, chosen.photos)
            _measure(pool, chosen.per_host)
            done = [e for e in read_events(pool.home / "runs/busy") if isinstance(e, TaskDone)]
        finally:
            pool.down()
    _tell(done, f"{chosen.latency:g} s late, --per-host {chosen.per_host}")


def _hosts(folder: Path) -> Path:
    lines = [f"login.campus.test {ACCESS_POINT} access-point"]
    lines += [f"node{n}.physics.test 10.87.2.{n} bare" for n in range(1, PILOTS + 1)]
    (folder / "hosts").write_text("\n".join([*lines, ""]))
    return folder / "hosts"


def _serve_late(pool: Pool, seconds: float) -> None:
    """Put a slow way before the Stash's web server, and let the hosts reach it."""
    for name in pool.names:
        chain = "incoming" if name == pool.names[0] else "outgoing"
        rule = f"insert rule inet pool {chain} tcp dport {LATE_PORT} accept"
        subprocess.run(pool.on_network_of(name, "nft", *rule.split()), check=True)
    ports = (str(LATE_PORT), "80")
    pool.start("python", str(SERVERS), *ports, str(seconds), ACCESS_POINT, seconds=900)


def _publish(pool: Pool, photos: int) -> None:
    """So many rows of made photos, which take turns, and the bundle beforehand."""
    url = f"http://stash.osgconnect.net:{LATE_PORT}/+{pool.user}/archive/"
    made = f"""
        photoparsl bundle
        photoparsl tutorial stash/public/archive --photos {MADE} --url {url}
        for time in $(seq {photos // MADE + 1}); do cat stash/public/archive/manifest.txt; done |
            head -n {photos} >all.txt
    """
    done = pool.at("sh", "-ec", made, seconds=400)
    assert done.returncode == 0, done.stderr


def _measure(pool: Pool, per_host: int) -> None:
    command = ["photoparsl", "run", "all.txt", "--config", "osgconnect", "--run-dir", "runs/busy"]
    command += ["--pilots", str(PILOTS), "--cores", str(CORES), "--per-host", str(per_host)]
    done = pool.at(*command, seconds=900)
    assert done.returncode == 0, done.stdout + done.stderr


def _tell(done: list[TaskDone], how: str) -> None:
    ended = max(task.started + task.seconds for task in done)
    began = min(task.started for task in done)
    first = {
        host: min(t.started for t in done if t.host == host) for host in {t.host for t in done}
    }
    there = CORES * sum(ended - start for start in first.values())
    spent = sum(task.seconds for task in done)
    photos = sum(task.measured for task in done)
    print(f"| {PILOTS * CORES} workers, {photos:,} photos {how} | load {os.getloadavg()[0]:.1f} |")
    print("| --- | --- |")
    print(f"| slices; photos a second | {len(done)}; {photos / (ended - began):.0f} |")
    print(f"| busy, since their pilot's first slice | {spent / there:.2f} |")
    print(
        f"| busy, since the first slice of all | {spent / (ended - began) / PILOTS / CORES:.2f} |"
    )


if __name__ == "__main__":
    main()
