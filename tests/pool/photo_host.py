"""A host of the pool that serves photos and counts requests, so that the access point needn't."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.pool import faults
from tests.pool.fixture import PHOTOS
from tests.pool.pool import SCRIPTS, Pool, wait_until

PORT = 8042
_FOLDER = "srv/photos"  # on the host
_ENTER = '. settings.sh; enter "$@"'


@dataclass(frozen=True)
class PhotoHost:
    """The host that serves photos.

    manifest: a manifest of its photos, on the access point
    log: what the server has counted
    """

    manifest: str
    log: Path

    @property
    def most_underway(self) -> dict[str, int]:
        """By name of the host, the most requests that were underway at a time."""
        most: dict[str, int] = {}
        for line in self.log.read_text().splitlines():
            number, _, name = line.split()
            most[name] = max(most.get(name, 0), int(number))
        return most

    @property
    def requests(self) -> Counter[str]:
        """How many requests each path got."""
        return Counter(line.split()[1] for line in self.log.read_text().splitlines())


@contextmanager
def photo_host(pool: Pool, photos: int, seconds: float) -> Iterator[PhotoHost]:
    """The last host serves the archive's photos, each in so many seconds.

    photos: how many rows the manifest has, each with a URL of its own
    """
    name = pool.names[-1]
    upper = pool.state / name / "upper" / _FOLDER
    upper.mkdir(parents=True, exist_ok=True)
    archive = pool.home / f"stash/public/tutorial-{PHOTOS}"
    files = sorted(archive.rglob("*.jpg"))
    for path in files:
        shutil.copy(path, upper)
    shutil.copy(SCRIPTS / "counting_server.py", upper)
    (log := upper / "requests.log").write_text("")
    _open_port(pool)
    rows = (f"{_url(pool)}{n}/{files[n % len(files)].name} 1950\n" for n in range(photos))
    manifest = pool.home / f"photos-of-host-{photos}.txt"
    manifest.write_text("".join(rows))
    program = ["python3", "counting_server.py", ".", str(PORT), str(seconds), "requests.log"]
    server = subprocess.Popen(
        ["bash", "-c", _ENTER, str(SCRIPTS / "at"), name, "env", "-C", f"/{_FOLDER}", *program],
        cwd=SCRIPTS,
        env=pool.environment(),
    )
    try:
        probe = pool.on_network_of(name, "bash", "-c", f"true </dev/tcp/127.0.0.1/{PORT}")
        wait_until(lambda: _is_good(probe), 20)
        yield PhotoHost(manifest.name, log)
    finally:
        for process in faults.processes(pool, name, "counting_server.py"):
            process.kill()
        server.wait(20)


def _is_good(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _url(pool: Pool) -> str:
    return f"http://{pool.names[-1]}:{PORT}/"


def _open_port(pool: Pool) -> None:
    """Let the other hosts reach the server."""
    for name in pool.names:
        for chain in ("incoming", "outgoing"):
            rule = f"add rule inet pool {chain} tcp dport {PORT} accept"
            subprocess.run(pool.on_network_of(name, "nft", *rule.split()), check=True)
