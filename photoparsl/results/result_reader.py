"""Reads the results of a run ordered by row, each slice once, even while a process writes them.

A file that has been listed may be gone when it is opened, because the run's process has merged it
into a segment.  Then the reader lists the files again, and goes on after the rows that it has read.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TypeVar

from photoparsl.errors import RunError
from photoparsl.files import list_matching
from photoparsl.manifests import has_digest
from photoparsl.results.file_names import RESULT_NAME
from photoparsl.results.marks_in_text import marks_in
from photoparsl.results.result_file import (
    Parts,
    ResultFile,
    ResultKind,
    heads_in,
    result_in,
    texts_in,
)
from photoparsl.results.revisions import Revision, Revisions, revised
from photoparsl.results.segments import FinishedSlice, head_of
from photoparsl.results.slice_lines import lines_in
from photoparsl.results.slice_result import SliceResult
from photoparsl.results.value import ValueKind, united_kinds

_ANY = TypeVar("_ANY")


class ResultReader:
    """Reads the result files in a folder.

    slices: the folder
    """

    def __init__(self, slices: Path) -> None:
        self.slices = slices

    def finished_slices(self) -> Iterator[FinishedSlice]:
        """Yield the heads of the finished slices, ordered by row.  Reads only first lines."""
        for _, _, (head, _) in self._parts(heads_in):
            yield head

    def results(self) -> Iterator[SliceResult]:
        """Yield the results ordered by row, one slice in memory at a time."""
        for file, rows, (text, new) in self._parts(texts_in, retried=True):
            result = result_in(file, rows, text)
            yield revised(result, new) if new else result

    def results_of(self, is_needed: Callable[[FinishedSlice], bool]) -> Iterator[SliceResult]:
        """Yield the results of the needed slices, with the values of all measures.

        is_needed: says by a slice's head whether the slice is needed
        """
        for file, rows, (text, new) in self._parts(texts_in, retried=True):
            head = replace(head_of(text), start=rows.start, stop=rows.stop)
            if new or is_needed(head):
                result = result_in(file, rows, text)
                yield revised(result, new) if new else result

    def marks(self) -> Iterator[tuple[range, Mapping[int, str]]]:
        """Yield the rows of each slice, and the marks of its photos by row, without their values.

        Marks of revisions that haven't been merged aren't among them.
        """
        for _, rows, (text, _) in self._parts(texts_in):
            yield rows, marks_in(text, rows.start - head_of(text).start)

    def places(self) -> Iterator[tuple[range, list[str]]]:
        """Yield the rows and the places of each slice, ordered by row."""
        for file, rows, (text, _) in self._parts(texts_in):
            lines = lines_in(file, rows, text).lines
            yield rows, [line.place for line in sorted(lines)]

    def value_kinds(self) -> dict[str, ValueKind]:
        """The kind of each measure's values so far, from each file's first line only."""
        kinds = []
        for file in self.list_files(ResultKind.RETRIED):
            with suppress(FileNotFoundError):  # it has been merged into its slices, read below
                kinds += [head.kinds for _, head in heads_in(file)]
        return united_kinds(chain(kinds, (head.kinds for head in self.finished_slices())))

    def find_damage(self) -> Iterator[str]:
        """Yield a sentence for each file that is damaged, or that repeats another file's rows."""
        covered = 0
        try:
            for file, rows, (text, _) in self._parts(texts_in):
                try:
                    result = result_in(file, rows, text)
                    outcomes = result.outcomes
                    if not has_digest([o.url for o in outcomes], outcomes, result.digest):
                        yield f"{file.path}: holds other rows than it was made for"
                except RunError as error:
                    yield str(error)
                if rows.start < covered:
                    yield f"{file.path}: covers rows that another file covers too"
                covered = max(covered, rows.stop)
        except RunError as error:  # of a segment, which can't be read any further
            yield f"{error}; the files after it have not been checked"

    def list_files(self, *kinds: ResultKind) -> list[ResultFile]:
        """Return the files of these kinds, ordered by row."""
        paths = list_matching(self.slices, "*-*-*.*")
        names = ((path, RESULT_NAME.match(path.name)) for path in paths)
        return sorted(ResultFile(int(m[2]), int(m[3]), p) for p, m in names if m and m[1] in kinds)

    def _parts(
        self, read: Callable[[ResultFile], Parts[_ANY]], *, retried: bool = False
    ) -> Iterator[tuple[ResultFile, range, tuple[_ANY, Mapping[int, Sequence[Revision]]]]]:
        """Yield each slice's file, its rows, the results of `read`, and the revisions of its rows.

        Slices are ordered by row.  If a file is gone, the files are listed again.
        """
        last, gone = range(-1, 0), ""
        while True:
            revisions = Revisions(self.list_files(ResultKind.RETRIED) if retried else [])
            try:
                for file, rows, part in _by_rows(read, self._complete_list()):
                    if (rows.start, rows.stop) > (last.start, last.stop):
                        yield file, rows, (part, revisions.take(rows))
                        last = rows
                return
            except FileNotFoundError as error:
                if gone == error.filename:
                    raise RunError(f"{gone}: is listed, and can't be opened") from error
                gone = error.filename

    def _complete_list(self) -> deque[ResultFile]:
        """Return the files of slices and the segments.

        A listing that is made while slices are merged may lack both the slices and the segment.
        So the files are listed until two listings agree.
        """
        before = self.list_files(ResultKind.SLICE, ResultKind.SEGMENT)
        while True:
            now = self.list_files(ResultKind.SLICE, ResultKind.SEGMENT)
            segments = [file for file in now if file.is_segment]
            if set(before) <= set(now) and segments == [f for f in before if f.is_segment]:
                return deque(now)
            before = now


def _by_rows(
    read: Callable[[ResultFile], Parts[_ANY]], files: deque[ResultFile]
) -> Iterator[tuple[ResultFile, range, _ANY]]:
    """Yield what `read` yields for each slice, ordered by row.

    Yield a slice in two files only once.

    A file is opened only when its first row is next, so that few files are open at a time.
    """
    ahead: list[tuple[int, int, bool, ResultFile, _ANY, Parts[_ANY]]] = []
    last = range(0)

    def push(file: ResultFile, more: Parts[_ANY]) -> None:
        for rows, part in more:
            entry = (rows.start, rows.stop, not file.is_segment, file, part, more)
            heapq.heappush(ahead, entry)
            break

    while files or ahead:
        while files and (not ahead or files[0].start <= ahead[0][0]):
            push(files[0], read(files.popleft()))
        start, stop, _, file, part, more = heapq.heappop(ahead)
        if range(start, stop) != last:
            last = range(start, stop)
            yield file, last, part
        push(file, more)
