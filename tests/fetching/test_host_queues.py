"""Hosts are spared: walls, pauses, retries and the number of requests."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from unittest.mock import patch

import pytest

from photoparsl.fetching import TaskLimits, fetch, transfer
from photoparsl.fetching.answer import Answer
from photoparsl.fetching.headers import retry_after_seconds
from photoparsl.manifests import Photo
from tests.fetching.answers import PLAIN, answer
from tests.fetching.conftest import PATIENT, fetch_one
from tests.fetching.faults import Faults


def test_a_host_behind_a_bot_wall_is_not_asked_for_all_its_photos(faults: Faults) -> None:
    photos = [Photo(row, f"{faults.url}/aws/{row}", 1900) for row in range(2000)]
    fetched = list(fetch(photos, replace(PATIENT, connections=8)))
    assert {f.reason for f in fetched} == {"bot-wall"}
    asked = faults.requests.total()
    assert asked <= 40
    known = TaskLimits(total_seconds=20, walled=frozenset({f"127.0.0.1:{faults.port}"}))
    again = list(fetch(photos, known))
    assert {f.reason for f in again} == {"bot-wall"}
    assert faults.requests.total() <= asked + 3


def test_while_a_host_is_tried_again_no_others_of_its_photos_are_asked_for(faults: Faults) -> None:
    address = f"https://127.0.0.1:{faults.port}"  # where nobody speaks TLS
    photos = [Photo(row, f"{address}/{row}", 1900) for row in range(2000)]
    fetched = list(fetch(photos, replace(PATIENT, connections=8, tries=2, connect_seconds=1)))
    assert {f.reason for f in fetched} == {"no-connection", "host-down"}
    assert faults.connections <= 64


def test_a_bot_wall_before_some_photos_does_not_hide_the_others(faults: Faults) -> None:
    kinds = ["cloudflare"] * 100 + ["photo"] * 100
    photos = [Photo(row, f"{faults.url}/{kind}/{row}", 1900) for row, kind in enumerate(kinds)]
    fetched = list(fetch(photos, replace(PATIENT, connections=8)))
    walled = {f.photo.row for f in fetched if f.reason == "bot-wall"}
    assert walled == set(range(100))


def test_only_passing_faults_are_asked_again(faults: Faults) -> None:
    for path, times in (("/gone", 1), ("/status/500", 2), ("/status/502", 3), ("/large", 1)):
        fetch_one(faults.url + path, limits=replace(PATIENT, tries=3, most_bytes=100_000))
        assert faults.requests[path] == times, path


def test_a_host_that_asks_for_an_hours_pause_is_left_alone(faults: Faults) -> None:
    photos = [Photo(row, f"{faults.url}/hour/{row}", 1900) for row in range(50)]
    fetched = list(fetch(photos, replace(PATIENT, connections=2)))
    assert {f.reason for f in fetched} == {"http-503"}
    assert faults.requests.total() <= 3


TO_COME, GONE_BY = (
    format_datetime(datetime.now(UTC) + timedelta(days=days), usegmt=True) for days in (2, -2)
)


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("7200", 7200),
        ("86400", 86_400),
        ("9" * 30, 366 * 86_400),
        # Names that don't change: several processes must collect the same ones.
        pytest.param(TO_COME, 2 * 86_400, id="a date to come"),
        pytest.param(GONE_BY, 0, id="a date gone by"),
        ("-7200", 0),
        ("soon", 0),
        ("", 0),
        ("7200, 7200", 7200),
        ("1e9 s", 1),
        ("2099-10-21T07:28:00Z", 0),
        ("21/10/2099", 0),
    ],
)
def test_a_pause_is_as_long_as_a_host_asks(faults: Faults, asked: str, seconds: float) -> None:
    with patch.dict(PLAIN, odd=answer(b"", "503", f"Retry-After: {asked}")):
        fetched = fetch_one(f"{faults.url}/odd", limits=replace(PATIENT, tries=1))
    assert fetched.reason == "http-503"
    assert fetched.pause_seconds == pytest.approx(
        seconds, abs=3600
    )  # a date is of when it was collected


def test_a_date_without_a_zone_is_of_greenwich(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "EST5")
    time.tzset()
    later = "Wed, 21 Oct 2026 08:28:00"
    headers = {"retry-after": later, "date": "Wed, 21 Oct 2026 07:28:00 GMT"}
    dated = {**headers, "retry-after": f"{later} -0000"}
    assert retry_after_seconds(headers) == retry_after_seconds(dated) == 3600
    monkeypatch.undo()
    time.tzset()


def test_a_host_gets_no_more_requests_at_once_than_allowed(
    faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = [Photo(row, f"{faults.url}/pause/{row}", 1900) for row in range(40)]
    list(fetch(photos, replace(PATIENT, connections=16)))
    assert 8 < faults.most_at_once <= 16  # loopback is one's own
    monkeypatch.setattr("photoparsl.fetching.host_queues.is_loopback", lambda host: False)
    faults.most_at_once = 0
    list(fetch(photos, replace(PATIENT, per_host=8).per_worker(2)))
    assert faults.most_at_once == 4


def test_each_pause_before_a_retry_is_twice_as_long_as_the_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(transfer, "FIRST_PAUSE_SECONDS", 0.5)
    made = transfer.make_transfer(Photo(0, "http://photos.example/a.jpg", 1900), 100)
    assert isinstance(made, transfer.Transfer)
    for tries, least in ((1, 0.5), (2, 1.0), (3, 2.0)):
        made.tries = tries
        pause = made.retry_seconds(Answer(0, status=503), 4)
        assert pause is not None
        assert least <= pause <= 1.5 * least
    made.tries = 4
    assert made.retry_seconds(Answer(0, status=503), 4) is None
