"""Photos whose host one machine couldn't reach, so that another machine tries them.

The fault may be in that machine's network and not at the host.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from photoparsl.fetching import server_of
from photoparsl.manifests import Slice
from photoparsl.reasons import NO_ANSWER, Reason
from photoparsl.results import SliceResult

PATIENCE_SECONDS = 90.0  # for which the photos wait for a worker on another machine
RETRY_SECONDS = 2.0  # between two attempts


def unreached(slice_: Slice, result: SliceResult, down: Collection[str]) -> Slice | None:
    """Return a slice of the photos that another machine is to try, or None if there are none.

    These are the photos whose host couldn't be reached.  If a host couldn't be reached for one
    photo, its photos that timed out are included.

    down: hosts that are known to be down, whose photos are left out
    """
    failures = [f for f in result.failures if f.reason in NO_ANSWER]
    hosts = {server_of(f.url) for f in failures if f.reason != Reason.TIMEOUT} - set(down)
    rows = {f.row for f in failures if server_of(f.url) in hosts}
    return Slice(tuple(photo for photo in slice_.photos if photo.row in rows)) if rows else None


def without_failures_of(result: SliceResult, again: Slice) -> SliceResult:
    """Return the result without the failures of the photos in `again`."""
    rows = {photo.row for photo in again.photos}
    return replace(result, failures=tuple(f for f in result.failures if f.row not in rows))


def with_second_outcomes(first: SliceResult, second: SliceResult) -> SliceResult:
    """Return the first result, with the second's outcomes for the photos that were tried again."""
    rows = {outcome.row for outcome in second.outcomes}
    kept = tuple(f for f in first.failures if f.row not in rows)
    return replace(
        first,
        measurements=tuple(
            sorted((*first.measurements, *second.measurements), key=lambda outcome: outcome.row)
        ),
        failures=tuple(sorted((*kept, *second.failures), key=lambda outcome: outcome.row)),
        execution=replace(first.execution, bytes=first.execution.bytes + second.execution.bytes),
    )
