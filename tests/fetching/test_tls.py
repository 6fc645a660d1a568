"""TLS: whose certificates are believed, and what a broken handshake means."""

from __future__ import annotations

import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from tests.fetching.answers import PHOTO
from tests.fetching.conftest import PATIENT, fetch_one
from tests.fetching.faults import faulty_server
from tests.fetching.handshakes import broken_handshakes


@pytest.mark.parametrize(
    ("host", "years", "known", "reason"),
    [
        ("127.0.0.1", 1, True, ""),
        ("127.0.0.1", 1, False, "bad-certificate"),
        ("127.0.0.1", -1, True, "bad-certificate"),
        ("photos.example", 1, True, "bad-certificate"),
    ],
    ids=["good", "of an unknown authority", "expired", "of another host"],
)
def test_only_a_host_with_a_good_certificate_is_believed(
    host: str, years: int, known: bool, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    until = datetime.now(UTC) + timedelta(days=365 * years)
    certified = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issued = authority.issue_cert(host, not_after=until, not_before=until - timedelta(days=900))
    issued.configure_cert(certified)
    if known:
        authority.cert_pem.write_to_path(str(tmp_path / "authorities.pem"))
        monkeypatch.setattr(
            "photoparsl.fetching.request._AUTHORITIES", str(tmp_path / "authorities.pem")
        )
    with faulty_server(certified) as server:
        fetched = fetch_one(f"{server.url}/photo", limits=PATIENT)
    assert (fetched.reason, fetched.body) == (reason, b"" if reason else PHOTO)


HANDSHAKES = [
    "reset at once",
    "reset after the greeting",
    "reset in the middle",
    "end after the greeting",
    "end in the middle",
    "alert",
    "no TLS",
]


@pytest.mark.parametrize("kind", HANDSHAKES)
def test_a_handshake_that_breaks_is_no_bad_certificate_and_is_tried_again(
    kind: str, certified: ssl.SSLContext
) -> None:
    with faulty_server(certified) as server:
        with broken_handshakes(server.port, kind, times=2) as port:
            assert fetch_one(f"https://127.0.0.1:{port}/photo", limits=PATIENT).body == PHOTO
        with broken_handshakes(server.port, kind, times=99) as port:
            fetched = fetch_one(f"https://127.0.0.1:{port}/photo", limits=replace(PATIENT, tries=2))
            assert fetched.reason == "no-connection"
            assert "requested 2 times" in fetched.detail
