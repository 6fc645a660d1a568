"""Reporter: receives a run's progress and warnings."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from photoparsl.running.plan import Plan


class Reporter:
    """Receives a run's progress and warnings.  This class ignores them; subclasses show them."""

    def set_aside(self, path: Path) -> None:
        """Called when an earlier run's folder has been renamed to `path`."""

    def planned(self, plan: Plan) -> None:
        """Called when the manifest has been read."""

    def measuring(self, photos: int) -> AbstractContextManager[object]:
        """Return a context that lasts while this number of photos is measured."""
        return nullcontext()

    def add(self, done: int, failed: int) -> None:
        """Called when `done` more photos have an outcome, `failed` of which is a failure."""

    def say(self, line: str) -> None:
        """Called with a warning: a fault that doesn't end the run."""
