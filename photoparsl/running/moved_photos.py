"""Photos whose files are in another folder now: same file names, sizes and times."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np

from photoparsl.fetching import web_address
from photoparsl.manifests import Photo
from photoparsl.results import RunDirectory, RunRecord
from photoparsl.running.edited_manifest import Edit
from photoparsl.running.manifest_folder import is_in
from photoparsl.running.matcher import BLOCK, Matcher, Matches
from photoparsl.running.photo_paths import mark_of, path_of
from photoparsl.running.run_request import RunRequest


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


def find_moved(request: RunRequest, directory: RunDirectory, edit: Edit) -> Moved | None:
    """Find new photos that may be measured photos whose files are gone, or None.

    A pair has the same file name, size and time, and no third of these photos has them.
    """
    if len(edit.pairs) == edit.survey.rows or not edit.survey.may_have_files:
        return None
    base = _earlier_base(request, directory)
    with Matcher(directory.path, is_unique=True) as matcher:
        for block in _blocks(_unmeasured(request, edit)):
            matcher.add_new(np.array([row for row, _ in block]), [key for _, key in block])
        if not matcher.has_new:
            return None
        for block in _blocks(_gone(request, directory, edit, base)):
            matcher.add_old(np.array([row for row, _ in block]), [key for _, key in block])
        pairs = matcher.matches(edit.old_rows)
    if not len(pairs):
        return None
    return Moved(pairs, _folder_of(directory, edit, pairs, base))


def with_moved(edit: Edit, moved: Moved, *, is_sure: bool) -> Edit:
    """Return the edit in which the moved photos are paired with the measured ones.

    is_sure: whether they are the same photos.  If not, their bytes are compared
    """
    pairs = np.concatenate([edit.pairs.pairs, moved.pairs.pairs])
    pairs["new"][len(edit.pairs) :] |= 1  # their places differ
    pairs.view("<u8").sort()
    number = len(moved.pairs)
    gone = moved.pairs.count(0, edit.old_rows)
    changes = replace(
        edit.changes,
        new=max(0, edit.changes.new - number),
        gone=edit.changes.gone - gone,
        relocated=number,
    )
    pairs_of_all = replace(edit.pairs, pairs=pairs)
    return replace(edit, pairs=pairs_of_all, changes=changes, is_carried=True, is_sure=is_sure)


def _earlier_base(request: RunRequest, directory: RunDirectory) -> str:
    """The folder that the paths of the earlier manifest are relative to."""
    record: RunRecord | None = directory.read_record()
    if record and record.folder:
        return str((directory.path / record.folder).resolve())
    return request.source.base


def _unmeasured(request: RunRequest, edit: Edit) -> Iterator[tuple[int, str]]:
    """Yield the rows of files that have no value, and what tells their photos apart."""
    is_paired = bytearray(edit.survey.rows)
    for row in edit.pairs.new_rows():
        is_paired[row] = 1
    for photo in request.source.photos():
        if not is_paired[photo.row] and not web_address(photo.url) and (mark := mark_of(photo)):
            yield photo.row, _key(photo, mark)


def _gone(
    request: RunRequest, directory: RunDirectory, edit: Edit, base: str
) -> Iterator[tuple[int, str]]:
    """Yield the old rows of files that have a value and no new row, and what tells them apart."""
    for row, photo, mark in _left(directory, edit, base):
        path = path_of(photo)
        if path and (not request.moved_folder or is_in(path, request.moved_folder)):
            yield row, _key(photo, mark)


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


def _folder_of(directory: RunDirectory, edit: Edit, pairs: Matches, base: str) -> str:
    """The folder that has all these photos' files."""
    folder = ""
    for row, photo, _ in _left(directory, edit, base):
        if pairs.count(row, row + 1):
            parent = str(Path(path_of(photo)).parent)
            folder = os.path.commonpath([folder, parent]) if folder else parent
    return folder


def _blocks(rows: Iterator[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    while block := list(islice(rows, BLOCK)):
        yield block


def _key(photo: Photo, mark: str) -> str:
    return f"{Path(path_of(photo)).name}\n{mark}"
