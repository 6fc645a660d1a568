from __future__ import annotations

from pathlib import Path

from photoparsl.manifests import Source
from photoparsl.planning.plan import make_plan
from photoparsl.running.slice_size import MOST_PHOTOS_IN_SLICE, SliceSize, next_size
from tests.made import photo, result_of

ROWS = 20_000
WORKERS = 12


def sizes(tmp_path: Path, speed: float) -> list[int]:
    """The slices' sizes of a run whose workers measure `speed` photos a second each."""
    path = tmp_path / "m.txt"
    path.write_text("".join(f"{photo(row).url} {photo(row).year}\n" for row in range(ROWS)))
    source = Source(path, "m", "")
    plan = make_plan(source.reading().blocks())
    slice_size = SliceSize(plan.left, WORKERS)
    given = []
    for slice_ in slice_size.slices(plan, source):
        given.append(len(slice_.photos))
        slice_size.add_result(result_of(slice_, seconds=len(slice_.photos) / speed))
    assert sum(given) == ROWS
    return given


def test_slices_are_sized_by_the_speed_and_get_smaller_towards_the_end(tmp_path: Path) -> None:
    given = sizes(tmp_path, speed=20)
    assert given[1] == 240, "twelve seconds of work for each of twelve workers"
    assert given[-1] <= 10, "half a second"
    assert given[1:-1] == sorted(given[1:-1], reverse=True)


def test_fast_workers_get_no_endless_slices_and_slow_ones_no_endless_tasks(tmp_path: Path) -> None:
    assert max(sizes(tmp_path, speed=1e5)) <= MOST_PHOTOS_IN_SLICE
    assert max(sizes(tmp_path, speed=0.5)[1:]) == 6


def test_a_result_comes_about_every_second_and_slices_of_many_workers_last_longer() -> None:
    assert next_size(10_000_000, 2, 20) == 40, "two seconds"
    assert next_size(10_000_000, 20, 20) == next_size(10_000_000, 1000, 20) == 400


def test_a_slice_holds_a_photo_at_least() -> None:
    assert next_size(1, 1000, 0.001) == next_size(0, 1, 1) == 1
