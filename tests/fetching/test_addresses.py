"""A manifest from the web reaches the public web and its own origin."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.fetching.answers import PHOTO
from tests.fetching.conftest import QUICK, fetch_one
from tests.fetching.faults import Faults, faulty_server


def test_a_remote_manifest_reaches_its_own_origin_and_no_other_private_place(
    faults: Faults,
) -> None:
    own = f"{faults.url}/manifest.txt"
    assert fetch_one(f"{faults.url}/none", own).reason == "http-404"
    by_name = own.replace("127.0.0.1", "localhost")
    assert fetch_one(f"{faults.url}/none", by_name).reason == "http-404"
    assert fetch_one(f"{faults.url}/to-loopback", own).reason == "refused-address"
    assert (
        fetch_one(f"{faults.url}/none", "https://photos.example/m.txt").reason == "refused-address"
    )
    private = ["10.0.0.1", "0x7f.1", "2130706433", "169.254.169.254", "0.0.0.0", "[::1]"]
    for address in (*private, "[::ffff:127.0.0.1]", "localhost", "LOCALHOST."):
        assert fetch_one(f"http://{address}:9/", own).reason == "refused-address", address


@pytest.mark.parametrize("hops", [1, 2])
def test_every_hop_of_a_redirect_is_checked(faults: Faults, hops: int) -> None:
    own = f"{faults.url}/manifest.txt"
    with faulty_server() as other:
        url = f"{other.url}/photo"
        for _ in range(hops):
            url = f"{faults.url}/to/{quote(url, safe='')}"
        assert fetch_one(url, own).reason == "refused-address"
        assert not other.requests
        assert fetch_one(url, own, replace(QUICK, allow_private=True)).body == PHOTO


def test_a_redirect_to_a_private_address_does_not_go_through_a_proxy(
    faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", faults.url)
    for url in ("http://10.0.0.1/a.jpg", "http://localhost/a.jpg"):
        assert fetch_one(url, "http://photos.example/m.txt").reason == "refused-address"
        assert not faults.requests


def test_a_local_manifest_reaches_loopback(faults: Faults, tmp_path: Path) -> None:
    assert fetch_one(f"{faults.url}/gone", str(tmp_path)).reason == "http-410"
