"""URLs and hosts, read as browsers do."""

from __future__ import annotations

import socket
from dataclasses import replace

import pytest

from photoparsl.fetching import task_limits
from tests.fetching.answers import PHOTO
from tests.fetching.conftest import QUICK, fetch_one
from tests.fetching.faults import Faults


def test_a_url_that_cannot_be_read_fails_alone(faults: Faults) -> None:
    for url in ("http://[bad/", f"http://{'ä' * 80}.example/", "http://a b/", "http://x:99999/"):
        assert fetch_one(url).reason in {"bad-url", "unknown-host"}, url


@pytest.mark.parametrize(
    ("host", "asked"),
    [
        ("straße.example", "xn--strae-oqa.example"),
        ("STRASSE.example", "strasse.example"),
        ("Bücher.EXAMPLE:8080", "xn--bcher-kva.example:8080"),
        ("xn--strae-oqa.example", "xn--strae-oqa.example"),
        ("stra%C3%9Fe.example", "xn--strae-oqa.example"),
        ("例え。example", "xn--r8jz45g.example"),
        ("☃.example", "xn--n3h.example"),
        ("\u0430pple.example", "xn--pple-43d.example"),
        ("a_b.photos.example", "a_b.photos.example"),
    ],
)
def test_a_host_is_written_as_browsers_do(
    faults: Faults, host: str, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", faults.url)
    assert fetch_one(f"http://{host}/a.jpg").reason == "http-404"
    assert faults.request_heads[-1].startswith(f"GET http://{asked}/a.jpg ")
    limits = replace(task_limits(QUICK), down=frozenset({asked}))
    assert fetch_one(f"http://{host}/a.jpg", limits=limits).reason == "host-down", (
        "it is the same host"
    )


@pytest.mark.parametrize(
    "host", ["-ä.example", "ä" * 80, "a\u0661.example", "%ff.example", "x:0", "", "[::x]"]
)
def test_a_host_that_browsers_refuse_is_no_url(host: str) -> None:
    assert fetch_one(f"http://{host}/a.jpg").reason == "bad-url"


def test_a_host_that_does_not_answer_has_another_reason_than_an_unknown_one() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        assert fetch_one(f"http://127.0.0.1:{unused.getsockname()[1]}/").reason == "no-connection"
    assert fetch_one("http://nowhere.invalid/").reason == "unknown-host"


def test_spaces_and_letters_in_a_url_are_escaped(faults: Faults) -> None:
    assert fetch_one(f"{faults.url}/café noir.jpg").body == PHOTO
