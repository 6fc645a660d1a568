"""Bundles that a real HTCondor pool can't use."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from photoparsl.sites.code_digest import code_digest
from tests.pool import faults
from tests.pool.fixture import assert_left_clean, demo
from tests.pool.long_runs import (
    BUNDLE,
    SHORT,
    assert_whole,
    make_manifest,
    pilots_seen,
    run,
    under_way,
)
from tests.pool.pool import Pool, wait_until


@pytest.fixture(scope="module")
def manifest(pool: Pool) -> str:
    """Photos enough for runs of some minutes."""
    return make_manifest(pool)


def test_a_bundle_that_fails_ends_the_run_within_a_minute_with_its_own_words(pool: Pool) -> None:
    make = f"""
        mkdir -p broken/photoparsl-bundle/bin stash/public && cd broken
        echo '{{"photoparsl": "{code_digest()}"}}' >photoparsl-bundle/bundle.json
        printf '#!/bin/sh\\necho python: cannot execute: wrong century >&2\\nexit 126\\n' \\
            >photoparsl-bundle/bin/python
        chmod +x photoparsl-bundle/bin/python
        tar czf ../stash/public/photoparsl-bundle-broken.tar.gz photoparsl-bundle
    """
    assert pool.at("sh", "-ec", make).returncode == 0
    url = "http://stash.osgconnect.net/+maria/photoparsl-bundle-broken.tar.gz"
    began = time.monotonic()
    output = pool.at(*demo("--bundle-url", url, "--run-dir", "runs/broken"))
    assert output.returncode == 3
    assert "python: cannot execute: wrong century" in output.stderr
    assert time.monotonic() - began < 60
    submitted = list((pool.home / "runs/broken").glob("parsl/*/submit_scripts/*.submit"))
    assert len(submitted) <= 9
    assert_left_clean(pool)


def test_a_bundle_of_another_version_is_refused_in_a_sentence(pool: Pool) -> None:
    make = f"""
        mkdir -p older && cd older
        tar xzf $(ls ~/.cache/photoparsl/bundles/*.tar.gz | head -1)
        sed -i s/{code_digest()}/0123456789abcdef/ photoparsl-bundle/bundle.json
        tar czf ../stash/public/photoparsl-bundle-older.tar.gz photoparsl-bundle
    """
    assert pool.at("sh", "-ec", make).returncode == 0
    url = "http://stash.osgconnect.net/+maria/photoparsl-bundle-older.tar.gz"
    run = pool.at(*demo("--bundle-url", url, "--run-dir", "runs/older"))
    assert run.returncode == 3
    assert "this bundle is of another version of photoparsl" in run.stderr
    assert_left_clean(pool)


def test_a_bundle_that_one_host_cant_fetch_holds_only_its_pilot(pool: Pool, manifest: str) -> None:
    """The reason is HTCondor's, and another pilot takes its place."""
    output = pool.at("env", "PYTHONPATH=.", *BUNDLE.split(), "-o", "stash/public")
    url = f"http://stash.osgconnect.net/+{pool.user}/{Path(output.stdout.strip()).name}"
    name = "runs/one-cannot"
    with faults.failing_fetches(pool, pool.names[1]):
        command = run(manifest, name, 300, *SHORT, "--bundle-url", url)
        with under_way(pool, command, pilots=2) as process:
            wait_until(lambda: any(p.state == "held" for p in pilots_seen(pool, name)), 60)
            why = next(p.why for p in pilots_seen(pool, name) if p.state == "held")
            assert "ransfer" in why, why
            said_at_last, _ = process.communicate(timeout=200)
    assert process.returncode == 0, said_at_last
    assert "held: Transfer input files failure" in " ".join(said_at_last.split())
    assert_left_clean(pool)
    assert_whole(pool, name, 300)


def test_a_damaged_bundle_is_one_clear_error_within_a_minute(pool: Pool, manifest: str) -> None:
    whole = pool.at("env", "PYTHONPATH=.", *BUNDLE.split()).stdout.strip()
    half = 'rm -f "$1"; head -c 5000000 "$0" >"$1"'
    name = Path(whole).name
    assert pool.at("sh", "-ec", half, whole, f"stash/public/{name}").returncode == 0
    url = f"http://stash.osgconnect.net/+{pool.user}/{name}"
    began = time.monotonic()
    output = pool.at(*run(manifest, "runs/damaged", 60, *SHORT, "--bundle-url", url))
    took = time.monotonic() - began
    assert output.returncode == 3
    assert "the bundle can't be unpacked" in output.stderr
    assert "Traceback" not in output.stderr
    assert took < 60
    assert_left_clean(pool)
