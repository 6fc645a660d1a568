"""Each option of `run` is heeded by a detached run, or refused: none is silently ignored."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from photoparsl.commands.main import parser
from photoparsl.detached import submit_file
from photoparsl.errors import RunError, SiteError
from photoparsl.manifests import Source
from photoparsl.requesting import RunOptions, RunRequest, make_request
from photoparsl.results import RunDirectory
from photoparsl.running import check_site, prepare_run
from photoparsl.sites import SETTINGS, Site

HERE = """
    --config --run-dir --restart --start --count --retry-failed --moved-from --public --title
    --subtitle --group --clusters --without-duplicates --public-table --year-notes --image-column
    --date-column --columns --sheet --exclude --fuzzy --corrections --public-url --detach --dry-run
    --help --no-settings
"""  # by the command that submits, takes in and writes the page
BY_JOBS = """
    --measures --slice-size --timeout --max-bytes --max-pixels --max-memory --connections --per-host
    --allow-private
"""  # as job.json says
BY_SCHEDULER = """
    --project --pilots --cores --memory --disk --walltime --lease --requirements --partition
    --bundle-url --container --module --job-photos --shared
"""  # as the submit file and the jobs' folders say
REFUSED = "--recheck --thumbnails --heartbeat --patience --address --port"


def flags_of_run() -> set[str]:
    (action,) = (a for a in parser()._actions if isinstance(a, argparse._SubParsersAction))
    actions = action.choices["run"]._actions
    return {flag for a in actions for flag in a.option_strings if flag.startswith("--")}


def request_of(**options: Any) -> RunRequest:
    return make_request(RunOptions(detach=True, **options), Source(Path(), "", ""), "a")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without settings."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_is_known_of_each_option_what_a_detached_run_does_with_it() -> None:
    known = " ".join((HERE, BY_JOBS, BY_SCHEDULER, REFUSED)).split()
    assert len(known) == len(set(known))
    assert flags_of_run() == set(known)


@pytest.mark.parametrize(
    ("flag", "options"),
    [
        ("--recheck", {"recheck": True}),
        ("--thumbnails", {"thumbnails": 64}),
        ("--heartbeat", {"grid": {"heartbeat": 10}}),
        ("--patience", {"grid": {"patience": 600}}),
        ("--address", {"grid": {"address": "192.0.2.1"}}),
        ("--port", {"grid": {"port": 54321}}),
    ],
)
def test_what_no_job_could_heed_is_refused_with_its_name(
    flag: str, options: dict[str, Any]
) -> None:
    assert flag in REFUSED.split()
    with pytest.raises(RunError, match=f"^{flag} .*--detach"):
        request_of(config="htcondor", **options)


def test_what_the_users_file_says_of_pilots_is_for_other_runs(home: Path) -> None:
    (home / "config/photoparsl").mkdir(parents=True)
    (home / "config/photoparsl/site.toml").write_text("port = 40000\nheartbeat = 10\n")
    assert request_of(config="htcondor").grid.port == 40_000


def test_a_setting_of_the_other_scheduler_is_refused() -> None:
    """The one that submits is known by its provider, not by the site's name."""
    url = "https://a.example/b.tar.gz"
    values = {"disk": 9.0, "lease": 60, "requirements": "True", "container": "osdf:///a.sif"}
    condor_only = {name for name, setting in SETTINGS.items() if setting.only == "htcondor"}
    assert condor_only == values.keys()
    for name, value in values.items():
        request = request_of(config="slurm", grid={"bundle_url": url, name: value})
        with pytest.raises(SiteError, match="is for HTCondor, and Slurm runs this site's jobs"):
            submit_file(request, 10)
    request = request_of(config="htcondor", grid={"bundle_url": url, "partition": "long"})
    with pytest.raises(SiteError, match="is for Slurm, and HTCondor runs this site's jobs"):
        submit_file(request, 10)
    file_alone = replace(request, chosen=frozenset())
    assert "queue job from" in submit_file(file_alone, 10)


@pytest.mark.parametrize(
    ("config", "advice"), [("htcondor", ": put the photos"), ("slurm", ": name a folder that all")]
)
def test_a_file_is_refused_with_what_helps_at_the_site(
    config: str, advice: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Site, "preflight", lambda *_: None)  # no scheduler is here
    (home / "m.txt").write_text("/home/ann/a.jpg 1900\n")
    request = make_request(
        RunOptions(detach=True, config=config), Source(home / "m.txt", "m.txt", str(home)), "a"
    )
    plan = prepare_run(request, RunDirectory(home / "none"), writes=False)
    with pytest.raises(SiteError, match=f"which no job can read{advice}") as refused:
        check_site(request, plan)
    assert ("--shared" in str(refused.value)) == (config == "slurm")


def test_a_dry_run_says_how_many_jobs_would_be_submitted() -> None:
    url = "https://a.example/b.tar.gz"
    request = request_of(config="htcondor", grid={"bundle_url": url, "job_photos": 4})
    (first, *_) = submit_file(request, 10).splitlines()
    assert first.startswith("3 jobs would be submitted, with 10 photos; at most 3 at a time, with ")


def test_no_paths_stand_in_what_condor_history_shows_of_a_job() -> None:
    request = request_of(config="htcondor", grid={"bundle_url": "https://a.example/b.tar.gz"})
    lines = dict(
        line.split(" = ", 1) for line in submit_file(request, 10).splitlines() if " = " in line
    )
    fields = {name.strip(): value for name, value in lines.items()}
    assert (fields["executable"], fields["arguments"]) == ("/bin/bash", "job.sh")
    assert fields["transfer_input_files"].startswith("../job.sh, ")
