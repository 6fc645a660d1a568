"""How a run ends whose files can't be written."""

from __future__ import annotations

from pathlib import Path

from photoparsl.errors import IncompleteError, write_problem
from photoparsl.results.journal import mark_ended
from photoparsl.results.run_directory import RunDirectory
from photoparsl.results.states import RunState


def ended_by_disk(
    error: OSError, directory: RunDirectory, path: Path, advice: str
) -> IncompleteError:
    """Record that the run ended incomplete, and return the error that says why.

    error: the fault
    path: the file that the error concerns, if it names none
    advice: the end of the sentence, which says what is kept and what goes on

    Raises `error` itself if it isn't the disk's.
    """
    moved = directory.watch.problem()
    problem = moved or write_problem(error, path)
    if place := directory.watch.now():
        mark_ended(place, RunState.INCOMPLETE, problem)
    return IncompleteError(moved or f"{problem}; {advice}")
