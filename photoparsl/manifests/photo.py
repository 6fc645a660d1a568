"""Photos of a manifest, and the slices of photos that tasks measure."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, repeat
from typing import Protocol

Span = tuple[int, int]  # the earliest and the latest year
Days = tuple[int, int]  # the first and the last day, as `date.toordinal` counts them

DIGEST_LETTERS = 32  # hexadecimal digits of a digest: 128 bits
FIRST_YEAR = 1826  # Niépce's photograph: no photo has an earlier year


@dataclass(frozen=True, slots=True)
class EarlierOutcome:
    """What a run has of a photo that is measured again.

    digest: that of the bytes that were measured, or empty where version 0.1.0 measured them
    lacks: the names of the measures to add where the bytes are still these.  Where they are others,
        the photo is measured wholly anew
    mark: that of the version that was measured.  If it isn't empty, the photo's server is first
        asked whether it still has this version.  If it has, the photo isn't fetched
    """

    digest: str
    lacks: tuple[str, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """One row of a manifest.

    row: its number among the manifest's photos, from 0
    url: its URL or path, as in the manifest
    year: its year, or None if the manifest has none
    base: the folder of a local manifest, which a path is relative to.  For a row from the web, its
        origin (or `web` if that isn't earlier), which limits the addresses that `url` may have
        (`origins`)
    span: the earliest and the latest possible year, or None if the year is exact or unknown
    earlier: what the run has of it, or None where it is measured wholly
    """

    row: int
    url: str
    year: int | None
    base: str = ""
    span: Span | None = None
    earlier: EarlierOutcome | None = None


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """What a manifest says of a photo.

    row, url, year, span: as in `Photo`
    cells: a text for each of the manifest's other columns, empty where the row has none
    date: its date as written, or as its columns of months and days give it, or '' if it has none
    days: the first and the last possible day in `year`, or None if any day of it is possible
    """

    row: int
    url: str
    year: int | None
    span: Span | None = None
    cells: tuple[str, ...] = ()
    date: str = ""
    days: Days | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """The photos that one task measures.

    photos: at least one, in the manifest's order
    """

    photos: tuple[Photo, ...]

    @property
    def start(self) -> int:
        """The row of the first photo."""
        return self.photos[0].row

    @property
    def stop(self) -> int:
        """The row of the last photo, plus 1."""
        return self.photos[-1].row + 1

    @property
    def digest(self) -> str:
        """The digest of the rows' places, by which a later run notices changes."""
        return digest(photo.url for photo in self.photos)

    def __reduce__(self) -> tuple[object, tuple[bytes]]:
        """Pickle the photos as one string of bytes: Parsl is slow to serialize many objects."""
        rows = [(p.row, p.url, p.year, p.base, p.span, _packed(p.earlier)) for p in self.photos]
        return _slice, (pickle.dumps(rows),)


class Dated(Protocol):
    """Whatever has a year and a span, as a `Photo` has."""

    @property
    def year(self) -> int | None:
        """The year."""

    @property
    def span(self) -> Span | None:
        """The earliest and the latest possible year."""


def digest(places: Iterable[str]) -> str:
    """Return the first 128 bits of the SHA-256 of photos' places, in hexadecimal."""
    text = "".join([f"{place}\n" for place in places])
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_LETTERS]


def place_key(place: str) -> int:
    """Return 64 bits of a hash of a photo's place, by which samples of photos are drawn."""
    found = hashlib.blake2b(place.encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(found.digest(), "little")


def has_digest(places: Sequence[str], dates: Iterable[Dated], earlier: str) -> bool:
    """Return whether the digest of photos' places is `earlier`.

    places: each photo's place
    dates: each photo's year and span.  Version 0.1.0 digested these too, and kept all 256 bits
    """
    if len(earlier) == DIGEST_LETTERS:
        return digest(places) == earlier
    lines = map(_line_with_years, places, dates)
    return hashlib.sha256("".join(lines).encode()).hexdigest() == earlier


def cut(photos: Iterable[Photo], size: int | Iterable[int]) -> Iterator[Slice]:
    """Cut photos into slices, in their order.  The last slice may be smaller than its size.

    photos: the photos, consumed slice by slice
    size: the number of photos in a slice, or an iterable of the sizes of successive slices,
        consumed slice by slice

    Raises ValueError if `size` is less than 1.

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


def _packed(earlier: EarlierOutcome | None) -> tuple[bytes, tuple[str, ...], bytes] | None:
    return (
        (bytes.fromhex(earlier.digest), earlier.lacks, bytes.fromhex(earlier.mark))
        if earlier
        else None
    )


def _slice(rows: bytes) -> Slice:
    return Slice(
        tuple(
            Photo(row, url, year, base, span, _unpacked(*earlier) if earlier else None)
            for row, url, year, base, span, earlier in pickle.loads(rows)
        )
    )


def _unpacked(digest: bytes, lacks: tuple[str, ...], mark: bytes) -> EarlierOutcome:
    return EarlierOutcome(digest.hex(), lacks, mark.hex())


def _line_with_years(place: str, date: Dated) -> str:
    if date.span is None and date.year is not None:
        return f"{place}\t{date.year}\n"
    years = [date.year, *(date.span or ())]
    return "\t".join([place, *("" if year is None else str(year) for year in years)]) + "\n"
