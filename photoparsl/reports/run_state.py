"""The state of a run, as its jobs, its process and its results show it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from photoparsl.errors import RunError
from photoparsl.reports.job_states import JobStates
from photoparsl.results import (
    MANIFEST_CHANGES,
    PROGRESS,
    DamagedRecordError,
    Progress,
    RunDirectory,
    RunState,
    count_ended,
    process_state,
    read_progress,
)


def state_of(
    run_dir: Path, progress: Progress, jobs: JobStates | None = None
) -> tuple[RunState, Progress]:
    """Return the state of a run, and its progress corrected by its results.

    A run is DETACHED while its jobs measure.  Otherwise its state is the one that its process
    wrote at its end, or the one that its process is in.  A run that had ended COMPLETE is
    INCOMPLETE if a later start was to do more and ended before it wrote so.

    run_dir: the run's folder
    progress: as its process wrote it
    jobs: those whose results haven't been taken in, or None if it has none or is at work
    """
    if jobs and not jobs.is_over:
        return RunState.DETACHED, progress
    state = state_by_process(run_dir, progress)
    if progress.ended and (summary := RunDirectory(run_dir).read_summary()) and not summary.is_old:
        # The process counts those of its own pass, and with them photos whose values are kept.
        progress = replace(progress, failed=summary.failed)
    if (counts := _count(run_dir, state)) is None:
        return state, progress
    photos, done = counts
    if state is RunState.COMPLETE and (done < photos or (run_dir / MANIFEST_CHANGES).exists()):
        state = RunState.INCOMPLETE
    return state, replace(progress, photos=photos, done=done, ended=progress.ended and state)


def state_by_process(run_dir: Path, progress: Progress) -> RunState:
    """Return how a run's process ended it, or else the state that the process is in."""
    return progress.ended or process_state(progress.process, run_dir / PROGRESS)


def progress_by_results(run_dir: Path) -> Progress | None:
    """Return a run's progress, corrected by its results if its process ended before it counted all.

    Returns None if the run has no progress, or if that is damaged.
    """
    progress = read_progress(run_dir)
    return state_of(run_dir, progress)[1] if progress else None


def _count(run_dir: Path, state: RunState) -> tuple[int, int] | None:
    """Count in the results how many photos a run is to measure, and how many have ended.

    It is None if the run is at work, or if the results can't be read.  It is also None if the run's
    progress says more than the results, as after a stopped pass over failed photos.
    """
    if state not in (RunState.KILLED, RunState.SILENT, RunState.COMPLETE):
        return None
    directory = RunDirectory(run_dir)
    with suppress(RunError, DamagedRecordError, OSError):
        if record := directory.read_run_record():
            return len(record.wanted), count_ended(directory, record)
    return None
