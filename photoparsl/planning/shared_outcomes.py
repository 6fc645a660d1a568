"""Gives all rows with the same place one outcome.  One is measured, and the others wait.

Rows that wait get an outcome in the way in which the rows of an edited manifest do (`carry_over`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from photoparsl.manifests import Source
from photoparsl.planning.entry_share import Array
from photoparsl.planning.plan import Plan
from photoparsl.planning.real_paths import RealPaths
from photoparsl.planning.repeats import NO_ROW, SharedRows, are_in, without_rows
from photoparsl.results import RunDirectory, SliceResult, share, without_valueless

_DONE, _NEWS, _FAILED, _UNCHANGED, _UNCHECKED, _CHANGED = (1 << bit for bit in range(6))


@dataclass(frozen=True, slots=True)
class TakenOver:
    """How many rows took over the outcome of another row with their place.

    rows: how many rows did, or needn't, since the other row's photo hasn't changed
    failed: how many of these rows got a failure
    changed: how many have a photo whose bytes had changed
    unchanged: how many have a photo that hasn't changed, as its server says
    unchecked: how many have a photo whose server doesn't tell, or doesn't answer
    """

    rows: int = 0
    failed: int = 0
    changed: int = 0
    unchanged: int = 0
    unchecked: int = 0


class SharedOutcomes:
    """Collects rows that have an outcome, and copies it to waiting rows with the same place.

    plan: the run's plan
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._states = bytearray(plan.rows if len(plan.repeats) else 0)

    def add(self, result: SliceResult, news: SliceResult) -> None:
        """Record the result of a slice.

        result: the slice's result
        news: the outcomes in it that were written, since they are new
        """
        if not self._states or not self._plan.repeats.has_any(range(result.start, result.stop)):
            return
        states, places = self._states, self._plan.again.places if self._plan.again else None
        for measurement in result.measurements:
            states[measurement.row] = _DONE | _UNCHANGED
        is_pass = news is not result
        for failure in result.failures:
            states[failure.row] = _DONE | (_UNCHECKED if is_pass and not failure.mark else 0)
        for outcome in news.outcomes:
            states[outcome.row] = states[outcome.row] & ~_UNCHANGED | _NEWS
        for measurement in news.measurements:
            if places and places.has_changed(measurement.row, measurement.digest):
                states[measurement.row] |= _CHANGED
        for failure in without_valueless(news).failures:
            states[failure.row] |= _FAILED

    def take_over(self, directory: RunDirectory, source: Source) -> TakenOver:
        """Give the outcomes to the rows that wait for them.  Return how many rows took over one."""
        plan, waiting = self._plan, self._waiting()
        if not len(waiting):
            return TakenOver()
        states = np.frombuffer(self._states, np.uint8)[waiting.firsts]
        directory.merge_retried()
        share_outcomes(directory, source, plan.rows, waiting.where(states & _NEWS > 0))
        counted = (_DONE, _FAILED, _CHANGED, _UNCHANGED, _UNCHECKED)
        return TakenOver(*(int((states & bit > 0).sum()) for bit in counted))

    def _waiting(self) -> SharedRows:
        """Return the rows that got no outcome in this run, though another row with their place did.

        They weren't fetched, since they wait, or since the run was stopped before.  All rows of a
        place had the same outcome before, so the new outcome of one is right for all.
        """
        repeats = self._plan.repeats
        if not len(repeats):
            return SharedRows()
        are_done = np.frombuffer(self._states, np.uint8)[repeats.rows] & _DONE > 0
        firsts = np.full(repeats.place_count, NO_ROW, np.uint32)
        # The last assignment to a place counts.
        firsts[repeats.places[are_done][::-1]] = repeats.rows[are_done][::-1]
        of_rows = firsts[repeats.places]
        is_waiting = ~are_done & are_in(repeats.rows, [self._plan.wanted]) & (of_rows != NO_ROW)
        return SharedRows(repeats.rows[is_waiting], of_rows[is_waiting])


def with_shared(plan: Plan, directory: RunDirectory, source: Source) -> Plan:
    """Give missing rows the outcomes of rows with the same place.  Return the plan for the rest."""
    is_waiting = plan.are_missing(plan.shared.firsts)
    ready = plan.shared.where(~is_waiting)
    if not len(ready):
        return plan
    share_outcomes(directory, source, plan.rows, ready)
    missing = tuple(gap for gap in without_rows(plan.missing, ready.rows) if gap)
    return replace(plan, missing=missing, shared=plan.shared.where(is_waiting))


def share_outcomes(directory: RunDirectory, source: Source, rows: int, shared: SharedRows) -> None:
    """Give rows the outcomes of other rows.

    source: the run's manifest
    rows: how many rows the manifest has
    shared: the rows, each with the row whose outcome it gets
    """
    if len(shared):
        real_paths, base = RealPaths(), source.base
        share(
            directory.path,
            _Pairs(rows, shared),
            rows,
            lambda: (photo.url for photo in source.photos()),
            lambda place, other: real_paths.are_same(place, base, other, base),
        )
        directory.recover()


class _Pairs:
    """Pairs of an outcome's row and a row that has or gets the outcome, for `CarryOver`.

    Each row is paired with itself, unless it takes over the outcome of another row: then with that.

    rows: how many rows the manifest has
    shared: the rows that take over an outcome, each with the row whose outcome it is
    """

    def __init__(self, rows: int, shared: SharedRows) -> None:
        self._rows = rows
        self._taking = np.sort(shared.rows)
        order = np.argsort(shared.firsts, kind="stable")
        self._firsts, self._of_firsts = shared.firsts[order], shared.rows[order]

    def between(self, start: int, stop: int) -> list[tuple[int, int, bool]]:
        """Old row, new row, and whether the place of the new row is to be compared."""
        taking = set(_within(self._taking, self._taking, start, stop).tolist())
        firsts = _within(self._firsts, self._firsts, start, stop).tolist()
        others = _within(self._firsts, self._of_firsts, start, stop).tolist()
        own = ((row, row, False) for row in range(start, min(stop, self._rows)))
        return [
            *(pair for pair in own if pair[0] not in taking),
            *((first, row, True) for first, row in zip(firsts, others, strict=True)),
        ]

    def count(self, start: int, stop: int) -> int:
        """How many pairs the old rows from `start` to `stop` - 1 are in."""
        own = max(0, min(stop, self._rows) - start)
        taking = len(_within(self._taking, self._taking, start, stop))
        return own - taking + len(_within(self._firsts, self._firsts, start, stop))

    def shift(self, start: int, stop: int) -> int | None:
        """0 if these rows keep their own outcomes, and no other rows take these over, else None."""
        is_of_others = any(
            len(_within(rows, rows, start, stop)) for rows in (self._taking, self._firsts)
        )
        return None if is_of_others or stop > self._rows else 0


def _within(keys: Array, values: Array, start: int, stop: int) -> Array:
    """The values whose keys, which ascend, are from `start` to `stop` - 1."""
    first, last = np.searchsorted(keys, [start, stop])
    found: Array = values[first:last]
    return found
