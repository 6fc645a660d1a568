"""Photos as a manifest names them, and the slices of them that tasks measure."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, repeat, starmap

Span = tuple[int, int]  # the earliest and the latest year

FIRST_YEAR = 1826  # Niépce's photograph: an earlier year is that of something else


@dataclass(frozen=True, slots=True)
class Photo:
    """One row of a manifest.

    row: its number among the manifest's photos, from 0
    url: the photo's place as the manifest has it: a URL or a path
    year: its year; None where the manifest has none
    base: what its place is relative to, and may reach: the folder of a manifest that is a local
        file; the origin of a row from the web, or `web` where that isn't known (`origins`)
    span: the earliest and the latest year that it may be of; None where the year is exact or
        unknown
    """

    row: int
    url: str
    year: int | None
    base: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """The photos that one task measures.

    photos: at least one, in the manifest's order
    """

    photos: tuple[Photo, ...]

    @property
    def start(self) -> int:
        """The first photo's row."""
        return self.photos[0].row

    @property
    def stop(self) -> int:
        """The row after the last photo's."""
        return self.photos[-1].row + 1

    @property
    def digest(self) -> str:
        """SHA-256 of the rows, from which a later run knows whether they have changed."""
        return digest(self.photos)

    def __reduce__(self) -> tuple[object, tuple[bytes]]:
        """Pickle the photos as one string of bytes: Parsl is slow to serialize many objects."""
        rows = [(p.row, p.url, p.year, p.base, p.span) for p in self.photos]
        return _slice, (pickle.dumps(rows),)


def digest(photos: Iterable[Photo]) -> str:
    """SHA-256 of the photos' places and years, in hexadecimal."""
    return hashlib.sha256("".join(map(_line, photos)).encode()).hexdigest()


def cut(photos: Iterable[Photo], size: int | Iterable[int]) -> Iterator[Slice]:
    """Cut photos into slices, in their order.  The last slice may be smaller than its size.

    photos: the photos, which are taken as slices are
    size: photos in a slice; or the sizes of one slice after the other, each taken with its slice

    >>> [len(s.photos) for s in cut([Photo(row, "a.jpg", 1900) for row in range(5)], 2)]
    [2, 2, 1]
    """
    if isinstance(size, int) and size < 1:
        raise ValueError(f"a slice holds at least one photo, not {size}")
    photos = iter(photos)
    for length in repeat(size) if isinstance(size, int) else size:
        slice_photos = tuple(islice(photos, length))
        if not slice_photos:
            return
        yield Slice(slice_photos)


def _slice(rows: bytes) -> Slice:
    return Slice(tuple(starmap(Photo, pickle.loads(rows))))


def _line(photo: Photo) -> str:
    if photo.span is None and photo.year is not None:
        return f"{photo.url}\t{photo.year}\n"
    years = [photo.year, *(photo.span or ())]
    return "\t".join([photo.url, *("" if year is None else str(year) for year in years)]) + "\n"
