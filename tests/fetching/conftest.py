"""Servers and limits of the tests that fetch."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from photoparsl.fetching import Fetched, Limits, fetch
from photoparsl.manifests import Photo
from tests.fetching.faults import Faults, faulty_server

QUICK = Limits(connect_seconds=2, total_seconds=1, most_bytes=100_000)
PATIENT = Limits(total_seconds=20)


def fetch_one(url: str, base: str = "", limits: Limits = QUICK) -> Fetched:
    """What comes of the one photo at `url`, of a manifest of the origin `base`."""
    (fetched,) = fetch([Photo(0, url, 1900, base)], limits)
    return fetched


@pytest.fixture
def faults() -> Iterator[Faults]:
    """The server of faults."""
    with faulty_server() as server:
        yield server


@pytest.fixture
def certified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """The server's side of TLS, with an authority that workers believe."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authorities.pem"))
    monkeypatch.setattr(
        "photoparsl.fetching.request._AUTHORITIES", str(tmp_path / "authorities.pem")
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context
