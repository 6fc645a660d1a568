"""Outcomes of photos that failed and were tried again, which replace the earlier failures."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from photoparsl.results.result_file import ResultFile, result_in, texts_in
from photoparsl.results.slice_result import Failure, Measurement, SliceResult

Outcomes = dict[int, Measurement | Failure]  # by row


class Retries:
    """Reads the outcomes of retried photos ordered by row, with few of them in memory.

    files: the files with retried photos, ordered by row
    """

    def __init__(self, files: Sequence[ResultFile]) -> None:
        self._files = deque(files)
        self._held: Outcomes = {}

    def take(self, rows: range) -> Outcomes:
        """Return the outcomes up to the last of these rows, without those of earlier calls."""
        while self._files and self._files[0].start < rows.stop:
            file = self._files.popleft()
            for covered, text in texts_in(file):
                outcomes = result_in(file, covered, text, is_whole=False).outcomes
                self._held.update((outcome.row, outcome) for outcome in outcomes)
        return {row: self._held.pop(row) for row in list(self._held) if row < rows.stop}


def with_outcomes(result: SliceResult, new: Outcomes) -> SliceResult:
    """Return the result with its outcomes replaced by the new outcomes of the same rows."""
    outcomes = [new.get(outcome.row, outcome) for outcome in result.outcomes]
    return replace(
        result,
        measurements=tuple(o for o in outcomes if isinstance(o, Measurement)),
        failures=tuple(o for o in outcomes if isinstance(o, Failure)),
    )
