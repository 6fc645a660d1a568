"""Photos of a manifest in another folder whose earlier files are still in their places."""

from __future__ import annotations

import os
from dataclasses import replace

import numpy as np

from photoparsl.fetching import web_address
from photoparsl.manifests import Photo
from photoparsl.planning.edited_manifest import Edit
from photoparsl.planning.manifest_folder import base_of_run
from photoparsl.planning.photo_paths import file_of, path_of
from photoparsl.requesting import RunRequest
from photoparsl.results import RunDirectory


def with_kept_files(request: RunRequest, directory: RunDirectory, edit: Edit) -> Edit:
    """Return the edit in which the bytes of these photos are compared.

    A photo whose new file isn't there is a new one: the earlier value isn't of it.
    The manifest's paths are taken for those of the earlier manifest, since its folder was moved, as
    the user says or most files tell.  A file that is still where it was measured wasn't moved: the
    new one may be another photo.
    """
    base, other = request.source.base, base_of_run(request, directory)
    if edit.base or other == base or not base.startswith("/"):
        return edit
    unsure, absent = bytearray(edit.survey.rows), bytearray(edit.survey.rows)
    for result in directory.results_as_kept():
        for photo in result.measurements:
            if photo.mark and not web_address(photo.url):
                now, then = (Photo(0, photo.url, None, folder) for folder in (base, other))
                if _are_two_files(now, then):
                    found = unsure if os.path.lexists(path_of(now)) else absent
                    for _, row, _ in edit.pairs.between(photo.row, photo.row + 1):
                        found[row] = 1
    number, new = unsure.count(1), absent.count(1)
    if not number and not new:
        return edit
    is_absent = np.frombuffer(absent, np.uint8)[edit.pairs.pairs["new"] >> 1]
    pairs = edit.pairs.pairs[is_absent == 0]
    is_unsure = np.frombuffer(unsure, np.uint8)[pairs["new"] >> 1]
    pairs["new"] |= is_unsure  # so that they are carried over one by one
    before = edit.changes
    changes = replace(before, unsure=number, new=before.new + new, gone=before.gone + new)
    of_all = replace(edit.pairs, pairs=pairs)
    return replace(edit, pairs=of_all, changes=changes, unsure=bytes(unsure), is_carried=True)


def _are_two_files(now: Photo, then: Photo) -> bool:
    """Whether a photo has another path now, and its earlier file is still there."""
    path = path_of(then)
    return path != path_of(now) and os.path.lexists(path) and file_of(now) != file_of(then)
