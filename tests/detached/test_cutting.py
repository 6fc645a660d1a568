"""How a run is cut into jobs, and what HTCondor is told of them."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from photoparsl.detached.cutting import job_shares, write_jobs
from photoparsl.errors import SiteError
from photoparsl.fetching import Limits
from photoparsl.manifests import Source
from photoparsl.planning import Plan, make_plan
from photoparsl.requesting import RunRequest
from photoparsl.results import BatchFolder
from photoparsl.sites import (
    Grid,
    HTCondorProvider,
    SlurmPilotProvider,
    detached_text,
    load_site,
)


def request_of(tmp_path: Path, lines: list[str], job_photos: int = 5000) -> RunRequest:
    manifest = tmp_path / "manifest.txt"
    manifest.write_text("\n".join([*lines, ""]))
    source = Source(manifest, "manifest.txt", str(tmp_path))
    return RunRequest(
        source, load_site("local"), tmp_path / "run", grid=Grid(job_photos=job_photos)
    )


def plan_of(request: RunRequest) -> Plan:
    return make_plan(request.source.reading().blocks())


def urls(number: int) -> list[str]:
    return [f"https://photos.example/{row},$HOME \u00fc.jpg 1900" for row in range(number)]


@pytest.mark.parametrize(("pilots", "per_host"), [(3, 8), (100, 8), (1, 1), (5, 7), (8, 64)])
def test_all_jobs_together_keep_within_the_requests_at_a_host(
    tmp_path: Path, pilots: int, per_host: int
) -> None:
    request = request_of(tmp_path, urls(50))
    request = replace(request, limits=Limits(per_host=per_host))
    provider = HTCondorProvider(max_blocks=pilots, cores_per_slot=16)
    plan = plan_of(request)
    shares = job_shares(request, plan.to_fetch, provider)
    assert shares.at_a_time * shares.per_host <= per_host
    assert 1 <= shares.at_a_time <= pilots
    folder = BatchFolder(request.run_dir)
    rows = list(write_jobs(request, plan, provider, shares, folder))
    fields = json.loads((folder.job(0) / BatchFolder.REQUEST).read_text())
    assert fields["limits"]["per_host"] == shares.per_host
    assert fields["workers"] <= shares.per_host, "workers ask at least once each"
    assert sorted(row for job in rows for a, b in job for row in range(a, b)) == list(range(50))


def test_a_job_gets_the_places_and_their_origin_and_no_years(tmp_path: Path) -> None:
    lines = [urls(1)[0], "# photoparsl_origin: https://stranger.example/", *urls(2)[1:]]
    request = request_of(tmp_path, lines, job_photos=1)
    provider = HTCondorProvider(max_blocks=1)
    plan = plan_of(request)
    folder = BatchFolder(request.run_dir)
    shares = job_shares(request, plan.to_fetch, provider)
    assert list(write_jobs(request, plan, provider, shares, folder)) == [[[0, 1]], [[1, 2]]]
    rows = [
        list(csv.DictReader((folder.job(number) / BatchFolder.PHOTOS).open(encoding="utf-8")))
        for number in (0, 1)
    ]
    place = "https://photos.example/{},$HOME \u00fc.jpg"
    assert rows == [
        [{"url": place.format(0), "photoparsl_origin": ""}],
        [{"url": place.format(1), "photoparsl_origin": "https://stranger.example/"}],
    ]


def test_rows_with_gaps_between_them_are_not_a_job_each(tmp_path: Path) -> None:
    request = request_of(tmp_path, urls(100))
    odd = tuple(range(row, row + 1) for row in range(1, 100, 2))
    plan = replace(plan_of(request), missing=odd)
    provider = HTCondorProvider(max_blocks=2)
    folder = BatchFolder(request.run_dir)
    shares = job_shares(request, plan.to_fetch, provider)
    rows = list(write_jobs(request, plan, provider, shares, folder))
    assert [sum(b - a for a, b in job) for job in rows] == [25, 25]
    assert sorted(row for job in rows for a, b in job for row in range(a, b)) == [*range(1, 100, 2)]
    places = (folder.job(1) / BatchFolder.PHOTOS).read_text().splitlines()
    assert places[1].startswith('"https://photos.example/51,')


def test_a_job_measures_in_the_slices_that_the_user_chose(tmp_path: Path) -> None:
    request = replace(request_of(tmp_path, urls(10)), slice_size=7)
    provider = HTCondorProvider(max_blocks=1)
    folder = BatchFolder(request.run_dir)
    plan = plan_of(request)
    list(write_jobs(request, plan, provider, job_shares(request, 10, provider), folder))
    assert json.loads((folder.job(0) / BatchFolder.REQUEST).read_text())["slice_size"] == 7


def test_photos_in_a_shared_folder_keep_their_places(tmp_path: Path) -> None:
    request = request_of(tmp_path, ["sub/a, ü.jpg 1900", "https://photos.example/b.jpg 1901"])
    request = replace(request, grid=Grid(shared=(str(tmp_path),)))
    provider = SlurmPilotProvider(max_blocks=1)
    folder = BatchFolder(request.run_dir)
    plan = plan_of(request)
    list(write_jobs(request, plan, provider, job_shares(request, 2, provider), folder))
    source = Source(folder.job(0) / BatchFolder.PHOTOS, "photos.csv", str(tmp_path))
    assert [(p.url, p.base) for p in source.photos()] == [
        ("sub/a, ü.jpg", str(tmp_path)),
        ("https://photos.example/b.jpg", str(tmp_path)),
    ]
    assert json.loads((folder.job(0) / BatchFolder.REQUEST).read_text())["base"] == str(tmp_path)


@pytest.mark.parametrize("place", ["photo.jpg", "http://localhost/a.jpg", "http://[::1]/a.jpg"])
def test_a_photo_of_this_machine_is_refused_wherever_it_stands(tmp_path: Path, place: str) -> None:
    request = request_of(tmp_path, [*urls(1500), f"{place} 1900"])
    plan = plan_of(request)
    provider = HTCondorProvider(max_blocks=2)
    shares = job_shares(request, plan.to_fetch, provider)
    with pytest.raises(SiteError, match="row 1500"):
        list(write_jobs(request, plan, provider, shares, BatchFolder(request.run_dir)))


def test_what_the_site_asks_of_pilots_it_asks_of_jobs(tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.tar.gz"
    bundle.touch()
    provider = HTCondorProvider(
        cores_per_slot=4,
        mem_per_slot=1.5,
        project='My-"Proj"',
        requirements='OpSys == "LINUX"',
        environment={"A": "it's"},
        scheduler_options="+WantFlocking = True",
        transfer_input_files=[str(bundle), "osdf:///ospool/x.tar.gz"],
        worker_init="tar xzf bundle.tar.gz",
    )
    text = detached_text(provider, BatchFolder(tmp_path / "$(run), it's"), 7)
    cells = [line.partition("=") for line in text.splitlines()]
    lines = {name.strip(): value.strip() for name, _, value in cells}
    assert lines["max_materialize"] == "7"
    assert lines["request_cpus"] == "4"
    assert lines["request_memory"].startswith("1536 * pow(2, ")
    assert lines["+ProjectName"] == r'"My-\"Proj\""'
    assert lines["requirements"] == 'OpSys == "LINUX"'
    assert lines["+WantFlocking"] == "True"
    assert lines["transfer_input_files"] == (
        "../job.sh, photos.csv, job.json, ../bundle.tar.gz, osdf:///ospool/x.tar.gz"
    )
    assert lines["when_to_transfer_output"] == "ON_EXIT_OR_EVICT"
    assert text.endswith("queue job from names.txt\n")
    assert str(tmp_path) not in text


def test_a_job_that_was_out_of_reach_is_held_once_for_each_time_and_released(
    tmp_path: Path,
) -> None:
    """A reconnected shadow brings nothing back; one that a restarted schedd has started does."""
    cells = [
        line.partition("=")
        for line in detached_text(HTCondorProvider(), BatchFolder(tmp_path), 1).splitlines()
    ]
    lines = {name.strip(): value.strip() for name, _, value in cells}
    assert lines["periodic_hold"].endswith("(NumJobReconnects ?: 0) >= (NumShadowStarts ?: 1)")
    code = lines["periodic_hold_subcode"]
    assert lines["periodic_release"].startswith(
        f"(HoldReasonCode == 3 && HoldReasonSubCode == {code}) || "
    )
