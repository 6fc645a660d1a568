"""Photos whose files are in another folder now: same file names, sizes and times."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np

from photoparsl.fetching import web_address
from photoparsl.manifests import Photo
from photoparsl.planning.edited_manifest import Edit
from photoparsl.planning.manifest_changes import ManifestChanges
from photoparsl.planning.manifest_folder import base_of_run, is_in
from photoparsl.planning.matcher import BLOCK, Matcher, Matches
from photoparsl.planning.photo_paths import file_of, mark_of, path_of
from photoparsl.requesting import RunRequest
from photoparsl.results import RunDirectory


@dataclass(frozen=True, slots=True)
class Moved:
    """New photos that are, or may be, measured photos whose files were moved to another folder.

    pairs: the row of each measured photo, and the row of the new one
    folder: the folder that the files were in
    """

    pairs: Matches
    folder: str

    @property
    def question(self) -> str:
        """The question whether they are the same photos."""
        return (
            f"Photos that aren't measured ({len(self.pairs):,}) have the names, sizes and times of "
            f"photos that were measured in {self.folder}.  Take them for the same, without "
            "comparing their bytes?"
        )


def with_same_files(request: RunRequest, directory: RunDirectory, edit: Edit) -> Edit:
    """Return the edit in which new photos are paired with measured ones that are the same files.

    Their paths lead to one file, as those through a folder and through a link to it.
    """
    pairs = _pairs(request, directory, edit, lambda photo, mark: file_of(photo))
    if not len(pairs):
        return edit
    kept, changes = pairs.count(0, edit.old_rows), edit.changes
    back = len(pairs) - kept  # of values that were kept aside: these photos are new all the same
    counts = {"respelled": kept, "new": back, "back": back}
    more = {name: getattr(changes, name) + number for name, number in counts.items()}
    return _with_pairs(edit, pairs, replace(changes, **more))


def find_moved(request: RunRequest, directory: RunDirectory, edit: Edit) -> Moved | None:
    """Find new photos that may be measured photos whose files are gone, or None.

    A pair has the same file name, size and time, and no third of these photos has them.
    """
    folder = request.moved_folder
    pairs = _pairs(request, directory, edit, _named, is_unique=True, folder=folder)
    return Moved(pairs, _folder_of(request, directory, edit, pairs)) if len(pairs) else None


def with_moved(
    request: RunRequest, directory: RunDirectory, edit: Edit, moved: Moved, *, is_sure: bool
) -> Edit:
    """Return the edit in which the moved photos are paired with the measured ones.

    The bytes of those whose earlier file is still in its place are compared: it wasn't moved.

    is_sure: whether the others are the same photos.  If not, their bytes are compared too
    """
    unsure = bytearray(edit.survey.rows)
    for row, photo, _ in _left(directory, edit, base_of_run(request, directory)):
        if not is_sure or os.path.lexists(path_of(photo)):
            for _, new, _ in moved.pairs.between(row, row + 1):
                unsure[new] = 1
    number = unsure.count(1)
    changes = replace(
        edit.changes, relocated=len(moved.pairs) - number, unsure=edit.changes.unsure + number
    )
    found = _with_pairs(edit, moved.pairs, changes)
    for row in range(len(edit.unsure)):
        unsure[row] |= edit.unsure[row]
    return replace(found, unsure=bytes(unsure)) if any(unsure) else found


def _with_pairs(edit: Edit, more: Matches, changes: ManifestChanges) -> Edit:
    """Return the edit with more pairs, of photos that were new and gone before."""
    pairs = np.concatenate([edit.pairs.pairs, more.pairs])
    pairs["new"][len(edit.pairs) :] |= 1  # their places differ
    pairs.view("<u8").sort()
    new, gone = max(0, changes.new - len(more)), changes.gone - more.count(0, edit.old_rows)
    changes = replace(changes, new=new, gone=gone)
    pairs_of_all = replace(edit.pairs, pairs=pairs)
    return replace(edit, pairs=pairs_of_all, changes=changes, is_carried=True)


def _pairs(
    request: RunRequest,
    directory: RunDirectory,
    edit: Edit,
    key: Callable[[Photo, str], str],
    *,
    is_unique: bool = False,
    folder: Path | None = None,
) -> Matches:
    """Pair new photos with measured ones that have no new row, and the same key.

    key: returns the key of a photo with a mark, or without one if it is new.  '' if it has none
    is_unique: whether photos that share a key with a third are left out
    folder: where the files of the measured ones must have been, or None for anywhere
    """
    with Matcher(directory.path, is_unique=is_unique) as matcher:
        if len(edit.pairs) < edit.survey.rows and edit.survey.may_have_files:
            for block in _blocks(_unmeasured(request, edit, key)):
                matcher.add_new(np.array([row for row, _ in block]), [key for _, key in block])
        if matcher.has_new:
            gone = _gone(request, directory, edit, key, folder, is_unique=is_unique)
            for block in _blocks(gone):
                matcher.add_old(np.array([row for row, _ in block]), [key for _, key in block])
        return matcher.matches(edit.old_rows)


def _unmeasured(
    request: RunRequest, edit: Edit, key: Callable[[Photo, str], str]
) -> Iterator[tuple[int, str]]:
    """Yield the rows of files that have no value, and their keys."""
    is_paired = bytearray(edit.survey.rows)
    for row in edit.pairs.new_rows():
        is_paired[row] = 1
    for photo in request.source.photos():
        if not is_paired[photo.row] and not web_address(photo.url) and (found := key(photo, "")):
            yield photo.row, found


def _gone(
    request: RunRequest,
    directory: RunDirectory,
    edit: Edit,
    key: Callable[[Photo, str], str],
    folder: Path | None,
    *,
    is_unique: bool,
) -> Iterator[tuple[int, str]]:
    """Yield the old rows of files that have a value and no new row, and their keys.

    A file that is still in its place wasn't moved, unless the user says so by the folder.  The
    parameters are those of `_pairs`.
    """
    base = base_of_run(request, directory)
    for row, photo, mark in _left(directory, edit, base):
        path = path_of(photo)
        may_be = is_in(path, folder) if folder else not (is_unique and os.path.lexists(path))
        if may_be and (found := key(photo, mark)):
            yield row, found


def _left(directory: RunDirectory, edit: Edit, base: str) -> Iterator[tuple[int, Photo, str]]:
    """Yield the number, the photo and the mark of each measured file that has no new row."""
    aside = directory.aside.results()
    for reader, offset in ((directory.results_as_kept(), 0), (aside, edit.old_rows)):
        for result in reader:
            start, stop = result.start + offset, result.stop + offset
            if edit.pairs.count(start, stop) == stop - start:
                continue
            taken = {old for old, _, _ in edit.pairs.between(start, stop)}
            for m in result.measurements:
                if m.row + offset not in taken and m.mark and not web_address(m.url):
                    yield m.row + offset, Photo(m.row, m.url, None, base), m.mark


def _folder_of(request: RunRequest, directory: RunDirectory, edit: Edit, pairs: Matches) -> str:
    """The folder that has all these photos' files."""
    folder = ""
    for row, photo, _ in _left(directory, edit, base_of_run(request, directory)):
        if pairs.count(row, row + 1):
            parent = str(Path(path_of(photo)).parent)
            folder = os.path.commonpath([folder, parent]) if folder else parent
    return folder


def _blocks(rows: Iterator[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    while block := list(islice(rows, BLOCK)):
        yield block


def _named(photo: Photo, mark: str) -> str:
    """A photo's file name, size and time."""
    name, mark = Path(path_of(photo)).name, mark or mark_of(photo)
    return f"{unicodedata.normalize('NFC', name)}\n{mark}" if name and mark else ""
