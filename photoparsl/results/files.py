"""The result files in a run's folder, each by itself: what it covers, and what it holds."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, TypeVar

from photoparsl.errors import NewerFormatError
from photoparsl.manifests import Photo
from photoparsl.results.segments import Finished, damaged, head_of, heads_of, texts_of
from photoparsl.results.types import Failure, Measurement, SliceResult, from_json

_ANY = TypeVar("_ANY")
Parts = Iterator[tuple[range, _ANY]]  # of a file: the rows that each part covers


class ResultFile(NamedTuple):
    """A result file: the first row it covers, the row after its last, and where it is."""

    start: int
    stop: int
    path: Path

    @property
    def is_segment(self) -> bool:
        """Whether it holds many slices."""
        return self.path.suffix == ".gz"


class Retries:
    """What retried photos came to, met in the order of rows and held only as far."""

    def __init__(self, files: Sequence[ResultFile]) -> None:
        self._files = deque(files)
        self._held: dict[int, Measurement | Failure] = {}

    def of(self, rows: range) -> dict[int, Measurement | Failure]:
        """Those up to the last of these rows that haven't been given."""
        while self._files and self._files[0].start < rows.stop:
            file = self._files.popleft()
            for covered, text in texts_in(file):
                outcomes = result_in(file, covered, text, whole=False).outcomes
                self._held.update((outcome.row, outcome) for outcome in outcomes)
        return {row: self._held.pop(row) for row in list(self._held) if row < rows.stop}


def photos_of(result: SliceResult) -> Iterator[Photo]:
    """The photos that a result is of, as the manifest had them."""
    return (Photo(o.row, o.url, o.year, span=o.span) for o in result.outcomes)


def heads_in(file: ResultFile) -> Parts[Finished]:
    """What each of its slices covers, from the file's first line only."""
    if file.is_segment:
        heads = heads_of(file.path)
    else:
        with file.path.open(encoding="utf-8", errors="replace") as text:
            first = text.readline()
        try:
            heads = [head_of(first)]
        except (NewerFormatError, ValueError, KeyError, TypeError) as error:
            raise damaged(file.path, error) from error
    for head in heads:
        yield range(head.start, head.stop), head


def texts_in(file: ResultFile) -> Parts[str]:
    """The text of each of its slices, one in memory at a time."""
    if file.is_segment:
        for head, text in texts_of(file.path):
            yield range(head.start, head.stop), text
    else:
        text = file.path.read_text(encoding="utf-8", errors="replace")  # else its sum differs
        yield range(file.start, file.stop), text


def result_in(file: ResultFile, rows: range, text: str, *, whole: bool = True) -> SliceResult:
    """The result that a text of the file holds; RunError where it isn\'t what was written."""
    try:
        result = from_json(text)
        if range(result.start, result.stop) != rows or (whole and not result.whole):
            raise ValueError("it hasn't each of its rows once")
    except (NewerFormatError, ValueError, KeyError, TypeError) as error:
        raise damaged(file.path, error) from error
    return result


def merged(result: SliceResult, new: dict[int, Measurement | Failure]) -> SliceResult:
    """The result with new outcomes in place of those of the same rows."""
    outcomes = [new.get(outcome.row, outcome) for outcome in result.outcomes]
    return replace(
        result,
        measurements=tuple(o for o in outcomes if isinstance(o, Measurement)),
        failures=tuple(o for o in outcomes if isinstance(o, Failure)),
    )
