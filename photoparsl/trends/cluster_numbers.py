"""The ends of intervals of several windows at once, from one resampling of the clusters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from photoparsl.trends.cluster_sizes import dominated_note
from photoparsl.trends.entries import entries_of
from photoparsl.trends.observations import Observations
from photoparsl.trends.slope import Slope
from photoparsl.trends.trend_rows import TrendOptions
from photoparsl.trends.window_numbers import resample_clusters, window_numbers
from photoparsl.trends.windows import Window


@dataclass(frozen=True, slots=True)
class ClusterNumbers:
    """What resampled clusters say of several windows.

    ends: the ends of the medians' intervals by year, of each window.  A year without one is missing
    dominated: of each window, how many years have a cluster with two thirds of the photographs, as
        a sentence, or '' if none has
    slope: the slope of the yearly medians, or None if there is none
    """

    ends: list[dict[int, tuple[float, float]]]
    dominated: list[str]
    slope: Slope | None


def numbers_of_clusters(
    measure: str, photos: Observations, column: str, windows: Sequence[Window], replicates: int
) -> ClusterNumbers:
    """Return the intervals of each window, and the slope, from one resampling.

    measure: the measure's name
    photos: its values
    column: says which photos belong together
    windows: of years, the first of them of one year
    replicates: how many times the clusters are resampled
    """
    options = TrendOptions(clusters=column)
    entries = entries_of(photos, options)
    numbers = [window_numbers(measure, photos, entries, options, window) for window in windows]
    resample_clusters(measure, photos.columns[column].with_empty_apart(), numbers, replicates)
    rows = [of_window.rows(("",)) for of_window in numbers]
    ends = [
        {
            row.year: (row.lower, row.upper)
            for row in of_window
            if row.lower is not None and row.upper is not None
        }
        for of_window in rows
    ]
    notes = [dominated_note(of.why, column, noun="photograph") for of in numbers]
    return ClusterNumbers(ends, ["".join(note) for note in notes], numbers[0].slope(0, 0))
