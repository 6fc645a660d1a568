from __future__ import annotations

from dataclasses import replace

from photoparsl.results.counts import OutcomeCounts
from tests.made import result_of, slice_of


def test_every_photo_is_counted_once_as_measured_or_failed() -> None:
    counts = OutcomeCounts()
    results = [result_of(slice_of(0, 10), failed=(3, 4)), result_of(slice_of(10, 20))]
    assert list(counts.counted(results)) == results
    assert (counts.measured, counts.failed, counts.ended) == (18, 2, 20)
    assert counts.reasons.total() == 2


def test_only_the_rows_that_are_wanted_count() -> None:
    counts = OutcomeCounts()
    counts.add(result_of(slice_of(0, 10), failed=(3, 4)), range(4, 8))
    assert (counts.measured, counts.failed) == (3, 1)
    counts.add(result_of(slice_of(10, 20)), range(4, 8))
    assert counts.ended == 4


def test_photos_without_a_year_are_counted_among_the_measured() -> None:
    result = result_of(slice_of(0, 2))
    undated = replace(result.measurements[0], year=None)
    counts = OutcomeCounts()
    counts.add(replace(result, measurements=(undated, *result.measurements[1:])))
    assert (counts.measured, counts.undated) == (2, 1)
