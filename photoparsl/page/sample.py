"""A sample of photos that is the same however they came: by the smallest hash of their address.

Beside them it has each year's lowest and highest of every measure, so that what stands out
isn't lost.
"""

from __future__ import annotations

import numpy as np

from photoparsl.page.columns import Array, Columns, joined

MOST_PHOTOS = 50_000
MOST_VALUES = 400_000  # with many measures there are fewer photos, so that the page stays small


class Sample:
    """Draws from photos that come part by part."""

    def __init__(self) -> None:
        self._drawn: list[Columns] = []
        self._extremes: dict[str, Columns] = {}
        self._highest_key = np.uint64(2**64 - 1)

    def add(self, photos: Columns) -> None:
        """Draw from these photos too."""
        self._drawn.append(photos.take(photos.key <= self._highest_key))
        if sum(map(len, self._drawn)) > 2 * MOST_PHOTOS:
            self._drawn = [_smallest(joined(self._drawn), MOST_PHOTOS)]
            self._highest_key = self._drawn[0].key.max()
        each = 3 if len(photos.values) <= 4 else 1
        for name, values in photos.values.items():
            known = photos.take(~np.isnan(values))
            before = self._extremes.get(name)
            both = joined([before, known]) if before else known
            self._extremes[name] = _lowest_and_highest(both, name, each)

    def drawn(self) -> Columns:
        """The sample, by year and then by row."""
        photos = joined(self._drawn)
        most = min(MOST_PHOTOS, MOST_VALUES // max(1, len(photos.values)))
        return joined([_smallest(photos, most), *self._extremes.values()]).in_order()


def _smallest(photos: Columns, most: int) -> Columns:
    return photos.take(np.lexsort((photos.row, photos.key))[:most])


def _lowest_and_highest(photos: Columns, name: str, each: int) -> Columns:
    """The `each` photos of each year with the lowest, and with the highest values."""
    order = np.lexsort((photos.row, photos.values[name], photos.year))
    year = photos.year[order]
    here = np.arange(len(order))
    first = here - np.searchsorted(year, year, "left") < each
    last = np.searchsorted(year, year, "right") - here <= each
    picked: Array = order[first | last]
    return photos.take(picked)
