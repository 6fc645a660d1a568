"""Finds the earlier manifest's photos in an edited one, and what changed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np

from photoparsl.files import checksum
from photoparsl.manifests import RowBlock
from photoparsl.planning.compared_columns import ComparedColumns
from photoparsl.planning.earlier_rows import add_copy, add_results, keeps_years, numbers_of
from photoparsl.planning.entry_share import NO_VALUE, Array
from photoparsl.planning.manifest_changes import ManifestChanges
from photoparsl.planning.manifest_folder import earlier_base
from photoparsl.planning.matcher import Matcher, Matches
from photoparsl.planning.plan import OtherRowsError
from photoparsl.planning.row_facts import DATING, MadeChanges, count_changes, facts_of
from photoparsl.planning.survey import Survey
from photoparsl.requesting import RunRequest
from photoparsl.results import DamagedRecordError, ResultKind, RunDirectory


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
    base: the folder that the earlier manifest's paths are relative to, if it isn't the edited one's
    unsure: for each row of the edited manifest, whether its file is in another folder and may be
        another than the one that was measured, so that its bytes are compared.  Or none
    """

    pairs: Matches
    old_rows: int
    survey: Survey
    changes: ManifestChanges
    is_carried: bool
    sha256: str
    remarks: tuple[str, ...]
    base: str = ""
    unsure: bytes = b""


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
        record = directory.read_run_record()
        is_same = record is not None and record.sha256 == checksum(request.source.path)
        if is_same and not (forced or request.moved_folder or earlier_base(request, directory)):
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
    source, columns = request.source, None
    is_first = not from_copy and set(map(keeps_years, directory.finished_slices())) == {True}
    facts, count = int(is_first), count_changes  # version 0.1.0 kept the years
    if from_copy:
        columns = ComparedColumns.of(request, directory)
        facts = DATING + len(columns.names)
        count = MadeChanges(columns.names).count if request.made else count_changes
    base = earlier_base(request, directory)
    is_local = os.path.isabs(source.base)  # noqa: PTH117  a host's name too
    bases = (base or source.base, source.base) if is_local else None
    with Matcher(directory.path, facts, count, bases=bases) as matcher:
        if columns:
            old_rows, finished = add_copy(directory, columns, matcher)
        else:
            old_rows, finished = add_results(directory, matcher, has_years=is_first)
        for rows, places in directory.aside.places():
            matcher.add_old(np.arange(rows.start, rows.stop) + old_rows, places)
        reading, survey = source.reading(), Survey()
        for block in survey.passing(reading.blocks(is_whole=True)):
            matcher.add_new(numbers_of(block), block.places, _facts(block, columns, facts))
        pairs = matcher.matches(old_rows)
    changes = replace(
        _changes(pairs, old_rows, columns.names if columns else ()),
        renewed=pairs.renewed,
        respelled=pairs.respelled,
        added=columns.added if columns else (),
        dropped=columns.dropped if columns else (),
        all_measured=finished == old_rows,
        is_of_years=is_first,
    )
    has_aside = bool(directory.aside.list_files(ResultKind.SEGMENT, ResultKind.SLICE))
    is_carried = _is_carried(directory, pairs, old_rows) or (has_aside and bool(base))
    sha256, remarks = reading.sha256, tuple(reading.remarks)
    return Edit(pairs, old_rows, survey, changes, is_carried, sha256, remarks, base)


def _facts(block: RowBlock, columns: ComparedColumns | None, number: int) -> Array | None:
    """The facts of a block's rows that are compared, or None if `number` is 0.

    number: how many facts each row has
    """
    if not number:
        return None
    if columns is None:
        return facts_of(block, ())[:, :number]
    return facts_of(block, columns.new, has_dates=columns.has_dates)


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
        years=years,
        dates=max(0, datings - years),
        cells=+by_name,
    )


def _is_carried(directory: RunDirectory, pairs: Matches, old_rows: int) -> bool:
    """Whether any result must go to another row."""
    if pairs.count(old_rows, NO_VALUE):
        return True
    heads = directory.finished_slices()
    return any(pairs.shift(head.start, head.stop) != 0 for head in heads)
