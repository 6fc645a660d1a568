"""Rows of an edited manifest, and the earlier rows that are of the same photos."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np

from photoparsl.running.matching import Matcher, Matches
from photoparsl.running.matching_share import NO_VALUE


def match(old: list[str], new: list[str], folder: Path) -> Matches:
    with Matcher(folder) as matcher:
        matcher.add_old(np.arange(len(old)), old)
        matcher.add_new(np.arange(len(new)), new)
        return matcher.matches(len(old))


def pairs(old: list[str], new: list[str], folder: Path) -> list[tuple[int, int]]:
    return [(a, b) for a, b, _ in match(old, new, folder).between(0, len(old))]


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


def test_rows_that_moved_together_are_told_from_others(tmp_path: Path) -> None:
    sign = "https://a.example/{}.jpg?sv=1&sig={}"
    old = [*(f"{number}.jpg" for number in range(100)), *(sign.format(n, 1) for n in range(5))]
    new = ["new.jpg", *old[:50], *old[60:100], *(sign.format(n, 2) for n in range(5)), "99.jpg"]
    found = match(old, new, tmp_path)
    assert (found.shift(0, 50), found.shift(10, 20), found.shift(60, 99)) == (1, 1, -9)
    assert (found.shift(40, 61), found.shift(100, 105), found.shift(60, 100)) == (None,) * 3
    assert (found.count(50, 60), found.count(49, 60)) == (0, 1)
    assert found.between(98, 101) == [
        (98, 89, False),
        (99, 90, False),
        (99, 96, False),
        (100, 91, True),
    ]


def test_every_row_of_a_photo_has_the_value_of_the_row_that_has_one(tmp_path: Path) -> None:
    with Matcher(tmp_path) as matcher:
        matcher.add_old(np.array([NO_VALUE, 1, NO_VALUE + 2]), ["a", "a", "b"])
        matcher.add_new(np.arange(3), ["a", "a", "b"])
        found = matcher.matches(3)
    assert found.between(0, 9) == [(1, 0, False), (1, 1, False)]
    assert (found.new, found.gone, found.moved) == (0, 0, 0)


def test_values_kept_aside_are_of_new_photos_only(tmp_path: Path) -> None:
    with Matcher(tmp_path) as matcher:
        matcher.add_old(np.arange(4), list("abac"))
        matcher.add_new(np.arange(3), list("bad"))
        found = matcher.matches(2)
        assert (found.new, found.gone, found.moved) == (1, 0, 2)
        assert found.between(0, 9) == [(0, 1, False), (1, 0, False)]
    with Matcher(tmp_path) as matcher:
        matcher.add_old(np.arange(3), list("abc"))
        matcher.add_new(np.arange(2), list("cd"))
        found = matcher.matches(2)
        assert (found.new, found.gone, found.count(2, 9)) == (2, 2, 1)


def test_facts_that_differ_are_counted(tmp_path: Path) -> None:
    with Matcher(tmp_path, facts=2) as matcher:
        matcher.add_old(np.arange(4), list("abcd"), np.array([[1, 1], [2, 1], [3, 1], [4, 1]]))
        matcher.add_new(np.arange(4), list("dcba"), np.array([[4, 1], [3, 2], [2, 2], [0, 2]]))
        assert matcher.matches(3).changed == (1, 3)
