"""Find the run that a command reads."""

from __future__ import annotations

import os
from pathlib import Path

from photoparsl.errors import RunError
from photoparsl.files import list_matching
from photoparsl.results import EVENTS, PROGRESS, is_locked, no_run, read_progress

RUNS = Path("runs")


def find_run(run_dir: Path | None) -> Path:
    """Return the folder `run_dir` or, for None, the folder of the newest run.

    Raises RunError if there is no run, or if a newer photoparsl wrote it.
    """
    run_dir = run_dir or newest_run()
    if read_progress(run_dir) is None and not _has_journal(run_dir):
        raise no_run(run_dir)
    return run_dir


def without_progress(run_dir: Path) -> RunError:
    """The error for a run whose progress can't be read."""
    if os.path.lexists(run_dir / PROGRESS):
        return RunError(f"{run_dir / PROGRESS}: damaged; it is written anew when the run goes on")
    if is_locked(run_dir):
        return no_run(run_dir)
    return RunError(
        f"{run_dir}: the run ended before it could write how far it is, as on a full disk; the "
        "same command goes on"
    )


def is_starting(run_dir: Path) -> bool:
    """Whether a run starts in a folder, and hasn't begun to measure."""
    return is_locked(run_dir) and not _has_journal(run_dir)


def newest_run() -> Path:
    """Return the run in `runs/` that was at work last.  Raises RunError if there is none."""
    begun = [run for run in list_matching(RUNS, "*") if _has_progress(run)]
    times = {run: (run / PROGRESS).stat().st_mtime for run in begun}
    starting = filter(is_starting, set(list_matching(RUNS, "*")) - times.keys())
    times |= {run: (run / "lock").stat().st_mtime for run in starting}
    if not times:
        raise RunError(f"there is no run in {RUNS.resolve()}: name the run's folder")
    return max(times, key=times.__getitem__)


def _has_journal(run_dir: Path) -> bool:
    return (run_dir / PROGRESS).exists() or (run_dir / EVENTS).exists()


def _has_progress(run_dir: Path) -> bool:
    """Whether a folder has a run's progress, or False if the folder can't be read."""
    try:
        return (run_dir / PROGRESS).exists()
    except PermissionError:
        return False
