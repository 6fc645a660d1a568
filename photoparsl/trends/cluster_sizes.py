"""Whether a window has clusters enough for an interval, and whether one of them has most photos."""

from __future__ import annotations

from photoparsl.number_text import counted, percent_text
from photoparsl.trends.arrays import Array

LEAST_CLUSTERS = 10
LEAST_EFFECTIVE = 5  # clusters of equal size that the clusters must be worth
DOMINATING = 2 / 3  # of a window's photos: the median is mostly that of a cluster with so many

_HAVE_THE_SAME = "of the photos have the same"


def why_no_interval(column: str, clusters: int, effective: float) -> str:
    """Why there are too few clusters for an interval, or '' if there are enough.

    clusters: how many there are
    effective: how many of equal size they are worth

    >>> why_no_interval("box", 5, 4.2)
    "only 5 values of 'box', fewer than 10"
    """
    if clusters < LEAST_CLUSTERS:
        return f"only {counted(clusters, 'value')} of '{column}', fewer than {LEAST_CLUSTERS}"
    return f"few values of '{column}' have most photos" if effective < LEAST_EFFECTIVE else ""


def effective_clusters(sizes: Array) -> float:
    """How many clusters of equal size these are worth: (sum of n)^2 / sum of n^2."""
    return float(sizes.sum() ** 2 / (sizes.astype(float) ** 2).sum())


def with_dominating_cluster(why: str, column: str, sizes: Array) -> str:
    """Add to why there is no interval the share of a cluster that has two thirds of the photos.

    sizes: how many photos each of the window's clusters has

    >>> import numpy as np
    >>> with_dominating_cluster("few values of 'box' have most photos", "box", np.array([8, 2, 2]))
    "few values of 'box' have most photos; 67 % of the photos have the same 'box'"
    """
    most, photos = int(sizes.max()), int(sizes.sum())
    if len(sizes) == 1 or most < DOMINATING * photos:
        return why
    return f"{why}; {percent_text(most, photos)} {_HAVE_THE_SAME} '{column}'"


def dominated_note(notes: list[str], column: str, *, noun: str = "photo") -> list[str]:
    """Say how many windows have a cluster with two thirds of the photos, or nothing if none has.

    notes: why each window has no interval
    noun: what a photo is called
    """
    windows = sum(f"{_HAVE_THE_SAME} '{column}'" in note for note in notes)
    if not windows:
        return []
    return [
        f"in {windows:,} of {counted(len(notes), 'window')}, two thirds of the {noun}s or more "
        f"have the same '{column}': such a median is mostly that of one value"
    ]
