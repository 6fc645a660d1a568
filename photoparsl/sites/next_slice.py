"""Tells a worker which photos it is to measure next, before it has ended its task."""

from __future__ import annotations

from collections.abc import Sequence

from photoparsl.fetching import Limits, web_address
from photoparsl.manifests import Photo, Slice
from photoparsl.sites.worker_queue import next_message


def next_photos(base: str, limits: Limits) -> Sequence[Photo] | None:
    """Return the photos of this worker's next slice, once they are known (None: not yet).

    Returns none if they are files, have another `Photo.base`, or have other limits.
    """
    message = next_message()
    if message is None:
        return None
    from parsl.serialize import unpack_apply_message  # noqa: PLC0415  a worker has imported it

    _, arguments, _ = unpack_apply_message(message["buffer"])
    slices = [argument for argument in arguments if isinstance(argument, Slice)]
    if len(slices) != 1 or limits not in arguments:
        return ()
    photos = slices[0].photos
    is_alike = all(photo.base == base and web_address(photo.url) for photo in photos)
    return photos if is_alike else ()
