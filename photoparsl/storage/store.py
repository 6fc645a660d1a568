"""The results of a run on the disk: every row in one place, in few files, safe at any moment.

latest.jsonl                       the latest, as they came back from workers (`latest`)
segment-0000000-0100000.jsonl.gz   500 of these, put together as the run goes on (`segments`)
slice-0000200-0000400.json         rows 200 to 399: of the latest, when the run ends
retried-0000003-0000390.json       failed rows of any slices that have been tried again

All but the latest are written whole or not at all, and what a file replaces is removed
afterwards.  So a crash can leave a slice in two files, equal in both, which readers take
once; and retried rows beside the failures that they replace, which readers put in their place.
"""

from __future__ import annotations

import heapq
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from photoparsl.errors import RunError
from photoparsl.files import write_whole
from photoparsl.photos import digest
from photoparsl.results import SliceResult, to_json
from photoparsl.storage import segments
from photoparsl.storage.latest import Latest
from photoparsl.storage.resultfiles import (
    LATEST,
    Parts,
    ResultFile,
    Retries,
    heads_in,
    merged,
    photos_of,
    result_in,
    texts_in,
)
from photoparsl.storage.segments import Finished, head_of, write_segment

MOST_LOOSE = 500  # latest slices and those with a file of their own, before they are put together

_NAME = re.compile(r"(slice|segment|retried)-(\d+)-(\d+)\.json(?:l\.gz)?\Z")
_ANY = TypeVar("_ANY")


class Store:
    """The result files in the folder `slices`.  Only who holds the run's lock may write there."""

    def __init__(self, slices: Path) -> None:
        self.slices = slices
        self._latest = Latest(slices / LATEST)
        self._loose = self._retried = 0  # slices that aren't in segments, and files

    def recover(self) -> None:
        """Finish what a killed process had begun."""
        for part in self.slices.glob("*.part"):
            part.unlink()
        newest = max(
            self._files("segment"), key=lambda file: file.path.stat().st_mtime, default=None
        )
        if newest:  # it may have been made of files that are still there
            held = {(head.start, head.stop) for head in segments.heads_of(newest.path)}
            for file in self._files("slice", "latest"):
                if held.issuperset((rows.start, rows.stop) for rows, _ in heads_in(file)):
                    file.path.unlink()
        self.settle()

    def write(self, result: SliceResult) -> None:
        """Keep a slice's result; when this returns, a kill can't undo it (`latest`)."""
        if not result.whole:
            raise RunError(f"rows {result.start} to {result.stop - 1}: came back incomplete")
        self._latest.add(to_json(result))
        self._loose += 1
        if self._loose >= MOST_LOOSE:
            self._gather()

    def merge(self, result: SliceResult) -> None:
        """Keep what photos came to that were tried again, some of the rows that it covers."""
        write_whole(self._path("retried", result.start, result.stop), to_json(result).encode())
        self._retried += 1
        if self._retried >= MOST_LOOSE:
            self.settle()

    def settle(self) -> None:
        """Give the latest slices files of their own, and retried photos their failures' place."""
        self._put_away()
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
        for _, _, head in self._by_rows(heads_in, self._results()):
            yield head

    def results(self) -> Iterator[SliceResult]:
        """The results by their rows, one slice in memory at a time."""
        retries = Retries(self._files("retried"))
        for file, rows, text in self._by_rows(texts_in, self._results()):
            result, new = result_in(file, rows, text), retries.of(rows)
            yield merged(result, new) if new else result

    def damage(self) -> Iterator[str]:
        """A sentence for each file that isn't what was written, or that covers rows twice."""
        covered = 0
        try:
            for file, rows, text in self._by_rows(texts_in, self._results()):
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
        """Let go of what `write` has open."""
        self._latest.close()

    def _put_away(self) -> None:
        """Give each of the latest slices a file of its own; with too many, put all together."""
        loose = self._files("slice", "latest")
        self._loose = sum(1 for file in loose for _ in heads_in(file))
        if self._loose >= MOST_LOOSE:
            self._gather()
        for file in self._files("latest"):
            for rows, text in texts_in(file):
                write_whole(self._path("slice", rows.start, rows.stop), text.encode())
        self._latest.remove()

    def _gather(self) -> None:
        """Put the slices that aren't in segments together in one."""
        loose = self._files("slice", "latest")
        heads = [head for _, _, head in self._by_rows(heads_in, loose)]
        path = self._path("segment", heads[0].start, max(head.stop for head in heads))
        write_segment(path, heads, (text for _, _, text in self._by_rows(texts_in, loose)))
        for file in loose:
            file.path.unlink()
        self._latest.remove()
        self._loose = 0

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
            write_whole(file.path, "".join(texts()).encode())

    def _by_rows(
        self, parts: Callable[[ResultFile], Parts[_ANY]], files: Iterable[ResultFile]
    ) -> Iterator[tuple[ResultFile, range, _ANY]]:
        """What `parts` gives of the files, by rows, each slice once; few files open at a time."""
        waiting = deque(sorted(files))
        ahead: list[tuple[int, int, bool, ResultFile, _ANY, Parts[_ANY]]] = []
        last = range(0)

        def push(file: ResultFile, more: Parts[_ANY]) -> None:
            for rows, part in more:
                entry = (rows.start, rows.stop, not file.is_segment, file, part, more)
                heapq.heappush(ahead, entry)
                break

        while waiting or ahead:
            if waiting and (not ahead or waiting[0].start <= ahead[0][0]):
                push(waiting[0], parts(waiting.popleft()))
                continue
            start, stop, _, file, part, more = heapq.heappop(ahead)
            if range(start, stop) != last:
                last = range(start, stop)
                yield file, last, part
            push(file, more)

    def _results(self) -> list[ResultFile]:
        return self._files("slice", "segment", "latest")

    def _path(self, kind: str, start: int, stop: int) -> Path:
        ending = "jsonl.gz" if kind == "segment" else "json"
        return self.slices / f"{kind}-{start:07}-{stop:07}.{ending}"

    def _files(self, *kinds: str) -> list[ResultFile]:
        """The files of these kinds, by their rows."""
        names = ((path, _NAME.match(path.name)) for path in self.slices.glob("*-*-*.*"))
        files = [ResultFile(int(m[2]), int(m[3]), p) for p, m in names if m and m[1] in kinds]
        if "latest" in kinds and self._latest.path.exists():
            files.append(ResultFile(0, 0, self._latest.path))
        return sorted(files)
