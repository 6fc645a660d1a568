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

    changed: how many photos' files have another size or time
    compared: how many photos' files are in another folder, so that their bytes are compared with
        those that were measured
    gone: how many photos' files aren't there any more
    back: how many files are there that weren't when they were to be measured
    """

    changed: int = 0
    compared: int = 0
    gone: int = 0
    back: int = 0

    def rows(
        self, directory: RunDirectory, photos: Iterator[Photo], within: range
    ) -> Iterator[int]:
        """Yield the rows whose files have changed, or are to be compared.

        photos: the manifest's photos
        within: the rows that are checked
        """
        ahead = 0
        for rows, marks in directory.marks():
            of_slice = list(islice(photos, rows.start - ahead, rows.stop - ahead))
            ahead = rows.stop
            files = [
                photo
                for photo in of_slice
                if photo.row in marks and photo.row in within and not web_address(photo.url)
            ]
            for photo, now in zip(files, marks_on_disk(files), strict=True):
                before = marks[photo.row]
                self.gone += bool(before) and not now
                if now and now != before:
                    self.back += not before
                    self.changed += before not in ("", UNCHECKED)
                    self.compared += before == UNCHECKED
                    yield photo.row
