"""The photos that the chart, the trend and the table show: all, or all but duplicates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from photoparsl.page.columns import Array, PhotoColumns
from photoparsl.page.year_histogram import YearHistogram


@dataclass(frozen=True, slots=True)
class Plotted:
    """The photos that the chart, the trend and the table show.

    photos: all of them, or a sample, by year and then by row
    histograms: the histogram of all photos' values, by the measure's name, or empty unless `photos`
        are a sample
    year_counts: how many of all photos each year has, or empty unless `photos` are a sample
    weight: if the manifest is a sample of an archive, how many of the archive's photos each of
        `photos` stands for.  Whole numbers, of which only the proportions matter.  None if the
        manifest is no sample, or if each stands for as many
    """

    photos: PhotoColumns
    histograms: Mapping[str, YearHistogram]
    year_counts: Mapping[int, int]
    weight: Array | None = None

    def counts(self, years: Array, measure: str = "") -> Array:
        """How many photos each of these years has.

        measure: only photos with a value of it count, where all photos are here.  Empty: all count
        """
        if self.histograms:
            return np.array([self.year_counts.get(year, 0) for year in years.tolist()], np.int64)
        year = self.photos.year
        if measure:
            year = year[~np.isnan(self.photos.values[measure])]
        found, numbers = np.unique(year, return_counts=True)
        counts = dict(zip(found.tolist(), numbers.tolist(), strict=True))
        return np.array([counts.get(year, 0) for year in years.tolist()], np.int64)


def find_duplicates(photos: PhotoColumns) -> Array:
    """For each photo, whether one of an earlier row or archive has the same bytes."""
    duplicate = np.zeros(len(photos), bool)
    order = np.lexsort((photos.row, photos.archive, photos.digest))
    digest = photos.digest[order]
    duplicate[order[1:]] = (digest[1:] == digest[:-1]) & (digest[1:] != 0)
    return duplicate
