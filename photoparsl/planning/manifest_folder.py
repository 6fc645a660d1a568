"""Whether a manifest in another folder than the run's is of the photos that were measured."""

from __future__ import annotations

import os
import shlex
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path

from photoparsl.errors import RunError
from photoparsl.fetching import web_address
from photoparsl.manifests import Photo, identity
from photoparsl.options import option
from photoparsl.planning.photo_paths import absolute_path, mark_of, path_of
from photoparsl.requesting import RunRequest, source_of
from photoparsl.results import (
    DamagedRecordError,
    Failure,
    Measurement,
    RunDirectory,
    RunRecord,
    read_archive_record,
)

_SAMPLE = 1_000  # photos by whose files a moved folder is known


def check_archive(request: RunRequest, directory: RunDirectory) -> None:
    """Raise RunError if a manifest was made of another source and has no photo of the run."""
    if request.made and request.made.refusal and not _has_photos_of(request, directory):
        raise RunError(request.made.refusal)


def check_moved(request: RunRequest, directory: RunDirectory, folder: str) -> None:
    """Raise RunError if the manifest's paths mean other photos than those that were measured.

    If its folder isn't that of the run's manifest, the user says where that or most of its photos
    were, or the files tell: those of the measured photos must have their sizes and times, most of
    the first thousand.  Or the manifest has some of these photos, by other paths.

    folder: the manifest's, as a path from the run's
    """
    known = directory.read_run_record()
    if not known or not known.folder or known.folder == folder:
        return
    other = _folder_of(known, directory)
    if request.moved_folder and is_in(other, request.moved_folder):
        return
    if all(web_address(photo.url) for photo in request.source.photos()):
        return
    files = _measured_files(directory)
    paths = [path_of(Photo(o.row, o.url, None, other)) for o in files]
    moved = request.moved_folder
    were_there = [is_in(path, moved) for path in paths] if moved else []
    if _are_most_there(files, request.source.base, other) or 2 * sum(were_there) > len(files):
        return
    if _has_photos_of(request, directory):
        return
    parents = [str(Path(path).parent) for path in paths if path]
    parent = os.path.commonpath(parents) if parents else other
    were_in = other if is_in(parent, Path(other)) else parent
    kept = read_archive_record(directory.path)
    what = source_of(kept, directory.path) if kept else f"a manifest in {other}"
    raise RunError(
        f"{directory.path}: is the run of {what}, whose paths mean other photos than those of "
        f"{request.source.name}: give another {option('--run-dir')}; or, if they were moved from "
        f"there, add {option('--moved-from', shlex.quote(were_in))}"
    )


def earlier_base(request: RunRequest, directory: RunDirectory) -> str:
    """The folder that the earlier manifest's paths begin in, or '' if it makes no difference.

    It makes none if that is the manifest's folder too, or if the photos were moved with it.
    """
    known = None
    with suppress(DamagedRecordError):
        known = directory.read_run_record()
    base = request.source.base
    if not known or not known.folder or not os.path.isabs(base):  # noqa: PTH117  a host's name too
        return ""
    other = _folder_of(known, directory)
    if other == base or (request.moved_folder and is_in(other, request.moved_folder)):
        return ""
    return "" if _are_most_there(_measured_files(directory), base, other) else other


def base_of_run(request: RunRequest, directory: RunDirectory) -> str:
    """The folder that the paths of the earlier manifest are relative to."""
    with suppress(DamagedRecordError):
        record = directory.read_run_record()
        if record and record.folder:
            return _folder_of(record, directory)
    return request.source.base


def _are_most_there(files: list[Measurement | Failure], base: str, other: str) -> bool:
    """Whether most of measured files were moved to another folder, with their sizes and times.

    A file that is still where it was measured wasn't moved: the new one may be another photo.

    base: the folder where they may be now
    other: the folder that they were in
    """
    return 2 * sum(_is_moved(o, base, other) for o in files) > len(files)


def _is_moved(file: Measurement | Failure, base: str, other: str) -> bool:
    now, then = (Photo(file.row, file.url, None, folder) for folder in (base, other))
    return mark_of(now) == file.mark and not os.path.lexists(path_of(then))


def _has_photos_of(request: RunRequest, directory: RunDirectory) -> bool:
    """Whether the manifest has one of the first thousand photos that the run has tried.

    Or one of those whose values are kept aside.  True too where the run has tried none.
    """
    known, base = directory.read_run_record(), request.source.base
    other = _folder_of(known, directory) if known and known.folder else base
    outcomes = (o for result in directory.results_as_kept() for o in result.outcomes)
    aside = (o for result in directory.aside.results() for o in result.outcomes)
    first = chain(islice(outcomes, _SAMPLE), islice(aside, _SAMPLE))
    tried = {identity(absolute_path(o.url, other)) for o in first}
    photos = request.source.photos()
    return not tried or any(identity(absolute_path(photo.url, base)) in tried for photo in photos)


def moved_note(request: RunRequest, directory: RunDirectory) -> tuple[str, ...]:
    """Say so if nothing was measured in the folder that the user named as the earlier one."""
    moved, known = request.moved_folder, directory.read_run_record()
    if moved and (note := _note_on_first_format(request, directory, moved)):
        return (note,)
    if moved is None or moved.exists() or (known and is_in(_folder_of(known, directory), moved)):
        return ()
    files = _measured_files(directory)
    base = _folder_of(known, directory) if known else ""
    if any(is_in(path_of(Photo(o.row, o.url, None, base)), moved) for o in files):
        return ()
    named = option("--moved-from", shlex.quote(str(moved)))
    return (f"{named}: isn't there, and nothing was measured there",)


def _note_on_first_format(request: RunRequest, directory: RunDirectory, moved: Path) -> str:
    """What becomes of photos of the moved folder that version 0.1.0 measured, or ''."""
    base = base_of_run(request, directory)
    outcomes = (o for result in directory.results_as_kept() for o in result.measurements)
    files = [o for o in islice(outcomes, _SAMPLE) if not o.mark and not web_address(o.url)]
    paths = [path_of(Photo(o.row, o.url, None, base)) for o in files]
    if not any(is_in(path, moved) for path in paths):
        return ""
    kept = "version 0.1.0 kept no sizes and times of files"
    if base != request.source.base and is_in(base, moved):
        return (
            f"{kept}: those with the same paths below the manifest's folder are taken for the same"
        )
    return f"{kept}: those that it measured in {moved} are measured anew where they are now"


def _folder_of(record: RunRecord, directory: RunDirectory) -> str:
    return str((directory.path / record.folder).resolve())


def is_in(path: str, folder: Path) -> bool:
    """Whether a path is in a folder, which may be a link or not be there any more."""
    folder = folder.expanduser().absolute()
    return any(
        Path(path).is_relative_to(known) for known in (os.path.normpath(folder), folder.resolve())
    )


def _measured_files(directory: RunDirectory) -> list[Measurement | Failure]:
    """The first measured photos that are files with a mark."""
    outcomes = (
        outcome
        for result in directory.results_as_kept()
        for outcome in result.outcomes
        if outcome.mark and not web_address(outcome.url)
    )
    return list(islice(outcomes, _SAMPLE))
