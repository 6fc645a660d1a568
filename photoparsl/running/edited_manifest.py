"""Finds what an edited manifest has of the earlier one's photos, and what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from photoparsl.files import checksum
from photoparsl.manifests import ManifestRow, has_digest, read_columns, read_rows
from photoparsl.results import DamagedRecordError, FinishedSlice, RunDirectory
from photoparsl.running.manifest_changes import ManifestChanges
from photoparsl.running.matching import BLOCK, Matcher, Matches
from photoparsl.running.matching_share import NO_VALUE
from photoparsl.running.row_facts import DATING, facts_of, numbered
from photoparsl.running.run_request import RunRequest

_WEB = ("http://", "https://")


class _OtherPlacesError(Exception):
    """The copy of the manifest isn't that of the results."""


@dataclass(frozen=True, slots=True)
class Edit:
    """An edited manifest, compared with the one that the run last read.

    pairs: the rows of both that are of the same photo; old rows from `old_rows` on are those of the
        values kept aside
    old_rows: how many rows the earlier manifest had
    new_rows: how many rows the edited one has
    changes: what changed
    is_carried: whether results must be carried over to other rows
    sha256: of the manifest's bytes
    has_files: whether some places of the edited manifest may be files
    """

    pairs: Matches
    old_rows: int
    new_rows: int
    changes: ManifestChanges
    is_carried: bool
    sha256: str
    has_files: bool


def find_edit(request: RunRequest, directory: RunDirectory, *, forced: bool = False) -> Edit | None:
    """Compare the manifest with the one that the run last read; None if it is the same.

    forced: compare them even if they have the same bytes, since results don't fit the manifest

    Raises ManifestError if the manifest is broken.
    """
    if next(directory.finished_slices(), None) is None and not directory.aside.list_files(
        "segment", "slice"
    ):
        return None
    sha256 = checksum(request.source.path)
    with suppress(DamagedRecordError):
        record = directory.read_record()
        if record and record.sha256 == sha256 and not (forced or request.moved_from):
            return None
    edit = None
    if directory.manifest.path:
        with suppress(_OtherPlacesError):
            edit = _compared(request, directory, sha256, from_copy=True)
    edit = edit or _compared(request, directory, sha256, from_copy=False)
    return replace(edit, is_carried=True) if forced else edit


def _compared(
    request: RunRequest, directory: RunDirectory, sha256: str, *, from_copy: bool
) -> Edit:
    """Compare the manifest with the run's copy, or with the places in the results."""
    source = request.source
    new_columns = numbered(read_columns(source.path, source.name))
    old_columns = numbered(directory.manifest.columns()) if from_copy else {}
    common = [column for column in new_columns if column in old_columns]
    if request.made:  # of a record that is a line of a file, whoever edits the file changes others
        common = [(name, number) for name, number in common if name != "record"]
    facts = DATING + len(common) if from_copy else 0
    with Matcher(directory.path, facts) as matcher:
        if from_copy:
            picks = [old_columns[column] for column in common]
            old_rows, finished = _add_copy(directory, picks, matcher)
        else:
            old_rows, finished = _add_results(directory, matcher)
        for rows, places in directory.aside.places():
            matcher.add_old(np.arange(rows.start, rows.stop) + old_rows, places)
        new_rows, has_files = 0, False
        for block in _blocks(read_rows(source.path, source.name, source.base)):
            numbers = np.arange(new_rows, new_rows + len(block))
            hashes = facts_of(block, [new_columns[c] for c in common]) if facts else None
            places = [row.url for row in block]
            matcher.add_new(numbers, places, hashes)
            has_files = has_files or not all(place.startswith(_WEB) for place in places)
            new_rows += len(block)
        pairs = matcher.matches(old_rows)
    changes = replace(
        _changes(pairs, old_rows, common),
        added=tuple(name for name, n in new_columns if (name, n) not in old_columns and from_copy),
        dropped=tuple(name for name, n in old_columns if (name, n) not in new_columns),
        all_measured=finished == old_rows,
    )
    is_carried = _is_carried(directory, pairs, old_rows)
    return Edit(pairs, old_rows, new_rows, changes, is_carried, sha256, has_files)


def _changes(pairs: Matches, old_rows: int, columns: Sequence[tuple[str, int]]) -> ManifestChanges:
    """What changed in photos and facts.

    columns: those that both manifests have
    """
    years, datings, *cells = pairs.changed or (0, 0)
    by_name: Counter[str] = Counter()
    for (name, _), number in zip(columns, cells, strict=True):
        by_name[name] += number
    return ManifestChanges(
        new=pairs.new,
        gone=pairs.gone,
        moved=pairs.moved,
        back=pairs.count(old_rows, NO_VALUE),
        renewed=pairs.renewed,
        years=years,
        dates=max(0, datings - years),
        cells=+by_name,
    )


def _add_copy(directory: RunDirectory, picks: Sequence[int], matcher: Matcher) -> tuple[int, int]:
    """Add the rows of the run's copy; return their number, and how many are finished.

    Raises _OtherPlacesError if finished slices are of other places.
    """
    rows = finished = 0
    sections = _sections(directory.manifest.rows(), directory.finished_slices())
    while block := _next_block(sections):
        section = [row for of_section, _ in block for row in of_section]
        numbers = np.arange(rows, rows + len(section))
        rows += len(section)
        for of_section, is_finished in block:
            first = of_section[0].row - section[0].row
            if is_finished:
                finished += len(of_section)
            else:
                numbers[first : first + len(of_section)] += NO_VALUE
        matcher.add_old(numbers, [row.url for row in section], facts_of(section, picks))
    return rows, finished


def _add_results(directory: RunDirectory, matcher: Matcher) -> tuple[int, int]:
    """Add the places in the results; return the row after the last, and how many they are."""
    stop = finished = 0
    for rows, places in directory.places():
        matcher.add_old(np.arange(rows.start, rows.stop), places)
        stop, finished = max(stop, rows.stop), finished + len(rows)
    return stop, finished


def _sections(
    rows: Iterator[ManifestRow], finished: Iterable[FinishedSlice]
) -> Iterator[tuple[list[ManifestRow], bool]]:
    """Yield rows that are all finished or all not, and which."""
    row = 0
    for head in finished:
        for section in _blocks(islice(rows, max(0, head.start - row))):
            yield section, False
        section = list(islice(rows, head.stop - head.start))
        if not section or section[0].row != head.start or not has_digest(section, head.digest):
            raise _OtherPlacesError
        yield section, True
        row = head.stop
    for section in _blocks(rows):
        yield section, False


def _next_block(
    sections: Iterator[tuple[list[ManifestRow], bool]],
) -> list[tuple[list[ManifestRow], bool]]:
    """Return the next sections, with some BLOCK rows."""
    block: list[tuple[list[ManifestRow], bool]] = []
    rows = 0
    for section in sections:
        block.append(section)
        rows += len(section[0])
        if rows >= BLOCK:
            break
    return block


def _blocks(rows: Iterator[ManifestRow]) -> Iterator[list[ManifestRow]]:
    while block := list(islice(rows, BLOCK)):
        yield block


def _is_carried(directory: RunDirectory, pairs: Matches, old_rows: int) -> bool:
    """Whether any result must go to another row."""
    if pairs.count(old_rows, NO_VALUE):
        return True
    heads = directory.finished_slices()
    return any(pairs.shift(head.start, head.stop) != 0 for head in heads)
