"""Draw a sample of photos: those with the smallest hashes of their addresses.

The sample is the same in whatever order the photos are added. It also has each year's photos with
the lowest and the highest values of every measure, so that extremes aren't lost.
"""

from __future__ import annotations

import numpy as np

from photoparsl.page.columns import Array, PhotoColumns, concatenated

MOST_PHOTOS = 50_000
MOST_VALUES = (
    370_000  # photos times measures, to limit the page's size when there are many measures
)


class PhotoSample:
    """Draws a sample from photos that are added part by part."""

    def __init__(self) -> None:
        self._drawn: list[PhotoColumns] = []
        self._extremes: dict[str, PhotoColumns] = {}
        self._highest_key = np.uint64(2**64 - 1)
        self._measures: set[str] = set()

    def add(self, photos: PhotoColumns) -> None:
        """Add photos to draw from."""
        self._drawn.append(photos.take(photos.key <= self._highest_key))
        self._measures |= photos.values.keys()
        if sum(map(len, self._drawn)) > self._most + self._most // 4:
            self._drawn = [_smallest(concatenated(self._drawn), self._most)]
            self._highest_key = self._drawn[0].key.max()
        extremes = 3 if len(photos.values) <= 4 else 1
        for name, values in photos.values.items():
            known = photos.take(~np.isnan(values))
            earlier = self._extremes.get(name)
            both = concatenated([earlier, known]) if earlier else known
            self._extremes[name] = _lowest_and_highest(both, name, extremes)

    def drawn(self) -> PhotoColumns:
        """The sample, by year and then by row."""
        photos = self._lowest_keys()
        return concatenated([photos, *self._extremes.values()]).in_order()

    def highest_key(self) -> int:
        """The highest hash of the drawn photos.  Those drawn as extremes don't count."""
        return int(self._lowest_keys().key.max())

    def _lowest_keys(self) -> PhotoColumns:
        self._drawn = [_smallest(concatenated(self._drawn), self._most)]
        return self._drawn[0]

    @property
    def _most(self) -> int:
        return min(MOST_PHOTOS, MOST_VALUES // max(1, len(self._measures)))


def _smallest(photos: PhotoColumns, most: int) -> PhotoColumns:
    return photos.take(np.lexsort((photos.row, photos.key))[:most])


def _lowest_and_highest(photos: PhotoColumns, name: str, count: int) -> PhotoColumns:
    """The `count` photos of each year with the lowest values, and with the highest."""
    order = np.lexsort((photos.row, photos.values[name], photos.year))
    year = photos.year[order]
    here = np.arange(len(order))
    lowest = here - np.searchsorted(year, year, "left") < count
    highest = np.searchsorted(year, year, "right") - here <= count
    picked: Array = order[lowest | highest]
    return photos.take(picked)
