"""Reads the rows of a run's earlier manifest, for the comparison with the edited one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

import numpy as np

from photoparsl.manifests import DIGEST_LETTERS, RowBlock
from photoparsl.planning.compared_columns import ComparedColumns
from photoparsl.planning.entry_share import NO_VALUE, Array
from photoparsl.planning.matcher import Matcher
from photoparsl.planning.plan import find_gaps
from photoparsl.planning.row_facts import facts_of, year_facts
from photoparsl.results import FinishedSlice, RunDirectory


def add_copy(
    directory: RunDirectory, columns: ComparedColumns, matcher: Matcher
) -> tuple[int, int]:
    """Add the rows of the run's copy.  Return their number, and how many are finished.

    columns: the columns that are compared

    Raises OtherRowsError if finished slices are of other places.
    """
    heads = [(head.start, head.stop) for head in directory.finished_slices()]
    slices = np.array([(-1, -1), *heads], np.int64)
    facts = partial(facts_of, picks=columns.old, has_dates=columns.has_dates)
    added = _adding(directory.manifest.blocks(), slices, facts, matcher)
    gaps = find_gaps(added, directory.finished_slices())
    rows = max([gaps[-1].stop if gaps else 0, *(stop for _, stop in heads)])
    return rows, rows - sum(map(len, gaps))


def _adding(
    blocks: Iterable[RowBlock], slices: Array, facts: Callable[[RowBlock], Array], matcher: Matcher
) -> Iterator[RowBlock]:
    """Yield the blocks of the earlier manifest, and add their rows.

    slices: the first row of each finished slice, and the row after its last, in order
    facts: returns those of a block's rows
    """
    for block in blocks:
        numbers = numbers_of(block)
        stops = slices[np.searchsorted(slices[:, 0], numbers, "right") - 1, 1]
        numbers[numbers >= stops] += NO_VALUE
        matcher.add_old(numbers, block.places, facts(block))
        yield block


def numbers_of(block: RowBlock) -> Array:
    """The numbers of a block's rows."""
    return np.arange(block.start, block.start + len(block))


def add_results(directory: RunDirectory, matcher: Matcher, *, has_years: bool) -> tuple[int, int]:
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


def keeps_years(head: FinishedSlice) -> bool:
    """Whether a slice was written by version 0.1.0, which kept the years too."""
    return len(head.digest) != DIGEST_LETTERS
