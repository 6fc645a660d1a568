"""Carries a run's results over to an edited manifest."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import PurePath
from urllib.parse import unquote

from photoparsl.manifests import DIGEST_LETTERS, identity
from photoparsl.planning.edited_manifest import Edit, find_edit
from photoparsl.planning.kept_files import with_kept_files
from photoparsl.planning.manifest_changes import ManifestChanges
from photoparsl.planning.moved_photos import find_moved, with_moved, with_same_files
from photoparsl.planning.plan import OtherRowsError, Plan, make_plan, plan_of
from photoparsl.planning.real_paths import RealPaths
from photoparsl.requesting import RunRequest
from photoparsl.results import (
    EarlierPlaces,
    FinishedSlice,
    NewManifest,
    RunDirectory,
    ended_by_disk,
    keep_changes,
    read_kept_changes,
)


def plan_with_edits(
    request: RunRequest, directory: RunDirectory, confirm: Callable[[str], bool], *, writes: bool
) -> Plan:
    """Carry the results over if the manifest was edited, and return the plan.

    confirm: asks the user a question, and returns the answer.  No if nobody is there to answer
    writes: whether this process has the run's lock, or without it nothing is carried over, and the
        plan is as if it were

    Raises ManifestError, RunError or IncompleteError.
    """
    with _writing(directory):
        edit = find_edit(request, directory)
        edit = edit and with_kept_files(request, directory, edit)
        edit = edit and with_same_files(request, directory, edit)
        moved = find_moved(request, directory, edit) if edit else None
    if edit and moved:
        is_sure = bool(request.moved_folder) or confirm(moved.question)
        with _writing(directory):
            edit = with_moved(request, directory, edit, moved, is_sure=is_sure)
    try:
        plan = _planned(request, directory, edit, writes=writes)
    except OtherRowsError:
        # A killed process had carried the results over to another manifest, or version 0.1.0, which
        # digested years too, had measured rows whose years changed.
        with _writing(directory):
            edit = find_edit(request, directory, forced=True)
        plan = _planned(request, directory, edit, writes=writes)
    return plan


def _planned(
    request: RunRequest, directory: RunDirectory, edit: Edit | None, *, writes: bool
) -> Plan:
    """Return the plan.  Carry the results over first if it `writes` and they must be."""
    if edit is None:
        plan = _planned_by_reading(request, directory)
        return replace(plan, changes=_kept(directory, plan.sha256) if writes else None)
    plan = plan_of(edit.survey, (), request.start, request.count)
    changes = _changes(directory, edit)
    if writes:
        _carry_over(request, directory, edit)
    if writes or not edit.is_carried:
        if any(len(h.digest) != DIGEST_LETTERS for h in directory.finished_slices()):
            # Version 0.1.0 digested years too: whether the manifest still has them isn't known.
            return replace(_planned_by_reading(request, directory), changes=changes)
        gaps = _between(directory.finished_slices(), edit.survey.rows)
    else:
        gaps = _uncovered(edit, plan.wanted)
    plan = plan_of(edit.survey, gaps, request.start, request.count)
    return _with_reading(plan, request, edit.sha256, edit.remarks, changes)


def _changes(directory: RunDirectory, edit: Edit) -> ManifestChanges:
    """Return what changed.

    If a killed process had carried results over, return what it had found.
    """
    return edit.changes if str(edit.changes) else _kept(directory, edit.sha256) or edit.changes


def _kept(directory: RunDirectory, sha256: str) -> ManifestChanges | None:
    """Return the changes that a killed process had found before it wrote its page."""
    with suppress(KeyError, TypeError):  # written by another version
        if kept := read_kept_changes(directory.path, sha256):
            return ManifestChanges.of_fields(kept)
    return None


def _carry_over(request: RunRequest, directory: RunDirectory, edit: Edit) -> None:
    source = request.source
    with _writing(directory):
        if sentence := str(edit.changes):
            directory.log(f"the manifest was edited: {sentence}")
            keep_changes(directory.path, edit.sha256, edit.changes)
        if edit.is_carried:
            manifest = NewManifest(source.path, source.name, edit.sha256)
            earlier = EarlierPlaces(_are_same(edit, source.base), edit.base, edit.unsure)
            directory.carry_over(edit.pairs, edit.old_rows, manifest, earlier)


def _are_same(edit: Edit, base: str) -> Callable[[str, str], bool]:
    """Return a function that tells whether a place and an earlier one may be of one photo.

    Only a signature or the file's folder differs then, or both paths lead to one file.
    """
    real_paths = RealPaths()

    def are_same(place: str, earlier: str) -> bool:
        is_alike = identity(place) == identity(earlier) or _name(place) == _name(earlier)
        return is_alike or real_paths.are_same(place, base, earlier, edit.base or base)

    return are_same


def _name(place: str) -> str:
    """A file's name, without the codes of a `file:` URL, in one spelling of Unicode."""
    path = unquote(place) if place[:5].lower() == "file:" else place
    return unicodedata.normalize("NFC", PurePath(path).name)


def _planned_by_reading(request: RunRequest, directory: RunDirectory) -> Plan:
    reading = request.source.reading()
    finished = directory.finished_slices()
    plan = make_plan(reading.blocks(), finished, request.start, request.count)
    return _with_reading(plan, request, reading.sha256, reading.remarks)


def _with_reading(
    plan: Plan,
    request: RunRequest,
    sha256: str,
    remarks: Sequence[str],
    changes: ManifestChanges | None = None,
) -> Plan:
    """Return the plan with what is known of the reading of the manifest."""
    shown = () if request.made else remarks  # its maker has logged them
    return replace(plan, changes=changes, sha256=sha256, remarks=(*shown, *plan.remarks))


@contextmanager
def _writing(directory: RunDirectory) -> Iterator[None]:
    """Raise IncompleteError if a file can't be written, or the run's folder was moved."""
    try:
        directory.watch.check_there()  # or the folder would be made anew
        yield
    except OSError as error:
        advice = "all results are kept as they were, and the same command goes on"
        raise ended_by_disk(error, directory, directory.path, advice) from error


def _between(heads: Iterable[FinishedSlice], rows: int) -> Iterator[range]:
    """Yield the ranges of a manifest's rows that no slice covers."""
    row = 0
    for head in heads:
        yield range(row, head.start)
        row = max(row, head.stop)
    yield range(row, rows)


def _uncovered(edit: Edit, wanted: range) -> Iterator[range]:
    """Yield the ranges of wanted rows that will have no outcome when results are carried over."""
    covered = bytearray(edit.survey.rows + 1)
    for row in edit.pairs.new_rows():
        covered[row] = 1
    row = wanted.start
    while (start := covered.find(0, row)) < wanted.stop:
        stop = covered.find(1, start)
        row = min(wanted.stop, stop if stop >= 0 else wanted.stop)
        yield range(start, row)
