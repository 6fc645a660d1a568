from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from photoparsl.errors import ManifestError, RunError
from photoparsl.manifests import Photo, Source, digest, in_blocks
from photoparsl.measuring import versions
from photoparsl.planning.again import Again
from photoparsl.planning.plan import Plan, make_plan
from photoparsl.results import RunDirectory
from photoparsl.results.segments import FinishedSlice
from tests.made import photo, result_of, slice_of

PHOTOS = [photo(row) for row in range(5576)]


def finished(*ranges: tuple[int, int]) -> list[FinishedSlice]:
    return [
        FinishedSlice(a, b, digest(p.url for p in PHOTOS[a:b]), {"luminance": 1}) for a, b in ranges
    ]


def rows(plan: Plan) -> list[tuple[int, int]]:
    return [(gap.start, gap.stop) for gap in plan.missing]


def source(tmp_path: Path) -> Source:
    path = tmp_path / "m.txt"
    path.write_text("".join(f"{p.url} {p.year}\n" for p in PHOTOS))
    return Source(path, "m.txt", "")


def test_all_is_missing_at_first() -> None:
    plan = make_plan(in_blocks(PHOTOS))
    assert (plan.rows, plan.undated, plan.years) == (5576, 0, (1860, 2001))
    assert rows(plan) == [(0, 5576)]


def test_what_is_finished_is_not_done_again_whatever_the_slices() -> None:
    plan = make_plan(in_blocks(PHOTOS), finished((0, 200), (200, 307), (1000, 1001), (5000, 5576)))
    assert rows(plan) == [(307, 1000), (1001, 5000)]
    assert make_plan(in_blocks(PHOTOS), finished((0, 5576))).left == 0


def test_appended_rows_are_new_work() -> None:
    assert rows(make_plan(in_blocks(PHOTOS), finished((0, 5000)))) == [(5000, 5576)]


def test_a_changed_row_is_noticed_and_said() -> None:
    changed = [*PHOTOS[:150], photo(7777), *PHOTOS[151:]]
    with pytest.raises(RunError, match=r"rows 100 to 199 .* --restart"):
        make_plan(in_blocks(changed), finished((0, 100), (100, 200)))
    with pytest.raises(RunError, match="rows 5000 to 5575"):
        make_plan(in_blocks(PHOTOS[:5100]), finished((5000, 5576)))
    with pytest.raises(RunError):
        make_plan(in_blocks(PHOTOS[:100]), finished((5000, 5576)))


def test_a_part_of_the_rows_can_be_asked_for() -> None:
    plan = make_plan(in_blocks(PHOTOS), finished((0, 200), (210, 300)), start=100, count=150)
    assert (plan.wanted, rows(plan)) == (range(100, 250), [(200, 210)])
    assert make_plan(in_blocks(PHOTOS), start=5570, count=100).left == 6
    with pytest.raises(ManifestError, match="no row 5576"):
        make_plan(in_blocks(PHOTOS), start=5576)


def test_slices_are_cut_from_what_is_missing_only(tmp_path: Path) -> None:
    plan = make_plan(in_blocks(PHOTOS), finished((0, 1000), (1100, 5000)))
    slices = list(plan.slices(source(tmp_path), 200))
    assert [(s.start, s.stop) for s in slices] == [
        (1000, 1100),
        (5000, 5200),
        (5200, 5400),
        (5400, 5576),
    ]
    assert [p.url for p in slices[0].photos] == [p.url for p in PHOTOS[1000:1100]]


def test_photos_to_try_again_share_slices(tmp_path: Path) -> None:
    with RunDirectory(tmp_path / "run") as directory:
        for start in range(0, 5500, 100):
            of_rows = result_of(slice_of(start, start + 100), failed=(start, start + 7))
            directory.write(of_rows)
        made = make_plan(source(tmp_path).reading().blocks(), directory.finished_slices())
        again = Again(directory, versions(["luminance"]), made.wanted, frozenset(["http-404"]))
        again.find(None)
        plan = replace(made, missing=(), again=again)
        slices = list(plan.slices(source(tmp_path), 40))
    assert [len(s.photos) for s in slices] == [40, 40, 30]
    assert plan.left == 110
    assert [p.row for p in slices[0].photos][:4] == [0, 7, 100, 107]


def test_the_digest_is_the_rows_and_not_the_formatting(tmp_path: Path) -> None:
    text = source(tmp_path)
    assert make_plan(text.reading().blocks()).digest == make_plan(in_blocks(PHOTOS)).digest
    text.path.write_text("# comment\n" + text.path.read_text())
    assert make_plan(text.reading().blocks()).digest == make_plan(in_blocks(PHOTOS)).digest
    assert make_plan(in_blocks(PHOTOS[1:])).digest != make_plan(in_blocks(PHOTOS)).digest


def test_years_without_photographs_are_counted_and_said() -> None:
    assert make_plan(in_blocks(PHOTOS)).remarks == ()
    years = [1066, 1825, 1826, None, 2026, 9998, 9999]
    plan = make_plan(in_blocks(Photo(row, "a.jpg", year) for row, year in enumerate(years)))
    assert plan.remarks == (
        "2 photos are from before 1826, when the first photograph was taken: the earliest year "
        "is 1066",
        "2 photos are from the future: the latest year is 9999",
    )
    plan = make_plan(in_blocks([*PHOTOS, Photo(5576, "a.jpg", 987)]))
    assert plan.remarks[0].startswith("1 photo is from before 1826")
    assert plan.remarks[0].endswith("0987")
