"""The weights of the page's photos where the run's manifest is a sample of an archive."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from photoparsl.manifests import STRATUM, SampledStrata
from photoparsl.page.columns import Array, PhotoColumns
from photoparsl.page.groups import GroupColumn, GroupCounter
from photoparsl.trends import SampleWeights

_MOST = 2**32 - 1  # a weight on the page


class PageSample:
    """Says how many photos of the archive each of the page's photos stands for.

    weights: the weights of the strata
    counter: numbers the strata
    """

    def __init__(self, strata: SampledStrata, columns: Sequence[str]) -> None:
        self.weights = SampleWeights(strata, columns)
        self.counter = GroupCounter(GroupColumn(STRATUM, self.weights.number))

    def weight(self, photos: PhotoColumns) -> Array | None:
        """Return the photos' weights in proportion, once all results are counted.

        They are whole numbers of four bytes, with the largest weight as the largest.  None if all
        are the same.
        """
        of_stratum = np.array([self.weights.weight_of(text) for text in self.counter.texts()])
        weight = of_stratum[photos.groups[STRATUM]]
        if not len(weight) or (weight == weight[0]).all():
            return None
        scaled: Array = np.rint(weight / weight.max() * _MOST).clip(min=1).astype(np.int64)
        return scaled
