from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from photoparsl.reports.same_bytes import DigestCounter, SameBytes
from photoparsl.results import Measurement, SliceResult
from tests.made import result_of, slice_of

DIGESTS = st.sampled_from(
    ["", *(f"{key:016x}{rest:016x}" for key in range(3) for rest in (5, 2**63))]
)


def counted(results: list[SliceResult]) -> DigestCounter:
    counter = DigestCounter()
    for result in results:
        counter.add(result)
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
    assert counted(results).same_bytes() == SameBytes(photos=5, most=3, unknown=2)
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
    assert counted([replace(result, measurements=same)]).same_bytes() == SameBytes(2, 2, 0)
