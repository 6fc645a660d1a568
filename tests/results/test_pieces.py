from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from photoparsl.errors import RunError
from photoparsl.manifests import Slice, digest
from photoparsl.reports import DigestCounter, SummaryCounter
from photoparsl.results import ResultKind, RunDirectory, SliceResult
from photoparsl.results.pieces import NEAR_ROWS, pieces_of
from tests.made import photo, result_of, slice_of


def scattered(*rows: range) -> Slice:
    return Slice(tuple(photo(row) for some in rows for row in some))


def values(results: list[SliceResult]) -> dict[int, object]:
    return {o.row: o for result in results for o in result.outcomes}


def test_a_slice_of_scattered_rows_is_kept_as_slices_of_successive_rows(tmp_path: Path) -> None:
    mixed = [scattered(range(0, 40), range(100, 140)), scattered(range(40, 100), range(140, 200))]
    with RunDirectory(tmp_path / "mixed") as directory:
        for slice_ in mixed:
            directory.write(result_of(slice_, failed=(105,)))
        kept = list(directory.results())
    with RunDirectory(tmp_path / "plain") as directory:
        directory.write(result_of(slice_of(0, 200), failed=(105,)))
        plain = list(directory.results())
    assert [(r.start, r.stop) for r in kept] == [(0, 40), (40, 100), (100, 140), (140, 200)]
    assert all(r.is_whole and digest(o.url for o in r.outcomes) == r.digest for r in kept)
    assert values(kept) == values(plain)


def test_the_pieces_of_a_slice_count_as_one_task_and_share_its_time(tmp_path: Path) -> None:
    slice_ = scattered(range(0, 30), range(50, 60), range(90, 100))
    pieces = list(pieces_of(result_of(slice_, seconds=10.0)))
    counter = SummaryCounter(range(100))
    list(counter.counted(pieces))
    summary = counter.summary(tmp_path / "p.html", "", DigestCounter().same_bytes())
    assert summary.tasks == {"example.edu": 1}
    parts = [part for piece in pieces for part in piece.executions()]
    assert [(part.photos_here, part.photos) for part in parts] == [(30, 50), (10, 50), (10, 50)]


def test_a_scattered_slice_that_lacks_a_row_is_refused(tmp_path: Path) -> None:
    result = result_of(scattered(range(0, 10), range(20, 30)))
    lacking = replace(result, measurements=result.measurements[:5] + result.measurements[6:])
    with RunDirectory(tmp_path) as directory, pytest.raises(RunError, match="came back incomplete"):
        directory.write(lacking)


def test_scattered_slices_are_merged_into_segments_that_hardly_overlap(tmp_path: Path) -> None:
    lanes = (0, 2 * NEAR_ROWS, 4 * NEAR_ROWS)
    slices = [scattered(*(range(at + n, at + n + 1) for at in lanes)) for n in range(400)]
    with RunDirectory(tmp_path) as directory:
        for slice_ in slices:
            directory.write(result_of(slice_))
        segments = directory.list_files(ResultKind.SEGMENT)
        assert 3 <= len(segments) <= 9
        assert all(file.stop - file.start <= 400 for file in segments)
        assert len(directory.list_files(ResultKind.SLICE)) < 500
    assert not RunDirectory(tmp_path).list_files(ResultKind.SLICE), "they were merged at the end"
    rows = [o.row for r in RunDirectory(tmp_path).results() for o in r.outcomes]
    assert rows == [at + n for at in lanes for n in range(400)]


def test_slices_that_a_killed_merge_left_beside_their_segments_count_once(tmp_path: Path) -> None:
    far = 2 * NEAR_ROWS
    with RunDirectory(tmp_path) as directory:
        for start in range(0, 100, 2):
            directory.write(
                result_of(scattered(range(start, start + 2), range(far + start, far + start + 2)))
            )
        left = {
            file.path: file.path.read_bytes() for file in directory.list_files(ResultKind.SLICE)
        }
    assert not RunDirectory(tmp_path).list_files(ResultKind.SLICE)
    for path, content in left.items():
        path.write_bytes(content)
    with RunDirectory(tmp_path) as directory:
        assert not directory.list_files(ResultKind.SLICE)
        assert [o.row for r in directory.results() for o in r.outcomes] == [
            *range(100),
            *range(far, far + 100),
        ]
