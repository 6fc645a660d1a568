"""The executions of rows that are carried over, numbered.  Their texts are in a file."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from photoparsl.results.execution import Execution, PartialExecution, ranges_of
from photoparsl.results.fields import dataclass_of, fields_of

_MOST_KNOWN = 50_000  # texts whose numbers are remembered


class CarriedExecutions:
    """Numbers executions, each with the measures that it gave and how many photos it measured.

    path: the file for their texts
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("w+b")
        self._offsets = array("Q")
        self._known: dict[str, int] = {}
        self._read: dict[int, PartialExecution] = {}  # read lately

    def __enter__(self) -> CarriedExecutions:
        return self

    def __exit__(self, *exception: object) -> None:
        self._file.close()

    def number_of(self, partial: PartialExecution) -> int:
        """Return its number.  Executions that differ only in their rows have the same number."""
        text = json.dumps([fields_of(partial.execution), partial.measures, partial.photos])
        number = self._known.get(text)
        if number is None:
            number = len(self._offsets)
            self._offsets.append(self._file.seek(0, 2))
            self._file.write(f"{text}\n".encode())
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[text] = number
        return number

    def of_rows(self, numbers: Mapping[int, Sequence[int]]) -> tuple[PartialExecution, ...]:
        """Return the executions of a slice, each with its rows.

        numbers: by row, the numbers of the executions that its outcome and values are from, the
            earliest first
        """
        rows: dict[int, list[int]] = {}
        turn: dict[int, int] = {}
        for row, of_row in numbers.items():
            for index, number in enumerate(of_row):
                rows.setdefault(number, []).append(row)
                turn[number] = max(turn.get(number, 0), index)
        partials = [self._with_rows(number, its_rows) for number, its_rows in rows.items()]
        order = sorted(
            zip(rows, partials, strict=True),
            key=lambda numbered: (turn[numbered[0]], numbered[1].execution.started),
        )
        return tuple(partial for _, partial in order)

    def _with_rows(self, number: int, rows: Iterable[int]) -> PartialExecution:
        partial = self._read.get(number)
        if partial is None:
            self._file.seek(self._offsets[number])
            execution, measures, photos = json.loads(self._file.readline())
            partial = PartialExecution(
                dataclass_of(Execution, execution), (), tuple(measures), photos
            )
            if len(self._read) >= _MOST_KNOWN:
                self._read.clear()
            self._read[number] = partial
        return PartialExecution(
            partial.execution, ranges_of(rows), partial.measures, partial.photos
        )
