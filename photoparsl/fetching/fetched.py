"""Fetched: the result of fetching a photo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from photoparsl.fetching.limits import Limits
from photoparsl.manifests import Photo

# Given a `Photo.base` and limits, tells a worker's next photos: None if they aren't known yet, and
# no photos if theirs are others.
NextPhotos: TypeAlias = Callable[[str, Limits], Sequence[Photo] | None]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A photo's bytes, or the reason why there are none.

    photo: the photo
    body: its bytes, without a content encoding
    reason: why there are none: a `Reason`, or `reason_of_status` (empty: there are bytes)
    detail: the reason in a sentence
    pause_seconds: seconds that its host requested as a pause (None: it requested none)
    mark: the mark of its version (`marks`), or empty
    is_unchanged: whether its server says that it still has the version of `EarlierOutcome.mark`.
        The photo then hasn't been fetched
    cache: the host, with its port, of the cache that served an object of the Open Science Data
        Federation, or empty
    """

    photo: Photo
    body: bytes = b""
    reason: str = ""
    detail: str = ""
    pause_seconds: float | None = None
    mark: str = ""
    is_unchanged: bool = False
    cache: str = ""
