"""One pass over the results in bounded memory: the photos' columns, or what stands for them.

Up to MOST_WHOLE photos all of them are kept, above that exact histograms and a sample.
"""

from __future__ import annotations

from collections.abc import Iterable

from photoparsl.page.columns import Columns, columns_of, joined
from photoparsl.page.facts import Facts
from photoparsl.page.histograms import Histogram
from photoparsl.page.sample import Sample
from photoparsl.page.scales import SCALES, scale_of
from photoparsl.page.side_tables import Beside
from photoparsl.results import Measurement, SliceResult

MOST_STAMPED = 20_000  # up to here each photo has its stamp
MOST_WHOLE = 200_000  # and up to here its mean colour
_PART = 20_000  # photos that become columns at a time


class Gathering:
    """What the page is made of.

    `photos` are all photos or a sample, by year and then by row; `histograms` has one of all
    photos for each measure where they are a sample, and is empty where they are all.
    """

    def __init__(self, results: Iterable[SliceResult], beside: Beside | None = None) -> None:
        self.facts = Facts()
        self.histograms: dict[str, Histogram] = {}
        self._beside = beside
        self._kept: list[Columns] = []
        self._sample = Sample()
        self._waiting: list[Measurement] = []
        self._places: list[int] = []
        for result in results:
            self._add(result)
        self._flush()
        self.photos = self._sample.drawn() if self.histograms else self._all()
        self.measures = sorted(self.photos.values, key=_as_listed)

    @property
    def stamped(self) -> bool:
        """Whether the page has room for each photo's stamp."""
        return not self.histograms and len(self.photos) <= MOST_STAMPED

    def _add(self, result: SliceResult) -> None:
        place = self.facts.add(result)
        self._waiting += result.measurements
        self._places += [place] * len(result.measurements)
        if result.failures and self._beside:
            self._beside.failures(result.failures)
        if len(self._waiting) >= _PART:
            self._flush()

    def _flush(self) -> None:
        self._kept.append(columns_of(self._waiting, self._places))
        self._waiting, self._places = [], []
        if self.facts.counts.measured > MOST_WHOLE:
            for photos in self._kept:
                self._reduce(photos)
            self._kept = []

    def _reduce(self, photos: Columns) -> None:
        self._sample.add(photos)
        for name, values in photos.values.items():
            if name not in self.histograms:
                self.histograms[name] = Histogram(scale_of(name))
            self.histograms[name].add(photos.year, values)
        if self._beside:
            self._beside.photos(photos)

    def _all(self) -> Columns:
        return joined(self._kept).in_order()


def _as_listed(name: str) -> tuple[int, str]:
    """Those built in in their own order, and then the others by their names."""
    listed = list(SCALES)
    return (listed.index(name) if name in SCALES else len(listed), name)
