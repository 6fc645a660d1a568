"""A run of version 0.1.0 is read and carried on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from photoparsl.results import ResultKind, SliceResult, ValueKind, from_json, store
from photoparsl.results.run_directory import RunDirectory
from tests.made import result_of, slice_of
from tests.results import format1
from tests.results.test_run_directory import RECORD

SLICES = [result_of(slice_of(start, start + 10), failed=(start + 3,)) for start in range(0, 60, 10)]


@pytest.fixture
def run(tmp_path: Path) -> RunDirectory:
    format1.write_run(tmp_path / "run", replace(RECORD, rows=60), SLICES[:3], SLICES[3:5])
    return RunDirectory(tmp_path / "run")


def test_a_result_of_format_1_is_read_with_its_spans() -> None:
    first = replace(SLICES[0].measurements[0], span=(1850, 1870))
    result = replace(SLICES[0], measurements=(first, *SLICES[0].measurements[1:]))
    assert from_json(format1.text_of(result)) == result


def test_a_run_of_format_1_is_read(run: RunDirectory) -> None:
    assert run.read_run_record() == replace(RECORD, rows=60)
    assert list(run.results()) == SLICES[:5]
    assert [head.failed for head in run.finished_slices()] == [1] * 5
    assert run.value_kinds() == {"luminance": ValueKind.NUMBER}
    assert list(run.find_damage()) == []


def test_a_run_of_format_1_is_carried_on(
    run: RunDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MOST_LOOSE", 3)
    with run:
        run.write(SLICES[5])  # which makes a segment of texts of both formats
        assert len(run.list_files(ResultKind.SEGMENT)) == 2
        assert list(run.results()) == SLICES
        run.write_retried(_again(SLICES[1]))
        run.merge_retried()
    results = list(run.results())
    assert results[1].outcomes == result_of(slice_of(10, 20)).outcomes
    assert [*results[:1], *results[2:]] == [*SLICES[:1], *SLICES[2:]]
    assert list(run.find_damage()) == []


def _again(result: SliceResult) -> SliceResult:
    """The photos that failed, measured at the second try."""
    rows = {failure.row for failure in result.failures}
    whole = result_of(slice_of(result.start, result.stop))
    return replace(whole, measurements=tuple(m for m in whole.measurements if m.row in rows))
