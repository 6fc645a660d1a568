"""Writes the results of a run into few files, so that a crash loses and repeats no row.

slice-0000200-0000400.json         rows 200 to 399, the result of one slice
segment-0000000-0100000.jsonl.gz   500 such files, merged while the run goes on (`segments`)
retried-0000003-0000390.json       later outcomes of rows of any slices (`revisions`)

A file is written whole or not at all, and the files that it replaces are removed afterwards.  (Only
a power cut can leave part of a file.  `recover` removes such slices.)

So a crash can leave a slice both in its own file and in a segment.  The two are the same, and
readers take one of them.  A crash can also leave revisions together with slices that have them.
Revising such a slice again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from photoparsl.errors import RunError
from photoparsl.files import fsync_path, list_matching, write_atomically
from photoparsl.manifests import has_digest
from photoparsl.results.pieces import near_ones, pieces_of
from photoparsl.results.result_file import (
    ResultFile,
    ResultKind,
    heads_in,
    renumbered,
    result_in,
    result_path,
    texts_in,
)
from photoparsl.results.result_reader import ResultReader
from photoparsl.results.revisions import Revisions, revised
from photoparsl.results.segments import (
    FinishedSlice,
    head_of,
    is_complete,
    write_segment,
)
from photoparsl.results.slice_result import SliceResult
from photoparsl.results.slice_text import to_json

MOST_LOOSE = 500  # files of single slices, or of revisions, before they are merged
MANY_LOOSE = 100  # files of single slices that are merged at the end, which is faster than to wait
# until the disk has each


class Store(ResultReader):
    """Reads and writes the result files in a folder.

    Only the process that holds the run's lock may write.

    slices: the folder
    """

    def __init__(self, slices: Path) -> None:
        super().__init__(slices)
        self._loose = self._retried = 0  # how many files of single slices and of revisions
        self._written: list[FinishedSlice] = []  # the slices that this process wrote, not merged

    def recover(self) -> None:
        """Finish what a killed process had begun."""
        for unfinished in list_matching(self.slices, "*.part"):
            unfinished.unlink()
        for file in self.list_files(ResultKind.SLICE):
            if not is_complete(file.path):  # after a power cut
                file.path.unlink()
        segments = {file: file.path.stat().st_mtime for file in self.list_files(ResultKind.SEGMENT)}
        newest = max(segments.values(), default=0.0)
        for segment in [s for s, written in segments.items() if written > newest - 1]:
            merged = {rows for rows, _ in heads_in(segment)}
            for file in self.list_files(ResultKind.SLICE):
                if range(file.start, file.stop) in merged:
                    file.path.unlink()
        self._loose = len(self.list_files(ResultKind.SLICE))
        self._written.clear()
        self.merge_retried()

    def write(self, result: SliceResult) -> None:
        """Write a slice's result.  Once this returns, killing this process can't undo it.

        The operating system writes it to the disk within about half a minute.  Waiting for that
        would take longer than everything else.

        A slice may have any rows.  Those that don't follow one another become several files.

        Raises RunError if the result lacks a row.
        """
        if not (result.is_whole or _has_all(result)):
            raise RunError(f"rows {result.start} to {result.stop - 1}: came back incomplete")
        for piece in pieces_of(result):
            text = to_json(piece)
            path = self._path(ResultKind.SLICE, piece.start, piece.stop)
            write_atomically(path, text.encode(), synced=False)
            self._written.append(head_of(text))
            self._loose += 1
        if self._loose >= MOST_LOOSE:
            self._merge_slices()

    def write_retried(self, result: SliceResult) -> None:
        """Write later outcomes of rows.  The result has only some rows of its range."""
        path = self._path(ResultKind.RETRIED, result.start, result.stop)
        if path.exists():  # of other rows between the same two
            self.merge_retried()
        write_atomically(path, to_json(result).encode())
        self._retried += 1
        if self._retried >= MOST_LOOSE:
            self.merge_retried()

    def merge_retried(self) -> None:
        """Merge the revisions into the slices that they revise."""
        retried = self.list_files(ResultKind.RETRIED)
        for file in self.list_files(ResultKind.SLICE, ResultKind.SEGMENT) if retried else ():
            within = [r for r in retried if r.start < file.stop and file.start < r.stop]
            if within:
                self._rewrite(file, within)
        for file in retried:
            file.path.unlink()
        self._retried = 0

    def close(self) -> None:
        """Wait until everything that was written is on the disk."""
        if len(self._written) >= MANY_LOOSE:
            self._merge_slices()
        for file in self.list_files(ResultKind.SLICE):
            fsync_path(file.path)
        fsync_path(self.slices)

    def _merge_slices(self) -> None:
        """Merge the files of single slices into segments."""
        known = {(head.start, head.stop): head for head in self._written}
        for loose in near_ones(self.list_files(ResultKind.SLICE)):
            path = self._path(ResultKind.SEGMENT, loose[0].start, max(file.stop for file in loose))
            heads = [known.get((f.start, f.stop)) or next(heads_in(f))[1] for f in loose]
            texts = (renumbered(file, *part) for file in loose for part in texts_in(file))
            write_segment(path, heads, texts)
            for file in loose:
                file.path.unlink()
        self._loose = 0
        self._written.clear()

    def _rewrite(self, file: ResultFile, retried: Sequence[ResultFile]) -> None:
        """Replace a file by one with the revisions of its rows."""

        def texts() -> Iterator[str]:
            revisions = Revisions(retried)
            for rows, text in texts_in(file):
                new = revisions.take(rows)
                if new:
                    yield to_json(revised(result_in(file, rows, text), new))
                else:
                    yield renumbered(file, rows, text)

        if file.is_segment:
            write_segment(file.path, [head_of(text) for text in texts()], texts())
        else:
            write_atomically(file.path, "".join(texts()).encode())

    def _path(self, kind: ResultKind, start: int, stop: int) -> Path:
        return result_path(self.slices, kind, start, stop)


def _has_all(result: SliceResult) -> bool:
    """Whether a slice of any rows has the outcomes of all of them."""
    outcomes = result.outcomes
    return has_digest([outcome.url for outcome in outcomes], outcomes, result.digest)
