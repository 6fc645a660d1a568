"""The 95 % interval of a median: from ranks, without a model of the values."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

LEAST_PHOTOS = 6  # of fewer, no two values enclose the median with 95 %
Z = NormalDist().inv_cdf(0.975)

_MOST_EXACT = 1000


@lru_cache(maxsize=4096)
def median_ranks(n: int) -> tuple[int, int] | None:
    """Return the ranks of the two sorted values that enclose the median with at least 95 %.

    n: how many independent values there are

    The ranks are counted from 0.  None if n is less than LEAST_PHOTOS.  Up to 1,000 values they are
    exact: the number of values below the median has the binomial distribution B(n, 1/2).  Above,
    that is taken as normal.  Source: W. J. Conover, "Practical Nonparametric Statistics", 3rd ed.,
    1999, section 3.2.

    >>> median_ranks(6), median_ranks(20), median_ranks(5)
    ((0, 5), (5, 14), None)
    """
    if n < LEAST_PHOTOS:
        return None
    if n > _MOST_EXACT:
        lower = math.floor((n - Z * math.sqrt(n)) / 2) - 1
        return lower, n - 1 - lower
    # The largest k for which at most k values lie below the median in at most 2.5 % of samples.
    below = 0
    for k in range(n):
        below += math.comb(n, k)
        if 40 * below > 2**n:
            return k - 1, n - k
    raise AssertionError("half of all samples have half of their values below the median")


def expanded_level(clusters: float) -> float:
    """Return the lower level of the percentile interval of resampled clusters.

    clusters: the number of clusters of equal size that are worth as much, above 1

    2.5 % would be too narrow for few clusters: the level is widened as Student's t with
    `clusters - 1` degrees of freedom is wider than the normal distribution, times
    sqrt(G / (G - 1)).  Source: T. Hesterberg, "What Teachers Should Know About the Bootstrap", The
    American Statistician 69, 2015, section 5.2 (the expanded percentile interval).

    >>> round(expanded_level(20), 4), round(expanded_level(1000), 4)
    (0.0159, 0.0248)
    """
    t = _student(clusters - 1)
    return NormalDist().cdf(-math.sqrt(clusters / (clusters - 1)) * t)


def _student(freedom: float) -> float:
    """Return the 97.5 % quantile of Student's t, to 0.0005 from 9 degrees of freedom on.

    Source: M. Abramowitz and I. Stegun, "Handbook of Mathematical Functions", 26.7.5.
    """
    z = Z
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return math.fsum(term / freedom**power for power, term in enumerate(terms))
