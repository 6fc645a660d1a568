"""Revisions: later outcomes of rows, which replace or complete the earlier ones.

A revision of a row comes from a failed photo that is tried again, from a measured photo that an
added measure is tried on, or from a photo whose bytes have changed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from photoparsl.results.execution import Execution, PartialExecution, ranges_of
from photoparsl.results.result_file import ResultFile, result_in, texts_in
from photoparsl.results.slice_result import Failure, Measurement, SliceResult
from photoparsl.results.value import Missing

Outcome = Measurement | Failure


@dataclass(frozen=True, slots=True)
class Revision:
    """A later outcome of a row.

    outcome: the outcome
    measures: the version of each measure that the photo was to have a value of
    execution: which gave the outcome
    """

    outcome: Outcome
    measures: Mapping[str, int]
    execution: Execution


class Revisions:
    """Reads the revisions of a run ordered by row, with few of them in memory.

    files: the files with revisions, ordered by row
    """

    def __init__(self, files: Sequence[ResultFile]) -> None:
        self._files = deque(files)
        self._held: dict[int, list[Revision]] = {}

    def take(self, rows: range) -> dict[int, list[Revision]]:
        """Return the revisions up to the last of these rows, without those of earlier calls.

        Those of a row are in the order in which they were measured.
        """
        while self._files and self._files[0].start < rows.stop:
            file = self._files.popleft()
            for covered, text in texts_in(file):
                result = result_in(file, covered, text, is_whole=False)
                for outcome in result.outcomes:
                    revision = Revision(outcome, result.measures, result.execution)
                    self._held.setdefault(outcome.row, []).append(revision)
        taken = {row: self._held.pop(row) for row in list(self._held) if row < rows.stop}
        for revisions in taken.values():
            revisions.sort(key=lambda revision: revision.execution.started)
        return taken


def revised(result: SliceResult, revisions: Mapping[int, Sequence[Revision]]) -> SliceResult:
    """Return the result with the revisions of its rows.

    revisions: by row, in the order in which they were measured
    """
    measures = dict(result.measures)
    for of_row in revisions.values():
        for revision in of_row:
            measures |= revision.measures
    outcomes: list[Outcome] = []
    parts: dict[tuple[int, tuple[str, ...]], tuple[Execution, list[int]]] = {}
    last = result.execution_of_rows() if result.partial_executions else {}
    for earlier in result.outcomes:
        outcome = _only(earlier, result.measures, measures)
        for revision in revisions.get(earlier.row, ()):
            if revision.execution == last.get(earlier.row):
                continue  # a process was killed after it had merged this revision
            later = _only(revision.outcome, revision.measures, measures)
            outcome, added = _together(outcome, later, revision.measures)
            if added is None:
                continue  # nothing but perhaps its mark is new
            part = parts.setdefault((id(revision.execution), added), (revision.execution, []))
            part[1].append(earlier.row)
        outcomes.append(outcome)
    return replace(
        result,
        measures=measures,
        measurements=tuple(o for o in outcomes if isinstance(o, Measurement)),
        failures=tuple(o for o in outcomes if isinstance(o, Failure)),
        partial_executions=(
            *result.partial_executions,
            *(
                PartialExecution(execution, ranges_of(rows), added, len(rows))
                for (_, added), (execution, rows) in parts.items()
            ),
        ),
    )


def _only(outcome: Outcome, has: Mapping[str, int], wanted: Mapping[str, int]) -> Outcome:
    """Return the outcome without values of other versions than the wanted ones.

    has: the version of each of its measures
    """
    if isinstance(outcome, Failure):
        return outcome
    kept = [name for name in outcome.values if has[name] == wanted[name]]
    if len(kept) == len(outcome.values):
        return outcome
    return replace(
        outcome,
        values={name: outcome.values[name] for name in kept},
        missing={name: why for name, why in outcome.missing.items() if name in kept},
    )


def _is_of_other_bytes(earlier: Measurement, later: Outcome) -> bool:
    """Whether the photo's bytes changed between its two outcomes, as far as is known."""
    if isinstance(later, Measurement):
        return bool(earlier.digest) and earlier.digest != later.digest
    return bool(earlier.mark and later.mark) and earlier.mark != later.mark


def _together(
    earlier: Outcome, later: Outcome, wanted: Iterable[str]
) -> tuple[Outcome, tuple[str, ...] | None]:
    """Return the outcome that two outcomes of a row make, and which measures the later one gave.

    The measures are empty if the later one gave all, and None if it gave none.
    """
    if not isinstance(earlier, Measurement) or _is_of_other_bytes(earlier, later):
        return replace(later, year=earlier.year, span=earlier.span), ()
    completed = _completed(earlier, later, wanted)
    if isinstance(later, Measurement):
        return completed, tuple(later.values) or None
    return completed, tuple(n for n in completed.values if n not in earlier.values) or None


def _completed(earlier: Measurement, later: Outcome, wanted: Iterable[str]) -> Measurement:
    """Return the earlier measurement with the values of the same bytes that were added.

    wanted: the measures that the later outcome was to have values of
    """
    if isinstance(later, Failure):
        untried = [name for name in wanted if name not in earlier.values]
        why = Missing(later.reason, later.detail)
        values = {**earlier.values, **dict.fromkeys(untried)}
        return replace(
            earlier, values=values, missing={**earlier.missing, **dict.fromkeys(untried, why)}
        )
    kept = {name: why for name, why in earlier.missing.items() if name not in later.values}
    values, missing = {**earlier.values, **later.values}, {**kept, **later.missing}
    return replace(
        earlier,
        values=values,
        missing={name: missing[name] for name in values if name in missing},
        stamp=earlier.stamp or later.stamp,
        mark=later.mark if earlier.digest else earlier.mark,
    )
