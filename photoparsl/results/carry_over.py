"""Carries results over from an earlier manifest to the edited one, photo by photo.

If all rows of a result file have moved by the same number, the file is linked under the name of its
new rows.  If none of its photos is in the manifest any more, the file is linked into the folder of
values kept aside.  All other rows are written into new slices.

`share` does the same within one manifest: it gives an outcome to further rows with the same place.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from itertools import groupby, islice
from pathlib import Path

from photoparsl.manifests import DIGEST_LETTERS
from photoparsl.results.carried_executions import CarriedExecutions
from photoparsl.results.carried_folder import (
    ASIDE,
    BEING_MADE,
    SLICES,
    finish_carried,
    put_in_place,
)
from photoparsl.results.carried_rows import CarriedRows
from photoparsl.results.manifest_copy import ManifestCopy
from photoparsl.results.result_file import ResultFile, ResultKind, heads_in, result_path, texts_in
from photoparsl.results.result_reader import ResultReader
from photoparsl.results.row_pairs import EarlierPlaces, NewManifest, RowPairs
from photoparsl.results.segments import FinishedSlice, heads_of, write_segment
from photoparsl.results.slice_lines import SliceLines, lines_in

FEWEST = 20  # slices of a segment that are copied together


def carry_over(
    run_dir: Path, pairs: RowPairs, rows: int, manifest: NewManifest, earlier: EarlierPlaces
) -> None:
    """Carry the results of a run over to an edited manifest, and copy it: all or nothing.

    run, pairs, rows, earlier: as for `CarryOver`
    manifest: the edited manifest
    """
    try:
        CarryOver(run_dir, pairs, rows, earlier, is_edited=True).make(manifest.places)
        ManifestCopy(run_dir / BEING_MADE).write(*manifest)
        put_in_place(run_dir)
    finally:
        finish_carried(run_dir)


def share(
    run_dir: Path,
    pairs: RowPairs,
    rows: int,
    places: Callable[[], Iterator[str]],
    are_same: Callable[[str, str], bool],
) -> None:
    """Give outcomes of a run to further rows of its manifest too: all or nothing.

    run_dir: the run's folder
    pairs: each has an outcome's row, and a row that gets the outcome.  An outcome whose row is in
        no pair is dropped
    rows: how many rows the manifest has
    places: returns an iterator of the manifest's places.  A row gets only an outcome of its place
    are_same: tells whether two places, which differ as texts, are one file
    """
    try:
        CarryOver(run_dir, pairs, rows, EarlierPlaces(are_same), is_edited=False).make(places)
        put_in_place(run_dir)
    finally:
        finish_carried(run_dir)


class CarryOver:
    """Makes the folder `carried.new` in a run's folder.

    run: the run's folder
    pairs: pairs of old and new rows.  The old rows of values kept aside follow those of the
        manifest
    rows: how many rows the earlier manifest had
    earlier: the places of the photos that were measured
    is_edited: whether the manifest is another one.  If not, outcomes of rows that have no new row
        are dropped, and not kept aside
    """

    def __init__(
        self, run_dir: Path, pairs: RowPairs, rows: int, earlier: EarlierPlaces, *, is_edited: bool
    ) -> None:
        self._pairs, self._is_edited, self._earlier = pairs, is_edited, earlier
        self._readers = ((ResultReader(run_dir / SLICES), 0), (ResultReader(run_dir / ASIDE), rows))
        self._made = run_dir / BEING_MADE
        self._aside_rows = 0

    def make(self, places: Callable[[], Iterator[str]]) -> None:
        """Make the folder.

        places: yields the places of the new manifest
        """
        for name in (SLICES, ASIDE, "rows"):
            (self._made / name).mkdir(parents=True)
        broken = [
            (file, offset)
            for reader, offset in self._readers
            for file in reader.list_files(ResultKind.SLICE, ResultKind.SEGMENT)
            if not self._link(file, offset)
        ]
        with CarriedExecutions(self._made / "rows" / "parts") as parts:
            folder = self._made / "rows" / SLICES
            slices = CarriedRows(folder, parts, self._earlier)
            aside = CarriedRows(self._made / "rows" / ASIDE, parts, self._earlier, is_aside=True)
            for file, offset in broken:
                self._take_apart(file, offset, slices, aside)
            slices.write_segments(self._made / SLICES, _place_by_row(places))
            aside.write_segments(self._made / ASIDE, lambda row: "")
        shutil.rmtree(self._made / "rows")

    def _link(self, file: ResultFile, offset: int) -> bool:
        """Link a file under its new name if all its rows shift by the same number, or all go.

        Return whether it was done.
        """
        heads = [head for _, head in heads_in(file)]
        start, stop = file.start + offset, file.stop + offset
        if not self._pairs.count(start, stop) and not self._earlier.base:
            if self._is_edited or offset:
                _link(file, self._made / ASIDE, self._aside_rows)
                self._aside_rows += file.stop - file.start
            return True
        shifts = {self._shift(head, offset) for head in heads}
        shift = shifts.pop() if len(shifts) == 1 else None
        if shift is not None:
            _link(file, self._made / SLICES, start + shift)
        return shift is not None

    def _take_apart(
        self, file: ResultFile, offset: int, slices: CarriedRows, aside: CarriedRows
    ) -> None:
        """Write a segment for each group of slices that moved together.

        Spread the others' rows.
        """
        texts = texts_in(file)
        shifts = [self._shift(head, offset) for _, head in heads_in(file)]
        first = 0
        for shift, group in groupby(shifts):
            count = sum(1 for _ in group)
            if shift is not None and count >= FEWEST:
                raw = heads_of(file.path)  # with the rows that they had when they were written
                start, stop = raw[first].start, raw[first + count - 1].stop
                moved = file.start - raw[0].start + offset + shift
                path = result_path(
                    self._made / SLICES, ResultKind.SEGMENT, start + moved, stop + moved
                )
                of_group = (text for _, text in islice(texts, count))
                write_segment(path, raw[first : first + count], of_group)
            else:
                for rows, text in islice(texts, count):
                    numbers = range(rows.start + offset, rows.stop + offset)
                    self._spread(lines_in(file, rows, text), numbers, slices, aside)
            first += count

    def _shift(self, head: FinishedSlice, offset: int) -> int | None:
        if len(head.digest) != DIGEST_LETTERS:  # of places and years, by version 0.1.0
            return None
        return self._pairs.shift(head.start + offset, head.stop + offset)

    def _spread(
        self, found: SliceLines, numbers: range, slices: CarriedRows, aside: CarriedRows
    ) -> None:
        """Send the rows of a slice where they belong.

        numbers: the numbers of its rows among the pairs' old ones
        """
        targets: dict[int, list[tuple[int, bool]]] = {number: [] for number in numbers}
        for old, new, is_renewed in self._pairs.between(numbers.start, numbers.stop):
            targets[old].append((new, is_renewed))
        offset = numbers.start - found.rows.start
        for line, parts in found.outcomes():
            of_row = targets[line.row + offset]
            for new, is_renewed in of_row:
                is_measured_again = self._is_edited and is_renewed and line.is_failure
                if not is_measured_again:
                    slices.add(new, line, found.measures, parts, is_renewed=is_renewed)
            if not of_row and (self._is_edited or offset):
                aside.add(self._aside_rows, line, found.measures, parts)
                self._aside_rows += 1


def _link(file: ResultFile, folder: Path, start: int) -> None:
    """Link a file, or copy it where links aren't possible, under the name of its new rows."""
    kind = ResultKind.SEGMENT if file.is_segment else ResultKind.SLICE
    path = result_path(folder, kind, start, start + file.stop - file.start)
    try:
        os.link(file.path, path)
    except OSError:
        shutil.copyfile(file.path, path)


def _place_by_row(places: Callable[[], Iterator[str]]) -> Callable[[int], str]:
    """Return a function of ascending rows.  The places are read only if it is called."""
    ahead: list[Iterator[str]] = []
    next_row = 0

    def place_of(row: int) -> str:
        nonlocal next_row
        if not ahead:
            ahead.append(places())
        place = next(islice(ahead[0], row - next_row, None))
        next_row = row + 1
        return place

    return place_of
