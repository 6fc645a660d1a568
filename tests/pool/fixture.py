"""What the tests of a real pool have in common: the pool, an archive, and how it is left."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pool.pool import Pool, wait_until, why_no_pool

REPOSITORY = Path(__file__).parents[2]
PHOTOS = 60
HOSTS = """\
submit-3.hep.example  10.87.9.3    access-point
wn01.alpine.example   10.87.20.1   bare
Compute-7.lake.test   10.87.30.77  bare
slot.sea.internal     10.87.40.4   with-python
"""


@pytest.fixture(scope="session")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    """A pool with a bundle cached and the demo's archive published."""
    if why := why_no_pool():
        assert not os.environ.get("CI"), why
        pytest.skip(why)
    folder = tmp_path_factory.mktemp("pool")
    hosts = folder / "hosts"
    hosts.write_text(HOSTS)
    pool = Pool(hosts, folder / "state", user="maria", worker_port=40_123)
    try:
        pool.up()
    except subprocess.CalledProcessError as error:
        pytest.fail(f"{error.stdout}{error.stderr}")
    try:
        archive = f"tutorial-{PHOTOS}"
        url = f"http://stash.osgconnect.net/+{pool.user}/{archive}/"
        made = ["tutorial", f"stash/public/{archive}", "--photos", str(PHOTOS), "--url", url]
        for command in (["bundle"], made):
            output = pool.at("photoparsl", *command, seconds=400)
            assert output.returncode == 0, output.stderr
        yield pool
    finally:
        pool.down()


def demo(*more: str) -> list[str]:
    """The user's command, for this pool."""
    command = ["python", str(REPOSITORY / "run_demo.py"), "--config", "osgconnect"]
    return [*command, "--port", "40123", "--photos", str(PHOTOS), "--slice-size", "3", *more]


def queue(pool: Pool) -> list[str]:
    """The ids of the jobs in the queue."""
    output = pool.at("condor_q", "-af", "ClusterId")
    assert output.returncode == 0, output.stderr
    return output.stdout.split()


def all_free(pool: Pool) -> bool:
    """Whether every slot is whole and has nothing to do."""
    output = pool.at("condor_status", "-af", "State")
    return output.stdout.split() == ["Unclaimed"] * (len(pool.names) - 1)


def assert_left_clean(pool: Pool, seconds: float = 60) -> None:
    """The queue is empty within 15 seconds, and the slots are free within so many."""
    wait_until(lambda: not queue(pool), 15)
    wait_until(lambda: all_free(pool), seconds)
