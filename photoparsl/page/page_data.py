"""Reads results once, in bounded memory, and keeps the data that the page shows.

Up to MOST_WHOLE photos are all kept.  Of more photos, exact histograms and a sample are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from photoparsl.page.captions import find_captions
from photoparsl.page.columns import PhotoColumns, concatenated, photo_columns
from photoparsl.page.groups import GroupCounter, find_groups
from photoparsl.page.histograms import Histogram
from photoparsl.page.metadata import NO_METADATA, PageMetadata
from photoparsl.page.run_facts import RunFacts
from photoparsl.page.sample import Sample
from photoparsl.page.scales import SCALES, scale_of
from photoparsl.page.side_tables import SideTables
from photoparsl.redact import published_text
from photoparsl.results import Measurement, SliceResult

MOST_STAMPED = 20_000  # up to this many photos, the page has each photo's stamp
MOST_WHOLE = 200_000  # and up to this many, each photo's mean colour
_BATCH = 20_000  # photos that are turned into columns at a time


class PageData:
    """The data that the page shows.

    photos: all photos, or a sample of them, by year and then by row
    histograms: a measure's histogram of all photos, by the measure's name; empty unless `photos`
        are a sample
    year_counts: how many photos each year has; empty unless `photos` are a sample
    facts: how many photos were measured and failed, where, and how fast
    measures: the measures' names in the order in which the page shows them
    groups: how the photos are grouped
    varied: the columns that photos should be grouped by and that have too many values
    """

    def __init__(
        self,
        results: Iterable[SliceResult],
        side_tables: SideTables | None = None,
        metadata: PageMetadata = NO_METADATA,
    ) -> None:
        self.facts = RunFacts()
        self.year_counts: Counter[int] = Counter()
        self.histograms: dict[str, Histogram] = {}
        self._side_tables, self._captions = side_tables, find_captions(metadata.columns)
        self._counters = [GroupCounter(column) for column in find_groups(metadata)]
        self._kept: list[PhotoColumns] = []
        self._sample = Sample()
        self._batch: list[Measurement] = []
        self._batch_places: list[int] = []
        self._texts: set[str] = set()  # measures that give texts, which aren't plotted
        for result in results:
            self._add(result)
        self._end_batch()
        self.photos = self._sample.drawn() if self.histograms else self._all()
        self.measures = sorted(self.photos.values.keys() - self._texts, key=_measure_order)
        self.groups = [
            c.group(self.photos.groups[c.column.name])
            for c in self._counters
            if not c.is_too_varied
        ]
        self.varied = [published_text(c.column.name) for c in self._counters if c.is_too_varied]

    @property
    def stamped(self) -> bool:
        """Whether the page has each photo's stamp."""
        return not self.histograms and len(self.photos) <= MOST_STAMPED

    def _add(self, result: SliceResult) -> None:
        self._batch_places += self.facts.add(result)
        self._batch += result.measurements
        if result.failures and self._side_tables:
            self._side_tables.add_failures(result.failures)
        if len(self._batch) >= _BATCH:
            self._end_batch()

    def _end_batch(self) -> None:
        groups = {c.column.name: c.codes(self._batch) for c in self._counters}
        columns = photo_columns(self._batch, self._batch_places, self._captions, groups)
        self._texts |= set().union(*(photo.values for photo in self._batch)) - columns.values.keys()
        self._kept.append(columns)
        self._batch, self._batch_places = [], []
        if self.facts.counts.measured + self.facts.counts.untried > MOST_WHOLE:
            for photos in self._kept:
                self._reduce(photos)
            self._kept = []

    def _reduce(self, photos: PhotoColumns) -> None:
        """Count the photos, and keep a sample of them alone."""
        self._sample.add(photos)
        years, counts = np.unique(photos.year, return_counts=True)
        self.year_counts.update(dict(zip(years.tolist(), counts.tolist(), strict=True)))
        for name, values in photos.values.items():
            if name not in self.histograms:
                self.histograms[name] = Histogram(scale_of(name))
            self.histograms[name].add(photos.year, values)
        if self._side_tables:
            self._side_tables.add_photos(photos)

    def _all(self) -> PhotoColumns:
        return concatenated(self._kept).in_order()


def _measure_order(name: str) -> tuple[int, str]:
    """Built-in measures in the order of SCALES, then others by name."""
    built_in = list(SCALES)
    return (built_in.index(name) if name in SCALES else len(built_in), name)
