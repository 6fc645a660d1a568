"""A constant mixture: trends as if every year had the whole archive's shares of a column.

What is collected changes: more portraits in one decade, more views in another.  Each photo is
weighted by (its entry's share of the archive) / (its entry's share of its year), which is called
direct standardisation.  Sources: L. Kish, "Survey Sampling", 1965, and J. L. Fleiss, B. Levin and
M. C. Paik, "Statistical Methods for Rates and Proportions", 3rd ed., 2003, chapter 19.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

MOST_LACKING = 0.05  # of the archive: a year that lacks an entry with a larger share is left out


def lacked_entries(sums: Sequence[int], archive_sums: Sequence[int]) -> list[int]:
    """Return the entries with more than 5 % of the archive that a year, or a window, lacks.

    The parameters are those of `constant_mixture`.
    """
    most = MOST_LACKING * sum(archive_sums)
    pairs = enumerate(zip(sums, archive_sums, strict=True))
    return [entry for entry, (own, photos) in pairs if not own and photos > most]


def constant_mixture(sums: Sequence[int], archive_sums: Sequence[int]) -> list[int] | None:
    """Return what the weights of each entry of the column are multiplied by in one window.

    sums: the sum of each entry's weights in the window
    archive_sums: how many photos of the whole archive each entry has

    They are whole numbers, of which only the proportions matter.  None if the window lacks an entry
    with more than 5 % of the archive, so that it is left out.
    """
    if lacked_entries(sums, archive_sums):
        return None
    common = math.lcm(*filter(None, sums))
    return [
        photos * (common // own) if own else 0
        for own, photos in zip(sums, archive_sums, strict=True)
    ]
