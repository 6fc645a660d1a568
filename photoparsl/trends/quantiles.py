"""Quantiles of weighted values in cells: a cell is a window of years, of one group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from photoparsl.trends.intervals import median_ranks

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Cells:
    """Values in cells, sorted by cell and then by value.

    value: each entry's value
    photo: each entry's photo, as its number among the observations
    weight: each entry's weight; None if all are 1
    ends: where each cell's entries end; the first cell's begin at 0
    """

    value: Array
    photo: Array
    weight: Array | None
    ends: Array

    @property
    def starts(self) -> Array:
        """Where each cell's entries begin."""
        return np.concatenate([[0], self.ends])[:-1].astype(np.intp)

    def totals(self) -> Array:
        """The sum of each cell's weights."""
        return np.diff(np.concatenate([[0.0], self._sums()[self.ends]]))

    def effective(self) -> Array:
        """How many equally weighted photos each cell is worth: (sum of w)^2 / sum of w^2.

        Source: L. Kish, "Survey Sampling", 1965.
        """
        if self.weight is None:
            return (self.ends - self.starts).astype(float)
        squares = np.concatenate([[0.0], np.cumsum(self.weight**2)])
        squared = np.diff(squares[np.concatenate([[0], self.ends])])
        with np.errstate(invalid="ignore", divide="ignore"):
            found: Array = np.where(squared > 0, self.totals() ** 2 / squared, 0.0)
        return found

    def quantiles(self, levels: tuple[float, ...]) -> Array:
        """Return quantiles of each cell, of shape (cells, levels); NaN for an empty cell.

        Without weights they are those of numpy, with linear interpolation.  With weights a
        quantile is the value at which the sum of the weights reaches the level; the mean of two
        values if it reaches it just between them.
        """
        rows = [
            _weighted(self.value[a:b], None if self.weight is None else self.weight[a:b], levels)
            for a, b in zip(self.starts, self.ends, strict=True)
        ]
        return np.array(rows).reshape(-1, len(levels))

    def median_intervals(self) -> Array:
        """Return the lower and the upper end of each cell's median, of shape (cells, 2).

        They take the photos as independent.  NaN for a cell of fewer than LEAST_PHOTOS.
        """
        intervals = np.full((len(self.ends), 2), np.nan)
        for cell, (start, end, effective) in enumerate(
            zip(self.starts, self.ends, self.effective(), strict=True)
        ):
            n = int(effective + 1e-9)
            if (ranks := median_ranks(n)) is None:
                continue
            values = self.value[start:end]
            if self.weight is None:
                intervals[cell] = values[ranks[0]], values[ranks[1]]
            else:
                sums = np.cumsum(self.weight[start:end])
                levels = np.array([ranks[0] + 1, ranks[1] + 1]) / n * sums[-1]
                found = np.searchsorted(sums, levels * (1 - 1e-12)).clip(max=len(values) - 1)
                intervals[cell] = values[found]
        return intervals

    def _sums(self) -> Array:
        """The sums of the weights up to each entry, after a 0."""
        if self.weight is None:
            return np.arange(len(self.value) + 1, dtype=float)
        return np.concatenate([[0.0], np.cumsum(self.weight)])


def cells_of(cell: Array, value: Array, weight: Array | None, photo: Array, count: int) -> Cells:
    """Sort entries into cells.

    cell: each entry's cell, from 0
    value, weight, photo: as in `Cells`
    count: how many cells there are
    """
    order = np.lexsort((value, cell))
    ends = np.cumsum(np.bincount(cell, minlength=count))
    return Cells(value[order], photo[order], None if weight is None else weight[order], ends)


def _weighted(values: Array, weights: Array | None, levels: tuple[float, ...]) -> Array:
    if not len(values):
        return np.full(len(levels), np.nan)
    if weights is None:
        found: Array = np.quantile(values, levels)
        return found
    sums = np.cumsum(weights)
    wanted = np.array(levels) * sums[-1]
    margin = 1e-9 * sums[-1]
    last = len(values) - 1
    lower = np.searchsorted(sums, wanted - margin).clip(max=last)
    upper = np.searchsorted(sums, wanted + margin).clip(max=last)
    between: Array = (values[lower] + values[upper]) / 2
    return between
