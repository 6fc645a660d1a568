"""HTTP/2 where it is offered: no more streams than requests are allowed, no photo cut short."""

from __future__ import annotations

import ssl
from collections import Counter
from dataclasses import replace

import pytest

from photoparsl.fetching import Limits, fetch
from photoparsl.manifests import Photo, Slice
from photoparsl.measuring import measure_slice
from tests.conftest import jpeg
from tests.fetching.http2 import PHOTO, Http2, http2_server

PATIENT = Limits(total_seconds=30)


def outcomes(server: Http2, kind: str, photos: int, limits: Limits = PATIENT) -> Counter[str]:
    """How photos of this kind end, by reason; all that came are whole."""
    wanted = [Photo(row, f"{server.url}/{kind}/{row}", 1900) for row in range(photos)]
    fetched = list(fetch(wanted, limits))
    assert sorted(f.photo.row for f in fetched) == list(range(photos))
    assert all(f.body == (b"" if f.reason else PHOTO) for f in fetched)
    return Counter(f.reason for f in fetched)


def test_many_photos_share_one_connection(certified: ssl.SSLContext) -> None:
    with http2_server(certified) as server:
        assert outcomes(server, "photo", 100) == {"": 100}
        assert server.connections == 1
        assert server.most_at_once > 8


@pytest.mark.parametrize("streams", [1, 3, 100])
def test_a_host_gets_no_more_streams_at_once_than_allowed(
    certified: ssl.SSLContext, streams: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("photoparsl.fetching.host_queues.is_loopback", lambda host: False)
    with http2_server(certified, streams=streams) as server:
        assert outcomes(server, "photo", 40, replace(PATIENT, per_host=4)) == {"": 40}
        assert server.most_at_once <= 4


@pytest.mark.parametrize("kind", ["short", "reset", "cancel", "refuse-half", "go-away", "cut"])
def test_a_photo_that_ends_in_its_middle_has_no_value(certified: ssl.SSLContext, kind: str) -> None:
    with http2_server(certified) as server:
        assert outcomes(server, kind, 3, replace(PATIENT, tries=2)) == {"broken-off": 3}


def test_a_stream_that_ends_too_early_without_a_word_gives_no_value(
    certified: ssl.SSLContext,
) -> None:
    """To libcurl a reset without an error is an end, where no length was told."""
    with http2_server(certified) as server:
        server.photo = jpeg(90, (600, 400))
        photo = Photo(0, f"{server.url}/reset-quietly/0", 1900)
        (failure,) = measure_slice(Slice((photo,))).failures
        assert failure.reason in ("truncated", "broken-off")


@pytest.mark.parametrize("kind", ["reset-once", "refuse-once"])
def test_a_stream_that_breaks_is_tried_again(certified: ssl.SSLContext, kind: str) -> None:
    with http2_server(certified) as server:
        assert outcomes(server, kind, 20) == {"": 20}
        assert set(server.requests.values()) == {2}


@pytest.mark.parametrize(
    ("kind", "reason"), [("misdirected-once", ""), ("misdirected", "http-421")]
)
def test_a_photo_that_is_misdirected_is_asked_for_once_more_on_a_new_connection(
    certified: ssl.SSLContext, kind: str, reason: str
) -> None:
    with http2_server(certified) as server:
        assert outcomes(server, kind, 12) == {reason: 12}
        assert set(server.requests.values()) == {2}
        assert server.connections == 1 + 12


@pytest.mark.parametrize(("kind", "reason"), [("trailers", ""), ("long", "broken-off")])
def test_trailers_change_no_photo_and_more_bytes_than_stated_give_none(
    certified: ssl.SSLContext, kind: str, reason: str
) -> None:
    with http2_server(certified) as server:
        assert outcomes(server, kind, 12, replace(PATIENT, tries=2)) == {reason: 12}


@pytest.mark.parametrize(("lowers", "closes"), [(1, None), (5, None), (None, 3), (4, 3)])
def test_a_server_that_allows_less_later_or_closes_its_connections_loses_no_photo(
    certified: ssl.SSLContext,
    lowers: int | None,
    closes: int | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("photoparsl.fetching.host_queues.is_loopback", lambda host: False)
    with http2_server(certified) as server:
        server.lowers, server.closes = lowers, closes
        limits = replace(PATIENT, per_host=2, tries=8)
        assert outcomes(server, "photo", 20, limits) == {"": 20}
        assert closes or server.most_at_once <= 2  # what was closed has been left by the client


@pytest.mark.parametrize("most", [1, 7])
def test_a_server_that_wants_a_new_connection_now_and_then_loses_no_photo(
    certified: ssl.SSLContext, most: int
) -> None:
    with http2_server(certified, most=most) as server:
        assert outcomes(server, "photo", 60) == {"": 60}
        assert server.requests.total() == 60
        assert server.connections >= 60 / most
