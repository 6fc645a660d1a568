"""Rows of an edited manifest, and the earlier rows that are of the same photos."""

from __future__ import annotations

import random
from pathlib import Path

from photoparsl.running.matching import match


def pairs(old: list[str], new: list[str], folder: Path) -> list[tuple[int, int]]:
    found = match(old, new, folder)
    return list(zip(found.old.tolist(), found.new.tolist(), strict=True))


def test_rows_inserted_deleted_and_sorted_are_found_by_their_places(tmp_path: Path) -> None:
    old = [f"box/{number}.jpg" for number in range(1000)]
    new = [*(f"new/{number}.jpg" for number in range(30)), *old[:500], *old[505:]]
    random.Random(1).shuffle(new)
    expected = [(old.index(place), row) for row, place in enumerate(new) if place in old]
    assert pairs(old, new, tmp_path) == sorted(expected)
    assert not list(tmp_path.iterdir())


def test_a_renewed_signature_is_the_same_photo(tmp_path: Path) -> None:
    old, new = (
        [f"https://a.example/{n}.jpg?sv=1&se={day}&sig={n}{day}" for n in range(5)]
        for day in (1, 2)
    )
    assert pairs(old, new[::-1], tmp_path) == [(0, 4), (1, 3), (2, 2), (3, 1), (4, 0)]


def test_rows_that_only_their_signatures_tell_apart_keep_them(tmp_path: Path) -> None:
    a = "https://a.example/get?sv=1&sig="
    assert pairs([f"{a}x", f"{a}y"], [f"{a}y", f"{a}z"], tmp_path) == [(1, 0)]
    assert pairs([f"{a}x"], [f"{a}y", f"{a}z"], tmp_path) == []
    assert pairs([f"{a}x", f"{a}y"], [f"{a}z"], tmp_path) == []


def test_a_photo_that_stands_in_several_rows_has_its_value_in_each(tmp_path: Path) -> None:
    assert pairs(["a", "a", "b"], ["a", "b", "a", "a", "b"], tmp_path) == [
        (0, 0),
        (1, 2),
        (1, 3),
        (2, 1),
        (2, 4),
    ]


def test_nothing_matches_nothing(tmp_path: Path) -> None:
    assert pairs([], ["a"], tmp_path) == pairs(["a"], [], tmp_path) == pairs([], [], tmp_path) == []
