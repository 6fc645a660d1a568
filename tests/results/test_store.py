from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from photoparsl.errors import RunError
from photoparsl.results import Measurement, SliceResult, store
from photoparsl.results.store import Store
from tests.made import result_of, slice_of

SLICES = [(start, start + 10) for start in range(0, 300, 10)]


@pytest.fixture(autouse=True)
def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_LOOSE", 7)


@pytest.fixture
def empty(tmp_path: Path) -> Store:
    folder = tmp_path / "slices"
    folder.mkdir()
    return Store(folder)


def result(start: int, stop: int, failed: bool = True) -> SliceResult:
    """The third photo of every slice fails at first."""
    return result_of(slice_of(start, stop), failed=(start + 3,) if failed else ())


def retried(*rows: int) -> SliceResult:
    """These rows, measured at the second try."""
    whole = result_of(slice_of(rows[0], rows[-1] + 1))
    return replace(whole, measurements=tuple(m for m in whole.measurements if m.row in rows))


def outcomes(results: Iterator[SliceResult]) -> list[object]:
    return [outcome for result in results for outcome in result.outcomes]


def names(made: Store) -> list[str]:
    return sorted(path.name for path in made.slices.iterdir())


def test_many_slices_become_few_files_and_read_the_same(empty: Store) -> None:
    for start, stop in random.Random(1860).sample(SLICES, len(SLICES)):
        empty.write(result(start, stop))
    assert len(names(empty)) == 4 + 2, "four segments, which overlap, and two slices"
    assert list(empty.results()) == [result(*rows) for rows in SLICES]
    finished = [(f.start, f.stop, f.failed) for f in empty.finished_slices()]
    assert finished == [(*rows, 1) for rows in SLICES]
    assert list(empty.find_damage()) == []


def test_a_retried_photo_replaces_its_failure_in_every_kind_of_file(empty: Store) -> None:
    for rows in SLICES:
        empty.write(result(*rows))
    empty.write_retried(retried(3, 13, 293))
    expected = [result(*rows, failed=rows[0] not in (0, 10, 290)) for rows in SLICES]
    assert outcomes(empty.results()) == outcomes(iter(expected))
    assert "retried-0000003-0000294.json" in names(empty)
    empty.merge_retried()
    assert outcomes(empty.results()) == outcomes(iter(expected))
    assert [f.failed for f in empty.finished_slices()] == [len(r.failures) for r in expected]
    assert not [name for name in names(empty) if name.startswith("retried")]
    assert list(empty.find_damage()) == []


def test_many_retried_slices_are_merged_as_they_come(empty: Store) -> None:
    for rows in SLICES:
        empty.write(result(*rows))
    for start, _ in SLICES:
        empty.write_retried(retried(start + 3))
    assert len([name for name in names(empty) if name.startswith("retried")]) == 2
    measured = [result(*rows, failed=False) for rows in SLICES]
    assert outcomes(empty.results()) == outcomes(iter(measured))


@pytest.mark.parametrize("left", [b"", bytes(4096)])
def test_a_slice_that_a_power_cut_left_incomplete_is_missing(empty: Store, left: bytes) -> None:
    for rows in SLICES[:3]:
        empty.write(result(*rows))
    (empty.slices / "slice-0000010-0000020.json").write_bytes(left)
    again = Store(empty.slices)
    again.recover()
    assert [(f.start, f.stop) for f in again.finished_slices()] == [SLICES[0], SLICES[2]]
    assert list(again.find_damage()) == []


def test_a_crash_at_any_moment_loses_nothing_that_was_written(tmp_path: Path) -> None:
    """A process dies at its nth change of the folder, for every n; the next one finds it whole."""
    expected = [result(*rows, failed=rows[0] not in (0, 80)) for rows in SLICES[:9]]
    for changes in range(1, 1000):
        made = Store(tmp_path / str(changes))
        made.slices.mkdir()
        written, finished = _dying(made, changes)
        made.recover()
        rows = [(r.start, r.stop) for r in made.results()]
        assert set(SLICES[:written]) <= set(rows), f"died at change {changes}"
        assert len(set(rows)) == len(rows)
        assert list(made.find_damage()) == []
        assert not list(made.slices.glob("*.part"))
        for start, stop in SLICES[:9]:
            if (start, stop) not in rows:
                made.write(result(start, stop))
        made.write_retried(retried(3, 83))
        made.merge_retried()
        assert outcomes(made.results()) == outcomes(iter(expected))
        assert {m.row for m in outcomes(made.results()) if isinstance(m, Measurement)} >= {3, 83}
        if finished:
            break
    assert changes > 50


def _dying(made: Store, changes: int) -> tuple[int, bool]:
    """How many slices a process had written when it died, and whether it came to its end."""
    reading, writing = os.pipe()
    if not (child := os.fork()):
        left = iter(range(changes))

        def counted(event: str, _: object) -> None:
            if event in {"os.remove", "os.rename", "open"} and next(left, None) is None:
                os._exit(9)

        sys.addaudithook(counted)
        for rows in SLICES[:9]:
            made.write(result(*rows))
            os.write(writing, b".")
        made.write_retried(retried(3, 83))
        made.merge_retried()
        os._exit(0)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    written = len(os.read(reading, 100))
    os.close(reading)
    return written, status == 0


def test_damage_is_reported_with_its_file(empty: Store) -> None:
    for rows in SLICES[:9]:
        empty.write(result(*rows))
    empty.write(result(85, 95))
    loose = empty.slices / "slice-0000070-0000080.json"
    loose.write_text(loose.read_text()[:-40])
    segment = empty.slices / "segment-0000000-0000070.jsonl.gz"
    found = list(empty.find_damage())
    assert len(found) == 2
    assert str(loose) in found[0]
    assert "covers rows that another" in found[1]
    content = segment.read_bytes()
    segment.write_bytes(content[:-300] + b"x" + content[-299:])
    assert str(segment) in next(empty.find_damage())
    with pytest.raises(RunError, match="delete it"):
        list(empty.results())
    segment.unlink()
    loose.unlink()
    assert [f.start for f in empty.finished_slices()] == [80, 85]


def test_a_changed_byte_in_a_segment_is_noticed_at_every_place(empty: Store) -> None:
    for rows in SLICES[:7]:
        empty.write(result(*rows))
    (segment,) = empty.slices.iterdir()
    content = segment.read_bytes()
    for place in range(10, len(content), len(content) // 60):
        changed = bytes([content[place] ^ 1])
        segment.write_bytes(content[:place] + changed + content[place + 1 :])
        assert list(empty.find_damage()), place
