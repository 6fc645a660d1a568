"""Fetch a slice's photos from the web, and go on with the requests that were sent early."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from typing import Any

from photoparsl.fetching.fetched import Fetched, NextPhotos
from photoparsl.fetching.round import Round
from photoparsl.fetching.task_limits import TaskLimits
from photoparsl.manifests import Photo


def fetch_web(
    photos: Sequence[Photo], limits: TaskLimits, next_photos: NextPhotos | None = None
) -> Iterator[Fetched]:
    """Fetch photos of one `Photo.base` from the web.  Yield each when it is done, in any order.

    next_photos: returns the photos of this thread's next call, or None while they aren't known.
        Their first requests are sent before the last of these photos is done, so that the
        connections are never idle.
    """
    round_ = _take_round(photos, limits)
    if round_ is None:
        round_ = Round(photos[0].base, limits)
        round_.add(photos)
    round_.begin(next_photos)
    try:
        yield from round_.fetch()
    except BaseException:
        round_.close()
        raise
    if round_.next_photos:
        _kept.round = round_
    else:
        round_.close()


def _take_round(photos: Sequence[Photo], limits: TaskLimits) -> Round | None:
    """Return the round that has begun with these photos, if there is one.

    End any other round.
    """
    kept: Round | None = getattr(_kept, "round", None)
    _kept.round = None
    if kept and (list(kept.next_photos or ()) != list(photos) or kept.limits != limits):
        kept.close()
        kept = None
    return kept


def _forget_round() -> None:
    """In a forked process, leave the round to the parent."""
    global _kept  # noqa: PLW0603  a fork must not touch the parent's connections
    _of_parents.append(_kept)
    _kept = threading.local()


_kept = threading.local()
_of_parents: list[Any] = []
os.register_at_fork(after_in_child=_forget_round)
