"""Fixtures of the tests that fetch over TLS."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
import trustme


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
