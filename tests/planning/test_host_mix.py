from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise, repeat
from pathlib import Path

import pytest

from photoparsl.fetching import Limits, host_of
from photoparsl.manifests import Photo, Slice, Source, in_blocks
from photoparsl.planning.host_mix import FEWEST_ROWS, HostMix, StoredPhotos, mix_for
from photoparsl.planning.plan import Plan, make_plan
from photoparsl.results import RunDirectory
from tests.made import result_of

LIMITS = Limits(per_host=8, connections=64)


def photos(rows: int, host: Callable[[int], int]) -> list[Photo]:
    return [Photo(row, f"http://h{host(row)}.example/{row}.jpg", 1900) for row in range(rows)]


def plan_of(photos: list[Photo]) -> Plan:
    return make_plan(in_blocks(photos))


def source(folder: Path, photos: list[Photo]) -> Source:
    path = folder / "m.txt"
    path.write_text("".join(f"{photo.url} 1900\n" for photo in photos))
    return Source(path, "m.txt", "")


def mixed(folder: Path, photos: list[Photo], size: int, workers: int = 2) -> list[Slice]:
    mix = mix_for(LIMITS, workers, folder)
    return list(plan_of(photos).slices(source(folder, photos), repeat(size), mix))


def hosts(slice_: Slice) -> set[str]:
    return {host_of(photo.url) for photo in slice_.photos}


@pytest.mark.parametrize(
    ("name", "host", "is_by_host"),
    [
        ("one host", lambda row: 0, False),
        ("sorted", lambda row: row // 300, True),
        ("in turns", lambda row: row % 10, False),
        ("shuffled", lambda row: random.Random(row).randrange(10), False),
        ("two hosts, sorted", lambda row: row // 1500, True),
        ("two hosts in turns", lambda row: row % 2, False),
        ("a thousand hosts, sorted", lambda row: row // 3, False),
        ("first half sorted, then in turns", lambda row: row // 300 if row < 1500 else row, True),
    ],
)
def test_a_plan_knows_whether_its_rows_are_sorted_by_host(
    name: str, host: Callable[[int], int], is_by_host: bool
) -> None:
    assert plan_of(photos(3000, host)).is_by_host is is_by_host, name


def test_a_few_photos_of_another_host_are_not_worth_a_mix() -> None:
    assert not plan_of(photos(10_000, lambda row: int(row == 7))).is_by_host


def test_files_and_this_machines_servers_are_no_hosts() -> None:
    files = [Photo(row, f"{'ab'[row // 500]}/{row}.jpg", 1900, "/x") for row in range(1000)]
    assert not plan_of(files).is_by_host
    local = [Photo(r, f"http://127.0.0.{1 + r // 500}:80/{r}.jpg", 1900) for r in range(1000)]
    assert not plan_of(local).is_by_host


def test_every_slice_asks_every_host_though_the_rows_are_sorted(tmp_path: Path) -> None:
    slices = mixed(tmp_path, photos(3000, lambda row: row // 300), 200)
    assert all(len(hosts(slice_)) >= 9 for slice_ in slices[:-1])
    counts = [sum(host_of(p.url) == "h0.example" for p in s.photos) for s in slices[:-1]]
    assert max(counts) <= 2 * 200 / 10 + FEWEST_ROWS


def test_each_photo_is_in_one_slice_whatever_the_sizes(tmp_path: Path) -> None:
    some = photos(3001, lambda row: row // 300)
    for size in (1, 7, 20, 333, 5000):
        for workers in (1, 2, 12, 500):
            slices = mixed(tmp_path, some, size, workers)
            assert sorted(p.row for s in slices for p in s.photos) == list(range(3001))
            assert all(len(slice_.photos) <= size for slice_ in slices)
            for slice_ in slices:
                rows = [photo.row for photo in slice_.photos]
                assert rows == sorted(rows)


def test_hosts_of_unequal_size_all_last_to_the_end(tmp_path: Path) -> None:
    slices = mixed(tmp_path, photos(3000, lambda row: int(row >= 2700)), 100)
    shares = [sum("h1" in photo.url for photo in slice_.photos) for slice_ in slices]
    assert min(map(sum, pairwise(shares))) >= 1, (
        "a tenth of the photos is of a host that is always asked"
    )


def test_many_workers_take_different_hosts_at_a_time(tmp_path: Path) -> None:
    mix = mix_for(LIMITS, 64, tmp_path)
    assert mix.lanes == 64
    assert mix.lanes_of_slice == 8, "so that 8 workers ask a host, each for one photo at a time"
    first, second = mixed(tmp_path, photos(6400, lambda row: row // 100), 64, 64)[:2]
    assert not hosts(first) & hosts(second)


def test_rows_that_are_missing_after_an_interruption_are_mixed_too(tmp_path: Path) -> None:
    some = photos(3000, lambda row: row // 300)
    mix = mix_for(LIMITS, 2, tmp_path)
    slices = list(plan_of(some).slices(source(tmp_path, some), 200, mix))
    with RunDirectory(tmp_path / "run") as directory:
        for slice_ in slices[:5]:
            directory.write(result_of(slice_))
        plan = make_plan(in_blocks(some), directory.finished_slices())
        assert plan.left == 2000
        for slice_ in plan.slices(source(tmp_path, some), 200, mix):
            assert plan.is_missing(slice_.start)
            assert len(hosts(slice_)) >= 8
            directory.write(result_of(slice_))
    left = make_plan(in_blocks(some), RunDirectory(tmp_path / "run").finished_slices())
    assert not left.left
    assert not left.is_missing(0)


def test_photos_are_read_back_from_any_number_on(tmp_path: Path) -> None:
    some = photos(1234, lambda row: row)
    with StoredPhotos(some, tmp_path) as file:
        assert len(file) == 1234
        for start, stop in ((0, 1), (199, 201), (200, 400), (1000, 9999), (0, 1234), (5, 5)):
            assert list(file.photos(start, stop)) == some[start:stop]
    with StoredPhotos([], tmp_path) as file:
        assert list(file.photos(0, 0)) == []


def test_a_mix_of_nothing_yields_nothing(tmp_path: Path) -> None:
    assert list(HostMix(16, 16, tmp_path).slices([], 5)) == []
