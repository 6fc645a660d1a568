"""A large run's cost to the machine that submits it, in small: what doesn't grow with the rows."""

from __future__ import annotations

import multiprocessing
import tracemalloc
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from parsl import python_app

from photoparsl import apps
from photoparsl.fetching import Limits
from photoparsl.manifests import Slice, Source
from photoparsl.measuring import Thumbnails
from photoparsl.page import render
from photoparsl.requesting.run_request import RunRequest
from photoparsl.results import SliceResult
from photoparsl.results.run_directory import RunDirectory
from photoparsl.running.measuring_rows import measured_rows
from photoparsl.running.preparing import begin_run, prepare_run
from photoparsl.running.reporter import Reporter
from photoparsl.running.run_page import finish_run
from photoparsl.running.stop_request import StopRequest
from photoparsl.sites import load_site
from tests.made import photo, result_of

COMMENTS = f"# {'a comment ' * 100}\n" * 2_400  # more than any buffer of a manifest's reader


@python_app
def generated(
    slice_: Slice,
    measures: Sequence[str],
    limits: Limits,
    thumbnails: Thumbnails | None,
    tallies: str,
) -> SliceResult:
    return result_of(slice_, failed=(slice_.start,), seconds=0.01)


def peaks(folder: Path, rows: int, slice_size: int | None) -> tuple[int, int]:
    """The memory, in bytes, that a run of so many rows takes at its highest, and its page then.

    Nothing is fetched.
    """
    apps.measure_for_run = generated
    folder.mkdir()
    manifest = folder / "m.txt"
    with manifest.open("w") as file:
        file.write(COMMENTS)
        file.writelines(f"{photo(row).url} {photo(row).year}\n" for row in range(rows))
    source = Source(manifest, "m.txt", "")
    request = RunRequest(source, load_site("threads"), folder / "run", slice_size=slice_size)
    render([])  # what that imports doesn't count
    tracemalloc.start()
    with RunDirectory(request.run_dir) as directory:
        plan = prepare_run(request, directory)
        begin_run(request, plan, directory)
        pageless = replace(request, has_page=False)  # a slow run would write one, and count it here
        with measured_rows(pageless, plan, directory, StopRequest(), Reporter()) as throughput:
            assert throughput.done == rows
        of_run = tracemalloc.get_traced_memory()[1]
        tracemalloc.reset_peak()
        finish_run(
            request, plan, directory
        )  # a long run has written a page before, a short one hasn't
        assert sum(len(result.outcomes) for result in directory.results()) == rows
        assert len(list(directory.slices.iterdir())) < 500 + rows / 1_000
        assert prepare_run(request, directory).left == 0
    return of_run, tracemalloc.get_traced_memory()[1]


def test_memory_and_files_do_not_grow_with_the_rows(tmp_path: Path) -> None:
    """Each run has a process of its own: pytest keeps what Parsl logs, if a test has it log."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context, max_tasks_per_child=1) as processes:
        folders = (tmp_path / "small", tmp_path / "large")
        small, large = processes.map(peaks, folders, (2_400, 4_800), (4, 4))
    found = f"{small} bytes, then {large}"
    assert large[0] < small[0] + 1_000_000, found
    # Up to its sample's size the page has each photo; and its trends keep what they draw for years
    # of each size.
    assert large[1] < small[1] + 5_000_000, found
