"""The result files in a run's folder, each by itself: what it covers, and what it holds."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, TypeVar

from photoparsl.photos import Photo
from photoparsl.results import Failure, Measurement, SliceResult, from_json
from photoparsl.storage import latest, segments
from photoparsl.storage.segments import Finished, damaged, head_of

LATEST = "latest.jsonl"

_ANY = TypeVar("_ANY")
Parts = Iterator[tuple[range, _ANY]]  # of a file: the rows that each part covers


class ResultFile(NamedTuple):
    """A result file: the first row it covers, the row after its last, and where it is.

    That of the latest slices covers whatever they do, and is put before all.
    """

    start: int
    stop: int
    path: Path

    @property
    def is_segment(self) -> bool:
        """Whether it holds many slices."""
        return self.path.suffix == ".gz"

    @property
    def is_latest(self) -> bool:
        """Whether it is still added to."""
        return self.path.name == LATEST


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
    """What each of its slices covers, from the file's first line where it can tell."""
    if file.is_latest:
        heads = latest.heads_of(file.path)
    elif file.is_segment:
        heads = segments.heads_of(file.path)
    else:
        with file.path.open(encoding="utf-8") as text:
            first = text.readline()
        try:
            heads = [head_of(first)]
        except (ValueError, KeyError, TypeError) as error:
            raise damaged(file.path, error) from error
    for head in heads:
        yield range(head.start, head.stop), head


def texts_in(file: ResultFile) -> Parts[str]:
    """The text of each of its slices, one in memory at a time."""
    if file.is_latest or file.is_segment:
        texts = (latest if file.is_latest else segments).texts_of(file.path)
        for head, text in texts:
            yield range(head.start, head.stop), text
    else:
        yield range(file.start, file.stop), file.path.read_text(encoding="utf-8")


def result_in(file: ResultFile, rows: range, text: str, *, whole: bool = True) -> SliceResult:
    """The result that a text of the file holds; RunError where it isn\'t what was written."""
    try:
        result = from_json(text)
        if range(result.start, result.stop) != rows or (whole and not result.whole):
            raise ValueError("it hasn't each of its rows once")
    except (ValueError, KeyError, TypeError) as error:
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
