"""How pilots come by the bundle, and that nobody else reads where it is."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from shlex import quote

import pytest

from photoparsl.errors import SiteError
from photoparsl.sites import Grid
from photoparsl.sites.delivery import (
    bundle_location,
    fetch_command,
    htcondor_delivery,
    require_no_secret,
)
from photoparsl.sites.htcondor import HTCondorProvider
from photoparsl.sites.slurm import SlurmPilotProvider
from photoparsl.web_server import serving
from tests.conftest import needs

SIGNED = "https://ann:pw@a.example/b.tar.gz?X-Signature=0f3c"


@pytest.mark.parametrize("program", ["curl", "wget"])
def test_a_url_with_a_signature_is_fetched_and_is_on_no_command_line(
    program: str, tmp_path: Path
) -> None:
    (tmp_path / "it's").write_text("the bundle")
    programs = tmp_path / "programs"
    programs.mkdir()
    real = shutil.which(program)
    needs(real, f"{program} (apt-get install {program})")
    wrapper = programs / program
    wrapper.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" >{quote(str(tmp_path / "words"))}\nexec {real} "$@"\n'
    )
    wrapper.chmod(0o755)
    with serving(tmp_path) as url:
        command = fetch_command(f"{url}it's?token=s3cret&a=[1]")
        done = subprocess.run(
            ["/bin/bash", "-euo", "pipefail", "-c", command],
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": str(programs)},
        )
    assert (done.returncode, done.stdout) == (0, "the bundle"), done.stderr
    assert "s3cret" not in (tmp_path / "words").read_text()


def test_a_url_that_may_hold_a_secret_is_not_in_the_jobs_description() -> None:
    brought = htcondor_delivery(Grid(bundle_url=SIGNED))
    assert brought.inputs == ()
    assert "0f3c" in brought.unpack  # which is in the pilot's script
    plain = SIGNED.replace("ann:pw@", "").partition("?")[0]
    assert htcondor_delivery(Grid(bundle_url=plain)).inputs == (plain,)


def test_a_secret_that_htcondor_would_show_to_everyone_is_refused_and_not_repeated() -> None:
    with pytest.raises(SiteError, match="may hold a secret") as caught:
        htcondor_delivery(Grid(bundle_url="osdf:///ospool/b.tar.gz?authz=s3cret"))
    assert "s3cret" not in str(caught.value)
    with pytest.raises(SiteError):
        require_no_secret("docker://ann:pw@hub.example/image")


def test_a_bundle_elsewhere_has_to_be_that_with_the_users_modules(
    own_module: Path, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(own_module.parent)
    modules = (own_module.stem,)
    name = Path(bundle_location(Grid(modules=modules))).name
    assert name == bundle.name
    url = f"https://a.example/{name}"
    assert bundle_location(Grid(modules=modules, bundle_url=url)) == url
    without = "https://a.example/photoparsl-bundle-python3.11-x86_64-0123456789abcdef.tar.gz"
    with pytest.raises(SiteError, match="bundle --module my_measures -o DIR"):
        bundle_location(Grid(modules=modules, bundle_url=without))
    assert bundle_location(Grid(bundle_url=without)) == without


@pytest.mark.parametrize("scheduler", ["htcondor", "slurm"])
def test_only_the_user_can_read_a_pilots_script_which_may_hold_a_signature(
    tmp_path: Path, scheduler: str
) -> None:
    lines = "curl 'https://a.example/b.tar.gz?sig=0f3c'"
    provider = (
        HTCondorProvider(worker_init=lines, log_dir=tmp_path / "logs")
        if scheduler == "htcondor"
        else SlurmPilotProvider(worker_init=lines, is_shared=True)
    )
    folder = tmp_path / "submit scripts"
    folder.mkdir()
    provider.script_dir = str(folder)
    before = os.umask(0o022)
    try:
        provider._write_script("parsl.pilots.block-0", "true")
    finally:
        os.umask(before)
    holding = [f for f in folder.rglob("*") if f.is_file() and "sig=0f3c" in f.read_text()]
    assert holding
    assert [file.stat().st_mode & 0o077 for file in holding] == [0] * len(holding)
