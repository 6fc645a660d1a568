from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photoparsl.reports import key_counts, same_bytes
from photoparsl.reports.same_bytes import DigestCounter, SameBytes, SameSet
from photoparsl.results import Measurement, SliceResult
from tests.made import photo, result_of, slice_of

DIGESTS = st.sampled_from(
    ["", *(f"{key:016x}{rest:016x}" for key in range(3) for rest in (5, 2**63))]
)


def counted(results: list[SliceResult]) -> DigestCounter:
    counter = DigestCounter()
    for result in results:
        counter.add(result.measurements)
    return counter


def results_with(digests: list[str], size: int) -> list[SliceResult]:
    whole = [
        result_of(slice_of(n, min(n + size, len(digests)))) for n in range(0, len(digests), size)
    ]
    return [
        replace(r, measurements=tuple(replace(m, digest=digests[m.row]) for m in r.measurements))
        for r in whole
    ]


def test_photos_with_the_same_bytes_are_counted() -> None:
    names = [f"{n:032x}" for n in range(1 << 64, 6 << 64, 1 << 64)]
    digests = [names[0], names[1], names[0], names[2], "", names[1], names[0], names[3], ""]
    results = results_with(digests, 2)
    sets = (SameSet(3, photo(2).url), SameSet(2, photo(5).url))
    assert counted(results).same_bytes() == SameBytes(5, 3, sets, unknown=2)
    assert counted(results[:1]).same_bytes() == SameBytes()
    assert counted([]).same_bytes() == SameBytes()


@settings(deadline=None)
@given(st.lists(DIGESTS, min_size=1, max_size=30), st.integers(1, 10))
def test_the_first_row_with_the_same_bytes_is_told(digests: list[str], size: int) -> None:
    """Digests that differ only in their second half are of other bytes, if seldom told so."""
    results = results_with(digests, size)
    first_rows = counted(results).first_rows()
    found: dict[int, int] = {}
    for result in results:
        found |= first_rows.of(result.measurements)
    firsts = {
        key: digests.index(next(d for d in digests if d[:16] == key))
        for key in {d[:16] for d in digests if d}
    }
    expected = {
        row: firsts[digest[:16]]
        for row, digest in enumerate(digests)
        if digest and row != firsts[digest[:16]] and digests[firsts[digest[:16]]] == digest
    }
    assert found == expected


def test_a_failure_has_no_digest_and_is_not_counted() -> None:
    result = result_of(slice_of(0, 4), failed=(1, 2))
    same = tuple(replace(m, digest="0" * 32) for m in result.measurements)
    assert all(isinstance(m, Measurement) for m in same)
    found = counted([replace(result, measurements=same)]).same_bytes()
    assert found == SameBytes(2, 1, (SameSet(2, photo(3).url),))


@settings(deadline=None)
@given(st.lists(st.sampled_from(["", *(f"{n:032x}" for n in range(1 << 66, 12 << 66, 1 << 66))])))
def test_every_photo_but_the_first_of_the_same_bytes_is_a_duplicate(digests: list[str]) -> None:
    counter = DigestCounter()
    size = max(1, len(digests))
    photos = [m for r in results_with(digests, size) for m in r.measurements] if digests else []
    found = [bool(d) for n in range(0, size, 3) for d in counter.add(photos[n : n + 3])]
    assert found == [bool(d) and d in digests[:n] for n, d in enumerate(digests)]
    same = counter.same_bytes()
    counts = Counter(filter(None, digests))
    assert same.photos == sum(n for n in counts.values() if n > 1)
    assert same.duplicates == sum(found)
    several = sorted((n for n in counts.values() if n > 1), reverse=True)
    assert [found.photos for found in same.sets] == several[:5]
    assert same.unknown == digests.count("")


def test_the_title_of_a_set_is_that_of_one_of_its_photos() -> None:
    counter = DigestCounter(title=1)
    named = [
        replace(m, digest="0" * 32, cells=("x", f"title {m.row}"))
        for m in result_of(slice_of(0, 3)).measurements
    ]
    counter.add(named)
    assert counter.same_bytes().sets == (SameSet(3, photo(1).url, "title 1"),)


def test_sets_are_counted_exactly_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(same_bytes, "_MOST_EXAMPLES", 10)
    monkeypatch.setattr(key_counts, "_LONGEST_BLOCK", 64)
    rng = np.random.default_rng(5)
    numbers = np.concatenate([np.repeat(np.arange(300), 2), np.full(40, 301), np.full(30, 302)])
    digests = [f"{int(n) << 64:032x}" for n in rng.permutation(numbers)]
    same = counted(results_with(digests, 17)).same_bytes()
    assert [found.photos for found in same.sets][:2] == [40, 30]
    assert (same.photos, same.duplicates) == (670, 300 + 39 + 29)
