"""Photos whose host a worker couldn't reach: another tries them before they are failures.

A link that is cut on one machine isn't a host that is down.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from photoparsl.fetching import server_of
from photoparsl.manifests import Slice
from photoparsl.reasons import NO_ANSWER, Reason
from photoparsl.results import SliceResult

PATIENCE = 90.0  # seconds in which a worker on another machine is sought
EVERY = 2.0  # seconds between two attempts


def unreached(slice_: Slice, result: SliceResult, down: Collection[str]) -> Slice | None:
    """The photos to be tried elsewhere: not those of hosts that the run knows to be `down`.

    Where a host couldn't be reached for some, those that waited for its answer in vain too.
    """
    failures = [f for f in result.failures if f.reason in NO_ANSWER]
    hosts = {server_of(f.url) for f in failures if f.reason != Reason.TIMEOUT} - set(down)
    rows = {f.row for f in failures if server_of(f.url) in hosts}
    return Slice(tuple(photo for photo in slice_.photos if photo.row in rows)) if rows else None


def without(result: SliceResult, again: Slice) -> SliceResult:
    """The result as far as it is settled."""
    rows = {photo.row for photo in again.photos}
    return replace(result, failures=tuple(f for f in result.failures if f.row not in rows))


def joined(first: SliceResult, second: SliceResult) -> SliceResult:
    """The first result, with what came of the photos that were tried elsewhere."""
    rows = {outcome.row for outcome in second.outcomes}
    kept = tuple(f for f in first.failures if f.row not in rows)
    return replace(
        first,
        measurements=tuple(
            sorted((*first.measurements, *second.measurements), key=lambda each: each.row)
        ),
        failures=tuple(sorted((*kept, *second.failures), key=lambda each: each.row)),
        execution=replace(first.execution, bytes=first.execution.bytes + second.execution.bytes),
    )
