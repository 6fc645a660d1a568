"""The addresses of a run's photos as everyone may read them, a different one for each photo."""

from __future__ import annotations

from array import array

import numpy as np

from photoparsl.redact import below, published_place
from photoparsl.results import RunDirectory, places_folder


class PublicPlaces:
    """Photos' places for everyone.

    A place in the folder that a person gave to the run is shown as a path from this folder.  Of
    other places, folders and secrets are removed.  Where different places would be equal then,
    their rows' numbers are added.
    """

    def __init__(self, directory: RunDirectory) -> None:
        """Read a run's manifest, and find the places that need their rows' numbers."""
        self._folders = [places_folder(directory.path)]
        whole, shortened = array("q"), array("q")  # hashes of places as shown
        originals = array("q")  # of the places that were shortened
        for row in directory.manifest.rows():
            place = below(row.url, self._folders)
            shown = published_place(place)
            (whole if shown == place else shortened).append(hash(shown))
            if shown != place:
                originals.append(hash(row.url))
        self._equal = _equal(whole, shortened, originals)

    def shown(self, place: str, row: int) -> str:
        """A photo's place for everyone.

        row: the photo's row in the run's manifest
        """
        shown = published_place(below(place, self._folders))
        if not self._equal or hash(shown) not in self._equal:
            return shown
        return f"{shown.removesuffix(' …')} … (row {row})"


def _equal(whole: array[int], shortened: array[int], originals: array[int]) -> frozenset[int]:
    """The hashes that several places have once they are shortened."""
    if not shortened:
        return frozenset()
    texts = np.frombuffer(shortened, np.int64)
    pairs = np.unique(np.stack([texts, np.frombuffer(originals, np.int64)], axis=1), axis=0)
    found, counts = np.unique(pairs[:, 0], return_counts=True)
    equal = found[(counts > 1) | np.isin(found, np.frombuffer(whole, np.int64))]
    return frozenset(equal.tolist())
