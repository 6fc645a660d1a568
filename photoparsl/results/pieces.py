"""Cuts a slice's result into pieces of successive rows, since a result file holds only such rows.

A run mixes hosts in its slices, so that a slice's rows need not follow one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from photoparsl.manifests import digest
from photoparsl.results.execution import PartialExecution, ranges_of
from photoparsl.results.result_file import ResultFile
from photoparsl.results.slice_result import Failure, Measurement, SliceResult

NEAR_ROWS = 10_000  # at most as many rows are between two slices of one segment


def pieces_of(result: SliceResult) -> Iterator[SliceResult]:
    """Yield results of successive rows, which together are the given result.

    The part in a piece has the photos of the whole result, which its execution measured.
    """
    outcomes = result.outcomes
    ranges = ranges_of(outcome.row for outcome in outcomes)
    if len(ranges) == 1:
        yield result
        return
    first = 0
    for start, stop in ranges:
        last = first + stop - start
        own = outcomes[first:last]
        yield replace(
            result,
            start=start,
            stop=stop,
            digest=digest(outcome.url for outcome in own),
            measurements=tuple(o for o in own if isinstance(o, Measurement)),
            failures=tuple(o for o in own if isinstance(o, Failure)),
            partial_executions=(
                PartialExecution(result.execution, ((start, stop),), (), len(outcomes)),
            ),
        )
        first = last


def near_ones(files: Sequence[ResultFile]) -> Iterator[list[ResultFile]]:
    """Yield groups of files, ordered by row, between which few rows are in other files.

    Segments of such groups hardly overlap, so that their readers have few of them open.
    """
    group: list[ResultFile] = []
    for file in files:
        if group and file.start - group[-1].stop > NEAR_ROWS:
            yield group
            group = []
        group.append(file)
    if group:
        yield group
