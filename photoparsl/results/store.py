"""The results of a run on the disk: every row in one place, in few files, safe at any moment.

slice-0000200-0000400.json         rows 200 to 399, as they came back from a worker
segment-0000000-0100000.jsonl.gz   500 of these, put together as the run goes on (`segments`)
retried-0000003-0000390.json       failed rows of any slices that have been tried again

A file is written whole or not at all (but for a power cut, after which `recover` leaves out the
slices that were written last), and what it replaces is removed afterwards.  So a crash
can leave a slice in a file of its own and in a segment too, equal in both, which readers take
once; and retried rows beside the failures that they replace, which readers put in their place.

Who reads while another process writes may find that a file which was listed has become part of
a segment: then it lists again, and goes on after the rows that it has.
"""

from __future__ import annotations

import heapq
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from photoparsl.errors import RunError
from photoparsl.files import fsync_path, list_matching, write_atomically
from photoparsl.manifests import digest
from photoparsl.results.files import (
    Parts,
    ResultFile,
    Retries,
    heads_in,
    merged,
    photos_of,
    result_in,
    texts_in,
)
from photoparsl.results.segments import Finished, head_of, heads_of, is_whole, write_segment
from photoparsl.results.types import Failure, Measurement, SliceResult, to_json

MOST_LOOSE = 500  # slices with a file of their own, before they are put together

_NAME = re.compile(r"(slice|segment|retried)-(\d+)-(\d+)\.json(?:l\.gz)?\Z")
_ANY = TypeVar("_ANY")
_Outcomes = dict[int, Measurement | Failure]


class Store:
    """The result files in the folder `slices`.  Only who holds the run's lock may write there."""

    def __init__(self, slices: Path) -> None:
        self.slices = slices
        self._loose = self._retried = 0  # files, as far as this process knows
        self._written: list[Finished] = []  # by this process, in files of their own

    def recover(self) -> None:
        """Finish what a killed process had begun."""
        for part in list_matching(self.slices, "*.part"):
            part.unlink()
        for file in self._files("slice"):
            if not is_whole(file.path):  # a power cut came before its bytes were on the disk
                file.path.unlink()
        newest = max(
            self._files("segment"), key=lambda file: file.path.stat().st_mtime, default=None
        )
        if newest:
            held = {(head.start, head.stop) for head in heads_of(newest.path)}
            for file in self._files("slice"):
                if (file.start, file.stop) in held:
                    file.path.unlink()
        self._loose = len(self._files("slice"))
        self.settle()

    def write(self, result: SliceResult) -> None:
        """Keep a slice's result; when this returns, a kill can't undo it.

        It is left to the system to put it on the disk, within half a minute or so: that takes
        longer than all the rest, for each file.
        """
        if not result.whole:
            raise RunError(f"rows {result.start} to {result.stop - 1}: came back incomplete")
        path = self._path("slice", result.start, result.stop)
        write_atomically(path, to_json(result).encode(), synced=False)
        failed = len(result.failures)
        head = Finished(result.start, result.stop, result.digest, result.measures, failed)
        self._written.append(head)
        self._loose += 1
        if self._loose >= MOST_LOOSE:
            self._gather()

    def merge(self, result: SliceResult) -> None:
        """Keep what photos came to that were tried again, some of the rows that it covers."""
        write_atomically(self._path("retried", result.start, result.stop), to_json(result).encode())
        self._retried += 1
        if self._retried >= MOST_LOOSE:
            self.settle()

    def settle(self) -> None:
        """Put the outcomes of retried photos in place of their earlier failures."""
        retried = self._files("retried")
        for file in self._files("slice", "segment") if retried else ():
            within = [r for r in retried if r.start < file.stop and file.start < r.stop]
            if within:
                self._rewrite(file, within)
        for file in retried:
            file.path.unlink()
        self._retried = 0

    def finished(self) -> Iterator[Finished]:
        """The finished slices by their rows, from each file's first line only."""
        for _, _, (head, _) in self._parts(heads_in):
            yield head

    def results(self) -> Iterator[SliceResult]:
        """The results by their rows, one slice in memory at a time."""
        for file, rows, (text, new) in self._parts(texts_in, retried=True):
            result = result_in(file, rows, text)
            yield merged(result, new) if new else result

    def damage(self) -> Iterator[str]:
        """A sentence for each file that isn't what was written, or that covers rows twice."""
        covered = 0
        try:
            for file, rows, (text, _) in self._parts(texts_in):
                try:
                    result = result_in(file, rows, text)
                    if digest(photos_of(result)) != result.digest:
                        yield f"{file.path}: holds other rows than it was made for"
                except RunError as error:
                    yield str(error)
                if rows.start < covered:
                    yield f"{file.path}: covers rows that another file covers too"
                covered = max(covered, rows.stop)
        except RunError as error:  # of a segment, which can't be read any further
            yield f"{error}; the files after it have not been checked"

    def close(self) -> None:
        """Put all that was written on the disk."""
        for file in self._files("slice"):
            fsync_path(file.path)
        fsync_path(self.slices)

    def _gather(self) -> None:
        """Put the slices that have files of their own together in a segment."""
        loose = self._files("slice")
        path = self._path("segment", loose[0].start, max(file.stop for file in loose))
        known = {(head.start, head.stop): head for head in self._written}
        heads = [known.get((f.start, f.stop)) or next(heads_in(f))[1] for f in loose]
        write_segment(path, heads, (text for file in loose for _, text in texts_in(file)))
        for file in loose:
            file.path.unlink()
        self._loose = 0
        self._written.clear()

    def _rewrite(self, file: ResultFile, retried: Sequence[ResultFile]) -> None:
        """Write a file anew, with retried photos in it."""

        def texts() -> Iterator[str]:
            retries = Retries(retried)
            for rows, text in texts_in(file):
                new = retries.of(rows)
                yield to_json(merged(result_in(file, rows, text), new)) if new else text

        if file.is_segment:
            write_segment(file.path, [head_of(text) for text in texts()], texts())
        else:
            write_atomically(file.path, "".join(texts()).encode())

    def _parts(
        self, parts: Callable[[ResultFile], Parts[_ANY]], *, retried: bool = False
    ) -> Iterator[tuple[ResultFile, range, tuple[_ANY, _Outcomes]]]:
        """What `parts` gives of each file, by rows, and what its `retried` photos came to.

        Should a file be gone, the run has put it into another meanwhile.
        """
        last, gone = range(-1, 0), ""
        while True:
            retries = Retries(self._files("retried") if retried else [])
            try:
                for file, rows, part in self._by_rows(parts, self._whole_list()):
                    if (rows.start, rows.stop) > (last.start, last.stop):
                        yield file, rows, (part, retries.of(rows))
                        last = rows
                return
            except FileNotFoundError as error:
                if gone == error.filename:
                    raise RunError(f"{gone}: is listed, and can't be opened") from error
                gone = error.filename

    def _whole_list(self) -> deque[ResultFile]:
        """The result files.  One listing may miss a segment and the slices that went into it."""
        before = self._files("slice", "segment")
        while True:
            now = self._files("slice", "segment")
            segments = [file for file in now if file.is_segment]
            if set(before) <= set(now) and segments == [f for f in before if f.is_segment]:
                return deque(now)
            before = now

    def _by_rows(
        self, parts: Callable[[ResultFile], Parts[_ANY]], files: deque[ResultFile]
    ) -> Iterator[tuple[ResultFile, range, _ANY]]:
        """What `parts` gives of each file, by rows, each slice once; few files open at a time."""
        ahead: list[tuple[int, int, bool, ResultFile, _ANY, Parts[_ANY]]] = []
        last = range(0)

        def push(file: ResultFile, more: Parts[_ANY]) -> None:
            for rows, part in more:
                entry = (rows.start, rows.stop, not file.is_segment, file, part, more)
                heapq.heappush(ahead, entry)
                break

        while files or ahead:
            while files and (not ahead or files[0].start <= ahead[0][0]):
                push(files[0], parts(files.popleft()))
            start, stop, _, file, part, more = heapq.heappop(ahead)
            if range(start, stop) != last:
                last = range(start, stop)
                yield file, last, part
            push(file, more)

    def _path(self, kind: str, start: int, stop: int) -> Path:
        ending = "jsonl.gz" if kind == "segment" else "json"
        return self.slices / f"{kind}-{start:07}-{stop:07}.{ending}"

    def _files(self, *kinds: str) -> list[ResultFile]:
        """The files of these kinds, by their rows."""
        names = ((path, _NAME.match(path.name)) for path in list_matching(self.slices, "*-*-*.*"))
        return sorted(ResultFile(int(m[2]), int(m[3]), p) for p, m in names if m and m[1] in kinds)
