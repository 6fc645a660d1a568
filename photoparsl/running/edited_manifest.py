"""Finds the earlier manifest's photos in an edited one, and what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np

from photoparsl.files import checksum
from photoparsl.manifests import DIGEST_LETTERS, RowBlock, read_columns
from photoparsl.results import DamagedRecordError, FinishedSlice, ResultKind, RunDirectory
from photoparsl.running.entry_share import NO_VALUE, Array
from photoparsl.running.manifest_changes import ManifestChanges
from photoparsl.running.matcher import Matcher, Matches
from photoparsl.running.plan import OtherRowsError, find_gaps
from photoparsl.running.row_facts import (
    DATING,
    MadeChanges,
    count_changes,
    facts_of,
    same_columns,
    title_first,
    year_facts,
)
from photoparsl.running.run_request import RunRequest
from photoparsl.running.survey import Survey


@dataclass(frozen=True, slots=True)
class Edit:
    """An edited manifest, compared with the one that the run last read.

    pairs: the old and the new row of each photo.  Old rows from `old_rows` on stand for the values
        that were kept aside
    old_rows: how many rows the earlier manifest had
    survey: the counts of the edited manifest's rows
    changes: what changed in the manifest
    is_carried: whether results must be carried over to other rows
    sha256: the SHA-256 of the edited manifest's bytes
    remarks: sentences about how the manifest was read
    is_sure: whether files in another folder are those of the earlier photos.  If not, their bytes
        are compared
    """

    pairs: Matches
    old_rows: int
    survey: Survey
    changes: ManifestChanges
    is_carried: bool
    sha256: str
    remarks: tuple[str, ...]
    is_sure: bool = True


def find_edit(request: RunRequest, directory: RunDirectory, *, forced: bool = False) -> Edit | None:
    """Compare the manifest with the one that the run last read, or None if it is the same.

    forced: compare them even if they have the same bytes, since results don't fit the manifest

    Raises ManifestError if the manifest is broken.
    """
    if next(directory.finished_slices(), None) is None and not directory.aside.list_files(
        ResultKind.SEGMENT, ResultKind.SLICE
    ):
        return None
    with suppress(DamagedRecordError):
        record = directory.read_record()
        is_same = record is not None and record.sha256 == checksum(request.source.path)
        if is_same and not (forced or request.moved_folder):
            return None
    edit = None
    if directory.manifest.path:
        with suppress(OtherRowsError):  # the copy isn't that of the results
            edit = _compared(request, directory, from_copy=True)
    edit = edit or _compared(request, directory, from_copy=False)
    return replace(edit, is_carried=True) if forced else edit


def _compared(request: RunRequest, directory: RunDirectory, *, from_copy: bool) -> Edit:
    """Compare the manifest with the run's copy, or with the places in the results.

    Raises OtherRowsError if results are of other places than the copy.
    """
    source = request.source
    new_names = read_columns(source.path, source.name)
    old_names = directory.manifest.columns() if from_copy else ()
    common = same_columns(old_names, new_names)
    # Whoever edits a file of records changes the lines that its records are.
    facts_in = [n for n in common if not (request.made and new_names[n] == "record")]
    facts_in = title_first(facts_in, new_names)
    names = [new_names[number] for number in facts_in]
    facts = DATING + len(facts_in) if from_copy else 0
    is_first = not from_copy and set(map(_has_years, directory.finished_slices())) == {True}
    facts = 1 if is_first else facts  # version 0.1.0 kept the years
    count = MadeChanges(names).count if request.made and from_copy else count_changes
    with Matcher(directory.path, facts, count) as matcher:
        if from_copy:
            picks = [common[number] for number in facts_in]
            old_rows, finished = _add_copy(directory, picks, matcher)
        else:
            old_rows, finished = _add_results(directory, matcher, has_years=is_first)
        for rows, places in directory.aside.places():
            matcher.add_old(np.arange(rows.start, rows.stop) + old_rows, places)
        reading, survey = source.reading(), Survey()
        for block in survey.passing(reading.blocks(is_whole=True)):
            hashes = facts_of(block, facts_in)[:, :facts] if facts else None
            matcher.add_new(_numbers(block), block.places, hashes)
        pairs = matcher.matches(old_rows)
    changes = replace(
        _changes(pairs, old_rows, names),
        added=_without(new_names, common) if from_copy else (),
        dropped=_without(old_names, common.values()),
        all_measured=finished == old_rows,
        is_of_years=is_first,
    )
    is_carried = _is_carried(directory, pairs, old_rows)
    sha256, remarks = reading.sha256, tuple(reading.remarks)
    return Edit(pairs, old_rows, survey, changes, is_carried, sha256, remarks)


def _without(names: Sequence[str], taken: Collection[int]) -> tuple[str, ...]:
    """The names without those whose numbers are in `taken`."""
    return tuple(name for number, name in enumerate(names) if number not in taken)


def _changes(pairs: Matches, old_rows: int, columns: Sequence[str]) -> ManifestChanges:
    """What changed in photos and facts.

    columns: the names of those that both manifests have
    """
    years, datings, *cells = (*pairs.changed, 0, 0)[: max(DATING, len(pairs.changed))]
    by_name: Counter[str] = Counter()
    for name, number in zip(columns, cells, strict=True):
        by_name[name] += number
    return ManifestChanges(
        new=pairs.new,
        more=pairs.more,
        gone=pairs.gone,
        fewer=pairs.fewer,
        moved=pairs.moved,
        back=pairs.count(old_rows, NO_VALUE),
        renewed=pairs.renewed,
        years=years,
        dates=max(0, datings - years),
        cells=+by_name,
    )


def _add_copy(directory: RunDirectory, picks: Sequence[int], matcher: Matcher) -> tuple[int, int]:
    """Add the rows of the run's copy.  Return their number, and how many are finished.

    Raises OtherRowsError if finished slices are of other places.
    """
    heads = [(head.start, head.stop) for head in directory.finished_slices()]
    slices = np.array([(-1, -1), *heads], np.int64)
    added = _adding(directory.manifest.blocks(), slices, picks, matcher)
    gaps = find_gaps(added, directory.finished_slices())
    rows = max([gaps[-1].stop if gaps else 0, *(stop for _, stop in heads)])
    return rows, rows - sum(map(len, gaps))


def _adding(
    blocks: Iterable[RowBlock], slices: Array, picks: Sequence[int], matcher: Matcher
) -> Iterator[RowBlock]:
    """Yield the blocks of the earlier manifest, and add their rows.

    slices: the first row of each finished slice, and the row after its last, in order
    """
    for block in blocks:
        numbers = _numbers(block)
        stops = slices[np.searchsorted(slices[:, 0], numbers, "right") - 1, 1]
        numbers[numbers >= stops] += NO_VALUE
        matcher.add_old(numbers, block.places, facts_of(block, picks))
        yield block


def _numbers(block: RowBlock) -> Array:
    return np.arange(block.start, block.start + len(block))


def _add_results(directory: RunDirectory, matcher: Matcher, *, has_years: bool) -> tuple[int, int]:
    """Add the places in the results.  Return the row after the last, and how many they are.

    has_years: whether to add their years too, which version 0.1.0 kept
    """
    stop = finished = 0
    for rows, places, years in _places_and_years(directory, has_years=has_years):
        matcher.add_old(np.arange(rows.start, rows.stop), places, years)
        stop, finished = max(stop, rows.stop), finished + len(rows)
    return stop, finished


def _places_and_years(
    directory: RunDirectory, *, has_years: bool
) -> Iterator[tuple[range, list[str], Array | None]]:
    if not has_years:
        yield from ((rows, places, None) for rows, places in directory.places())
        return
    for result in directory.results_as_kept():
        outcomes = sorted(result.outcomes, key=lambda outcome: outcome.row)
        years = year_facts((outcome.year, outcome.span) for outcome in outcomes)
        yield range(result.start, result.stop), [outcome.url for outcome in outcomes], years


def _has_years(head: FinishedSlice) -> bool:
    return len(head.digest) != DIGEST_LETTERS


def _is_carried(directory: RunDirectory, pairs: Matches, old_rows: int) -> bool:
    """Whether any result must go to another row."""
    if pairs.count(old_rows, NO_VALUE):
        return True
    heads = directory.finished_slices()
    return any(pairs.shift(head.start, head.stop) != 0 for head in heads)
