"""The plan of a run: which rows of the manifest are still to be measured."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from photoparsl.errors import ManifestError, RunError
from photoparsl.manifests import Photo, RowBlock, Slice, Source, cut, has_digest
from photoparsl.number_text import counted
from photoparsl.options import option
from photoparsl.planning.again import Again
from photoparsl.planning.entry_share import Array
from photoparsl.planning.host_mix import HostMix
from photoparsl.planning.manifest_changes import ManifestChanges
from photoparsl.planning.repeats import Repeats, SharedRows, are_in
from photoparsl.planning.survey import Survey
from photoparsl.results import FinishedSlice


class OtherRowsError(RunError):
    """Raised if the manifest has other places than the results in these rows."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a manifest holds, and which of its rows are to be measured.

    rows: how many photos the manifest has
    undated: how many of them have no year
    years: the earliest and the latest year, or None if all photos are undated
    digest: the digest of the rows' places, made from the digests of every 1,000 rows
    wanted: the rows that the user chose with --start and --count
    missing: the wanted rows that have no outcome yet, as ascending ranges
    again: the rows with an outcome that are measured again, or None for none
    sha256: the SHA-256 of the manifest's file, in hexadecimal
    remarks: sentences for the user, about how the manifest was read and about unlikely years
    origin: where the rows come from (`common_origin`)
    may_have_files: whether some of the places may be files of this machine
    is_by_host: whether its rows are sorted by host, so that successive rows are of few hosts
    changes: what changed in the manifest since the run last read it, or None if nothing did
    repeats: the rows whose places stand in several rows
    shared: the missing rows that take over the outcome of another row with their place, by row
    """

    rows: int
    undated: int
    years: tuple[int, int] | None
    digest: str
    wanted: range
    missing: tuple[range, ...]
    again: Again | None = None
    sha256: str = ""
    remarks: tuple[str, ...] = ()
    origin: str = ""
    may_have_files: bool = False
    is_by_host: bool = False
    changes: ManifestChanges | None = None
    repeats: Repeats = field(default=Repeats(), compare=False)
    shared: SharedRows = field(default=SharedRows(), compare=False)

    @property
    def left(self) -> int:
        """How many photos are to be measured."""
        return sum(map(len, self.missing)) + (self.again.photos if self.again else 0)

    @property
    def to_fetch(self) -> int:
        """The most photos that are fetched: all that are left but those that are shared."""
        return self.left - len(self.shared)

    def slices(
        self,
        source: Source,
        size: int | Iterator[int],
        mix: HostMix | None = None,
        *,
        across_gaps: bool = False,
    ) -> Iterator[Slice]:
        """Yield the slices to measure: first the missing rows, then those to measure again.

        source: the manifest's file
        size: photos in a slice.  An iterator gives the size of each next slice
        mix: how slices mix hosts if the rows are sorted by host (None: they don't)
        across_gaps: whether a slice may have rows on both sides of rows that have an outcome
        """
        cut_slices = mix.slices if mix and self.is_by_host else cut
        missing = self._missing_photos(source)
        if across_gaps or cut_slices is not cut:
            missing = iter([chain.from_iterable(missing)])
        for photos in missing:
            yield from cut_slices(photos, size)
        if self.again and self.again.photos:
            yield from cut_slices(self.again.photos_of(source.photos(), self.is_missing), size)

    def is_missing(self, row: int) -> bool:
        """Whether the row had no outcome when the run began."""
        at = bisect_right(self.missing, row, key=lambda gap: gap.start) - 1
        return at >= 0 and row in self.missing[at]

    def are_missing(self, rows: Array) -> Array:
        """Return for each row whether it had no outcome when the run began."""
        return are_in(rows, self.missing)

    def _missing_photos(self, source: Source) -> Iterator[Iterator[Photo]]:
        """Yield the photos of each range of missing rows."""
        photos, row = source.photos(), 0
        for missing in self.missing:
            ahead = islice(photos, missing.start - row, missing.stop - row)
            row = missing.stop
            yield _without_shared(ahead, self.shared.rows_in(missing))


def make_plan(
    blocks: Iterable[RowBlock],
    finished: Iterable[FinishedSlice] = (),
    start: int = 0,
    count: int | None = None,
) -> Plan:
    """Read the whole manifest, and return which of the wanted rows are still to be measured.

    blocks: the manifest's rows
    finished: the slices that earlier runs have finished, ordered by row
    start: the first wanted row
    count: how many rows are wanted, or None for all that follow

    Raises ManifestError if the manifest is broken or has no row `start`, and OtherRowsError if
    finished rows have changed since they were measured.
    """
    survey = Survey()
    gaps = find_gaps(survey.passing(blocks), finished)
    return plan_of(survey, gaps, start, count)


def plan_of(survey: Survey, gaps: Iterable[range], start: int, count: int | None) -> Plan:
    """Return the plan for a manifest that was read.

    survey: the survey of its rows
    gaps: the rows without an outcome, as ascending ranges
    start, count: as for `make_plan`

    Raises ManifestError if the manifest has no row `start`.
    """
    if start >= survey.rows:
        raise ManifestError(
            f"there is no row {start}: the manifest has {counted(survey.rows, 'row')}, from 0 on"
        )
    wanted = range(start, survey.rows if count is None else min(survey.rows, start + count))
    gaps, repeats = tuple(gaps), survey.repeats()
    missing = (range(max(g.start, wanted.start), min(g.stop, wanted.stop)) for g in gaps)
    return Plan(
        rows=survey.rows,
        undated=survey.undated,
        years=survey.years,
        digest=survey.digest(),
        wanted=wanted,
        missing=tuple(gap for gap in missing if gap),
        remarks=tuple(survey.remarks()),
        origin=survey.origin(),
        may_have_files=survey.may_have_files,
        is_by_host=survey.host_order.is_by_host,
        repeats=repeats,
        shared=repeats.shared([gap for gap in gaps if gap], wanted),
    )


def find_gaps(blocks: Iterable[RowBlock], finished: Iterable[FinishedSlice]) -> list[range]:
    """Read a whole manifest, and return the ranges of its rows that no finished slice covers.

    Raises OtherRowsError if the rows of a finished slice have changed.
    """
    gaps, row = [], 0
    rows = chain.from_iterable(zip(b.places, b.years, strict=True) for b in blocks)
    for done in finished:
        if before := sum(1 for _ in islice(rows, done.start - row)):
            gaps.append(range(row, row + before))
        of_slice = list(islice(rows, done.stop - done.start))
        places, years = [place for place, _ in of_slice], (years for _, years in of_slice)
        if not has_digest(places, years, done.digest):
            raise OtherRowsError(
                f"rows {done.start} to {done.stop - 1} of the manifest are not what they were "
                f"when they were measured: begin anew with {option('--restart')}, or give another "
                f"{option('--run-dir')}"
            )
        row = done.stop
    if left := sum(1 for _ in rows):
        gaps.append(range(row, row + left))
    return gaps


def _without_shared(photos: Iterable[Photo], shared: Iterator[int]) -> Iterator[Photo]:
    """Yield the photos with what a worker needs.  A value belongs to a place, whatever the year.

    shared: the rows that are left out, since another row's outcome is theirs too
    """
    left_out = next(shared, None)
    for photo in photos:
        if photo.row == left_out:
            left_out = next(shared, None)
        else:
            yield Photo(photo.row, photo.url, None, photo.base)
