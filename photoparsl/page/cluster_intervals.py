"""The intervals of photos that belong together, as `photoparsl trend --clusters` gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from photoparsl.manifests import find_column
from photoparsl.page.columns import NO_YEAR, Array
from photoparsl.page.group_numbers import GroupSpool
from photoparsl.page.groups import MOST_DIFFERENT, GroupColumn, GroupCounter
from photoparsl.page.metadata import PageMetadata
from photoparsl.page.plotted import Plotted
from photoparsl.page.year_histogram import YearHistogram
from photoparsl.redact import archive_text
from photoparsl.trends import (
    CIRCULAR,
    CODES,
    NUMBERS,
    OFFERED,
    REPLICATES,
    Column,
    CountedPhotos,
    Observations,
    Slope,
    Window,
    numbers_of_clusters,
    numbers_of_counted_clusters,
)

_ENDS = [NUMBERS.index("lower"), NUMBERS.index("upper")]
_IS_END = np.isin(np.arange(len(NUMBERS)), _ENDS)


_EMPTY = 2**32 - 1  # stands for the cluster of a photo without a value of the column


@dataclass(frozen=True, slots=True)
class _Counted:
    """The numbers of a measure of a page with a sample.

    years: the years with a value
    ends: the intervals' ends of each window of OFFERED, of shape (windows, years, 2)
    slope: its slope
    """

    years: Array
    ends: Array
    slope: Slope | None


class PageClusters:
    """Says which of the page's photos belong together.

    name: the column's name as everyone may read it
    counter: numbers the column's values
    dominated: of each measure, and whether with duplicates: which medians are mostly of one value,
        as a sentence for each window.  A page with a sample has none
    """

    def __init__(self, column: GroupColumn) -> None:
        self.name = archive_text(column.name)
        self.counter = GroupCounter(column)
        self.dominated: dict[tuple[str, bool], list[str]] = {}
        self._counted: dict[tuple[str, bool], _Counted] = {}

    @property
    def why_none(self) -> str:
        """Why the page has no intervals of clusters at all, else ''."""
        if not self.counter.is_too_varied:
            return ""
        return f"{self.name} has more than {MOST_DIFFERENT:,} different values"

    def count(self, spool: GroupSpool, histograms: Mapping[str, YearHistogram]) -> None:
        """Compute the intervals of a page with a sample, from all its photos.

        spool: the photos
        histograms: the histogram of each measure
        """
        if self.counter.is_too_varied:
            return
        for name, histogram in histograms.items():
            for without in (False, True)[: 1 + bool(histogram.duplicates)]:
                photos = self._photos(spool, name, histogram, without_duplicates=without)
                if name in CODES or not len(photos.cell):
                    continue
                ends, slope = numbers_of_counted_clusters(
                    photos, OFFERED, REPLICATES, circular=name in CIRCULAR
                )
                self._counted[name, without] = _Counted(photos.years, ends, slope)

    def _photos(
        self, spool: GroupSpool, name: str, histogram: YearHistogram, *, without_duplicates: bool
    ) -> CountedPhotos:
        """The photos with a year and a value."""
        counts = (histogram.without_duplicates() if without_duplicates else histogram).counts
        known = sorted(y for y, of_year in counts.items() if y != NO_YEAR and of_year.any())
        years, column = np.array(known, np.int32), self.counter.column.name
        bins_of_all = len(histogram.edges) - 1
        index = self._indices()
        keys = np.empty(sum(int(counts[year].sum()) for year in known), np.uint64)
        at = 0
        for year, duplicate, codes, bins in spool.binned(column, name, histogram, years):
            cell = np.searchsorted(years, year) * bins_of_all + bins
            key = (cell.astype(np.uint64) << np.uint64(32)) + index[codes]
            key = key[duplicate == 0] if without_duplicates else key
            keys[at : at + len(key)] = key
            at += len(key)
        keys.sort()
        cell = (keys >> np.uint64(32)).astype(np.int32)
        cluster = _renumbered((keys & np.uint64(_EMPTY)).astype(np.uint32))
        return CountedPhotos(years, histogram.edges, cell, cluster, column)

    def _indices(self) -> Array:
        """The index of each code's text among all, sorted, or _EMPTY for the empty one."""
        texts = self.counter.texts()
        index = np.empty(len(texts), np.uint64)
        index[np.argsort(np.array(texts, object), kind="stable")] = np.arange(len(texts))
        index[texts.index("")] = _EMPTY
        return index

    def observations(self, plotted: Plotted, measure: str) -> Observations | None:
        """The photos with a year and a value.  None for a sample, or for too many values."""
        photos = plotted.photos
        if plotted.histograms or self.counter.is_too_varied:
            return None
        values = photos.values[measure]
        dated = np.flatnonzero((photos.year != NO_YEAR) & ~np.isnan(values))
        dated = dated[np.argsort(photos.row[dated], kind="stable")]  # as the trend reads them
        texts = self.counter.texts()
        order = np.argsort(np.array(texts, object), kind="stable")
        index = np.empty(len(texts), np.int32)
        index[order] = np.arange(len(texts))
        # Numbered as in the trend: by the texts of these photos, sorted.
        there, codes = np.unique(
            index[photos.groups[self.counter.column.name][dated]], return_inverse=True
        )
        names = tuple(texts[order[code]] for code in there.tolist())
        column = Column(self.counter.column.name, names, codes.astype(np.int32))
        year = photos.year[dated]
        spans = (photos.earliest[dated], photos.latest[dated])
        weight = None if plotted.weight is None else plotted.weight[dated]
        return Observations(year, *spans, values[dated], {column.name: column}, weight=weight)

    def put_ends(
        self,
        plotted: Plotted,
        measure: str,
        years: Array,
        windows: Sequence[Window],
        numbers: Sequence[Array],
        *,
        is_all: bool,
    ) -> Slope | None:
        """Put the intervals' ends into the numbers of each window, and return the slope.

        years: the years of the numbers
        windows: the windows of years, the first of them of one year
        numbers: the numbers of each window, of shape (years, 7).  NaN stays where there is no
            interval
        is_all: whether duplicates are among the photos
        """
        for of_window in numbers:
            of_window[:, _ENDS] = np.nan
        if counted := self._counted.get((measure, not is_all)):
            for window, of_window in zip(windows, numbers, strict=True):
                ends = counted.ends[OFFERED.index(window)]
                of_window[np.isin(years, counted.years)[:, None] & _IS_END] = ends.ravel()
            return counted.slope
        photos = self.observations(plotted, measure)
        if photos is None or not len(photos):
            return None
        found = numbers_of_clusters(measure, photos, self.counter.column.name, windows, REPLICATES)
        self.dominated[measure, is_all] = [archive_text(text) for text in found.dominated]
        for of_window, ends in zip(numbers, found.ends, strict=True):
            for index, year in enumerate(years.tolist()):
                if year in ends:
                    of_window[index, _ENDS] = ends[year]
        return found.slope


def _renumbered(cluster: Array) -> Array:
    """Number the existing clusters from 0, and then each photo without a cluster separately."""
    is_empty = cluster == _EMPTY
    named = cluster[~is_empty]
    is_there = np.zeros(int(named.max(initial=0)) + 1, bool)
    is_there[named] = True
    numbers = (np.cumsum(is_there) - 1).astype(np.uint32)
    cluster[~is_empty] = numbers[named]
    cluster[is_empty] = int(is_there.sum()) + np.arange(len(cluster) - len(named), dtype=np.uint32)
    return cluster


def clusters_of(metadata: PageMetadata) -> PageClusters | None:
    """Return what says which photos belong together, or None if nothing does.

    Raises ManifestError if the manifest has no such column.
    """
    if not metadata.clusters:
        return None
    number = find_column(metadata.clusters, metadata.columns)
    return PageClusters(GroupColumn(metadata.columns[number], number))
