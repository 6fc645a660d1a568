"""The results of an edited manifest take the place of the earlier ones: all at once, or not at all.

RUN/carried.new/   results, copy of the manifest and values kept aside, while they are being made
RUN/carried/       the same, whole, to replace those in RUN one after the other

A process that is killed leaves one of the two.  The next one removes the first, or goes on with the
second.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from photoparsl.files import fsync_path, list_matching
from photoparsl.results.copy_faults import MANIFEST_COPY

ASIDE = "aside"  # the folder of the values whose photos aren't in the manifest any more
CARRIED = "carried"
BEING_MADE = "carried.new"
MATCHING = "matching-"  # how the names of temporary folders begin
SLICES = "slices"  # the folder of the results


def finish_carried(run_dir: Path) -> None:
    """Finish or undo what a killed process had begun.

    run_dir: the run's folder
    """
    for temporary in list_matching(run_dir, f"{MATCHING}*.part"):
        shutil.rmtree(temporary, ignore_errors=True)
    if (run_dir / BEING_MADE).exists():
        shutil.rmtree(run_dir / BEING_MADE)
    if (run_dir / CARRIED).exists():
        _replace(run_dir, run_dir / CARRIED)


def put_in_place(run_dir: Path) -> None:
    """Replace the run's results by those in `carried.new`."""
    for folder in (run_dir / BEING_MADE).iterdir():
        if folder.is_dir():
            fsync_path(folder)
    fsync_path(run_dir / BEING_MADE)
    (run_dir / BEING_MADE).rename(run_dir / CARRIED)
    fsync_path(run_dir)
    _replace(run_dir, run_dir / CARRIED)


def _replace(run_dir: Path, carried: Path) -> None:
    for name in (SLICES, ASIDE):
        new, old = carried / name, carried / f"{name}.old"
        if new.exists():
            if not old.exists() and (run_dir / name).exists():
                (run_dir / name).rename(old)
            new.rename(run_dir / name)  # missing, or an empty folder
    for copy in list_matching(carried, f"{MANIFEST_COPY}.*"):
        for earlier in list_matching(run_dir, f"{MANIFEST_COPY}.*"):
            if earlier.name != copy.name and earlier.suffix != ".part":
                earlier.unlink()
        copy.replace(run_dir / copy.name)
    fsync_path(run_dir)
    shutil.rmtree(carried)
