"""The lines of a slice's text: an outcome each, which become lines of other slices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain, starmap
from typing import NamedTuple

from photoparsl.errors import NewerFormatError
from photoparsl.files import parse_json
from photoparsl.results.execution import PartialExecution
from photoparsl.results.result_file import ResultFile, result_in
from photoparsl.results.segments import damaged_file
from photoparsl.results.slice_result import SliceResult
from photoparsl.results.slice_text import body_of, executions_in, to_json


class OutcomeLine(NamedTuple):
    """The text of one outcome.

    row: its row, as it is now
    text: the outcome in JSON, with the row that it had when it was written
    photo: the digest and stamp of a measurement's photo in JSON, or '' for a failure
    """

    row: int
    text: str
    photo: str = ""

    @property
    def is_failure(self) -> bool:
        """Whether the outcome is a failure."""
        return not self.photo

    @property
    def place(self) -> str:
        """The photo's place."""
        place: str = parse_json(self.text)[1]
        return place


class SliceLines(NamedTuple):
    """A slice as lines.

    rows: its rows
    measures: the version of each measure
    lines: the lines of its outcomes
    partial_executions: the executions that gave them
    """

    rows: range
    measures: Mapping[str, int]
    lines: list[OutcomeLine]
    partial_executions: list[PartialExecution]

    def outcomes(self) -> Iterator[tuple[OutcomeLine, list[PartialExecution]]]:
        """Yield each line with the executions that gave its outcome, the earliest first."""
        of_row: dict[int, list[PartialExecution]] = {row: [] for row in self.rows}
        for partial in self.partial_executions:
            for row in chain.from_iterable(starmap(range, partial.rows)):
                of_row[row].append(partial)
        for line in self.lines:
            yield line, of_row[line.row]


def lines_in(file: ResultFile, rows: range, text: str) -> SliceLines:
    """Return the lines of a slice's text.

    file: the file that the text is from, for the error
    rows: the rows that the slice must cover

    Raises RunError if the text isn't what was written.
    """
    if ',\n"photos": [' not in text or ',\n"years": [' in text:  # of an earlier form
        text = to_json(_without_years(result_in(file, rows, text)))
    try:
        head, body = body_of(text)
        shift = rows.start - head["start"]
        lines = [
            OutcomeLine(int(line[1 : line.index(",")]) + shift, line, photo)
            for line, photo in _lines(body)
        ]
        if sorted(line.row for line in lines) != list(rows):
            raise ValueError("it doesn't have each of its rows exactly once")
        executions = executions_in(text, [line.row for line in lines], shift)
    except (NewerFormatError, ValueError, KeyError, TypeError) as error:
        raise damaged_file(file.path, error) from error
    return SliceLines(rows, head["measures"], lines, executions)


def _lines(body: str) -> Iterator[tuple[str, str]]:
    """Yield the line of each outcome, and that of a measurement's photo, or '' for a failure.

    Raises ValueError if measurements and photos aren't as many.
    """
    measured, _, rest = body.partition(',\n"photos": [')
    photos, _, failed = rest.partition(',\n"failures": [')
    yield from zip(_list(measured.partition("[")[2]), _list(photos), strict=True)
    for line in _list(failed):
        yield line, ""


def _list(text: str) -> list[str]:
    """The lines of a list in JSON, from what follows its first bracket."""
    return [line.removesuffix(",") for line in text.removesuffix("]").split("\n")[1:]]


def _without_years(result: SliceResult) -> SliceResult:
    return replace(
        result,
        measurements=tuple(replace(m, year=None, span=None) for m in result.measurements),
        failures=tuple(replace(f, year=None, span=None) for f in result.failures),
    )
