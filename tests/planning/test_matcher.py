"""Rows of an edited manifest, and the earlier rows that are of the same photos."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from photoparsl.planning.entry_share import NO_VALUE
from photoparsl.planning.matcher import Matcher, Matches


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


Rows = list[tuple[str, int, int, int]]  # place, year, title, another cell


def compared(old: Rows, new: Rows, folder: Path) -> Matches:
    """Match rows with their facts: the year, the year with the date, the title, another cell."""
    with Matcher(folder, facts=4) as matcher:
        for add, rows in ((matcher.add_old, old), (matcher.add_new, new)):
            facts = np.array([(row[1], *row[1:]) for row in rows]).reshape(len(rows), 4)
            add(np.arange(len(rows)), [place for place, *_ in rows], facts)
        return matcher.matches(len(old))


OBJECTS: Rows = [(f"{n % 10}.jpg", 1900 + n, n, n % 3) for n in range(30)]


@pytest.mark.parametrize(
    ("new", "changed", "more", "fewer"),
    [
        (OBJECTS[::-1], (0, 0, 0, 0), 0, 0),
        (random.Random(3).sample(OBJECTS, 30), (0, 0, 0, 0), 0, 0),
        (sorted(OBJECTS, key=lambda row: (row[3], row[1])), (0, 0, 0, 0), 0, 0),
        ([*OBJECTS[:4], *OBJECTS[5:]], (0, 0, 0, 0), 0, 1),
        ([("4.jpg", 1800, 99, 9), *OBJECTS], (0, 0, 0, 0), 1, 0),
        ([("4.jpg", 1800, 99, 9), *OBJECTS[:24], *OBJECTS[25:]], (1, 1, 1, 1), 0, 0),
        ([*OBJECTS[:14], ("4.jpg", 1800, 14, 2), *OBJECTS[15:]], (1, 1, 0, 0), 0, 0),
        # Every fact of one kind, and the order: the others tell which row is which.
        ([(p, 1700 - y, t, c) for p, y, t, c in OBJECTS[::-1]], (30, 30, 0, 0), 0, 0),
        ([(p, y, 100 - t, c) for p, y, t, c in OBJECTS[::-1]], (0, 0, 30, 0), 0, 0),
        ([(p, 1700 - y, t, c + 9) for p, y, t, c in OBJECTS[::-1]], (30, 30, 0, 30), 0, 0),
        ([*OBJECTS, *OBJECTS], (0, 0, 0, 0), 30, 0),
    ],
)
def test_rows_of_one_place_are_compared_with_those_they_are_most_like(
    tmp_path: Path, new: Rows, changed: tuple[int, ...], more: int, fewer: int
) -> None:
    found = compared(OBJECTS, new, tmp_path)
    assert (found.changed, found.more, found.fewer) == (changed, more, fewer)
    assert (found.new, found.gone) == (0, 0)
    assert sorted(found.new_rows()) == list(range(len(new)))
    of_new = {row: old for old, row, _ in found.between(0, 99)}
    assert all(OBJECTS[of_new[n]][0] == row[0] for n, row in enumerate(new))


def test_identical_rows_stay_in_their_order(tmp_path: Path) -> None:
    rows: Rows = [("a.jpg", 1900, 1, 1)] * 4 + [("b.jpg", 1901, 2, 2)] * 2
    found = compared(rows, [*rows, rows[0]], tmp_path)
    assert found.between(0, 6) == [(n, n, False) for n in range(3)] + [
        (3, 3, False),
        (3, 6, False),
        (4, 4, False),
        (5, 5, False),
    ]
    assert (found.moved, found.more, found.changed) == (0, 1, (0, 0, 0, 0))
    found = compared(rows, [*rows[1:4], *rows[5:]], tmp_path)
    assert (found.fewer, found.gone, found.changed) == (2, 0, (0, 0, 0, 0))


@pytest.mark.parametrize("seed", range(8))
def test_no_fewer_facts_could_have_changed(tmp_path: Path, seed: int) -> None:
    """Of rows that differ in one fact at most, whichever are compared."""
    random_ = random.Random(seed)
    old: Rows = [(random_.choice("abc"), random_.randrange(9), n, n % 2) for n in range(12)]
    new = [(p, y + 100 * (random_.random() < 0.3), t, c) for p, y, t, c in old]
    random_.shuffle(new)
    found = compared(old, new, tmp_path)
    assert found.changed == (sum(y >= 100 for _, y, _, _ in new),) * 2 + (0, 0)
    assert (found.new, found.gone, found.more, found.fewer) == (0, 0, 0, 0)


def test_facts_that_differ_are_counted(tmp_path: Path) -> None:
    with Matcher(tmp_path, facts=2) as matcher:
        matcher.add_old(np.arange(4), list("abcd"), np.array([[1, 1], [2, 1], [3, 1], [4, 1]]))
        matcher.add_new(np.arange(4), list("dcba"), np.array([[4, 1], [3, 2], [2, 2], [0, 2]]))
        assert matcher.matches(3).changed == (1, 3)
