"""How far workers are with their slices, as their files say."""

from __future__ import annotations

from pathlib import Path

import pytest

from photoparsl.results import Tally, read_tallies, tally


def test_a_worker_writes_its_number_now_and_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "tallies"
    quick = Tally(40, str(folder))
    quick.add()
    assert read_tallies(str(folder)) == {}, "not in the first second"
    monkeypatch.setattr(tally, "TELL_SECONDS", -1)
    for _ in range(3):
        quick.add()
    assert read_tallies(str(folder)) == {40: 4}
    Tally(60, str(folder)).add()
    assert read_tallies(str(folder)) == {60: 1}, "a worker's next slice replaces its last one"


def test_a_worker_without_the_folder_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tally, "TELL_SECONDS", -1)
    Tally(0, "").add()
    Tally(0, str(tmp_path / "elsewhere" / "tallies")).add()
    assert read_tallies("") == read_tallies(str(tmp_path / "elsewhere" / "tallies")) == {}
    assert not list(tmp_path.iterdir())


def test_a_torn_file_counts_nothing(tmp_path: Path) -> None:
    (tmp_path / "1").write_bytes(b"12345")
    (tmp_path / "2").mkdir()
    assert read_tallies(str(tmp_path)) == {}
