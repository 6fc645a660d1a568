"""The status of a run by its results, which its process may not have counted any more."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from photoparsl.errors import RunError
from photoparsl.results import (
    MANIFEST_CHANGES,
    PROGRESS,
    DamagedRecordError,
    Progress,
    RunDirectory,
    RunState,
    count_ended,
    read_progress,
    run_state,
)


def progress_by_results(run: Path) -> Progress | None:
    """Return a run's progress, corrected by its results if its process ended before it counted all.

    Returns None if the run has no progress, or if that is damaged.
    """
    progress = read_progress(run)
    if progress is None:
        return None
    state = progress.ended or run_state(progress.process, run / PROGRESS)
    if (counts := counted(run, state)) is None:
        return progress
    ended = progress.ended and state_by_results(run, progress.ended, counts)
    return replace(progress, photos=counts[0], done=counts[1], ended=ended)


def counted(run: Path, state: RunState) -> tuple[int, int] | None:
    """Count in the results how many photos a run is to measure, and how many have ended.

    None if the run is at work, if its progress says more than the results, as of a stopped pass
    over failed photos, or if the results can't be read.
    """
    if state not in (RunState.KILLED, RunState.SILENT, RunState.COMPLETE):
        return None
    directory = RunDirectory(run)
    with suppress(RunError, DamagedRecordError, OSError):
        if record := directory.read_record():
            return len(record.wanted), count_ended(directory, record)
    return None


def state_by_results(run: Path, state: RunState, counts: tuple[int, int]) -> RunState:
    """Return the state; INCOMPLETE if a later start was to do more than a complete run had done."""
    photos, done = counts
    is_begun_anew = done < photos or (run / MANIFEST_CHANGES).exists()
    return RunState.INCOMPLETE if state is RunState.COMPLETE and is_begun_anew else state
