"""The shares of a measure's values by year, where these are texts or codes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from photoparsl.errors import OptionError
from photoparsl.options import trend_option
from photoparsl.trends.arrays import Array
from photoparsl.trends.code_names import CODE_NAMES
from photoparsl.trends.entries import Entries, entries_of, usual_window
from photoparsl.trends.intervals import Z
from photoparsl.trends.measure_trend import no_photo_notes, notes_on
from photoparsl.trends.observations import Observations
from photoparsl.trends.trend_rows import ALL, TrendOptions, written_count
from photoparsl.trends.windows import Window


@dataclass(frozen=True, slots=True)
class ShareRow:
    """How many of the photos in one window of years have a value.

    year: the window's middle year
    value: the value
    n: how many photos the window has.  Those of vague dates count with their shares
    share: the share of these photos that have the value, from 0 to 1
    lower, upper: the ends of its 95 % interval, which takes photos as independent, or None where
        photos are weighted, or known to belong together
    group: the group's name
    month: the window's middle month, from 1 to 12, or None for a window of years
    name: what a code means, or empty for texts
    """

    year: int
    value: str
    n: float
    share: float
    lower: float | None
    upper: float | None
    group: str = ALL
    month: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of a measure's values.

    measure: its name
    window: which photos a row is computed from
    rows: the rows, ordered by group, year and value.  A year has no row for a value that none of
        its photos has
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

    Raises OptionError if a mixture is to be held constant, which is for numbers.
    """
    if options.constant:
        raise OptionError(
            f"{measure} has shares of its values: {trend_option('--constant')} is for measures "
            "whose values are numbers"
        )
    if not len(photos):
        return Shares(measure, options.window or Window(), (), no_photo_notes(photos))
    window = options.window or usual_window(photos, options)
    entries = entries_of(photos, options, monthly=bool(window.months))
    names = photos.columns[options.by].names if options.by else (ALL,)
    meanings = {str(code): name for code, name in CODE_NAMES.get(measure, {}).items()}
    has_interval = entries.share is None and options.clusters is None
    rows = []
    for cell, within in enumerate(entries.windows(window)):
        sums, n, effective = _sums(entries, within, len(photos.entries))
        period = int(entries.period[cell])
        year, month = (period // 12, period % 12 + 1) if window.months else (period, None)
        for value in np.flatnonzero(sums).tolist():
            share = float(sums[value]) / float(sums.sum())
            lower, upper = share_interval(share, effective) if has_interval else (None, None)
            group = names[entries.group[cell]]
            text = photos.entries[value]
            numbers = (written_count(n), share, lower, upper)
            rows.append(ShareRow(year, text, *numbers, group, month, meanings.get(text, "")))
    return Shares(measure, window, tuple(rows), tuple(notes_on(photos, options, window)))


def _sums(entries: Entries, within: slice, values: int) -> tuple[Array, float, float]:
    """Return the sum of each value's weights, and how many photos there are.

    The third result is how many photos of equal weight these are worth.
    """
    weight = entries.weights(within)
    sums: Array = np.bincount(entries.value[within], weight, values)
    n = float(within.stop - within.start if entries.share is None else entries.share[within].sum())
    effective = n if weight is None else float(weight.sum()) ** 2 / float((weight**2.0).sum())
    return sums, n, effective


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
