"""The intervals of photos that belong together, as `photoparsl trend --clusters` gives them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from photoparsl.manifests import find_column
from photoparsl.page.columns import NO_YEAR, Array
from photoparsl.page.groups import GroupColumn, GroupCounter
from photoparsl.page.metadata import PageMetadata
from photoparsl.page.plotted import Plotted
from photoparsl.redact import published_text
from photoparsl.trends import (
    NUMBERS,
    REPLICATES,
    Column,
    Observations,
    Slope,
    Window,
    numbers_of_clusters,
)

_ENDS = [NUMBERS.index("lower"), NUMBERS.index("upper")]


class PageClusters:
    """Says which of the page's photos belong together.

    name: the column's name as everyone may read it
    counter: numbers the column's values
    """

    def __init__(self, column: GroupColumn) -> None:
        self.name = published_text(column.name)
        self.counter = GroupCounter(column)

    def observations(self, plotted: Plotted, measure: str) -> Observations | None:
        """The photos with a year and a value; None of a sample, or of too many values."""
        photos = plotted.photos
        if plotted.histograms or self.counter.is_too_varied:
            return None
        values = photos.values[measure]
        known = np.flatnonzero((photos.year != NO_YEAR) & ~np.isnan(values))
        known = known[np.argsort(photos.row[known], kind="stable")]  # as the trend reads them
        texts = self.counter.texts()
        order = np.argsort(np.array(texts, object), kind="stable")
        place = np.empty(len(texts), np.int32)
        place[order] = np.arange(len(texts))
        # Numbered as in the trend: by the texts of these photos, sorted.
        there, codes = np.unique(
            place[photos.groups[self.counter.column.name][known]], return_inverse=True
        )
        names = tuple(texts[order[code]] for code in there.tolist())
        column = Column(self.counter.column.name, names, codes.astype(np.int32))
        year = photos.year[known]
        spans = (photos.earliest[known], photos.latest[known])
        weight = None if plotted.weight is None else plotted.weight[known]
        return Observations(year, *spans, values[known], {column.name: column}, weight=weight)

    def put_ends(
        self,
        plotted: Plotted,
        measure: str,
        years: Array,
        windows: Sequence[Window],
        numbers: Sequence[Array],
    ) -> Slope | None:
        """Put the intervals' ends into the numbers of each window, and return the slope.

        years: the years of the numbers
        windows: of years, the first of them of one
        numbers: of each window, of shape (years, 7); NaN stays where there is no interval
        """
        for of_window in numbers:
            of_window[:, _ENDS] = np.nan
        photos = self.observations(plotted, measure)
        if photos is None or not len(photos):
            return None
        found, slope = numbers_of_clusters(
            measure, photos, self.counter.column.name, windows, REPLICATES
        )
        for of_window, ends in zip(numbers, found, strict=True):
            for place, year in enumerate(years.tolist()):
                if year in ends:
                    of_window[place, _ENDS] = ends[year]
        return slope


def clusters_of(metadata: PageMetadata) -> PageClusters | None:
    """Return what says which photos belong together; None if nothing does.

    Raises ManifestError if the manifest has no such column.
    """
    if not metadata.clusters:
        return None
    number = find_column(metadata.clusters, metadata.columns)
    return PageClusters(GroupColumn(metadata.columns[number], number))
