"""Windows of years: which photos a year's numbers are of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from photoparsl.trends.quantiles import Array

YEAR_WINDOWS = (1, 5, 11)  # years, of which the usual window is chosen
_ENOUGH = 30  # photos in a window, for this share of the years, let it be chosen
_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class Window:
    """Which photos a year's numbers are of.

    years: those of this many years, of which the year is the middle one
    photos: or at least this many, of the year and as many years around it as are needed; 0 for a
        number of years
    """

    years: int = 1
    photos: int = 0

    @property
    def text(self) -> str:
        """The window, for people."""
        if self.photos:
            return f"{self.photos:,} photos or more"
        return "one year" if self.years == 1 else f"{self.years} years"


@dataclass(frozen=True, slots=True)
class Windowed:
    """Entries in cells; a cell is a window of one group.  An entry may be in several cells.

    group: each cell's group
    year: each cell's middle year
    entry: the entries, as numbers
    cell: the cell of each of these
    """

    group: Array
    year: Array
    entry: Array
    cell: Array

    def __len__(self) -> int:
        return len(self.year)


def usual_window(year: Array, group: Array) -> Window:
    """Return the narrowest of YEAR_WINDOWS in which most years have 30 photos, else the widest.

    year: each entry's year
    group: each entry's group, from 0
    """
    return usual_window_of_counts(_counts(year, group))


def usual_window_of_counts(counts: Array) -> Window:
    """Return the same from the number of photos of each group in each year.

    counts: of every year from the first to the last, of shape (groups, years)
    """
    there = counts > 0
    for years in YEAR_WINDOWS[:-1]:
        within = _around(counts, (years - 1) // 2)[there]
        if len(within) and np.mean(within >= _ENOUGH) >= _SHARE:
            return Window(years)
    return Window(YEAR_WINDOWS[-1])


def windowed(year: Array, group: Array, window: Window) -> Windowed:
    """Put entries into windows: one for each year in which a group has photos.

    A year without photos gets none, so that no gap is bridged.

    year: each entry's year
    group: each entry's group, from 0
    window: the window
    """
    first = int(year.min())
    counts = _counts(year, group)
    groups, years = np.nonzero(counts)
    number = np.full(counts.shape, -1)
    number[groups, years] = np.arange(len(groups))
    reach = _reaches(counts, window)
    entries, cells = [], []
    for offset in range(-int(reach.max()), int(reach.max()) + 1):
        place = year - first + offset
        inside = np.flatnonzero((place >= 0) & (place < counts.shape[1]))
        cell = number[group[inside], place[inside]]
        kept = (cell >= 0) & (reach[group[inside], place[inside]] >= abs(offset))
        entries.append(inside[kept])
        cells.append(cell[kept])
    return Windowed(groups, years + first, np.concatenate(entries), np.concatenate(cells))


def _counts(year: Array, group: Array) -> Array:
    """How many entries each group has in each year from the first, of shape (groups, years)."""
    first, years = int(year.min()), int(year.max() - year.min()) + 1
    groups = int(group.max()) + 1
    counts: Array = np.bincount(
        group.astype(np.int64) * years + (year - first), minlength=groups * years
    ).reshape(groups, years)
    return counts


def _around(counts: Array, reach: int) -> Array:
    """The entries within `reach` years of each year."""
    sums = np.pad(np.cumsum(counts, axis=1), ((0, 0), (1, 0)))
    years = np.arange(counts.shape[1])
    found: Array = (
        sums[:, (years + reach + 1).clip(max=counts.shape[1])]
        - sums[:, (years - reach).clip(min=0)]
    )
    return found


def _reaches(counts: Array, window: Window) -> Array:
    """How many years before and after each year its window takes in."""
    if not window.photos:
        return np.full(counts.shape, (window.years - 1) // 2)
    reaches = np.zeros(counts.shape, int)
    for reach in range(1, counts.shape[1]):
        short = _around(counts, reach - 1) < window.photos
        if not (short & (counts > 0)).any():
            break
        reaches[short] = reach
    return reaches
