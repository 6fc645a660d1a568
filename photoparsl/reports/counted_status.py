"""The status of a run by its results, which its process may not have counted any more."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from photoparsl.errors import RunError
from photoparsl.results import (
    MANIFEST_CHANGES,
    DamagedRecordError,
    RunDirectory,
    RunState,
    count_ended,
)


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
