"""Resampled medians of years that share photos: a photo of a decade counts in ten years.

What chance does to such a photo, it does in all of its years.  So the resampled medians of these
years go up and down together.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from photoparsl.trends.arrays import Array
from photoparsl.trends.clusters import SortedWindow
from photoparsl.trends.entries import Entries
from photoparsl.trends.resampling import normals

_PARTS = 8  # in which photos are taken, so that less memory is needed
_FEWEST_PHOTOS = 100_000  # of a part
_LIFT = 1e-6  # of the diagonal, so that years of the same photos have a triangular root too


def moved_together(
    replicates: Array, entries: Entries, windows: Sequence[SortedWindow], medians: Array
) -> Array:
    """Return each year's resampled medians in another order, which years that share photos share.

    replicates: resampled medians, each year by itself, of shape (replicates, years)
    entries: all photos
    windows: the photos of each year
    medians: one a year

    Source: R. L. Iman and W. J. Conover, "A Distribution-free Approach to Inducing Rank
    Correlation among Input Variables", Communications in Statistics B 11, 1982.
    """
    together = _correlations(entries, windows, medians)
    if (together == np.eye(len(windows))).all():
        return replicates
    root = np.linalg.cholesky((together + _LIFT * np.eye(len(windows))) / (1 + _LIFT))
    drawn = normals(replicates.shape) @ root.T
    ranks = drawn.argsort(axis=0).argsort(axis=0)
    moved: Array = np.take_along_axis(np.sort(replicates, axis=0), ranks, axis=0)
    return moved


def _correlations(entries: Entries, windows: Sequence[SortedWindow], medians: Array) -> Array:
    """Return how far chance moves the medians of each two years together, from -1 to 1.

    A photo that counts twice in place of once pulls a year's median to its side, by its weight.
    """
    years = len(windows)
    index = np.concatenate([window.entry_index for window in windows])
    year = np.repeat(
        np.arange(years, dtype=np.int32), [len(window.entry_index) for window in windows]
    )
    photo = entries.photo[index]
    factor = None
    if any(window.factor is not None for window in windows):
        factors = [1.0 if w.factor is None else w.factor[w.piece] for w in windows]
        factor = np.concatenate(
            [np.broadcast_to(f, len(w.entry_index)) for f, w in zip(factors, windows, strict=True)]
        )
    products = np.zeros(years * years)
    photos = int(photo.max(initial=0)) + 1
    step = max(_FEWEST_PHOTOS, -(-photos // _PARTS))
    for first in range(0, photos, step):
        part = np.flatnonzero((photo >= first) & (photo < first + step))
        part = part[np.argsort(photo[part], kind="stable")]  # then each photo's years ascend
        pull = np.sign(entries.value[index[part]] - medians[year[part]])
        if (weights := entries.weights()) is not None:
            pull *= weights[index[part]]
        if factor is not None:
            pull *= factor[part]
        products += _products(photo[part], year[part], pull, years)
    upper = products.reshape(years, years)
    size = np.sqrt(upper.diagonal())
    size[size == 0] = 1
    both: Array = (upper + np.triu(upper, 1).T) / np.outer(size, size)
    np.fill_diagonal(both, 1)
    return both


def _products(photo: Array, year: Array, pull: Array, years: int) -> Array:
    """Return the sums of the products of pulls, over the photos that each two years share.

    photo, year, pull: of each photo in each of its years, by photo and year
    years: how many years there are
    """
    products = np.zeros(years * years)
    for lag in range(years):
        last = len(photo) - lag
        same = photo[:last] == photo[lag:]
        if not same.any():
            break
        pair = year[:last][same] * years + year[lag:][same]
        products += np.bincount(pair, (pull[:last] * pull[lag:])[same], years * years)
    return products
