"""Photos as a manifest names them, and the slices of them that tasks are made of."""

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

    `row` counts photos from 0; `url` is the photo's place as the manifest has it; `year` is
    None where the manifest doesn't know it.  `base` says what a place means and may reach: a
    local manifest's folder; the origin of what came from the web, or `web` where that isn't known
    (`origins`), as for a pipe.
    `span` is the earliest and the latest year it may be of, or None where `year` is exact.
    """

    row: int
    url: str
    year: int | None
    base: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """The photos of one task, in the manifest's order."""

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
        """SHA-256 of the rows, by which a later run knows whether they have changed."""
        return digest(self.photos)

    def __reduce__(self) -> tuple[object, tuple[bytes]]:
        """As one string of bytes: Parsl serializes in Python, slowly where objects are many."""
        rows = [(p.row, p.url, p.year, p.base, p.span) for p in self.photos]
        return _slice, (pickle.dumps(rows),)


def digest(photos: Iterable[Photo]) -> str:
    """SHA-256 of the photos' places and years, in hexadecimal."""
    return hashlib.sha256("".join(map(_line, photos)).encode()).hexdigest()


def cut(photos: Iterable[Photo], size: int | Iterable[int]) -> Iterator[Slice]:
    """Cut photos into slices of `size` photos, or of one size after the other.

    The last may be smaller.  An iterator of sizes is asked when a slice is.

    >>> [len(s.photos) for s in cut([Photo(row, "a.jpg", 1900) for row in range(5)], 2)]
    [2, 2, 1]
    """
    if isinstance(size, int) and size < 1:
        raise ValueError(f"a slice holds at least one photo, not {size}")
    photos = iter(photos)
    for length in repeat(size) if isinstance(size, int) else size:
        group = tuple(islice(photos, length))
        if not group:
            return
        yield Slice(group)


def _slice(rows: bytes) -> Slice:
    return Slice(tuple(starmap(Photo, pickle.loads(rows))))


def _line(photo: Photo) -> str:
    if photo.span is None and photo.year is not None:
        return f"{photo.url}\t{photo.year}\n"
    years = [photo.year, *(photo.span or ())]
    return "\t".join([photo.url, *("" if year is None else str(year) for year in years)]) + "\n"
