"""The photos with an outcome that are measured again, and the measures to compute.

They are failed photos to retry, photos whose files have changed, and photos that lack a measure.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby, islice

from photoparsl.fetching import web_address
from photoparsl.manifests import EarlierOutcome, Photo
from photoparsl.measuring import Thumbnails
from photoparsl.planning.changed_files import ChangedFiles
from photoparsl.planning.pass_places import PassPlaces
from photoparsl.reasons import Reason
from photoparsl.requesting import EVERY_REASON
from photoparsl.results import (
    FinishedSlice,
    Measurement,
    RunDirectory,
    SliceResult,
    with_measures,
)

Lacks = tuple[str, ...]  # names of measures, in the order of the run's


@dataclass(slots=True)
class Again:
    """The rows with an outcome that are measured again.

    directory: the run's folder
    wanted: the version of each measure of the run, by its name
    within: the rows that the run is to measure
    retry: the reasons of failures whose photos are tried again, or EVERY_REASON for all
    recheck: whether servers are asked if measured photos have changed
    thumbnails: which photos are to have a thumbnail, or None for none
    rows: those to retry, and those whose files have changed, ascending
    lacks: how many other photos lack measures, by the measures that they lack
    files: counts the files that have changed
    unmarked: how many photos of the web have no mark, and can't be checked
    places: tells which rows wait for another row with their place
    reasons: the reasons for which photos have failed or have no value, or empty without a retry
    renewed: the measures of which photos have values of another version
    """

    directory: RunDirectory
    wanted: dict[str, int]
    within: range
    retry: frozenset[str] = frozenset()
    recheck: bool = False
    thumbnails: Thumbnails | None = None
    rows: array[int] = field(default_factory=lambda: array("q"))
    lacks: Counter[Lacks] = field(default_factory=Counter)
    files: ChangedFiles = field(default_factory=ChangedFiles)
    unmarked: int = 0
    places: PassPlaces = field(default_factory=PassPlaces)
    reasons: set[str] = field(default_factory=set)
    renewed: set[str] = field(default_factory=set)

    @property
    def photos(self) -> int:
        """How many photos are measured again."""
        return len(self.rows) + self.lacks.total()

    def find(self, files: Iterable[Photo] | None) -> None:
        """Find the rows.  Only the results of slices whose heads don't tell are read.

        files: the manifest's photos, if some may be files of this machine, else None
        """
        retried = self._rows_to_retry() if self.retry else iter(())
        changed = iter(
            self.files.rows(self.directory, iter(files), self.within) if files is not None else ()
        )
        self.rows = array("q", (row for row, _ in groupby(merge(retried, changed))))
        unclear = {
            head.start for head in self.directory.finished_slices() if not self._count_lacks(head)
        }
        if unclear:
            for result in self.directory.results_of(lambda head: head.start in unclear):
                for row, known in self._of(result):
                    if known and not self._has_any(range(row, row + 1)):
                        self.lacks[known.lacks] += 1
                if self.recheck:
                    self.unmarked += sum(
                        m.row in self.within and not m.mark and bool(web_address(m.url))
                        for m in result.measurements
                    )

    def photos_of(self, photos: Iterator[Photo], is_new: Callable[[int], bool]) -> Iterator[Photo]:
        """Yield the photos to measure again, by rows, each with what the run has of it.

        photos: the manifest's photos
        is_new: tells whether a row had no outcome when the run began.  Such a row isn't measured
            again, though it may have its first outcome by now
        """
        ahead = 0
        for result in self.directory.results_of(self._is_needed):
            if is_new(result.start):
                continue
            known = dict(self._of(result))
            for row in self.places.to_measure(result, known):
                photo = next(islice(photos, row - ahead, None))
                ahead = row + 1
                yield Photo(row, photo.url, None, photo.base, None, known[row])

    def _of(self, result: SliceResult) -> Iterator[tuple[int, EarlierOutcome | None]]:
        """Yield the slice's rows to measure again, with what the run has of each."""
        same = [name for name, v in self.wanted.items() if result.measures.get(name) == v]
        for outcome in result.outcomes:
            row = outcome.row
            if row not in self.within:
                continue
            is_chosen = self._has_any(range(row, row + 1))
            if isinstance(outcome, Measurement):
                lacks = self._lacks(outcome, same, is_chosen=is_chosen)
                is_checked = self.recheck and outcome.mark and web_address(outcome.url)
                if lacks or is_chosen:
                    yield row, EarlierOutcome(outcome.digest, lacks)
                elif is_checked:
                    yield row, EarlierOutcome(outcome.digest, (), outcome.mark)
            elif is_chosen:
                yield row, None

    def _lacks(self, photo: Measurement, same: list[str], *, is_chosen: bool) -> Lacks:
        """Return the wanted measures that are to be tried on the photo.

        same: the measures that its slice has in the wanted version
        is_chosen: whether its row is one of `rows`
        """
        has = {name for name in same if name in photo.values}
        if is_chosen and self.retry:
            missing = has & photo.missing.keys()
            has -= {
                name
                for name in missing
                if self._retries(photo.missing[name].reason, is_failure=missing == has)
            }
        lacks = [name for name in self.wanted if name not in has]
        if self.thumbnails and self.thumbnails.has(photo.url):
            why = photo.missing.get(str(self.thumbnails))
            is_retried = is_chosen and why and self._retries(why.reason, is_failure=True)
            if is_retried or str(self.thumbnails) not in photo.values:
                lacks.append(str(self.thumbnails))
        return tuple(lacks)

    def _retries(self, reason: str, *, is_failure: bool) -> bool:
        """Whether a photo that has no value for this reason is tried again.

        is_failure: whether it has no value of any measure.  Otherwise NO_VALUE is a measure's
            answer, and is tried again only if it is named
        """
        is_any = EVERY_REASON in self.retry and (is_failure or reason != Reason.NO_VALUE)
        return is_any or reason in self.retry

    def _rows_to_retry(self) -> Iterator[int]:
        tried = self.wanted | ({str(self.thumbnails): 1} if self.thumbnails else {})
        for kept in self.directory.results_of(lambda head: True):
            result = with_measures(kept, tried)
            for outcome in result.outcomes:
                if outcome.row not in self.within:
                    continue
                is_failure = not isinstance(outcome, Measurement)
                found = (
                    {why.reason for why in outcome.missing.values()} - {Reason.UNTRIED}
                    if isinstance(outcome, Measurement)
                    else {outcome.reason}
                )
                self.reasons |= found
                if any(self._retries(reason, is_failure=is_failure) for reason in found):
                    yield outcome.row

    def _count_lacks(self, head: FinishedSlice) -> bool:
        """Count the photos of a slice that lack measures, or False if its head doesn't tell."""
        if self.recheck or self._may_lack_thumbnails(head):
            return False
        if not head.left(self.wanted):
            return True
        lacks = tuple(n for n, version in self.wanted.items() if head.measures.get(n) != version)
        self.renewed |= set(lacks) & head.measures.keys()
        others = self.wanted.keys() - set(lacks)
        is_same_of_all = lacks and not any(head.untried.get(name) for name in others)
        is_within = head.start in self.within and head.stop - 1 in self.within
        if not is_same_of_all or not is_within or self._has_any(head.rows):
            return False
        self.lacks[lacks] += head.left(self.wanted)
        return True

    def _is_needed(self, head: FinishedSlice) -> bool:
        lacks = bool(head.left(self.wanted)) or self._may_lack_thumbnails(head)
        return self.recheck or lacks or self._has_any(head.rows)

    def _may_lack_thumbnails(self, head: FinishedSlice) -> bool:
        """Whether a photo of the slice may be one that is to have a thumbnail, and has none."""
        return self.thumbnails is not None and bool(head.left({str(self.thumbnails): 1}))

    def _has_any(self, rows: range) -> bool:
        """Whether any of these rows is one of `rows`."""
        at = bisect_left(self.rows, rows.start)
        return at < len(self.rows) and self.rows[at] < rows.stop
