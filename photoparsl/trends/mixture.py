"""A constant mixture: trends as if every year had the whole archive's shares of a column.

What is collected changes: more portraits in one decade, more views in another.  Each photo is
weighted by (its entry's share of the archive) / (its entry's share of its year), which is called
direct standardisation.  Source: L. Kish, "Survey Sampling", 1965; J. L. Fleiss, B. Levin and M. C.
Paik, "Statistical Methods for Rates and Proportions", 3rd ed., 2003, chapter 19.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from photoparsl.trends.quantiles import Array

MOST_LACKING = 0.05  # of the archive: a year that lacks an entry with a larger share is left out


@dataclass(frozen=True, slots=True)
class Mixture:
    """Weights that give each cell the whole archive's shares of a column.

    weight: each entry's; 0 in a cell that is left out
    left_out: the cells that lack an entry with more than 5 % of the archive
    """

    weight: Array
    left_out: Array


def constant_mixture(
    cell: Array, code: Array, shares: Array, count: int, weight: Array | None = None
) -> Mixture:
    """Return the weights of photos in cells.

    cell: each photo's cell, from 0
    code: the number of its entry in the column
    shares: each entry's share of the whole archive
    count: how many cells there are
    weight: each photo's weight before; None if all are 1
    """
    entries = len(shares)
    places = cell.astype(np.int64) * entries + code
    before = np.ones(len(cell)) if weight is None else weight
    sums = np.bincount(places, before, count * entries).reshape(count, entries)
    lacks = (sums == 0) & (shares > MOST_LACKING)
    empty = sums.sum(axis=1) == 0
    left_out = lacks.any(axis=1) & ~empty
    with np.errstate(divide="ignore", invalid="ignore"):
        factors = np.where(sums > 0, shares * sums.sum(axis=1, keepdims=True) / sums, 0.0)
    factors[left_out] = 0.0
    return Mixture(before * factors.reshape(-1)[places], np.flatnonzero(left_out))
