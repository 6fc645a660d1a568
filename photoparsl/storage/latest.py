"""The latest slices of a run, in one file that is only added to until they are put elsewhere.

It holds their texts (`results.to_json`) in the order in which they came.  When `add` returns, a
text has left this process, so that a kill costs nothing; and SYNC_SECONDS later it is on the
disk, so that a power cut costs no more than these.  What either has torn is left out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import BinaryIO

from photoparsl.files import sync_folder
from photoparsl.storage.segments import END, Finished, head_of

SYNC_SECONDS = 1.0

_END = END.encode()


class Latest:
    """Adds to the file, which is made when there is something to add."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: BinaryIO | None = None
        self._due: Timer | None = None  # for what isn't on the disk yet
        self._failed: OSError | None = None  # when it was to be put there

    def add(self, text: str) -> None:
        """Keep a slice's text; OSError when the disk doesn't take it, or one before it."""
        if self._failed:
            raise self._failed
        if self._file is None:
            self._file = self.path.open("ab")
            sync_folder(self.path.parent)
        self._file.write(text.encode())
        self._file.flush()
        if self._due is None:
            self._due = Timer(SYNC_SECONDS, self._sync)
            self._due.daemon = True
            self._due.start()

    def close(self) -> None:
        """Let go of the file."""
        if due := self._due:
            due.cancel()
        self._due = None
        if self._file:
            with suppress(OSError):  # of a full disk, which `add` has told of
                self._file.close()
        self._file = None

    def remove(self) -> None:
        """What it holds is on the disk elsewhere."""
        self.close()
        self.path.unlink(missing_ok=True)

    def _sync(self) -> None:
        self._due = None  # before: what is added from now on may come too late for this time
        try:
            with self.path.open("rb") as file:
                os.fsync(file.fileno())
        except FileNotFoundError:
            pass  # its slices have been put elsewhere meanwhile
        except OSError as error:
            self._failed = error


def heads_of(path: Path) -> list[Finished]:
    """The slices that the file holds, by rows."""
    return [head for head, _ in _pieces(path)]


def texts_of(path: Path) -> Iterator[tuple[Finished, str]]:
    """The same with their texts, one in memory at a time."""
    with path.open("rb") as file:
        for head, place in _pieces(path):
            file.seek(place.start)
            yield head, file.read(len(place)).decode(errors="replace")  # whose sum differs then


def _pieces(path: Path) -> list[tuple[Finished, range]]:
    """Each slice and where in the file its text is, by rows."""
    pieces, begin, end, first = [], 0, 0, b""
    with path.open("rb") as file:
        for line in file:
            first = first or line
            end += len(line)
            if line == _END:
                with suppress(ValueError, KeyError, TypeError):  # torn by a power cut
                    pieces.append((head_of(first.decode()), range(begin, end)))
                begin, first = end, b""
    return sorted(pieces, key=lambda piece: (piece[0].start, piece[0].stop))
