"""Photos that a page keeps until it knows whether it shows all of them."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Self

from photoparsl.page.columns import PhotoColumns

MOST_HELD = 20_000  # photos in memory. More are in a temporary file


class KeptPhotos:
    """Keeps photos: a few in memory, more in a temporary file.

    As a context, it removes the file.
    """

    def __init__(self) -> None:
        self._held: list[PhotoColumns] = []
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file:
            self._file.close()

    def add(self, photos: PhotoColumns) -> None:
        """Keep photos."""
        self._held.append(photos)
        if sum(map(len, self._held)) > MOST_HELD:
            self._file = self._file or TemporaryFile()  # noqa: SIM115, it is closed by __exit__
            for held in self._held:
                pickle.dump(held, self._file)
            self._held = []

    def take(self) -> Iterator[PhotoColumns]:
        """Yield the photos in the order in which they were added, and forget them."""
        if self._file:
            end = self._file.tell()
            self._file.seek(0)
            while self._file.tell() < end:
                yield pickle.load(self._file)
            self._file.seek(0)
            self._file.truncate()
        held, self._held = self._held, []
        yield from held
