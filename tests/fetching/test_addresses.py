"""A manifest from the web reaches the public web and its own origin."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from photoparsl.fetching.addresses import is_public
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


@pytest.mark.parametrize(
    "address",
    [
        "fec0::1", "192.0.0.8", "192.88.99.1", "5f00::1", "3fff::1", "3ffe::1", "100::1",
        "64:ff9b:1::1", "198.18.0.1", "240.0.0.1", "255.255.255.255", "224.0.0.251", "ff02::1",
        "fe80::1", "fd00::1", "::", "::1.1.1.1", "::ffff:192.0.0.8", "2002:c000:8::",
        "2001:db8::1", "2001:0:a00::", "100.64.0.1", "0.1.2.3", "10.255.255.255", "127.255.255.254",
        "169.254.169.254", "172.31.255.255", "192.0.2.1", "192.168.255.255", "198.19.255.255",
        "198.51.100.1", "203.0.113.1", "239.255.255.250", "::1", "100:0:0:1::1", "2001:2::1",
        "2001:10::1", "2001:1ff:ffff::1", "3fff:fff::1", "fc00::1", "febf::1", "4000::1",
        "::ffff:0:0a00:1",
    ],
)  # fmt: skip
def test_no_network_beside_the_public_internet_is_public(address: str) -> None:
    assert not is_public(address)
    host = f"[{address}]" if ":" in address else address
    fetched = fetch_one(f"http://{host}:9/a.jpg", "https://photos.example/m.txt")
    assert fetched.reason == "refused-address"


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "172.32.0.1",
        "198.20.0.1",
        "192.31.196.1",
        "192.0.1.1",
        "2606:4700::1111",
        "2001:200::1",
        "2a00:1450::1",
        "2002:101:101::",
    ],
)
def test_addresses_of_the_public_internet_are_public(address: str) -> None:
    assert is_public(address)


def test_a_name_for_the_typed_address_is_reached_there_and_nothing_is_sent_elsewhere(
    faults: Faults,
) -> None:
    """The name may have other addresses, such as ::1; these get nothing."""
    own = f"{faults.url}/manifest.txt"
    named = faults.url.replace("127.0.0.1", "localhost")
    assert fetch_one(f"{named}/photo", own).body == PHOTO
    with faulty_server() as other:
        elsewhere = other.url.replace("127.0.0.1", "localhost")
        assert fetch_one(f"{elsewhere}/photo", own).reason == "refused-address"
        assert not other.requests


def test_a_redirect_to_a_private_address_does_not_go_through_a_proxy(
    faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", faults.url)
    for url in ("http://10.0.0.1/a.jpg", "http://localhost/a.jpg"):
        assert fetch_one(url, "http://photos.example/m.txt").reason == "refused-address"
        assert not faults.requests


def test_a_local_manifest_reaches_loopback(faults: Faults, tmp_path: Path) -> None:
    assert fetch_one(f"{faults.url}/gone", str(tmp_path)).reason == "http-410"
