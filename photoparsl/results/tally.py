"""How many photos of its slice a worker has measured, for the progress that is shown.

Each worker on this machine has a file with two numbers: the first row of its slice, and how many
photos of the slice have an outcome.
"""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

TELL_SECONDS = 1.0  # between two updates of a worker's file
_NUMBERS = struct.Struct("=qq")


class Tally:
    """Counts the photos of a slice that have an outcome, and writes their number now and then.

    start: the slice's first row
    folder: the folder of the workers' files, which this class makes, or "" if nobody reads them
        here
    """

    def __init__(self, start: int, folder: str) -> None:
        self._start, self._folder = start, folder
        self._photos = 0
        self._written_at = time.monotonic()

    def add(self) -> None:
        """Count one more photo."""
        self._photos += 1
        if self._folder and time.monotonic() - self._written_at > TELL_SECONDS:
            self._written_at = time.monotonic()
            with suppress(OSError):  # a full disk, or a worker on another machine
                Path(self._folder).mkdir(exist_ok=True)
                file = os.open(Path(self._folder, f"{os.getpid()}"), os.O_CREAT | os.O_WRONLY)
                os.pwrite(file, _NUMBERS.pack(self._start, self._photos), 0)
                os.close(file)


def read_tallies(folder: str) -> Mapping[int, int]:
    """Return the number of photos that have an outcome, by the first row of a worker's slice.

    Slices that have ended are among them.
    """
    found: dict[int, int] = {}
    with suppress(OSError):
        for path in Path(folder).iterdir() if folder else ():
            with suppress(OSError, struct.error):
                start, photos = _NUMBERS.unpack(path.read_bytes())
                found[start] = max(photos, found.get(start, 0))
    return found
