"""A constant mixture: trends as if every year had the whole archive's shares of a column.

What is collected changes: more portraits in one decade, more views in another.  Each photo is
weighted by (its entry's share of the archive) / (its entry's share of its year), which is called
direct standardisation.  Source: L. Kish, "Survey Sampling", 1965; J. L. Fleiss, B. Levin and M. C.
Paik, "Statistical Methods for Rates and Proportions", 3rd ed., 2003, chapter 19.
"""

from __future__ import annotations

import numpy as np

from photoparsl.trends.quantiles import Array

MOST_LACKING = 0.05  # of the archive: a year that lacks an entry with a larger share is left out


def constant_mixture(code: Array, shares: Array, weight: Array | None = None) -> Array | None:
    """Return what the weights of each entry of the column are multiplied by in one window.

    code: the number of each photo's entry
    shares: each entry's share of the whole archive
    weight: each photo's weight before; None if all are 1

    None if the window lacks an entry with more than 5 % of the archive, so that it is left out.
    """
    sums = np.bincount(code, weight, len(shares))
    if ((sums == 0) & (shares > MOST_LACKING)).any():
        return None
    with np.errstate(divide="ignore", invalid="ignore"):
        factors: Array = np.where(sums > 0, shares * sums.sum() / sums, 0.0)
    return factors
