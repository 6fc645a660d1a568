"""Gives all rows of a place one outcome, after a pass that didn't come to all of them.

A pass may be killed or stopped, or be of some rows only (`--count`).  Then a photo that has changed
has its new values in the rows that were measured, and its earlier ones in the others.
"""

from __future__ import annotations

import numpy as np

from photoparsl.manifests import Source
from photoparsl.planning.plan import Plan
from photoparsl.planning.repeats import NO_ROW, Repeats, SharedRows
from photoparsl.planning.shared_outcomes import share_outcomes, with_shared
from photoparsl.redact import in_sentence
from photoparsl.results import Failure, Measurement, RunDirectory, SliceResult

_BEFORE_ALL = 1e12  # seconds, more than any time since 1970


def with_united(plan: Plan, directory: RunDirectory, source: Source) -> Plan:
    """Give all rows of each place the same outcome, and return the plan for what is left.

    Outcomes are compared only if that start was killed or the manifest was edited: one that ended
    has united them.
    """
    if not len(plan.repeats):
        return plan
    last = directory.read_summary()
    is_edited = plan.changes is not None and plan.changes.has_other_rows
    if last is None or last.is_old or is_edited:
        unite_outcomes(plan, directory, source)
    new = with_shared(plan, directory, source)
    if new is not plan:
        directory.mark_summary_old()
    return new


def unite_outcomes(plan: Plan, directory: RunDirectory, source: Source) -> None:
    """Give all rows of each place its best outcome, where their outcomes differ."""
    differing = find_differing(plan.repeats, directory)
    if len(differing):
        directory.mark_summary_old()
        share_outcomes(directory, source, plan.rows, differing)


def find_differing(repeats: Repeats, directory: RunDirectory) -> SharedRows:
    """Return the rows that get another outcome, each with the row whose outcome it gets.

    The best outcome of a place is the latest of those for which the photo's bytes had come.  If
    they never came, it is the latest of all.
    """
    bests = _Bests(repeats)
    for result in directory.results_of(lambda head: repeats.has_any(head.rows)):
        bests.add(result)
    return bests.differing()


class _Bests:
    """Finds the row with the best outcome of each place, and whether a place's outcomes differ."""

    def __init__(self, repeats: Repeats) -> None:
        self._repeats = repeats
        count = repeats.place_count
        self._rows = np.full(count, NO_ROW, np.uint32)
        self._ranks = np.zeros(count, np.float64)
        self._states = np.zeros(count, np.int64)
        self._differ = np.zeros(count, np.bool_)
        self._have_outcome = np.zeros(len(repeats), np.bool_)
        # The hashes of a place's last text and digest, or 0 so far, and whether it has several.
        self._texts, self._digests = np.zeros(count, np.int64), np.zeros(count, np.int64)
        self._have_texts, self._have_digests = np.zeros(count, np.bool_), np.zeros(count, np.bool_)

    def add(self, result: SliceResult) -> None:
        """Compare the outcomes of a slice with those so far."""
        first, last = np.searchsorted(self._repeats.rows, [result.start, result.stop])
        rows = self._repeats.rows[first:last].tolist()
        at = {row: int(first) + number for number, row in enumerate(rows)}
        latest = result.execution_of_rows() if result.partial_executions else {}
        for outcome in (o for o in result.outcomes if o.row in at):
            self._have_outcome[at[outcome.row]] = True
            place = self._repeats.places[at[outcome.row]]
            state = _state(outcome, result)
            self._add_file(place, outcome)
            rank = latest.get(outcome.row, result.execution).started
            if isinstance(outcome, Failure) and not outcome.mark:
                rank -= _BEFORE_ALL
            is_first = self._rows[place] == NO_ROW
            self._differ[place] |= not is_first and self._states[place] != state
            if is_first or rank > self._ranks[place]:
                self._rows[place], self._ranks[place] = outcome.row, rank
                self._states[place] = state

    def _add_file(self, place: int, outcome: Measurement | Failure) -> None:
        text = hash(outcome.url)
        self._have_texts[place] |= self._texts[place] not in (0, text)
        self._texts[place] = text
        if isinstance(outcome, Measurement):
            digest = hash(outcome.digest)  # 0 of version 0.1.0's
            self._have_digests[place] |= self._digests[place] not in (0, digest) or not digest
            self._digests[place] = digest

    def differing(self) -> SharedRows:
        """The rows of places whose outcomes differ, without the row with the best outcome.

        Paths that lead to one file may have led to others when these were measured: where a file
        has several paths and several digests, no row takes over another's outcome.
        """
        repeats, bests = self._repeats, self._rows[self._repeats.places]
        self._differ &= ~(self._have_texts & self._have_digests)
        is_taking = self._differ[repeats.places] & self._have_outcome & (bests != repeats.rows)
        return SharedRows(repeats.rows[is_taking], bests[is_taking])


def _state(outcome: Measurement | Failure, result: SliceResult) -> int:
    """A hash of all that an outcome says of its photo."""
    if isinstance(outcome, Failure):
        detail = outcome.detail.removeprefix(in_sentence(outcome.url))
        return hash((outcome.reason, detail, outcome.mark))
    values = ((name, result.measures[name], value) for name, value in outcome.values.items())
    return hash(
        (
            outcome.digest,
            outcome.mark,
            frozenset(values),
            frozenset((name, why.reason, why.detail) for name, why in outcome.missing.items()),
        )
    )
