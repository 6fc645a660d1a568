"""Finds the measured photos whose files on this machine have changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from photoparsl.fetching import marks_on_disk, web_address
from photoparsl.manifests import Photo
from photoparsl.results import UNCHECKED, RunDirectory


@dataclass(slots=True)
class ChangedFiles:
    """Counts the measured photos whose files have changed.

    changed: how many have another size or time
    compared: how many are taken for ones that were measured if their bytes are the same
    gone: how many aren't there any more
    """

    changed: int = 0
    compared: int = 0
    gone: int = 0

    def rows(
        self, directory: RunDirectory, photos: Iterator[Photo], within: range
    ) -> Iterator[int]:
        """Yield the rows whose files have changed, or are to be compared.

        photos: the manifest's
        within: the rows that are looked at
        """
        ahead = 0
        for rows, marks in directory.marks():
            of_slice = list(islice(photos, rows.start - ahead, rows.stop - ahead))
            ahead = rows.stop
            files = [
                photo
                for photo in of_slice
                if marks.get(photo.row) and photo.row in within and not web_address(photo.url)
            ]
            for photo, now in zip(files, marks_on_disk(files), strict=True):
                self.gone += not now
                if now and now != marks[photo.row]:
                    self.changed += marks[photo.row] != UNCHECKED
                    self.compared += marks[photo.row] == UNCHECKED
                    yield photo.row
