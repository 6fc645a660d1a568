"""The weights of a sample's photos: how many photos of the archive each stands for.

A photo of stratum h stands for N_h / n_h photos: those of the archive in its stratum, over those of
the sample that were tried, measured or not.  Source: L. Kish, "Survey Sampling", 1965, chapter 3.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from photoparsl.manifests import STRATUM, SampledStrata, entry_of, sample_columns, sampled_strata
from photoparsl.number_text import counted
from photoparsl.results import RunDirectory, SliceResult
from photoparsl.trends.arrays import Array
from photoparsl.trends.circular import CIRCULAR
from photoparsl.trends.column import Column
from photoparsl.trends.measure_trend import trend_of
from photoparsl.trends.observations import observations_of
from photoparsl.trends.shares import Shares
from photoparsl.trends.slope_text import signed
from photoparsl.trends.trend_rows import Trend, TrendOptions

_UNTRIED = ("photo of the archive is", "photos of the archive are")
_PARTS = 1 << 16  # of a photo: weights are whole numbers of these


class SampleWeights:
    """Counts the photos of a sample that were tried, and gives each its weight.

    strata: the sample's strata
    columns: the manifest's other columns
    """

    def __init__(self, strata: SampledStrata, columns: Sequence[str]) -> None:
        numbers = sample_columns(columns)
        assert numbers is not None
        self.strata, self.number = strata, numbers[0]
        self._tried: Counter[str] = Counter()

    @property
    def columns(self) -> dict[str, int]:
        """The column of the strata, in the form of the argument `columns` of `observations_of`."""
        return {STRATUM: self.number}

    def counted(self, results: Iterable[SliceResult]) -> Iterator[SliceResult]:
        """Yield the results, and count their photos."""
        for result in results:
            self._tried.update(
                entry_of(outcome.cells[self.number]) for outcome in result.outcomes if outcome.cells
            )
            yield result

    def weights(self, column: Column) -> Array | None:
        """Return the weight of each photo, a whole number, or None if all are the same.

        column: the photos' strata
        """
        of_stratum = np.array([self.weight_of(name) for name in column.names], np.int64)
        weights: Array = of_stratum[column.codes]
        return weights if len(weights) and (weights != weights[0]).any() else None

    def weight_of(self, stratum: str) -> int:
        """Return the weight of a photo of a stratum, as a whole number."""
        photos = self.strata.archive.get(stratum, 1)
        return max(1, photos * _PARTS // max(1, self._tried[stratum]))

    @property
    def untried(self) -> int:
        """How many photos of the archive are in strata of which no photo was tried yet."""
        return sum(n for name, n in self.strata.archive.items() if not self._tried[name])

    def notes(self, reach: float | None) -> list[str]:
        """Return sentences on the sample.

        reach: how far half of the intervals reach (`margin_of`), or None if there are none
        """
        notes = [f"{self.strata.text}, weighted back to all of them{margin_text(reach)}"]
        if untried := self.untried:
            notes.append(f"{counted(untried, *_UNTRIED)} in strata without a result so far")
        return notes

    def noted(self, found: Trend | Shares) -> Trend | Shares:
        """Return a trend with sentences on the sample before its others."""
        reach = margin_of(found) if isinstance(found, Trend) else None
        return replace(found, notes=(*self.notes(reach), *found.notes))


def sample_of_run(directory: RunDirectory) -> SampleWeights | None:
    """Return the weights of a run's photos, or None unless its manifest is a sample.

    Raises ManifestError if the manifest's rows contradict one another.
    """
    columns = directory.manifest.columns()
    strata = sampled_strata(directory.manifest.blocks(), columns)
    return SampleWeights(strata, columns) if strata else None


def margin_of(trend: Trend) -> float | None:
    """Return the half-width that half of the medians' 95 % intervals don't exceed.

    Return None if there are no intervals.
    """
    turn = 360 if trend.measure in CIRCULAR else float("inf")
    widths = [
        (row.upper - row.lower) % turn
        for row in trend.rows
        if row.lower is not None and row.upper is not None
    ]
    return float(np.median(widths)) / 2 if widths else None


def margin_text(reach: float | None) -> str:
    """Return the end of a sentence that says how far intervals reach (`margin_of`).

    >>> margin_text(0.01), margin_text(None)
    (': half of the medians are known to ± 0.010 or better', '')
    """
    if reach is None:
        return ""
    known = signed((reach,))[0].removeprefix("+")
    return f": half of the medians are known to ± {known} or better"


def medians_margin(directory: RunDirectory, measure: str) -> float | None:
    """Return the margin of a sample's yearly medians (`margin_of`).

    Return None for a measure of codes or texts.

    directory: the directory of a run whose manifest is a sample
    measure: one of the run's measures
    """
    sample = sample_of_run(directory)
    if sample is None:
        return None
    photos = observations_of(sample.counted(directory.results()), measure, sample.columns)
    if photos.entries or not len(photos):
        return None
    photos = replace(photos, weight=sample.weights(photos.columns[STRATUM]))
    return margin_of(trend_of(measure, photos, TrendOptions(replicates=0)))
