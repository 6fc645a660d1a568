"""Reporter: receives a run's progress and warnings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from photoparsl.planning import Plan

if TYPE_CHECKING:
    from photoparsl.archives import Report


class Reporter:
    """Receives a run's progress and warnings.  This class ignores them.  Subclasses show them."""

    def reading(self) -> AbstractContextManager[Callable[[int], None]]:
        """Return the context in which an archive is read.

        It yields a function that gets the number of records that were read since its last call.
        """
        return nullcontext(lambda records: None)

    def has_read(self, report: Report) -> None:
        """Called with what became of an archive's records, also if none of them gave a photo."""

    def understood(self, lines: Sequence[str]) -> None:
        """Called with lines for people about how an archive was understood.

        A manifest has been made of the archive, now or by an earlier start of the run.
        """

    def set_aside(self, path: Path) -> None:
        """Called when an earlier run's folder has been renamed to `path`."""

    def confirm(self, question: str) -> bool:
        """Return the user's answer to a question.  No if nobody can answer."""
        return False

    def planned(self, plan: Plan) -> None:
        """Called when the manifest has been read."""

    def measuring(self, photos: int) -> AbstractContextManager[object]:
        """Return a context that lasts while this number of photos is measured."""
        return nullcontext()

    def add(self, done: int, failed: int) -> None:
        """Called when `done` more photos have an outcome, `failed` of which is a failure."""

    def waiting(self, text: str) -> None:
        """Called about once a second with what the run waits for, such as pilots ('': nothing)."""

    def underway(self, photos: int) -> None:
        """Called with how many photos of slices that haven't ended have an outcome already."""

    def add_line(self, line: str) -> None:
        """Called with a warning: a fault that doesn't end the run."""
