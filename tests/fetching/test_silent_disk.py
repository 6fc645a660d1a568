"""A file system that doesn't answer, as a network's that is gone, ends a run in a sentence."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Event

import pytest

from photoparsl.errors import RunError
from photoparsl.fetching import mark_of_file, marks, marks_on_disk
from photoparsl.manifests import Photo


def photos(folder: Path, number: int) -> list[Photo]:
    for n in range(number):
        (folder / f"{n}.jpg").write_bytes(b"x" * n)
    return [Photo(n, f"{n}.jpg", None, str(folder)) for n in range(number)]


def test_marks_are_those_of_the_files_and_of_a_missing_one_empty(tmp_path: Path) -> None:
    files = photos(tmp_path, 3)
    (tmp_path / "1.jpg").unlink()
    found = marks_on_disk([*files])
    expected = [mark_of_file((tmp_path / f"{n}.jpg").stat()) if n != 1 else "" for n in range(3)]
    assert found == expected
    assert marks_on_disk([]) == []


def test_a_file_that_blocks_is_named_and_waited_for_no_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, never = photos(tmp_path, 3), Event()
    whole = marks.mark_on_disk
    monkeypatch.setattr(marks, "mark_on_disk", lambda p: never.wait() if p.row == 1 else whole(p))
    began = time.monotonic()
    with pytest.raises(RunError, match=r"1\.jpg: its file system hasn't answered for 0\.2 s"):
        marks_on_disk(files, 0.2)
    assert time.monotonic() - began < 5
    never.set()
