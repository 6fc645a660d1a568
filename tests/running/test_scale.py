"""A large run's cost to the machine that submits it, in small: what doesn't grow with the rows."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence
from pathlib import Path
from threading import Event

import pytest
from parsl import python_app

from photoparsl import apps
from photoparsl.fetching import Limits
from photoparsl.manifests import Slice, Source
from photoparsl.results import SliceResult
from photoparsl.results.run_directory import RunDirectory
from photoparsl.running.run import RunRequest, begin, measure, prepare
from photoparsl.sites import load_site
from tests.made import photo, result_of


@python_app
def generated(slice_: Slice, measures: Sequence[str], limits: Limits) -> SliceResult:
    return result_of(slice_, failed=(slice_.start,), seconds=0.01)


def peak(folder: Path, rows: int, slice_size: int | None) -> int:
    """The memory, in bytes, that a run of so many rows takes at its highest; nothing is fetched."""
    folder.mkdir()
    manifest = folder / "m.txt"
    with manifest.open("w") as file:
        file.writelines(f"{photo(row).url} {photo(row).year}\n" for row in range(rows))
    source = Source(manifest, "m.txt", "")
    request = RunRequest(source, load_site("threads"), folder / "run", slice_size=slice_size)
    tracemalloc.start()
    with RunDirectory(request.run_dir) as directory:
        plan = prepare(request, directory)
        begin(request, plan, directory)
        outcomes = measure(request, plan, directory, Event())
        ended = sum(len(o.outcomes) for o in outcomes if isinstance(o, SliceResult))
        assert ended == rows
        assert sum(len(result.outcomes) for result in directory.results()) == rows
        assert len(list(directory.slices.iterdir())) < 500 + rows / 1_000
        assert prepare(request, directory).left == 0
    highest = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return highest


def test_memory_and_files_do_not_grow_with_the_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apps, "measure", generated)
    peak(tmp_path / "first", 100, 10)  # what is imported once
    small, large = peak(tmp_path / "small", 400, 4), peak(tmp_path / "large", 2_400, 4)
    assert large < small + 2_000_000, f"{small:,} bytes, then {large:,}"
