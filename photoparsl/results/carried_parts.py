"""The executions of rows that are carried over, numbered.  Their texts are in a file."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from photoparsl.results.execution import Execution, Part, ranges_of
from photoparsl.results.fields import dataclass_of, fields_of

_MOST_KNOWN = 50_000  # texts whose numbers are remembered


class CarriedParts:
    """Numbers executions, each with the measures that it gave and how many photos it measured.

    path: the file for their texts
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("w+b")
        self._places = array("Q")
        self._known: dict[str, int] = {}
        self._parts: dict[int, Part] = {}  # read lately

    def __enter__(self) -> CarriedParts:
        return self

    def __exit__(self, *exception: object) -> None:
        self._file.close()

    def number_of(self, part: Part) -> int:
        """Return the part's number.  Parts that differ only in their rows have the same number."""
        text = json.dumps([fields_of(part.execution), part.measures, part.photos])
        number = self._known.get(text)
        if number is None:
            number = len(self._places)
            self._places.append(self._file.seek(0, 2))
            self._file.write(f"{text}\n".encode())
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[text] = number
        return number

    def of_rows(self, numbers: Mapping[int, Sequence[int]]) -> tuple[Part, ...]:
        """Return the parts of a slice, each with its rows.

        numbers: by row, the numbers of the parts that its outcome and values are from, the earliest
            first
        """
        rows: dict[int, list[int]] = {}
        turn: dict[int, int] = {}
        for row, of_row in numbers.items():
            for index, number in enumerate(of_row):
                rows.setdefault(number, []).append(row)
                turn[number] = max(turn.get(number, 0), index)
        parts = [self._with_rows(number, rows_of_part) for number, rows_of_part in rows.items()]
        order = sorted(
            zip(rows, parts, strict=True),
            key=lambda numbered: (turn[numbered[0]], numbered[1].execution.started),
        )
        return tuple(part for _, part in order)

    def _with_rows(self, number: int, rows: Iterable[int]) -> Part:
        part = self._parts.get(number)
        if part is None:
            self._file.seek(self._places[number])
            execution, measures, photos = json.loads(self._file.readline())
            part = Part(dataclass_of(Execution, execution), (), tuple(measures), photos)
            if len(self._parts) >= _MOST_KNOWN:
                self._parts.clear()
            self._parts[number] = part
        return Part(part.execution, ranges_of(rows), part.measures, part.photos)
