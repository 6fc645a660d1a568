"""A run with a batch of two jobs, whose folders hold what a host has brought back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pytest

from photoparsl.measuring import versions
from photoparsl.results import Batch, BatchFolder, RunDirectory, SliceResult
from photoparsl.results.store import Store
from tests.made import result_of, slice_of

ENDED = """\
035 (007.-01.000) 2026-11-26 09:14:46 Cluster submitted from host: <x>
...
001 (007.000.000) 2026-11-26 09:14:49 Job executing on host: <x>
\tSlotName: slot1_1@w1.example
...
005 (007.000.000) 2026-11-26 09:15:50 Job terminated.
\t(1) Normal termination (return value 0)
...
"""
OVER = """\
005 (007.001.000) 2026-11-26 09:15:50 Job terminated.
\t(1) Normal termination (return value 3)
...
036 (007.-01.000) 2026-11-26 09:15:51 Cluster removed
\tMaterialized 2 jobs from 2 items.\tComplete
...
"""
ROWS = 12  # of the manifest; the jobs have 5 of them each, and the last two are in no job


@dataclass(frozen=True)
class Submitted:
    """A run whose jobs are submitted.

    run: the run's folder
    folder: that of its jobs
    batch: its jobs
    """

    run: Path
    folder: BatchFolder
    batch: Batch

    def bring_back(self, job: int, *results: SliceResult) -> Path:
        """Write results, with rows from 0 on, as a host brings them back; return their folder."""
        slices = self.folder.job(job) / BatchFolder.RUN / "slices"
        slices.mkdir(parents=True, exist_ok=True)
        store = Store(slices)
        for result in results:
            store.write(result)
        return slices

    def log(self, text: str) -> None:
        """Let HTCondor's log say this."""
        self.folder.log.write_text(text)


def of_job(job: int, start: int = 0, stop: int = 5, failed: tuple[int, ...] = ()) -> SliceResult:
    """What a job measures of its photos, with its own rows."""
    whole = result_of(slice_of(5 * job + start, 5 * job + stop), tuple(5 * job + f for f in failed))
    return with_rows(whole, 5 * job)


def with_rows(result: SliceResult, shift: int) -> SliceResult:
    """The result with rows that are less by `shift`."""
    return replace(
        result,
        start=result.start - shift,
        stop=result.stop - shift,
        measurements=tuple(
            replace(m, row=m.row - shift, year=None, missing={}, digest="0" * 32)
            for m in result.measurements
        ),
        failures=tuple(replace(f, row=f.row - shift, year=None) for f in result.failures),
    )


@pytest.fixture
def submitted(tmp_path: Path) -> Submitted:
    run = tmp_path / "run"
    manifest = tmp_path / "manifest.txt"
    manifest.write_text("".join(f"http://photos.example/{row}.jpg 1900\n" for row in range(ROWS)))
    with RunDirectory(run) as directory:
        directory.manifest.write(
            manifest, "manifest.txt", sha256(manifest.read_bytes()).hexdigest()
        )
    folder = BatchFolder(run)
    folder.path.mkdir()
    rows = [[[0, 5]], [[5, 10]]]
    batch = Batch("cafe", "7", 1.7e9, 2, versions(["luminance"]), rows, [])
    folder.write(batch)
    return Submitted(run, folder, batch)
