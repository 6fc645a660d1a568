"""Whether a manifest in another folder than the run's is of the photos that were measured."""

from __future__ import annotations

import os
import shlex
from itertools import islice
from pathlib import Path

from photoparsl.errors import RunError
from photoparsl.fetching import local_path, mark_of_file, path_on_disk, web_address
from photoparsl.manifests import Photo
from photoparsl.option_names import option
from photoparsl.results import Failure, Measurement, RunDirectory, RunRecord
from photoparsl.running.run_request import RunRequest

_SAMPLE = 1_000  # photos by whose files a moved folder is known


def check_folder(request: RunRequest, directory: RunDirectory, folder: str) -> None:
    """Raise RunError if the manifest's paths mean other photos than those that were measured.

    If its folder isn't that of the run's manifest, the user says where that or most of its photos
    were, or the files tell: those of the measured photos must have their sizes and times, most of
    the first thousand.

    folder: the manifest's, as a path from the run's
    """
    known = directory.read_record()
    if not known or not known.folder or known.folder == folder:
        return
    other = str((directory.path / known.folder).resolve())
    if request.moved_folder and is_in(other, request.moved_folder):
        return
    if all(web_address(photo.url) for photo in request.source.photos()):
        return
    files, base = _measured_files(directory), request.source.base
    paths = [path_of(Photo(o.row, o.url, None, other)) for o in files]
    fitting = [mark_of(Photo(o.row, o.url, None, base)) == o.mark for o in files]
    moved = request.moved_folder
    were_there = [is_in(path, moved) for path in paths] if moved else []
    if 2 * max(sum(fitting), sum(were_there)) > len(files):
        return
    parents = [str(Path(path).parent) for path in paths if path]
    parent = os.path.commonpath(parents) if parents else other
    were_in = other if is_in(parent, Path(other)) else parent
    raise RunError(
        f"{directory.path}: is the run of a manifest in {other}, whose paths mean other photos "
        f"than those of {request.source.name}: give another {option('--run-dir')}; or, if they "
        f"were moved from there, add {option('--moved-from', shlex.quote(were_in))}"
    )


def moved_note(request: RunRequest, directory: RunDirectory) -> tuple[str, ...]:
    """Say so if nothing was measured in the folder that the user named as the earlier one."""
    moved, known = request.moved_folder, directory.read_record()
    if moved is None or moved.exists() or (known and is_in(_folder_of(known, directory), moved)):
        return ()
    files = _measured_files(directory)
    base = _folder_of(known, directory) if known else ""
    if any(is_in(path_of(Photo(o.row, o.url, None, base)), moved) for o in files):
        return ()
    named = option("--moved-from", shlex.quote(str(moved)))
    return (f"{named}: isn't there, and nothing was measured there",)


def _folder_of(record: RunRecord, directory: RunDirectory) -> str:
    return str((directory.path / record.folder).resolve())


def path_of(photo: Photo) -> str:
    """The path of a photo's file, without `..`, or '' if it can't be one."""
    try:
        return os.path.normpath(local_path(photo))
    except (OSError, ValueError):
        return ""


def mark_of(photo: Photo) -> str:
    """The mark of a photo's file, or '' if it can't be found."""
    try:
        return mark_of_file(path_on_disk(photo).stat())
    except (OSError, ValueError):
        return ""


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
