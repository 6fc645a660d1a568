"""Name a photo's place by what stands in the folder that a person gave to a run."""

from __future__ import annotations

from collections.abc import Iterable


def below(place: str, folders: Iterable[str]) -> str:
    """Remove the folder that a place stands in, or leave the place as it is if it is in none.

    folders: as places begin, each with a slash at its end

    >>> below("../../dup/a/1900.png", ["../../dup/"]), below("../../b/1.png", ["../../dup/"])
    ('a/1900.png', '../../b/1.png')
    """
    for folder in folders:
        inner = place.removeprefix(folder)
        if folder and inner != place and ".." not in inner.split("/"):
            return inner
    return place
