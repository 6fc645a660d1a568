"""Rows on their way into other slices, spread over files by their new rows."""

from __future__ import annotations

import marshal
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from photoparsl.manifests import digest
from photoparsl.redact import in_sentence
from photoparsl.results.carried_executions import CarriedExecutions
from photoparsl.results.execution import PartialExecution
from photoparsl.results.marks_in_text import UNCHECKED
from photoparsl.results.result_file import ResultKind, result_path
from photoparsl.results.row_pairs import EarlierPlaces
from photoparsl.results.segments import head_of, write_segment
from photoparsl.results.slice_lines import OutcomeLine
from photoparsl.results.slice_result import Failure, Measurement, SliceResult
from photoparsl.results.slice_text import outcome_in, to_json

BUCKET = 50_000  # rows of a file, and of the segment that it becomes
MOST_ROWS = 1_000  # of a slice
_URL = re.compile(r"(?:https?://|osdf://|file:/)", re.IGNORECASE)
_MOST_HELD = 16_000_000  # bytes of rows before they are written to their files

PlaceOf = Callable[[int], str]  # the new place of a row. Rows must ascend


class _Row(NamedTuple):
    """A row in a bucket.

    row: the new row
    layout: the number of the layout, which is the slice's measures in their order
    is_renewed: whether the row's place has another signature now
    parts: the numbers of the executions that gave the outcome
    text: the outcome's line in a slice's text
    photo: the line of a measurement's photo, or '' for a failure
    """

    row: int
    layout: int
    is_renewed: bool
    parts: tuple[int, ...]
    text: str
    photo: str


class CarriedRows:
    """Receives outcomes in any order, and writes them into segments by their new rows.

    folder: a folder for temporary files
    parts: the executions
    earlier: the places of the photos that were measured
    is_aside: whether the rows are kept aside, with their earlier places
    """

    def __init__(
        self,
        folder: Path,
        parts: CarriedExecutions,
        earlier: EarlierPlaces,
        *,
        is_aside: bool = False,
    ) -> None:
        self._folder, self._parts, self._are_same = folder, parts, earlier.are_same
        self._unsure, self._base = (b"", earlier.base) if is_aside else (earlier.unsure, "")
        self._layouts: list[Mapping[str, int]] = []
        self._last = 0  # the number of the layout that was used last
        self._held: dict[int, bytearray] = {}
        self._bytes = 0
        self._buckets: set[int] = set()
        folder.mkdir()

    def add(
        self,
        row: int,
        line: OutcomeLine,
        measures: Mapping[str, int],
        parts: Iterable[PartialExecution],
        *,
        is_renewed: bool = False,
    ) -> None:
        """Add an outcome.

        row: its new row
        measures: the version of each measure of its slice
        parts: the executions that gave it, the earliest first
        is_renewed: whether its place has another signature now
        """
        numbers = tuple(map(self._parts.number_of, parts))
        entry = marshal.dumps(
            (row, self._layout_of(measures), is_renewed, numbers, line.text, line.photo)
        )
        self._held.setdefault(row // BUCKET, bytearray()).extend(entry)
        self._bytes += len(entry)
        if self._bytes > _MOST_HELD:
            self._write_held()

    def write_segments(self, folder: Path, place_of: PlaceOf) -> None:
        """Write all rows into segments in `folder`, bucket by bucket.

        A slice ends where a row is missing.  A row whose new place is of another photo is left out.
        """
        self._write_held()
        for bucket in sorted(self._buckets):
            path = self._folder / str(bucket)
            texts = list(map(to_json, self._slices(sorted(_read(path)), place_of)))
            path.unlink()
            heads = [head_of(text) for text in texts]
            if heads:
                path = result_path(folder, ResultKind.SEGMENT, heads[0].start, heads[-1].stop)
                write_segment(path, heads, texts)

    def _layout_of(self, measures: Mapping[str, int]) -> int:
        """Return the number of these measures in their order."""
        if self._layouts and self._layouts[self._last] is measures:
            return self._last
        known = (n for n, has in enumerate(self._layouts) if [*has.items()] == [*measures.items()])
        self._last = next(known, len(self._layouts))
        if self._last == len(self._layouts):
            self._layouts.append(measures)
        self._layouts[self._last] = measures  # that of the same slice is the same object
        return self._last

    def _write_held(self) -> None:
        for bucket, entries in self._held.items():
            with (self._folder / str(bucket)).open("ab") as file:
                file.write(entries)
        self._buckets.update(self._held)
        self._held.clear()
        self._bytes = 0

    def _slices(self, rows: list[_Row], place_of: PlaceOf) -> Iterator[SliceResult]:
        """Yield slices of rows that follow one another, with one version of each measure."""
        measures: dict[str, int] = {}
        outcomes: list[Measurement | Failure] = []
        parts: dict[int, Sequence[int]] = {}
        for row in rows:
            layout = self._layouts[row.layout]
            outcome = self._outcome(row, layout, place_of)
            ends = (
                outcome is None
                or (outcomes and outcomes[-1].row != row.row - 1)
                or len(outcomes) == MOST_ROWS
                or any(measures.get(name, v) != v for name, v in layout.items())
            )
            if outcomes and ends:
                yield self._slice(measures, outcomes, parts)
                measures, outcomes, parts = {}, [], {}
            if outcome:
                measures |= layout
                outcomes.append(outcome)
                parts[row.row] = row.parts
        if outcomes:
            yield self._slice(measures, outcomes, parts)

    def _outcome(
        self, row: _Row, layout: Mapping[str, int], place_of: PlaceOf
    ) -> Measurement | Failure | None:
        """Return the outcome with its new row and place, or None if that is of another photo."""
        known = outcome_in(row.text, row.photo, layout)
        url = place_of(row.row) if row.is_renewed else _in_folder(known.url, self._base)
        if row.is_renewed and url != known.url and not self._are_same(url, known.url):
            return None
        if isinstance(known, Failure):
            detail = known.detail
            if detail.startswith(in_sentence(known.url)):
                detail = in_sentence(url) + detail.removeprefix(in_sentence(known.url))
            return Failure(row.row, url, None, known.reason, detail, None, known.mark)
        is_unsure = any(self._unsure[row.row : row.row + 1])
        return Measurement(
            row.row, url, None, known.values, known.stamp, None, known.digest, known.missing,
            UNCHECKED if is_unsure else known.mark,
        )  # fmt: skip

    def _slice(
        self,
        measures: dict[str, int],
        outcomes: Sequence[Measurement | Failure],
        numbers: Mapping[int, Sequence[int]],
    ) -> SliceResult:
        parts = self._parts.of_rows(numbers)
        return SliceResult(
            start=outcomes[0].row,
            stop=outcomes[-1].row + 1,
            digest=digest(o.url for o in outcomes),
            measures=measures,
            measurements=tuple(o for o in outcomes if isinstance(o, Measurement)),
            failures=tuple(o for o in outcomes if isinstance(o, Failure)),
            execution=parts[0].execution,
            partial_executions=parts,
        )


def _in_folder(place: str, folder: str) -> str:
    """A path with the folder that it is relative to.  A URL is returned as it is."""
    return place if not folder or _URL.match(place) else os.path.join(folder, place)  # noqa: PTH118


def _read(path: Path) -> Iterator[_Row]:
    with path.open("rb") as file, suppress(EOFError):
        while True:
            yield _Row(*marshal.load(file))
