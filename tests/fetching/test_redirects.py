"""A redirect of a public host leads to no private address, whoever's the manifest is.

The hosts are addresses that a network namespace without a way out has for itself.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import needs
from tests.fetching.hosts_of_a_namespace import (
    ENTER,
    OTHER_OWN,
    OTHER_PUBLIC,
    OWN,
    PUBLIC,
    SECRETS,
    ZONE,
)

ROOT = Path(__file__).parent.parent.parent


class Namespace:
    """The program in its namespace, which is given one case after the other."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def fetch(self, *places: str, **case: Any) -> dict[str, Any]:
        """What comes of photos at `places`, each the way of a redirect."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"places": places, **case}) + "\n")
        self.process.stdin.flush()
        outcome: dict[str, Any] = json.loads(self.process.stdout.readline())
        return outcome


@pytest.fixture(scope="module")
def namespace() -> Iterator[Namespace]:
    needs(shutil.which("ip"), "ip")
    needs(shutil.which("unshare"), "unshare")
    may_enter = subprocess.run([*ENTER, "true"], capture_output=True, check=False).returncode == 0
    needs(may_enter, "namespaces of a user's own")
    program = [*ENTER, sys.executable, "-m", "tests.fetching.hosts_of_a_namespace"]
    with subprocess.Popen(
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        yield Namespace(process)


@pytest.mark.parametrize(
    ("way", "asked"),
    [
        (f"{PUBLIC} {OWN}", [PUBLIC]),
        (f"{PUBLIC} 127.0.0.1", [PUBLIC]),
        (f"{PUBLIC} localhost", [PUBLIC]),
        (f"{PUBLIC} ::1", [PUBLIC]),
        (f"{PUBLIC} ::ffff:{OWN}", [PUBLIC]),
        (f"{PUBLIC} 0x0a010203", [PUBLIC]),
        (f"{PUBLIC} h2/{OWN}", [PUBLIC]),
        (f"{PUBLIC} {OTHER_PUBLIC} {OWN}", [PUBLIC, OTHER_PUBLIC]),
        (f"{OWN} {PUBLIC} {OWN}", [OWN, PUBLIC]),
    ],
)
def test_a_redirect_from_the_public_web_to_a_private_address_is_refused(
    namespace: Namespace, way: str, asked: list[str]
) -> None:
    outcome = namespace.fetch(way)
    assert outcome["reasons"] == ["refused-address"]
    assert list(dict.fromkeys(outcome["asked"])) == asked
    assert not outcome["streams"]
    assert "a redirect from the public web may not reach" in outcome["detail"]
    assert "--allow-private" in outcome["detail"]
    if "h2/" not in way:
        assert namespace.fetch(way, allow_private=True)["reasons"] == [""]


@pytest.mark.parametrize("address", [SECRETS, f"::ffff:{SECRETS}", "0xa9fea9fe", f"{ZONE}%25lo"])
@pytest.mark.parametrize("host", [PUBLIC, OWN, "127.0.0.1", SECRETS])
def test_no_redirect_leads_to_a_link_local_address(
    namespace: Namespace, host: str, address: str
) -> None:
    for allow_private in (False, True):
        outcome = namespace.fetch(f"{host} {address}", allow_private=allow_private)
        assert outcome["reasons"] == ["refused-address"]
        assert set(outcome["asked"]) == {host}
        assert "link-local" in outcome["detail"]


@pytest.mark.parametrize(
    "way",
    [
        OWN,
        SECRETS,
        f"{OWN} {OTHER_OWN}",
        f"{OWN} 127.0.0.1",
        f"127.0.0.1 {OWN} {OTHER_OWN}",
        f"{OWN} {PUBLIC}",
        f"{PUBLIC} {OTHER_PUBLIC}",
        f"{PUBLIC} {PUBLIC}",
    ],
)
def test_other_redirects_and_what_the_manifests_owner_names_are_fetched(
    namespace: Namespace, way: str
) -> None:
    assert namespace.fetch(way)["reasons"] == [""]


@pytest.mark.parametrize("place", [OWN, f"h2/{OWN}"])
def test_a_connection_that_the_owners_own_photo_opened_serves_no_redirect(
    namespace: Namespace, place: str
) -> None:
    """The connection stays open, so that no address is looked up for the second request."""
    assert namespace.fetch(place)["reasons"] == [""]
    outcome = namespace.fetch(f"{PUBLIC} {place}")
    assert outcome["reasons"] == ["refused-address"]
    assert set(outcome["asked"]) == {PUBLIC}
    assert not outcome["streams"]


def test_behind_a_proxy_a_redirect_is_judged_by_names(namespace: Namespace) -> None:
    """The proxy is on loopback: what matters is what is redirected there."""
    proxy = {"http_proxy": "yes", "no_proxy": PUBLIC}
    assert namespace.fetch(OWN, environment=proxy)["reasons"] == ["http-404"]  # the proxy's answer
    for private in (OWN, "localhost", SECRETS):
        outcome = namespace.fetch(f"{PUBLIC} {private}", environment=proxy)
        assert outcome["reasons"] == ["refused-address"], private
        assert outcome["asked"] == [PUBLIC]
    behind = {"http_proxy": "yes", "no_proxy": OWN}
    outcome = namespace.fetch(f"photos.example {OWN}", environment=behind)
    assert outcome["reasons"] == ["refused-address"]
    assert outcome["asked"] == ["photos.example"]


def test_a_cache_that_a_public_director_names_is_public(namespace: Namespace) -> None:
    objects = [f"osdf:///osdf/{number}.jpg" for number in range(3)]
    outcome = namespace.fetch(*objects, environment={"director": PUBLIC})
    assert outcome["reasons"] == ["refused-address"] * 3
    assert OWN not in outcome["asked"]
    outcome = namespace.fetch(*objects, environment={"director": OTHER_OWN})
    assert outcome["reasons"] == [""] * 3


def test_a_manifest_from_the_web_reaches_no_link_local_address_by_a_redirect(
    namespace: Namespace,
) -> None:
    base = f"http://{OWN}/manifest.txt"
    for allow_private in (False, True):
        outcome = namespace.fetch(f"{PUBLIC} {SECRETS}", base=base, allow_private=allow_private)
        assert outcome["reasons"] == ["refused-address"]
        assert outcome["asked"] == [PUBLIC]
