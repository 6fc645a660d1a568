from __future__ import annotations

import random

import numpy as np
import pytest

from photoparsl.manifests import Photo, in_blocks
from photoparsl.planning import repeats
from photoparsl.planning.repeats import PlaceHashes, Repeats, without_rows


def found(places: list[str], bases: list[str] | None = None) -> Repeats:
    hashes = PlaceHashes()
    rows = zip(places, bases or [""] * len(places), strict=True)
    for block in in_blocks(Photo(row, place, None, base) for row, (place, base) in enumerate(rows)):
        hashes.add(block)
    return hashes.repeats()


@pytest.mark.parametrize("at_a_time", [4, 100, 1 << 20])
def test_all_rows_of_places_in_several_rows_are_found(
    at_a_time: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repeats, "_AT_A_TIME", at_a_time)
    random_ = random.Random(at_a_time)
    places = [f"https://a.example/{random_.randrange(2000)}.jpg" for _ in range(2500)]
    several = found(places)
    counts = {place: places.count(place) for place in places}
    assert several.rows.tolist() == [n for n, place in enumerate(places) if counts[place] > 1]
    by_number: dict[int, set[str]] = {}
    for row, number in zip(several.rows.tolist(), several.places.tolist(), strict=True):
        by_number.setdefault(number, set()).add(places[row])
    assert all(len(names) == 1 for names in by_number.values())
    assert len(by_number) == several.place_count == sum(n > 1 for n in counts.values())


def test_a_place_of_another_origin_is_another() -> None:
    assert not len(found(["a.jpg", "b.jpg"]))
    assert not len(found(["http://a/1", "http://a/1"], ["web", "/home/ann"]))
    assert found(["http://a/1"] * 3, ["web", "/home/ann", "web"]).rows.tolist() == [0, 2]


def test_rows_wait_for_the_first_with_an_outcome_or_else_for_the_first_that_is_wanted() -> None:
    several = found(["a", "b", "a", "c", "b", "a", "a"])
    pairs = [
        (several.shared(gaps, wanted).rows.tolist(), several.shared(gaps, wanted).firsts.tolist())
        for gaps, wanted in (
            ([range(7)], range(7)),
            ([range(7)], range(1, 7)),
            ([range(2), range(4, 7)], range(7)),
            ([range(2), range(4, 7)], range(5)),
            ([], range(7)),
        )
    ]
    assert pairs == [
        ([2, 4, 5, 6], [0, 1, 0, 0]),
        ([4, 5, 6], [1, 2, 2]),
        ([0, 4, 5, 6], [2, 1, 2, 2]),
        ([0, 4], [2, 1]),
        ([], []),
    ]


def test_rows_are_taken_out_of_ranges() -> None:
    left = without_rows([range(2, 5), range(7, 9)], np.array([2, 4, 8], np.uint32))
    assert [(rows.start, rows.stop) for rows in left if rows] == [(3, 4), (7, 8)]
