"""How many photos of each stratum a sample has."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

_HAIR = 1e-12  # relative: more than the rounding of a quotient


def sizes_in_proportion(photos: Sequence[int], wanted: int) -> list[int]:
    """Return how many photos to draw of each stratum, in proportion to its photos.

    photos: how many each stratum has, at least one
    wanted: how many to draw, at least one of each stratum

    First, one photo of each stratum is drawn.  Each next photo is of the stratum with the most
    photos for each one drawn so far.  Of several such strata, it is of the first.  So no stratum
    has fewer photos in a larger sample.  This is Adams' method of apportionment (M. L. Balinski and
    H. P. Young, "Fair Representation", 2nd ed., 2001, appendix A).

    >>> sizes_in_proportion([600, 300, 2], 10), sizes_in_proportion([600, 300, 2], 11)
    ([6, 3, 1], [7, 3, 1])
    """
    total, strata = sum(photos), len(photos)
    if wanted >= total:
        return list(photos)
    # Draw at once what this quotient gives: it is a beginning of that order.  Then draw the rest.
    quotient = total / (wanted - strata) if wanted > strata else float(total)
    sizes = [min(n, int(n / quotient * (1 - _HAIR)) + 1) for n in photos]
    waiting = [(-n / size, k) for k, (n, size) in enumerate(zip(photos, sizes, strict=True))]
    waiting = [(rank, k) for rank, k in waiting if sizes[k] < photos[k]]
    heapq.heapify(waiting)
    for _ in range(wanted - sum(sizes)):
        _, k = heapq.heappop(waiting)
        sizes[k] += 1
        if sizes[k] < photos[k]:
            heapq.heappush(waiting, (-photos[k] / sizes[k], k))
    return sizes


def equal_sizes(photos: Sequence[int], wanted: int) -> list[int]:
    """Return how many photos to draw of each stratum: the same number, or all that it has.

    The parameters are those of `sizes_in_proportion`.  No stratum has fewer in a larger sample.

    >>> equal_sizes([600, 300, 2], 11)
    [5, 4, 2]
    """
    left, most = wanted, 0
    for index, n in enumerate(sorted(photos)):  # all of the small ones
        others = len(photos) - index
        if n * others > left:
            most = left // others
            break
        left -= n
        most = n
    sizes = [min(n, most) for n in photos]
    more = wanted - sum(sizes)
    for k, n in enumerate(photos):
        if more > 0 and n > sizes[k]:
            sizes[k] += 1
            more -= 1
    return sizes
