"""Detached runs on a real HTCondor pool, when the pool's weather is bad."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest

from tests.pool import faults
from tests.pool.detached import detach, folder, jobs, wait_for_jobs
from tests.pool.fixture import queue
from tests.pool.long_runs import assert_whole
from tests.pool.photo_host import photo_host
from tests.pool.pool import Pool, wait_until

_HUNGRY = """\
import time

held = []


def hungry(photo):
    if not held:
        held.append(b"x" * 700_000_000)
    time.sleep(3)
    return 0.0


def slow(photo):
    time.sleep(0.5)
    return 0.0
"""


@pytest.fixture(autouse=True)
def left_clean(pool: Pool) -> Iterator[None]:
    """A module of measures; whatever a test submits is removed after it."""
    assert pool.at("sh", "-c", 'printf "%s" "$0" >weather.py', _HUNGRY).returncode == 0
    packed = pool.at(
        "env", "PYTHONPATH=.", "photoparsl", "bundle", "--module", "weather", seconds=400
    )
    assert packed.returncode == 0, packed.stderr
    yield
    pool.at("condor_rm", "-all")
    wait_until(lambda: not queue(pool), 60)


def measures(*names: str) -> tuple[str, ...]:
    """Options for a run with measures of the module."""
    return ("--measures", ",".join(("luminance", *names)), "--module", "weather")


def test_a_job_that_lacks_memory_goes_on_with_more(pool: Pool) -> None:
    with photo_host(pool, 16, 0.0) as host:
        more = (*measures("weather:hungry"), "--memory", "0.8", "--pilots", "1", "--cores", "2")
        output = detach(pool, host.manifest, "runs/hungry", *more)
        assert "1 job submitted" in output.stdout, output.stdout + output.stderr
        log = folder(pool, "runs/hungry") / "events.log"
        wait_until(lambda: "\n012 (" in log.read_text(), 120)
        wait_for_jobs(pool, 180)
        assert "memory usage exceeded request_memory" in log.read_text()
        output = detach(pool, host.manifest, "runs/hungry", *more)
        assert output.returncode == 0, output.stdout + output.stderr
        assert_whole(pool, "runs/hungry", 16)
    ad = ("condor_history", "-limit", "1", "-af", "NumHolds", "RequestMemory", "RequestDisk")
    holds, memory, disk = pool.at(*ad).stdout.split()
    assert (int(memory), int(disk)) == (819 * 2 ** int(holds), 2 * 1024**2 * 2 ** int(holds))


def test_a_held_job_gives_its_place_on(pool: Pool) -> None:
    with photo_host(pool, 20, 0.0) as host:
        more = (*measures("weather:slow"), "--pilots", "1", "--job-photos", "10")
        output = detach(pool, host.manifest, "runs/held", *more)
        assert "2 jobs submitted" in output.stdout, output.stdout + output.stderr
        (first,) = jobs(pool)
        assert pool.at("condor_hold", "-reason", "for a test", first).returncode == 0
        wait_until(lambda: jobs(pool, "JobStatus == 5") == [first], 30)
        assert jobs(pool) == [first], "two jobs, where one may be"
        (late,) = pool.at("condor_q", "-af:r", "PeriodicRemove").stdout.splitlines()
        sooner = late.replace("> 600", "> 5")
        assert sooner != late
        assert pool.at("condor_qedit", first, "PeriodicRemove", sooner).returncode == 0
        wait_for_jobs(pool)
        output = detach(pool, host.manifest, "runs/held", *more)
        assert "10 photos came back" in output.stdout, output.stdout
        assert f"job {first}: " in output.stdout and "1 job submitted" in output.stdout
        wait_for_jobs(pool)
        assert detach(pool, host.manifest, "runs/held", *more).returncode == 0
        assert_whole(pool, "runs/held", 20)


def test_all_jobs_together_keep_within_the_requests_at_a_host(pool: Pool) -> None:
    """As the photos' server counts them, while jobs end, begin and are evicted."""
    with photo_host(pool, 240, 0.3) as host:
        more = ("--measures", "luminance", "--pilots", "4", "--job-photos", "40", "--per-host", "8")
        output = detach(pool, host.manifest, "runs/counted", *more)
        assert "at most 4 at a time, with 2 requests each" in output.stdout, output.stdout
        wait_until(lambda: len(host.requests) > 40, 120)
        evicted = jobs(pool, "JobStatus == 2")[0]
        assert pool.at("condor_vacate_job", evicted).returncode == 0
        wait_for_jobs(pool)
        output = detach(pool, host.manifest, "runs/counted", *more)
        assert output.returncode == 0, output.stdout + output.stderr
        assert_whole(pool, "runs/counted", 240)
        (most,) = host.most_underway.values()
        assert 6 <= most <= 8


def test_jobs_that_are_cut_by_host_keep_within_the_requests_at_each_host(pool: Pool) -> None:
    """More of them run at a time than a host may get requests."""
    with photo_host(pool, 120, 1.5) as host:
        rows = (pool.home / host.manifest).read_text().splitlines()
        names = pool.names[-1], pool.address_of(pool.names[-1])
        both = [row.replace(names[0], names[n % 2]) for n, row in enumerate(rows)]
        (pool.home / "two-hosts.txt").write_text("\n".join(both))
        more = ("--measures", "luminance", "--pilots", "6", "--per-host", "3")
        output = detach(pool, "two-hosts.txt", "runs/two hosts", *more)
        assert "6 jobs submitted" in output.stdout, output.stdout + output.stderr
        assert "at most 6 at a time, cut by host, with 3 requests in all" in output.stdout
        wait_until(lambda: len(host.requests) > 60, 120)
        assert pool.at("condor_vacate_job", jobs(pool, "JobStatus == 2")[0]).returncode == 0
        wait_for_jobs(pool)
        output = detach(pool, "two-hosts.txt", "runs/two hosts", *more)
        assert output.returncode == 0, output.stdout + output.stderr
        assert_whole(pool, "runs/two hosts", 120)
        assert host.most_underway == dict.fromkeys(names, 3)


def test_the_access_point_may_be_cut_off_and_its_schedd_restart(pool: Pool) -> None:
    """Jobs go on meanwhile, and so no photo is measured twice."""
    with photo_host(pool, 180, 0.0) as host:
        more = (*measures("weather:slow"), "--pilots", "2", "--slice-size", "4")
        output = detach(pool, host.manifest, "runs/cut", *more)
        assert "2 jobs submitted" in output.stdout, output.stdout + output.stderr
        wait_until(lambda: len(host.requests) > 20, 120)
        with faults.cut_off(pool, pool.names[0]):
            before = len(host.requests)
            time.sleep(25)
            assert len(host.requests) > before + 20, "the jobs stood still"
        faults.restart_schedd(pool)
        wait_until(lambda: pool.at("condor_q", "-totals").returncode == 0, 60)
        wait_for_jobs(pool, 240)
        output = detach(pool, host.manifest, "runs/cut", *more)
        assert output.returncode == 0, output.stdout + output.stderr
        assert_whole(pool, "runs/cut", 180)
        assert host.requests.total() == 180
        log = (folder(pool, "runs/cut").parent / "run.log").read_text()
        assert not re.search("measured again", log)
