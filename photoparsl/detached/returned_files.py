"""Checks the files that a job has brought back, before any of them is read."""

from __future__ import annotations

import gzip
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from photoparsl.errors import RunError
from photoparsl.redact import visible
from photoparsl.results import is_of_run, is_result_name


class ForeignResultError(RunError):
    """Raised if what came back isn't the result of the job's photos."""


def check_files(run_dir: Path, most_bytes: int) -> None:
    """Raise ForeignResultError unless a run's folder has only what a job writes, in bounded size.

    most_bytes: the most bytes of the results, unpacked
    """
    slices, size = run_dir / "slices", 0
    if not (_is_folder(run_dir) and _is_folder(slices)):
        raise ForeignResultError("no results came back")
    for path in [*run_dir.iterdir(), *slices.iterdir()]:
        is_result = path.parent == slices
        if not (is_result_name if is_result else is_of_run)(path.name):
            raise ForeignResultError(f"{visible(path.name)}: no job writes such a file")
        kind = path.lstat().st_mode
        if not S_ISREG(kind) and (is_result or not S_ISDIR(kind)):
            raise ForeignResultError(f"{visible(path.name)}: isn't a file")
        size += _unpacked_bytes(path, most_bytes) if is_result else 0
        if size > most_bytes:
            raise ForeignResultError(f"its results have more than {most_bytes:,} bytes")


def _is_folder(path: Path) -> bool:
    """Whether a path is a folder, and not a link to one."""
    return path.is_dir() and not path.is_symlink()


def _unpacked_bytes(path: Path, most: int) -> int:
    """Return a file's size in bytes, unpacked if its name ends in .gz.  Stop counting at `most`."""
    size = path.stat().st_size
    if path.suffix != ".gz" or size > most:
        return size
    size = 0
    with gzip.open(path) as file:
        while size <= most and (block := file.read(1 << 20)):
            size += len(block)
    return size
