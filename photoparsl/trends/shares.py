"""The shares of a measure's values by year, where these are texts or codes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from photoparsl.trends.intervals import Z
from photoparsl.trends.observations import Observations
from photoparsl.trends.trend import notes_on
from photoparsl.trends.trend_rows import ALL, TrendOptions
from photoparsl.trends.window_numbers import entries_of
from photoparsl.trends.windows import Window, usual_window, windowed


@dataclass(frozen=True, slots=True)
class ShareRow:
    """How many of the photos in one window of years have a value.

    year: the window's middle year
    value: the value
    n: how many photos the window has; of vague dates, the sum of their shares
    share: the share of those with the value, from 0 to 1
    lower, upper: the ends of its 95 % interval, which takes photos as independent; None where
        photos are weighted, or known to belong together
    group: the group's name
    """

    year: int
    value: str
    n: float
    share: float
    lower: float | None
    upper: float | None
    group: str = ALL


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of a measure's values.

    measure: its name
    window: which photos a row is of
    rows: by group, year and value; without values that a window doesn't have
    notes: sentences on what was left out, assumed or chosen
    """

    measure: str
    window: Window
    rows: tuple[ShareRow, ...]
    notes: tuple[str, ...] = ()


def shares_of(measure: str, photos: Observations, options: TrendOptions = TrendOptions()) -> Shares:
    """Return the shares of the values of a measure that gives texts or codes.

    measure: the measure's name
    photos: its values, with the columns that the options name
    """
    if not len(photos):
        nothing = ("no photo has a year and a value",)
        return Shares(measure, options.window or Window(), (), nothing)
    entries = entries_of(photos, options)
    window = options.window or usual_window(entries.year, entries.group)
    of = windowed(entries.year, entries.group, window)
    weight = None if entries.weight is None else entries.weight[of.entry]
    values = len(photos.entries)
    place = of.cell.astype(np.int64) * values + photos.value[entries.photo[of.entry]]
    sums = np.bincount(place, weight, len(of) * values).reshape(len(of), values)
    names = photos.columns[options.by].names if options.by else (ALL,)
    has_interval = weight is None and options.clusters is None
    rows = []
    for cell, value in zip(*np.nonzero(sums), strict=True):
        n = float(sums[cell].sum())
        share = float(sums[cell, value]) / n
        lower, upper = share_interval(share, n) if has_interval else (None, None)
        year, group = int(of.year[cell]), names[of.group[cell]]
        rows.append(ShareRow(year, photos.entries[value], n, share, lower, upper, group))
    return Shares(measure, window, tuple(rows), tuple(notes_on(photos, options, window)))


def share_interval(share: float, n: float) -> tuple[float, float]:
    """Return the 95 % interval of a share of n photos.

    Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
    Journal of the American Statistical Association 22, 1927.

    >>> [round(end, 4) for end in share_interval(0.2, 10)]
    [0.0567, 0.5098]
    """
    scale = 1 + Z**2 / n
    middle = (share + Z**2 / (2 * n)) / scale
    half = Z / scale * math.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    return max(0.0, middle - half), min(1.0, middle + half)
