"""ResultFile: the rows that a result file covers, and the reading of its slices."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

from photoparsl.errors import NewerFormatError
from photoparsl.results.segments import FinishedSlice, damaged, head_of, heads_of, texts_of
from photoparsl.results.slice_result import SliceResult
from photoparsl.results.slice_text import from_json

_ANY = TypeVar("_ANY")
Parts = Iterator[tuple[range, _ANY]]  # for each slice in a file: its rows, and what was read


class ResultFile(NamedTuple):
    """A result file.

    start: the first row that it covers
    stop: the row after the last that it covers
    path: the file's path
    """

    start: int
    stop: int
    path: Path

    @property
    def is_segment(self) -> bool:
        """Whether it holds many slices."""
        return self.path.suffix == ".gz"


def heads_in(file: ResultFile) -> Parts[FinishedSlice]:
    """Yield the head of each slice.  This reads only the file's first line."""
    if file.is_segment:
        heads = heads_of(file.path)
    else:
        try:
            with file.path.open(encoding="utf-8", errors="replace") as text:
                heads = [head_of(text.readline())]
        except (NewerFormatError, ValueError, KeyError, TypeError, IsADirectoryError) as error:
            raise damaged(file.path, error) from error
    for head in heads:
        yield range(head.start, head.stop), head


def texts_in(file: ResultFile) -> Parts[str]:
    """Yield the text of each slice, one in memory at a time."""
    if file.is_segment:
        for head, text in texts_of(file.path):
            yield range(head.start, head.stop), text
    else:
        # A byte that isn't UTF-8 is replaced, and the checksum shows the damage.
        try:
            text = file.path.read_text(encoding="utf-8", errors="replace")
        except IsADirectoryError as error:
            raise damaged(file.path, error) from error
        yield range(file.start, file.stop), text


def result_in(file: ResultFile, rows: range, text: str, *, is_whole: bool = True) -> SliceResult:
    """Return the result in a slice's text.

    file: the file that the text is from, for the error
    rows: the rows that the slice must cover
    is_whole: whether the text must have an outcome for each of these rows

    Raises RunError if the text isn't what was written.
    """
    try:
        result = from_json(text)
        if range(result.start, result.stop) != rows or (is_whole and not result.is_whole):
            raise ValueError("it doesn't have each of its rows exactly once")
    except (NewerFormatError, ValueError, KeyError, TypeError) as error:
        raise damaged(file.path, error) from error
    return result
