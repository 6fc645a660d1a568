"""How jobs are cut by host: no host gets more than --per-host, and no job waits for another."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from photoparsl.detached.cutting import job_shares, write_jobs
from photoparsl.detached.host_shares import share_by_host
from photoparsl.fetching import Limits, host_of
from photoparsl.results import BatchFolder
from photoparsl.sites import HTCondorProvider
from tests.detached.test_cutting import plan_of, request_of

HOSTS = {
    "as many of each": [40] * 12,
    "one large": [400, 10, 10, 10, 1],
    "many small": [1] * 300,
    "odd numbers": [9, 10, 11, 97, 3, 50, 41],
}


def lines(sizes: list[int], *, mixed: bool) -> list[str]:
    """A manifest with so many photos of each host, sorted by host or mixed."""
    rows = [(n, f"https://h{host}.example/{n}.jpg 1900") for host, n in _pairs(sizes)]
    return [line for _, line in (sorted(rows) if mixed else rows)]


def _pairs(sizes: list[int]) -> list[tuple[int, int]]:
    return [(host, n) for host, size in enumerate(sizes) for n in range(size)]


@pytest.mark.parametrize("mixed", [False, True])
@pytest.mark.parametrize("sizes", HOSTS.values(), ids=list(HOSTS))
@pytest.mark.parametrize("per_host", [1, 3, 8])
def test_all_jobs_of_a_host_together_keep_within_its_requests(
    tmp_path: Path, sizes: list[int], per_host: int, mixed: bool
) -> None:
    """Whichever of them run at a time: any may."""
    request = request_of(tmp_path, lines(sizes, mixed=mixed), job_photos=150)
    request = replace(request, limits=Limits(per_host=per_host))
    provider, plan = HTCondorProvider(max_blocks=40, cores_per_slot=16), plan_of(request)
    shares = job_shares(request, plan.to_fetch, provider, plan=plan)
    folder = BatchFolder(request.run_dir)
    rows = write_jobs(request, plan, provider, shares, folder)
    places = [line.partition(" ")[0] for line in lines(sizes, mixed=mixed)]
    requests = Counter[str]()
    for job, ranges in enumerate(rows):
        fields = json.loads((folder.job(job) / BatchFolder.REQUEST).read_text())
        of_job = [places[row] for a, b in ranges for row in range(a, b)]
        assert 1 <= len(of_job) <= 150
        written = (folder.job(job) / BatchFolder.PHOTOS).read_text().splitlines()[1:]
        assert [line.partition(",")[0] for line in written] == of_job
        assert fields["workers"] <= fields["limits"]["per_host"]
        requests += Counter(dict.fromkeys(map(host_of, of_job), fields["limits"]["per_host"]))
    assert sorted(row for job in rows for a, b in job for row in range(a, b)) == list(
        range(sum(sizes))
    )
    if shares.by_host:
        assert max(requests.values()) <= per_host
        assert shares.at_a_time == 40 and len(rows) > per_host
    else:
        assert shares.at_a_time * shares.per_host <= per_host


def test_many_hosts_have_as_many_jobs_as_the_user_wants(tmp_path: Path) -> None:
    request = request_of(tmp_path, lines([40] * 12, mixed=False))
    plan, provider = plan_of(request), HTCondorProvider(max_blocks=40)
    shares = job_shares(request, plan.to_fetch, provider, plan=plan)
    assert shares.at_a_time == 40
    assert shares.text == "cut by host, with 8 requests in all at a host"
    assert len(write_jobs(request, plan, provider, shares, BatchFolder(request.run_dir))) == 48


@pytest.mark.parametrize("sizes", [[500], [5000, 1]])
def test_photos_are_shared_out_by_row_where_hosts_allow_no_more_jobs(
    tmp_path: Path, sizes: list[int]
) -> None:
    """One host only, or one with more photos than its jobs may have."""
    plan = plan_of(request := request_of(tmp_path, lines(sizes, mixed=False), job_photos=500))
    shares = job_shares(request, plan.to_fetch, HTCondorProvider(max_blocks=40), plan=plan)
    assert (shares.by_host, shares.at_a_time, shares.per_host) == (None, 8, 1)
    assert shares.text == "with 1 request each at a host"


def test_the_osdf_is_one_host(tmp_path: Path) -> None:
    rows = [f"osdf:///ospool/a{n % 9}/{n}.jpg 1900" for n in range(90)]
    plan = plan_of(request := request_of(tmp_path, rows))
    photos = [photo for s in plan.slices(request.source, 90) for photo in s.photos]
    assert share_by_host(photos, 40, 8, 5000, 1000) is None
