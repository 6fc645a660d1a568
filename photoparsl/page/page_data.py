"""Reads results once, in bounded memory, and keeps the data that the page shows.

Up to MOST_WHOLE photos are all kept.  Of more photos, exact histograms and a sample are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from photoparsl.manifests import find_captions
from photoparsl.measuring import SCALES, scale_of
from photoparsl.page.cluster_intervals import clusters_of
from photoparsl.page.colour_classes import ColourCounts
from photoparsl.page.columns import NO_YEAR, Array, PhotoColumns, concatenated, photo_columns
from photoparsl.page.group_numbers import GroupNumbers, GroupSpool, categories_of
from photoparsl.page.groups import GroupCounter, find_groups
from photoparsl.page.kept_photos import KeptPhotos
from photoparsl.page.metadata import NO_METADATA, PageMetadata
from photoparsl.page.page_look_alikes import PageLookAlikes
from photoparsl.page.page_sample import PageSample
from photoparsl.page.photo_sample import PhotoSample
from photoparsl.page.plotted import Plotted, find_duplicates
from photoparsl.page.run_facts import RunFacts
from photoparsl.page.side_tables import SideTables
from photoparsl.page.year_histogram import YearHistogram
from photoparsl.redact import archive_text
from photoparsl.reports import DigestCounter
from photoparsl.results import Measurement, SliceResult
from photoparsl.trends import CIRCULAR, lacks_hue, may_lack_hue

MOST_STAMPED = 20_000  # up to this many photos, the page has each photo's stamp
MOST_WHOLE = 200_000  # and up to this many, each photo's mean colour
_BATCH = 5_000  # photos that are turned into columns at a time


class PageData:
    """The data that the page shows.

    all: all photos, or a sample of them
    without_duplicates: the same without photos that have the bytes of an earlier photo, or None if
        there are none
    rate: how fast the run was, or None if that isn't known, or of several runs
    folders: as in `PageMetadata`
    same_bytes: how many photos have the same bytes as another
    facts: how many photos were measured and failed, where, and how fast
    measures: the measures' names in the order in which the page shows them
    groups: how the photos are grouped
    colours: how many colours of all photos' stamps each year has of each class
    group_numbers: the exact numbers of each of `groups` if `all` is a sample, else empty
    clusters: which photos belong together, or None if nothing says that
    hues: for each measure of hues, how many photos with a year are without colour, so that they
        have no hue, and how many more may be
    varied: the columns that photos should be grouped by and that have too many values
    alike: whether each of all photos looks like an earlier one (`PageLookAlikes.found`).  None if
        none does, if they have no difference hash, or if `all` is a sample
    sample: the weights of photos of a manifest that is a sample, or None if it is none
    """

    def __init__(
        self,
        results: Iterable[SliceResult],
        side_tables: SideTables | None = None,
        metadata: PageMetadata = NO_METADATA,
        digests: DigestCounter | None = None,
    ) -> None:
        self.facts, self.folders = RunFacts(metadata.folders), metadata.folders
        self._year_counts = (Counter[int](), Counter[int]())  # of photos, and of duplicates
        self._histograms: dict[str, YearHistogram] = {}
        self._side_tables, self._captions = side_tables, find_captions(metadata.columns)
        self._archives = [archive.name for archive in metadata.archives]
        self._archive = 0  # the number of the archive whose results are read
        self._has_table = metadata.public_table
        self._digests = digests or DigestCounter(self._captions.title)
        self._counters = [GroupCounter(column) for column in find_groups(metadata)]
        self.clusters = clusters_of(metadata)
        self.sample = PageSample(metadata.strata, metadata.columns) if metadata.strata else None
        self._sample, self._look_alikes = PhotoSample(), PageLookAlikes()
        self.colours = ColourCounts()
        self._batch: list[Measurement] = []
        self._batch_measured_at: list[int] = []
        self.hues = {name: [0, 0] for name in CIRCULAR}
        self._texts: set[str] = set()  # measures that give texts, which aren't plotted
        self.group_numbers: list[GroupNumbers] = []
        with KeptPhotos() as self._kept, GroupSpool() as self._spool:
            for result in self.sample.weights.counted(results) if self.sample else results:
                self._add(result)
            self._end_batch()
            self.all = self._sampled() if self._histograms else self._kept_whole()
        self.alike = self._look_alikes.are_alike(self.all.photos)
        self.without_duplicates = self._without_duplicates()
        self.rate = None if metadata.archives else self.facts.rate()
        self.same_bytes = self._digests.same_bytes()
        self.measures = sorted(self.all.photos.values.keys() - self._texts, key=_measure_order)
        codes, counted = self.all.photos.groups, [c for c in self._counters if not c.is_too_varied]
        self.groups = [counter.group(codes[counter.column.name]) for counter in counted]
        self.varied = [archive_text(c.column.name) for c in self._counters if c.is_too_varied]

    @property
    def has_archives(self) -> bool:
        """Whether the page has several archives.  Their names are the first of `groups` then."""
        return bool(self._archives)

    @property
    def drawn(self) -> Array | None:
        """Whether each photo of a sample was drawn by its hash, not for an extreme value."""
        if not self._histograms:
            return None
        found: Array = self.all.photos.key <= np.uint64(self._sample.highest_key())
        return None if found.all() else found

    @property
    def stamped(self) -> bool:
        """Whether the page has each photo's stamp."""
        return not self._histograms and len(self.all.photos) <= MOST_STAMPED

    def _add(self, result: SliceResult) -> None:
        if self._archives and result.outcomes:
            archive = self._archives.index(result.outcomes[0].cells[0])
            if archive != self._archive:
                self._end_batch()
                self._digests.begin_archive()
                self._archive = archive
        self._batch_measured_at += self.facts.add(result)
        self._batch += result.measurements
        if result.failures and self._side_tables:
            self._side_tables.add_failures(result.failures)
        if len(self._batch) >= _BATCH:
            self._end_batch()

    def _end_batch(self) -> None:
        own = [part.counter for part in (self.clusters, self.sample) if part]
        groups = {c.column.name: c.codes(self._batch) for c in (*self._counters, *own)}
        duplicate = self._digests.add(self._batch)
        self._look_alikes.add(self._batch, self._archive)
        self._count_hues()
        columns = photo_columns(
            self._batch, self._batch_measured_at, self._captions, groups, duplicate, self._archive
        )
        self._texts |= set().union(*(photo.values for photo in self._batch)) - columns.values.keys()
        self.colours.add(columns.year, columns.stamp)
        self._kept.add(columns)
        self._batch, self._batch_measured_at = [], []
        if self.facts.counts.measured + self.facts.counts.untried > MOST_WHOLE:
            self._look_alikes.forget()
            for photos in self._kept.take():
                self._reduce(photos)

    def _count_hues(self) -> None:
        for name, counts in self.hues.items():
            for photo in self._batch:
                hue = photo.values.get(name)
                if hue is not None and photo.year is not None:
                    counts[0] += lacks_hue(photo.values)
                    counts[1] += may_lack_hue(photo.values, hue)

    def _reduce(self, photos: PhotoColumns) -> None:
        """Count the photos, and keep a sample of them alone."""
        self._sample.add(photos)
        if self._counters or self.clusters:
            self._spool.add(photos)
        for counter, years in zip(
            self._year_counts, (photos.year, photos.year[photos.duplicate]), strict=True
        ):
            found, counts = np.unique(years, return_counts=True)
            counter.update(dict(zip(found.tolist(), counts.tolist(), strict=True)))
        for name, values in photos.values.items():
            if name not in self._histograms:
                self._histograms[name] = YearHistogram(scale_of(name))
            self._histograms[name].add(photos.year, values, photos.duplicate)
        self._count_groups(photos)
        if self._side_tables and self._has_table:
            self._side_tables.add_photos(photos)

    def _count_groups(self, photos: PhotoColumns) -> None:
        for counter in self._counters:
            counter.count(photos.groups[counter.column.name], photos.duplicate)

    def _sampled(self) -> Plotted:
        years = np.array(sorted(self._year_counts[0].keys() - {NO_YEAR}), np.int32)
        counters = [counter for counter in self._counters if not counter.is_too_varied]
        categories = {c.column.name: categories_of(c.numbers()) for c in counters}
        self.group_numbers = self._spool.numbers(categories, self._histograms, years)
        if self.clusters:
            self.clusters.count(self._spool, self._histograms)
        return Plotted(self._sample.drawn(), self._histograms, self._year_counts[0])

    def _kept_whole(self) -> Plotted:
        """All photos.  Which of them are duplicates doesn't depend on the results' order."""
        unordered = concatenated(list(self._kept.take()))
        photos = unordered.in_order()
        del unordered
        photos = replace(photos, duplicate=find_duplicates(photos))
        self._count_groups(photos)
        weight = self.sample.weight(photos) if self.sample else None
        return Plotted(photos, {}, {}, weight)

    def _without_duplicates(self) -> Plotted | None:
        photos = self.all.photos
        if not (self._year_counts[1] or photos.duplicate.any()):
            return None
        histograms = {name: h.without_duplicates() for name, h in self._histograms.items()}
        years = self._year_counts[0] - self._year_counts[1]
        single, weight = ~photos.duplicate, self.all.weight
        return Plotted(
            photos.take(single), histograms, years, None if weight is None else weight[single]
        )


def _measure_order(name: str) -> tuple[int, str]:
    """Built-in measures in the order of SCALES, then others by name."""
    built_in = list(SCALES)
    return (built_in.index(name) if name in SCALES else len(built_in), name)
