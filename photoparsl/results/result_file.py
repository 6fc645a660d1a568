"""ResultFile: the rows that a result file covers, and the reading of its slices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, TypeVar

from photoparsl.errors import NewerFormatError
from photoparsl.files import IrregularFileError, open_regular, read_regular
from photoparsl.results.segments import (
    LONGEST_LINE,
    FinishedSlice,
    damaged_file,
    head_of,
    heads_of,
    texts_of,
)
from photoparsl.results.slice_result import SliceResult
from photoparsl.results.slice_text import from_json, to_json

_ANY = TypeVar("_ANY")
Parts = Iterator[tuple[range, _ANY]]  # for each slice in a file: its rows, and what was read


class ResultKind(StrEnum):
    """The kind of a result file, with which its name begins."""

    SLICE = "slice"  # one slice
    SEGMENT = "segment"  # many slices
    RETRIED = "retried"  # later outcomes of some rows of its range


class ResultFile(NamedTuple):
    """A result file.

    Its name says where it begins.  The row numbers in it count from there.  So a file whose rows
    have all moved by the same number in the manifest is only renamed.

    start: the first row that it covers
    stop: the row after the last that it covers
    path: the file's path
    """

    start: int
    stop: int
    path: Path

    @property
    def is_segment(self) -> bool:
        """Whether the file holds many slices."""
        return self.path.suffix == ".gz"


def result_path(folder: Path, kind: ResultKind, start: int, stop: int) -> Path:
    """Return the path of a result file.

    kind: the file's kind
    start, stop: the rows that it covers
    """
    ending = "jsonl.gz" if kind is ResultKind.SEGMENT else "json"
    return folder / f"{kind}-{start:07}-{stop:07}.{ending}"


def heads_in(file: ResultFile) -> Parts[FinishedSlice]:
    """Yield the head of each slice.  This reads only the file's first line."""
    if file.is_segment:
        heads = heads_of(file.path)
    else:
        try:
            with open_regular(file.path) as lines:
                heads = [head_of(lines.readline(LONGEST_LINE).decode(errors="replace"))]
        except (NewerFormatError, ValueError, KeyError, TypeError, IrregularFileError) as error:
            raise damaged_file(file.path, error) from error
    shift = file.start - heads[0].start if heads else 0
    for head in heads:
        rows = range(head.start + shift, head.stop + shift)
        yield rows, replace(head, start=rows.start, stop=rows.stop) if shift else head


def texts_in(file: ResultFile) -> Parts[str]:
    """Yield the text of each slice, as it was written, one in memory at a time."""
    if file.is_segment:
        shift: int | None = None
        for head, text in texts_of(file.path):
            shift = file.start - head.start if shift is None else shift
            yield range(head.start + shift, head.stop + shift), text
    else:
        # A byte that isn't UTF-8 is replaced, and the checksum shows the damage.
        try:
            text = read_regular(file.path).decode(errors="replace")
        except IrregularFileError as error:
            raise damaged_file(file.path, error) from error
        yield range(file.start, file.stop), text


def result_in(file: ResultFile, rows: range, text: str, *, is_whole: bool = True) -> SliceResult:
    """Return the result in a slice's text.

    file: the file that the text is from, for the error
    rows: the rows that the slice must cover
    is_whole: whether the text must have an outcome for each of these rows

    Raises RunError if the text isn't what was written.
    """
    try:
        result = from_json(text, rows.start - head_of(text).start)
        if range(result.start, result.stop) != rows or (is_whole and not result.is_whole):
            raise ValueError("it doesn't have each of its rows exactly once")
    except (NewerFormatError, ValueError, KeyError, TypeError) as error:
        raise damaged_file(file.path, error) from error
    return result


def renumbered(file: ResultFile, rows: range, text: str) -> str:
    """Return a slice's text with the row numbers that its rows have now."""
    if head_of(text).start == rows.start:
        return text
    return to_json(result_in(file, rows, text))
