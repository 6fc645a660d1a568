"""How many of a run's rows have ended, counted from its results.

RUN/progress.json may be older: it is replaced about once a second, and not by a killed process.
"""

from __future__ import annotations

from photoparsl.results.counts import OutcomeCounts
from photoparsl.results.measures_shown import with_measures, without_valueless
from photoparsl.results.result_file import ResultKind
from photoparsl.results.run_directory import RunDirectory
from photoparsl.results.run_record import RunRecord
from photoparsl.results.segments import FinishedSlice


def count_ended(directory: RunDirectory, record: RunRecord) -> int:
    """Return how many of the rows that the run is to measure were measured or failed.

    Rows that lack one of the record's measures don't count.  Results are read only where the heads
    of slices don't say enough.

    Raises RunError if a file is damaged.
    """
    heads = list(directory.finished_slices())
    is_merged = not directory.list_files(ResultKind.RETRIED)
    if is_merged and all(_ended(head, record) is not None for head in heads):
        return sum(_ended(head, record) or 0 for head in heads)
    counts, by_heads = OutcomeCounts(), 0

    def is_needed(head: FinishedSlice) -> bool:
        nonlocal by_heads
        ended = _ended(head, record)
        by_heads += ended or 0
        return ended is None

    for result in directory.results_of(is_needed):
        shown = with_measures(result, record.measures, record.thumbnails)
        counts.add(without_valueless(shown), record.wanted)
    return by_heads + counts.ended


def _ended(head: FinishedSlice, record: RunRecord) -> int | None:
    """How many rows of a slice have ended, or None if its head doesn't tell."""
    wanted, rows = record.measures, record.wanted
    if head.start < rows.start or head.stop > rows.stop:
        return None
    if not head.left(wanted):
        return head.stop - head.start
    lacks_all = any(head.measures.get(name) != version for name, version in wanted.items())
    return head.failed if lacks_all else None
