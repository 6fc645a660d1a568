"""Carries a run's results over to an edited manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from photoparsl.errors import IncompleteError, error_text
from photoparsl.results import RunDirectory
from photoparsl.running.edited_manifest import Edit, find_edit
from photoparsl.running.moved_photos import find_moved, with_moved
from photoparsl.running.plan import OtherRowsError, Plan, make_plan
from photoparsl.running.run_request import RunRequest


def plan_with_edits(
    request: RunRequest, directory: RunDirectory, confirm: Callable[[str], bool], *, writes: bool
) -> Plan:
    """Carry the results over if the manifest was edited, and return the plan.

    confirm: asks the user a question, and returns the answer; no if nobody is there to answer
    writes: whether this process has the run's lock; without it nothing is carried over, and the
        plan is as if it were

    Raises ManifestError, RunError or IncompleteError.
    """
    hints: tuple[str, ...] = ()
    with _writing(directory):
        edit = find_edit(request, directory)
        moved = find_moved(request, directory, edit) if edit else None
    if edit and moved:
        if request.moved_from or confirm(moved.question):
            edit = with_moved(edit, moved)
        else:
            hints = (moved.hint,)
    try:
        plan = _planned(request, directory, edit, writes=writes)
    except OtherRowsError:
        # A killed process had carried the results over to another manifest; or version 0.1.0, which
        # digested years too, had measured rows whose years changed.
        with _writing(directory):
            edit = find_edit(request, directory, forced=True)
        plan = _planned(request, directory, edit, writes=writes)
    return replace(plan, notes=(*hints, *plan.notes))


def _planned(
    request: RunRequest, directory: RunDirectory, edit: Edit | None, *, writes: bool
) -> Plan:
    is_carried = edit is not None and edit.is_carried
    if edit and writes:
        if sentence := str(edit.changes):
            directory.log(f"the manifest was edited: {sentence}")
        if is_carried:
            source = request.source
            with _writing(directory):
                directory.carry_over(
                    edit.pairs, edit.old_rows, source.path, source.name, edit.sha256
                )
    reading = request.source.reading()
    finished = () if is_carried and not writes else directory.finished_slices()
    plan = make_plan(reading, finished, request.start, request.count)
    if edit and is_carried and not writes:
        plan = replace(plan, missing=tuple(_uncovered(edit, plan.wanted)))
    return replace(
        plan,
        changes=edit.changes if edit else None,
        sha256=reading.sha256,
        notes=(*(() if request.made else reading.notes), *plan.notes),  # its maker has told them
    )


@contextmanager
def _writing(directory: RunDirectory) -> Iterator[None]:
    """Raise IncompleteError if the disk is full or a file can't be written."""
    try:
        yield
    except OSError as error:
        raise IncompleteError(
            f"{error.filename or directory.path}: can't be written: {error_text(error)}; all "
            "results are kept as they were, and the same command goes on"
        ) from error


def _uncovered(edit: Edit, wanted: range) -> Iterator[range]:
    """Yield the ranges of wanted rows that will have no outcome when results are carried over."""
    covered = bytearray(edit.new_rows + 1)
    for row in edit.pairs.new_rows():
        covered[row] = 1
    row = wanted.start
    while (start := covered.find(0, row)) < wanted.stop:
        stop = covered.find(1, start)
        row = min(wanted.stop, stop if stop >= 0 else wanted.stop)
        yield range(start, row)
