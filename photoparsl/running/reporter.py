"""What a run reports as it goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from photoparsl.running.plan import Plan


class Reporter:
    """Gets what a run reports.  This class shows nothing; its subclasses show it to a person."""

    def reading(self) -> AbstractContextManager[Callable[[int], None]]:
        """Return the context in which an archive is read; it gives what counts its records."""
        return nullcontext(lambda records: None)

    def understood(self, lines: Sequence[str]) -> None:
        """A manifest has been made of an archive, or is there: what was understood, in lines."""

    def set_aside(self, path: Path) -> None:
        """An earlier run's folder has been renamed to `path`."""

    def planned(self, plan: Plan) -> None:
        """The manifest has been read."""

    def measuring(self, photos: int) -> AbstractContextManager[object]:
        """Return the context in which this number of photos is measured."""
        return nullcontext()

    def add(self, done: int, failed: int) -> None:
        """`done` more photos have ended, of which `failed` have failed."""

    def say(self, line: str) -> None:
        """Something has gone wrong that doesn't end the run."""
