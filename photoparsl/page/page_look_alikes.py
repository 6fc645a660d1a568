"""Which of the page's photos look like an earlier one of the same archive."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from photoparsl.page.columns import Array, PhotoColumns
from photoparsl.reports import LookAlikes, hashes_of
from photoparsl.results import Measurement


class PageLookAlikes:
    """Keeps the difference hashes of photos, in 16 bytes a photo, and compares them."""

    def __init__(self) -> None:
        self._hashes: dict[int, list[tuple[Array, Array]]] = {}  # with rows, by archive

    def add(self, photos: Sequence[Measurement], archive: int) -> None:
        """Keep the hashes of photos of an archive."""
        found = hashes_of(photos)
        if len(found[0]):
            self._hashes.setdefault(archive, []).append(found)

    def forget(self) -> None:
        """Keep none: there are too many photos for the page to show all."""
        self._hashes.clear()

    def are_alike(self, photos: PhotoColumns) -> Array | None:
        """Return for each photo whether it looks like an earlier one or has the same bytes.

        Return None if no photo looks like an earlier one.
        """
        alike = np.zeros(len(photos), bool)
        for archive, parts in self._hashes.items():
            rows, hashes = (np.concatenate(of) for of in zip(*parts, strict=True))
            order = np.argsort(rows, kind="stable")
            like = LookAlikes(rows[order], hashes[order]).rows
            alike |= (photos.archive == archive) & np.isin(photos.row, like)
        return alike | photos.duplicate if alike.any() else None
