"""Detached runs on a real HTCondor pool: submitted, left alone, taken in by a later command."""

from __future__ import annotations

import csv
import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.pool import faults
from tests.pool.detached import batch, detach, folder, jobs, wait_for_jobs
from tests.pool.fixture import PHOTOS, queue
from tests.pool.long_runs import assert_whole, make_manifest, status
from tests.pool.pool import Pool, wait_until

SLOW = ("--measures", "luminance,patience:pause", "--module", "patience")


@pytest.fixture
def manifest(pool: Pool) -> Iterator[str]:
    """The archive's manifest; whatever a test submits is removed after it."""
    yield f"stash/public/tutorial-{PHOTOS}/manifest.txt"
    pool.at("condor_rm", "-all")
    wait_until(lambda: not queue(pool), 60)


def values(pool: Pool, run: str) -> list[tuple[str, str]]:
    """The luminance of a run's photos by their places, as `export` writes it."""
    output = pool.at("photoparsl", "export", run, "-o", "values.csv")
    assert output.returncode == 0, output.stderr
    rows = csv.DictReader((pool.home / "values.csv").open())
    return [(row["url"], row["luminance"]) for row in rows]


def begun(pool: Pool) -> int:
    """How often the job that runs now has begun to measure, and has measured a slice since."""
    for run in pool.state.glob("*/upper/var/lib/condor/execute/dir_*/run"):
        with suppress(OSError):
            lines = (run / "events.jsonl").read_text().splitlines()
            if '"event": "task"' in lines[-1]:
                return sum('"event": "began"' in line for line in lines)
    return 0


def evict(pool: Pool, run: str, time: int) -> None:
    """Evict the run's only job, for the first or another time, once it has measured something."""
    log = folder(pool, run) / "events.log"
    wait_until(lambda: begun(pool) == time, 120)
    (job,) = jobs(pool)
    assert pool.at("condor_vacate_job", job).returncode == 0
    wait_until(lambda: log.read_text().count("\n004 (") == time, 60)


def test_jobs_measure_every_photo_once_after_the_command_has_ended(
    pool: Pool, manifest: str
) -> None:
    """No process of the user's stays, no port is open, and the values are those of another site."""
    output = detach(pool, manifest, "runs/left alone", "--measures", "luminance,width")
    assert output.returncode == 3, output.stdout + output.stderr
    assert f"3 jobs submitted to cluster {batch(pool, 'runs/left alone')['cluster']}" in (
        output.stdout
    )
    stays = [p.cmdline() for p in faults.processes(pool, pool.names[0], "parsl", "janitor")]
    assert all("serve" in command for command in stays), "only the Stash's web server stays"
    command = pool.on_network_of(pool.names[0], "ss", "-Hltn", "sport = :40123")
    assert not subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert status(pool, "runs/left alone")["state"] == "detached"
    wait_for_jobs(pool)
    output = detach(pool, manifest, "runs/left alone")
    assert output.returncode == 0, output.stdout + output.stderr
    assert f"{PHOTOS} photos came back from jobs" in output.stdout
    assert_whole(pool, "runs/left alone", PHOTOS)
    assert not folder(pool, "runs/left alone").exists()
    here = ["photoparsl", "run", manifest, "--run-dir", "runs/here", "--measures"]
    assert pool.at(*here, "luminance,width").returncode == 0
    here_values = values(pool, "runs/here")
    assert len(set(here_values)) == PHOTOS
    assert values(pool, "runs/left alone") == here_values
    history = pool.at("photoparsl", "history", "runs/left alone").stdout
    assert any(host in history for host in pool.names[1:])


def test_an_evicted_job_goes_on_where_it_was(pool: Pool, manifest: str) -> None:
    """And an edited manifest costs nothing: what is out is of the manifest as it was."""
    make_manifest(pool)
    assert pool.at("sh", "-c", f"cp {manifest} edited.txt").returncode == 0
    more = (*SLOW, "--slice-size", "4", "--pilots", "1")
    output = detach(pool, "edited.txt", "runs/evicted", *more)
    assert output.returncode == 3, output.stdout + output.stderr
    evict(pool, "runs/evicted", 1)
    evict(pool, "runs/evicted", 2)
    wait_for_jobs(pool)
    events = (folder(pool, "runs/evicted") / "00000/run/events.jsonl").read_text()
    assert events.count('"event": "began"') == 3, "the job began anew, without what it had"
    measured = sum(json.loads(line).get("measured", 0) for line in events.splitlines())
    assert measured == PHOTOS, "photos were measured twice"
    url = f"http://stash.osgconnect.net/+{pool.user}/tutorial-{PHOTOS}/new.jpg 1950"
    assert pool.at("sh", "-c", f"sed -i '1i {url}' edited.txt").returncode == 0
    output = detach(pool, "edited.txt", "runs/evicted", *more)
    assert f"{PHOTOS} photos came back from jobs" in output.stdout
    assert "1 job submitted" in output.stdout and "with 1 photo;" in output.stdout
    wait_for_jobs(pool)
    output = detach(pool, "edited.txt", "runs/evicted", *more)
    assert output.returncode == 1, "the new photo doesn't exist"
    checked = pool.at("photoparsl", "check", "runs/evicted")
    assert f"{PHOTOS + 1} rows = {PHOTOS} measured + 1 failed + 0 left" in checked.stdout


def test_what_was_tampered_with_is_measured_again(pool: Pool, manifest: str) -> None:
    output = detach(pool, manifest, "runs/foreign", "--measures", "luminance")
    assert output.returncode == 3, output.stdout + output.stderr
    wait_for_jobs(pool)
    spoil = "for f in runs/foreign/jobs/00001/run/slices/*; do sed -i 's/jpg/png/' $f; done"
    assert pool.at("sh", "-c", spoil).returncode == 0
    output = detach(pool, manifest, "runs/foreign")
    assert "40 photos came back from jobs" in output.stdout
    assert "nothing of it is taken in" in output.stdout
    assert "1 job" in output.stdout or "jobs submitted" in output.stdout
    wait_for_jobs(pool)
    assert detach(pool, manifest, "runs/foreign").returncode == 0
    assert_whole(pool, "runs/foreign", PHOTOS)


def test_a_held_job_is_said_and_a_stopped_run_goes_on_elsewhere(pool: Pool, manifest: str) -> None:
    more = (*SLOW, "--count", "240")  # so that no job ends meanwhile
    manifest = make_manifest(pool)
    output = detach(pool, manifest, "runs/stopped", *more)
    assert "3 jobs submitted" in output.stdout, output.stdout + output.stderr
    wait_until(lambda: len(jobs(pool, "JobStatus == 2")) == 3, 90)
    held = jobs(pool)[0]
    assert pool.at("condor_hold", "-reason", "for a test", held).returncode == 0
    wait_until(lambda: bool(jobs(pool, "JobStatus == 5")), 30)
    shown = pool.at("photoparsl", "status", "runs/stopped").stdout
    assert "detached" in shown
    assert re.search(rf"held   {re.escape(held)}( on \S+)?: for a test", shown), shown
    output = detach(pool, manifest, "runs/stopped", *more)
    assert (output.returncode, "submitted" in output.stdout) == (3, False)
    assert "1 held" in output.stdout
    asked = pool.at("photoparsl", "stop", "runs/stopped")
    assert (asked.returncode, "is lost" in asked.stderr) == (2, True)
    stopped = pool.at("photoparsl", "stop", "runs/stopped", "--yes")
    assert stopped.returncode == 0, stopped.stderr
    assert not queue(pool)
    output = detach(pool, manifest, "runs/stopped", *more)
    assert "submitted" in output.stdout
    wait_for_jobs(pool)
    output = detach(pool, manifest, "runs/stopped", *more)
    assert output.returncode == 0, output.stdout + output.stderr
    assert_whole(pool, "runs/stopped", 240)


def test_a_photo_that_no_job_can_reach_is_refused_before_anything_is_submitted(pool: Pool) -> None:
    made = "printf 'http://%s 1950\\n' stash.osgconnect.net/a.jpg 127.0.0.1/b.jpg >mixed.txt"
    assert pool.at("sh", "-c", made).returncode == 0
    output = detach(pool, "mixed.txt", "runs/refused")
    assert output.returncode == 2
    assert "is on this machine only" in output.stderr
    assert not queue(pool)
    assert not folder(pool, "runs/refused").exists()
