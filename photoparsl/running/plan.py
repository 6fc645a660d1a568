"""The plan of a run: which rows of the manifest are still to be measured."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice

from photoparsl.errors import ManifestError, RunError
from photoparsl.manifests import (
    DIGEST_LETTERS,
    FIRST_YEAR,
    Photo,
    Slice,
    Source,
    common_origin,
    cut,
    digest,
    has_digest,
)
from photoparsl.results import FinishedSlice
from photoparsl.running.again import Again
from photoparsl.running.host_mix import HostMix
from photoparsl.running.host_order import WINDOW, HostOrder
from photoparsl.running.manifest_changes import ManifestChanges

_BLOCK = 1000  # rows digested at a time


class OtherRowsError(RunError):
    """Raised if the manifest has other places than the results in these rows."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a manifest holds, and which of its rows are to be measured.

    rows: how many photos the manifest has
    undated: how many of them have no year
    years: the earliest and the latest year; None if all photos are undated
    digest: of the rows' places: that of the digests of every 1,000 rows
    wanted: the rows that the user chose with --start and --count
    missing: the wanted rows that have no outcome yet, as ascending ranges
    again: the rows with an outcome that are measured again; None for none
    sha256: of the manifest's file, in hexadecimal
    notes: sentences for the user, about how the manifest was read and about unlikely years
    origin: where the rows come from (`common_origin`)
    may_have_files: whether some of the places may be files of this machine
    is_by_host: whether its rows are sorted by host, so that successive rows are of few hosts
    changes: what changed in the manifest since the run last read it; None if nothing did
    """

    rows: int
    undated: int
    years: tuple[int, int] | None
    digest: str
    wanted: range
    missing: tuple[range, ...]
    again: Again | None = None
    sha256: str = ""
    notes: tuple[str, ...] = ()
    origin: str = ""
    may_have_files: bool = False
    is_by_host: bool = False
    changes: ManifestChanges | None = None

    @property
    def left(self) -> int:
        """How many photos are to be measured."""
        return sum(map(len, self.missing)) + (self.again.photos if self.again else 0)

    def slices(
        self, source: Source, size: int | Iterator[int], mix: HostMix | None = None
    ) -> Iterator[Slice]:
        """Yield the slices to measure: first the missing rows, then those to measure again.

        source: the manifest's file
        size: photos in a slice; an iterator gives the size of each next slice
        mix: how slices mix hosts if the rows are sorted by host; None: they don't
        """
        cut_slices = mix.slices if mix and self.is_by_host else cut
        missing = self._missing_photos(source)
        if cut_slices is not cut:
            missing = iter([chain.from_iterable(missing)])
        for photos in missing:
            yield from cut_slices(photos, size)
        if self.again and self.again.photos:
            yield from cut_slices(self.again.photos_of(source.photos()), size)

    def is_missing(self, row: int) -> bool:
        """Whether the row had no outcome when the run began."""
        at = bisect_right(self.missing, row, key=lambda gap: gap.start) - 1
        return at >= 0 and row in self.missing[at]

    def _missing_photos(self, source: Source) -> Iterator[Iterator[Photo]]:
        """Yield the photos of each range of missing rows."""
        photos, row = source.photos(), 0
        for missing in self.missing:
            ahead = islice(photos, missing.start - row, missing.stop - row)
            row = missing.stop
            yield map(_without_years, ahead)


def make_plan(
    photos: Iterable[Photo],
    finished: Iterable[FinishedSlice] = (),
    start: int = 0,
    count: int | None = None,
) -> Plan:
    """Read the whole manifest, and return which of the wanted rows are still to be measured.

    photos: the manifest's photos
    finished: the slices that earlier runs have finished, ordered by row
    start: the first wanted row
    count: how many rows are wanted; None for all that follow

    Raises ManifestError if the manifest is broken or has no row `start`, and OtherRowsError if
    finished rows have changed since they were measured.
    """
    survey = _Survey()
    gaps = list(_gaps(survey.passing(photos), finished))
    if start >= survey.rows:
        raise ManifestError(f"there is no row {start}: the manifest's {survey.rows:,} begin at 0")
    wanted = range(start, survey.rows if count is None else min(survey.rows, start + count))
    missing = (range(max(g.start, wanted.start), min(g.stop, wanted.stop)) for g in gaps)
    return Plan(
        rows=survey.rows,
        undated=survey.undated,
        years=survey.years,
        digest=survey.digest(),
        wanted=wanted,
        missing=tuple(gap for gap in missing if gap),
        notes=tuple(survey.notes()),
        origin=common_origin(survey.bases),
        may_have_files=survey.may_have_files,
        is_by_host=survey.host_order.is_by_host,
    )


def _without_years(photo: Photo) -> Photo:
    """What a worker needs of a photo: a value belongs to its place, whatever its year."""
    return Photo(photo.row, photo.url, None, photo.base)


def _gaps(photos: Iterator[Photo], finished: Iterable[FinishedSlice]) -> Iterator[range]:
    """Yield the ranges of rows that no finished slice covers.

    Raises OtherRowsError if the rows of a finished slice have changed.
    """
    row = 0
    for done in finished:
        before = sum(1 for _ in islice(photos, done.start - row))
        if before:
            yield range(row, done.start)
        if not has_digest(islice(photos, done.stop - done.start), done.digest):
            raise OtherRowsError(
                f"rows {done.start} to {done.stop - 1} of the manifest are not what they were "
                "when they were measured: begin anew with --restart, or give another --run-dir"
            )
        row = done.stop
    if left := sum(1 for _ in photos):
        yield range(row, row + left)


@dataclass(slots=True)
class _Survey:
    """Counts photos and computes their digest while the manifest is read."""

    rows: int = 0
    undated: int = 0
    years: tuple[int, int] | None = None
    early: int = 0
    late: int = 0
    this_year: int = field(default_factory=lambda: date.today().year)
    bases: set[str] = field(default_factory=set)
    may_have_files: bool = False
    host_order: HostOrder = field(default_factory=HostOrder)
    _hash: hashlib._Hash = field(default_factory=hashlib.sha256)

    def passing(self, photos: Iterable[Photo]) -> Iterator[Photo]:
        photos = iter(photos)
        while block := list(islice(photos, _BLOCK)):
            years = [photo.year for photo in block if photo.year is not None]
            self.rows += len(block)
            self.may_have_files = self.may_have_files or not all(
                photo.url.startswith(("http://", "https://")) for photo in block
            )
            self.bases.update(photo.base for photo in block)
            self.undated += len(block) - len(years)
            if years:
                known = self.years or (years[0], years[0])
                self.years = (min(known[0], *years), max(known[1], *years))
                if self.years[0] < FIRST_YEAR or self.years[1] > self.this_year:
                    self.early += sum(year < FIRST_YEAR for year in years)
                    self.late += sum(year > self.this_year for year in years)
            self._hash.update(digest(block).encode())
            for start in range(0, len(block), WINDOW):
                self.host_order.add(photo.url for photo in block[start : start + WINDOW])
            yield from block

    def notes(self) -> Iterator[str]:
        """Yield sentences about years in which no photograph can have been taken."""
        first, last = self.years or (0, 0)
        if self.early:
            yield (
                f"{_photos(self.early)} from before {FIRST_YEAR}, when the first photograph was "
                f"taken: the earliest year is {first:04}"
            )
        if self.late:
            yield f"{_photos(self.late)} from the future: the latest year is {last}"

    def digest(self) -> str:
        return self._hash.hexdigest()[:DIGEST_LETTERS]


def _photos(number: int) -> str:
    return "1 photo is" if number == 1 else f"{number:,} photos are"
