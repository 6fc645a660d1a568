"""Between two slices of a worker: requests of the next begin before the last ones end."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import pytest

from photoparsl.fetching import Fetched, Limits, fetch, task_limits
from photoparsl.manifests import Photo
from tests.fetching.answers import PHOTO
from tests.fetching.faults import Faults, faulty_server

LIMITS = Limits(connections=8, total_seconds=20)


def photos(server: Faults, kind: str, rows: range) -> list[Photo]:
    status = {"once": "/500", "status": "/404"}.get(kind, "")
    return [Photo(row, f"{server.url}/{kind}/{row}{status}", 1900) for row in rows]


def rows_of(fetched: Sequence[Fetched]) -> list[int]:
    return sorted(f.photo.row for f in fetched)


def fetch_both(
    first: list[Photo], second: list[Photo], limits: Limits = LIMITS
) -> tuple[list[Fetched], list[Fetched]]:
    """Fetch two slices, of which the second is known while the first is fetched."""
    ours = list(fetch(first, limits, lambda base, now: second))
    return ours, list(fetch(list(second), limits))


@pytest.mark.parametrize("kind", ["pause", "once", "reset", "closed", "status"])
def test_each_photo_of_two_slices_ends_once_and_in_its_slice(kind: str) -> None:
    with faulty_server() as server:
        first, second = (photos(server, kind, rows) for rows in (range(30), range(30, 60)))
        ours, theirs = fetch_both(first, second)
        assert rows_of(ours) == list(range(30))
        assert rows_of(theirs) == list(range(30, 60))
        alone = {f.photo.row: (f.reason, f.body) for f in fetch(first + second, LIMITS)}
        assert {f.photo.row: (f.reason, f.body) for f in ours + theirs} == alone


def test_the_next_slices_requests_begin_before_the_last_photo_is_done() -> None:
    with faulty_server() as server:
        first, second = photos(server, "pause", range(20)), photos(server, "pause", range(20, 40))
        asked_before = 0
        for fetched in fetch(first, LIMITS, lambda base, now: second):
            asked_before = server.requests.total()
            assert fetched.body == PHOTO
        assert asked_before > 20
        list(fetch(second, LIMITS))
        assert server.requests.total() == 40, "none is requested twice"
        assert server.most_at_once <= 8
        assert server.connections <= 8


def test_the_same_slice_may_follow_itself() -> None:
    with faulty_server() as server:
        again = photos(server, "pause", range(20))
        ours, theirs = fetch_both(again, list(again))
        assert rows_of(ours) == rows_of(theirs) == list(range(20))


def test_another_slice_than_the_known_one_is_fetched_all_the_same() -> None:
    with faulty_server() as server:
        first, second = photos(server, "pause", range(20)), photos(server, "pause", range(20, 40))
        ours = list(fetch(first, LIMITS, lambda base, now: second))
        third = photos(server, "pause", range(40, 60))
        assert rows_of(ours) == list(range(20))
        assert rows_of(list(fetch(third, LIMITS))) == list(range(40, 60))
        assert rows_of(list(fetch(second, LIMITS))) == list(range(20, 40))


def test_other_limits_begin_anew() -> None:
    with faulty_server() as server:
        first, second = photos(server, "plain", range(20)), photos(server, "pause", range(20, 40))
        list(fetch(first, LIMITS, lambda base, now: second))
        small = Limits(connections=8, most_bytes=10)
        assert {f.reason for f in fetch(second, small)} == {"too-large"}


def test_a_slice_that_is_given_up_leaves_nothing_to_the_next() -> None:
    with faulty_server() as server:
        first, second = photos(server, "pause", range(20)), photos(server, "pause", range(20, 40))
        some = fetch(first, LIMITS, lambda base, now: second)
        assert len(list(islice(some, 15))) == 15
        some.close()  # type: ignore[attr-defined]
        assert rows_of(list(fetch(second, LIMITS))) == list(range(20, 40))


def test_a_retry_finds_room_though_the_next_slice_has_filled_the_memory() -> None:
    limits = Limits(connections=8, total_seconds=20, most_held_bytes=2 * len(PHOTO))
    with faulty_server() as server:
        first = photos(server, "once", range(4))
        second = [*photos(server, "pause", range(4, 40)), Photo(40, "http://[bad/", 1900)]
        ours, theirs = fetch_both(first, second, limits)
        assert {f.body for f in ours} == {PHOTO}
        assert rows_of(theirs) == list(range(4, 41))
        assert sum(f.body == PHOTO for f in theirs) == 36


def test_a_next_slice_that_is_not_suitable_is_asked_for_once() -> None:
    asked = []

    def not_suitable(base: str, limits: Limits) -> Sequence[Photo]:
        asked.append((base, limits))
        return ()

    with faulty_server() as server:
        list(fetch(photos(server, "pause", range(20)), LIMITS, not_suitable))
    assert asked == [("", task_limits(LIMITS))]


def test_a_place_in_two_rows_of_a_slice_is_requested_once_and_each_row_ends() -> None:
    with faulty_server() as server:
        first, second = photos(server, "pause", range(6)), photos(server, "pause", range(10, 16))
        first += [Photo(20 + photo.row, photo.url, 1901) for photo in first[:3]]
        second += [Photo(20 + photo.row, photo.url, 1901) for photo in second[:3]]
        ours, theirs = fetch_both(first, second)
        assert rows_of(ours) == [*range(6), 20, 21, 22]
        assert rows_of(theirs) == [*range(10, 16), 30, 31, 32]
        assert all(fetched.body == PHOTO for fetched in ours + theirs)
        assert server.requests.total() == 12
